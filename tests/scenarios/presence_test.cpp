// A client with a program of its own asks the relay questions to find out whether the therapist's device is there:
// every answer is the same for one that is and one that is not, until the window ends. Attack 31 of tests/README.md.
#include "protocol/identity/receipt.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::presence_test {
namespace {

using namespace std::chrono_literals;

constexpr auto monday_evening = "2026-03-02T20:00:00Z";
constexpr auto tuesday_ten = "2026-03-03T10:00:00Z";
constexpr auto refused = static_cast<std::uint16_t>(Errc::cannot_decrypt);

/// Two practices that differ in nothing but whether the therapist's device is there, and answers.
struct Practice {
    Practice(std::string_view now, bool there) : w{now}, is_there{there}
    {
        if (!there) w.hang_up(okafor);
        (void)w.lines();
    }
    /// The device takes what it is given, or refuses it.
    void reader_acks(const std::string& word, std::uint16_t code = 0)
    {
        if (is_there) w.ack(okafor, word, code);
    }
    /// The answers to the client.
    Lines told()
    {
        auto lines = w.lines();
        std::erase_if(lines, [](const std::string& line) { return !line.starts_with("alice: "); });
        return lines;
    }
    RelayWorld w;
    bool is_there;
    Person& okafor{w.therapist("okafor", "Tu,Th 09:00-12:00")};
    Person& alice{w.client("alice", okafor)};
};

/// The answers to the client in either case, asserted to be the same.
template <class Probe>
Lines same_for_both(std::string_view now, const Probe& probe)
{
    Practice there{now, true};
    Practice away{now, false};
    const auto seen = probe(there);
    CHECK(seen == probe(away));
    return seen;
}

}  // namespace

TEST_CASE("attack 31: control content that cannot be decrypted is refused without a word, at any hour")
{
    for (const auto* now : {monday_evening, tuesday_ten})
        CHECK(same_for_both(now, [](Practice& p) {
                  p.w.submit(p.alice, "probe", wire::Class::control);
                  p.reader_acks("probe", refused);
                  p.w.tick();
                  auto told = p.told();
                  for (int i = 0; i < 6; ++i) p.w.wait();
                  for (auto& line : p.told()) told.push_back(line);
                  return told;
              }).size() == 1);
}

TEST_CASE("attack 31: that a message was refused is told when the window ends")
{
    Practice p{tuesday_ten, true};
    p.w.submit(p.alice, "odd");
    (void)p.told();
    p.reader_acks("odd", refused);
    p.w.at("2026-03-03T11:59:59Z");
    p.w.tick();
    CHECK(p.told().empty());
    p.w.at("2026-03-03T12:00:00Z");
    p.w.tick();
    CHECK(p.told() == Lines{"alice: reader refused odd: cannot_decrypt"});
}

TEST_CASE("attack 31: a take-back inside hours is too late whether or not the device was there")
{
    CHECK(same_for_both(tuesday_ten, [](Practice& p) {
              p.w.submit(p.alice, "hello");
              (void)p.told();
              p.w.take_back(p.alice, "hello");
              p.reader_acks("hello");
              p.w.take_back(p.alice, "hello");
              return p.told();
          }) == Lines(2, "alice: refused: too_late"));
}

TEST_CASE("attack 31: a full queue has room again when the window ends, not when the device takes something")
{
    for (const auto cls : {wire::Class::message, wire::Class::control})
        CHECK(same_for_both(tuesday_ten, [cls](Practice& p) {
                  p.w.submit(p.alice, "first", cls);
                  p.w.tamper(
                      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 899) "
                      "INSERT INTO delivery(device, message, sender, conversation, released, acked, code) "
                      "SELECT device, message, sender, conversation, 0, 1772532000000, 0 "
                      "FROM delivery, n WHERE message IS NOT NULL; UPDATE waiting SET envelopes = envelopes + 899");
                  p.w.restart();
                  p.w.log_in(p.alice);
                  if (p.is_there) p.w.log_in(p.okafor);
                  (void)p.told();
                  p.reader_acks("first");
                  p.w.submit(p.alice, "second", cls);
                  auto told = p.told();
                  p.w.at("2026-03-03T12:00:00Z");
                  p.w.submit(p.alice, "third", cls);
                  // At the end of the window the writer is told what was not taken, too.
                  for (auto& line : p.told())
                      if (!line.starts_with("alice: moved")) told.push_back(line.substr(0, 15));
                  return told;
              }) == Lines{"alice: refused: queue_full", "alice: accepted"});
}

