// The task of one person's program in a round, and its words about it.
#pragma once

#include <set>
#include <string>

#include "tests/chaos/fault.hpp"
#include "tests/chaos/invariants.hpp"
#include "tests/chaos/wrong_clock.hpp"

namespace holdfast::chaos {

/// A person and what she was told so far.
struct Party {
    const e2e::Person* person;
    std::string name;
    std::string with{};            ///< a therapist names the client
    std::set<std::string> told{};  ///< ids of what is saved or accepted, by her program's own words
    std::string newest{};          ///< the id last told
    int written = 0;
    WrongClock clock;
    bool full = false;  ///< its disk took nothing for a time in this round
};

class ClientTask {
  public:
    /// Chooses and starts it.
    ClientTask(Party& party, Random& random);

    [[nodiscard]] const std::string& words() const noexcept { return words_; }
    [[nodiscard]] const Fault& fault() const noexcept { return fault_; }
    void strike() { fault_.strike(process_.value()); }
    /// Wakes it, waits for its end and notes what it said. A sentence about what it may not say; empty: all is well.
    [[nodiscard]] std::string end();
    /// After end(): how it ended, in a line.
    [[nodiscard]] std::string outcome() const { return words_ + ": " + std::to_string(finished_.status) + said_; }

  private:
    [[nodiscard]] std::string new_text(Random& random);
    void plan_sending(Random& random);
    void plan_chat(Random& random);
    void plan(Random& random);
    void note(const boost::json::object& line);

    Party& party_;
    e2e::Command command_;
    std::string input_;
    std::string words_;
    std::string said_;
    bool takes_back_ = false;
    Fault fault_;
    std::optional<test::Process> process_;
    test::Finished finished_;
};

}  // namespace holdfast::chaos
