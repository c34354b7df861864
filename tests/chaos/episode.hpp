// A practice lives through some minutes in which everything around it goes wrong: programs and relay are killed,
// frozen or die at a named point, the line is cut, held, slowed or damaged, disks fill up, clocks jump. Then all heals,
// and the histories are compared. Everything planned comes from the seed.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "tests/chaos/client_task.hpp"
#include "tests/chaos/fault_proxy.hpp"
#include "tests/chaos/small_disk.hpp"

namespace holdfast::chaos {

class Episode {
  public:
    explicit Episode(unsigned seed);

    /// The violations found. Bounded: a round takes no longer than its slowest command, which gives up by itself.
    [[nodiscard]] Violations run(int rounds);

    /// The events of the episode, in order, one per line.
    [[nodiscard]] const std::string& log() const noexcept { return log_; }

  private:
    class Round;
    void note(const std::string& event);
    void open_hours();
    void fill_disk(SmallDisk* disk, const std::string& whose);
    void start_relay(test::Environment more = {});
    void revive_relay();
    void restart_relay();
    void confirm_clock();
    void settle();
    void wait_until_quiet();
    void check_closed();
    void check_agreement(const Party& client, const std::string& name);

    Random random_;
    std::string log_;
    Violations found_;
    FaultProxy proxy_;
    test::TempDir disk_folder_;
    std::unique_ptr<SmallDisk> disk_;
    e2e::ProcessWorld practice_;
    e2e::Person okafor_{practice_, "okafor"};
    e2e::Person sam_{practice_, "sam", "Asia/Bangkok"};
    e2e::Person kim_{practice_, "kim"};
    WrongClock relay_clock_;
    std::unique_ptr<SmallDisk> sam_disk_;
    std::vector<Party> parties_;
    bool open_ = false;
};

}  // namespace holdfast::chaos
