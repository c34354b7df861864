#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::deliveries_test {
namespace {

TEST_CASE("a device's delivery numbers tell nothing of what others get, or of what waits for it")
{
    TwoPairs p;
    std::vector<std::uint64_t> numbers;
    const auto delivered = [&](const Person& to) { numbers.push_back(p.w.last<wire::Deliver>(to).delivery); };
    p.w.submit(p.bob, "b1");  // held
    p.w.submit(p.bob, "b2");
    p.w.submit(p.alice, "n1", wire::Class::control);
    delivered(p.okafor);
    p.w.submit(p.bob, "b3");
    p.w.submit(p.alice, "m1");  // held, for the same device
    p.w.submit(p.alice, "n2", wire::Class::control);
    delivered(p.okafor);
    CHECK(numbers == std::vector<std::uint64_t>{1, 2});
    p.w.wait();
    CHECK(p.w.last<wire::Deliver>(p.okafor).delivery == 3);
    CHECK(p.w.last<wire::Deliver>(p.weiss).delivery == 3);
}

TEST_CASE("a delivery that was held cannot be acked unseen")
{
    TwoPairs p;
    p.w.submit(p.alice, "hello");
    (void)p.w.lines();
    p.w.send(p.okafor, wire::Ack{{{1, 0}, {2, 0}, {3, 0}}});
    CHECK(p.w.count("SELECT count(*) FROM message") == 1);
}

TEST_CASE("acks alone wait for a commit that they can share and for no longer than the next tick")
{
    TwoPairs p;
    p.w.submit(p.alice, "one");
    p.w.submit(p.alice, "two");
    p.w.wait();
    CHECK(p.w.step({RelayWorld::event(p.okafor, wire::Ack{{{1, 0}}})}).unwritten);
    Lines sent_again{"okafor: deliver two"};
    SECTION("none came before the relay was killed") { sent_again.insert(sent_again.begin(), "okafor: deliver one"); }
    SECTION("that of another message")
    {
        CHECK_FALSE(p.w.step({RelayWorld::event(p.bob, p.w.submit_of(p.bob, "b"))}).unwritten);
    }
    SECTION("a tick") { CHECK_FALSE(p.w.step({Tick{}}).unwritten); }
    p.w.restart();
    (void)p.w.lines();
    p.w.log_in(p.okafor);
    auto lines = p.w.lines();
    std::erase_if(lines, [](const std::string& line) { return !line.starts_with("okafor: deliver"); });
    CHECK(lines == sent_again);
    CHECK(p.w.last<wire::Deliver>(p.okafor).delivery == 2);
}

TEST_CASE("a refusal by the reader reaches the writer when the window ends, and blocks nothing")
{
    TwoPairs p;
    p.w.submit(p.alice, "odd");
    p.w.submit(p.alice, "fine");
    p.w.wait();
    (void)p.w.lines();
    p.w.ack(p.okafor, "odd", static_cast<std::uint16_t>(Errc::cannot_decrypt));
    p.w.ack(p.okafor, "fine");
    CHECK(p.w.lines() == Lines{});
    p.w.wait();
    CHECK(p.w.now() == parse_rfc3339("2026-03-03T12:00:00Z"));
    CHECK(p.w.lines() == Lines{"alice: reader refused odd: cannot_decrypt"});
    p.w.ack(p.alice, "tell 1");
    CHECK(p.w.count("SELECT count(*) FROM delivery") == 0);
}

}  // namespace
}  // namespace holdfast::server::test::deliveries_test
