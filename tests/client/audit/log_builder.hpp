// A log of decisions for a test: written honestly from hours that are signed here, then changed as the test likes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/audit/audit.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::audit::test {

[[nodiscard]] Instant at(std::string_view text);

class LogBuilder {
  public:
    LogBuilder();

    /// A next version of the base hours, received by the relay at `time`.
    void publish(const std::string& rules, Instant time, const std::string& zone = "UTC");
    void publish(wire::HoursVersion version, Instant time);
    /// As the next version, to be changed.
    [[nodiscard]] wire::HoursVersion draft() const;

    /// Decisions an honest relay makes at `time`; the number of each.
    std::uint64_t take(Instant time, wire::Class cls = wire::Class::message);
    std::uint64_t release(Instant time);
    std::uint64_t hold_again(Instant time, std::vector<wire::MessageRef> messages);
    std::uint64_t move(Instant time, std::vector<wire::MessageRef> messages);
    std::uint64_t take_back(Instant time, const wire::MessageRef& message);
    std::uint64_t drop(Instant time, const wire::MessageRef& message);
    /// The relay did not run from `from` to `to`.
    std::uint64_t go_down(Instant from, Instant to);
    /// An empty text lifts the practice notice.
    std::uint64_t notice(Instant time, const std::string& text);
    /// The relay's clock showed `from`, and shows `to` now.
    std::uint64_t put_clock_back(Instant from, Instant to);
    /// Put back from a copy in which number `kept` is the newest.
    void restore(std::uint64_t kept);

    [[nodiscard]] Decision& decision(std::uint64_t number) { return decisions.at(number - 1); }
    [[nodiscard]] decided::Accepted& taken(std::uint64_t number)
    {
        return std::get<decided::Accepted>(decision(number).event);
    }
    [[nodiscard]] wire::MessageRef message(std::uint64_t number)
    {
        return {taken(number).account, taken(number).device, taken(number).message};
    }
    /// As the relay gave it to the writer just then.
    [[nodiscard]] OwnReceipt receipt(std::uint64_t number);
    [[nodiscard]] Delivered delivery(std::uint64_t number, Instant released);

    /// Everything so far, each entry naming the one before.
    [[nodiscard]] Case given(Instant now);
    /// The hash of an entry, as it would be read.
    [[nodiscard]] static Digest hash_of(const Decision& decision);

    holdfast::test::SeededRandom random{"scribe"};
    crypto::SignKeyPair therapist = crypto::SignKeyPair::generate(random);
    crypto::SignKeyPair relay = crypto::SignKeyPair::generate(random);
    AccountId owner = random.id<AccountId>();
    hours_chain::Chain base{{owner, therapist.pub, relay.pub, std::nullopt}};
    std::vector<Decision> decisions;
    std::vector<wire::MessageRef> waiting;
    IncarnationId incarnation = random.id<IncarnationId>();
    std::string tzdata = "2026a";

  private:
    std::uint64_t add(Instant time, decltype(Decision::event) event);
    [[nodiscard]] Promised promise_at(Instant time) const;
    bool suspended_ = false;
};

/// "wrong_hold 3, restored 4"
[[nodiscard]] std::string said(const Report& report);

}  // namespace holdfast::audit::test