TEST_CASE("attack 31: what the owner's device says by itself is passed on when the window ends")
{
    Practice p{tuesday_ten, true};
    p.w.submit(p.okafor, "delivered", wire::Class::control);
    CHECK(p.told().empty());
    p.w.at("2026-03-03T11:59:59Z");
    p.w.tick();
    CHECK(p.told().empty());
    p.w.at("2026-03-03T12:00:00Z");
    p.w.tick();
    CHECK(p.told() == Lines{"alice: deliver delivered"});
    SECTION("and said while closed, at the opening, together with what was written")
    {
        p.w.at("2026-03-04T23:00:00Z");
        p.w.submit(p.okafor, "withdrawn", wire::Class::control);
        p.w.submit(p.okafor, "reply");
        CHECK(p.told().empty());
        p.w.at("2026-03-05T09:00:00Z");
        p.w.tick();
        CHECK(p.told() == Lines{"alice: deliver withdrawn", "alice: deliver reply"});
    }
    SECTION("through a restart of the relay")
    {
        p.w.at("2026-03-05T10:00:00Z");
        p.w.submit(p.okafor, "again", wire::Class::control);
        p.w.restart();
        p.w.log_in(p.alice);
        CHECK(p.told() == Lines{"alice: greeting", "alice: logged in, last 0", "alice: deliver delivered"});
        p.w.at("2026-03-05T12:00:00Z");
        p.w.tick();
        CHECK(p.told() == Lines{"alice: deliver again"});
    }
}

TEST_CASE("attack 31: where no window ends, the day does")
{
    for (const auto* rules : {"24/7", ""}) {
        RelayWorld w{tuesday_ten};
        auto& okafor = w.therapist("okafor", rules);
        auto& alice = w.client("alice", okafor);
        w.submit(okafor, "delivered", wire::Class::control);
        w.submit(alice, "odd");
        if (*rules != 0) w.ack(okafor, "odd", refused);
        (void)w.lines();
        w.at("2026-03-03T23:59:59Z");
        w.tick();
        CHECK(w.lines().empty());
        w.at("2026-03-04T00:00:00Z");
        w.tick();
        CHECK(w.lines().size() == (*rules != 0 ? 2 : 1));
    }
}

TEST_CASE("attack 31: the log shows nothing of what the therapist's device does before it is released")
{
    CHECK(same_for_both(tuesday_ten, [](Practice& p) {
              p.w.submit(p.alice, "one");
              p.reader_acks("one");
              if (p.is_there) p.w.submit(p.okafor, "delivered", wire::Class::control);
              if (p.is_there) p.w.submit(p.okafor, "read", wire::Class::report);
              p.w.submit(p.alice, "two");
              p.w.send(p.alice, wire::FetchLog{1, p.alice.conversation, 1});
              return p.told();
          }).back() == "alice: log 2 of 2");
    Practice p{monday_evening, true};
    p.w.submit(p.okafor, "reply");
    p.w.send(p.alice, wire::FetchLog{1, p.alice.conversation, 1});
    CHECK(p.told() == Lines{"alice: log 0 of 0"});
    p.w.at("2026-03-03T09:00:00Z");
    p.w.send(p.alice, wire::FetchLog{1, p.alice.conversation, 1});
    CHECK(p.told() == Lines{"alice: log 1 of 1", "alice: deliver reply"});
}

}  // namespace holdfast::server::test::presence_test
