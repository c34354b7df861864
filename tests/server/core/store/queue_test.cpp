// The queue as a table: what is held, handed over, acked, taken back and gone, without a gate that decides.
#include "server/core/store/queue.hpp"

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::queue_test {
namespace {

/// The queue of a therapist and her client, whose rows the test writes itself.
struct Shelf {
    RelayWorld w{monday_evening};
    Person& okafor{w.therapist("okafor", tuesdays)};
    Person& alice{w.client("alice", okafor)};
    Tables& tables{w.relay().store().tables()};
    Queue& queue{tables.queue};
    ConversationRow conversation{tables.conversations.find(alice.conversation)->row};
    std::uint64_t sequence = 0;

    [[nodiscard]] DeviceRow row(const Person& person) const
    {
        return tables.accounts.find_device(person.address())->row;
    }
    [[nodiscard]] AccountRow account(const Person& person) const { return tables.accounts.find(person.account)->row; }
    MessageRow write(const Person& from, const std::string& word, wire::Class cls = wire::Class::message)
    {
        return queue.add(NewMessage{row(from), RelayWorld::message(word), conversation, cls, ++sequence, w.now(), {}});
    }
    void envelope(MessageRow message, const Person& from, const Person& to, std::optional<Instant> released,
                  Waits waits = Waits::gate, bool returns = false)
    {
        queue.add(NewEnvelope{message, conversation, row(to), row(from), returns, waits, released}, as_bytes("sealed"));
    }
    /// One message with one envelope.
    MessageRow post(const Person& from, const Person& to, const std::string& word, std::optional<Instant> released)
    {
        const auto message = write(from, word);
        envelope(message, from, to, released);
        return message;
    }
    /// Hands the oldest one over that has no number yet.
    void hand_over(const Person& to, std::uint64_t number)
    {
        for (const auto& ready : queue.ready(row(to), 100))
            if (ready.number == 0) return queue.hand_over(ready.delivery, number);
    }
    /// Of an envelope or a statement; whether it counted for an envelope.
    bool ack(const Person& reader, std::uint64_t number, std::uint16_t code = 0)
    {
        queue.ack_statements(row(reader), number, number);
        return queue.ack(row(reader), number, number, code, w.now()) > 0;
    }
    [[nodiscard]] bool lives(const Person& writer, const std::string& word) const
    {
        return queue.live(RelayWorld::message(word), account(writer)).has_value();
    }
    [[nodiscard]] wire::MessageRef ref(const Person& writer, const std::string& word) const
    {
        return {writer.account, writer.device, RelayWorld::message(word)};
    }
};

TEST_CASE("an ack counts once, for the device and the number it was handed over under, and until it is settled")
{
    Shelf s;
    s.post(s.alice, s.okafor, "hello", s.w.now());
    REQUIRE(s.queue.ready(s.row(s.okafor), 10).size() == 1);
    CHECK(s.queue.ready(s.row(s.okafor), 10)[0].number == 0);
    CHECK(s.queue.ready(s.row(s.okafor), 10)[0].size == 6);
    CHECK(s.queue.ready(s.row(s.alice), 10).empty());
    s.hand_over(s.okafor, 7);
    CHECK(s.queue.ready(s.row(s.okafor), 10)[0].number == 7);
    CHECK_FALSE(s.ack(s.alice, 7));
    CHECK_FALSE(s.ack(s.okafor, 8));
    CHECK(s.ack(s.okafor, 7, 5));
    CHECK_FALSE(s.ack(s.okafor, 7));
    CHECK(s.queue.ready(s.row(s.okafor), 10).empty());
    CHECK(s.queue.totals().waiting == 0);
    CHECK(s.lives(s.alice, "hello"));
    const auto acked = s.queue.acked(s.conversation);
    REQUIRE(acked.size() == 1);
    CHECK(acked[0].code == 5);
    CHECK(acked[0].reader == s.row(s.okafor));
    CHECK(acked[0].sender == s.row(s.alice));
    CHECK(acked[0].message == RelayWorld::message("hello"));
    s.queue.settle(s.conversation, acked[0]);
    CHECK(s.queue.acked(s.conversation).empty());
    CHECK_FALSE(s.lives(s.alice, "hello"));
}

TEST_CASE("an ack that is not written yet counts for whoever asks")
{
    Shelf s;
    s.post(s.alice, s.okafor, "hello", s.w.now());
    s.post(s.alice, s.okafor, "again", s.w.now());
    s.hand_over(s.okafor, 1);
    s.hand_over(s.okafor, 2);
    s.queue.ack_later(s.row(s.okafor), 1, 2, 5, s.w.now());
    CHECK(s.queue.has_unwritten_acks());
    SECTION("a reader") { CHECK(s.queue.ready(s.row(s.okafor), 10).empty()); }
    SECTION("the practice") { CHECK(s.queue.totals().waiting == 0); }
    SECTION("a closing") { CHECK(s.queue.hold_again(s.conversation).empty()); }
    SECTION("the end of the window") { CHECK(s.queue.acked(s.conversation).at(1).code == 5); }
    SECTION("a dropped device") { CHECK(s.queue.drop(s.row(s.okafor)).empty()); }
    CHECK_FALSE(s.queue.has_unwritten_acks());
}

TEST_CASE("a message that is written again has more envelopes beside those it has")
{
    Shelf s;
    const auto message = s.post(s.alice, s.okafor, "hello", {});
    s.post(s.alice, s.okafor, "another", {});
    s.envelope(message, s.alice, s.okafor, {});
    CHECK(s.queue.held(s.conversation).size() == 2);
    CHECK(s.queue.release(message, s.w.now()).size() == 1);
    CHECK(s.queue.ready(s.row(s.okafor), 10).size() == 2);
    CHECK(s.queue.has_turns(message, 1000));
    CHECK_FALSE(s.queue.has_turns(message, std::size_t{1} << 20));
    s.queue.remove(message);
    CHECK(s.queue.ready(s.row(s.okafor), 10).empty());
    CHECK(s.lives(s.alice, "another"));
}

TEST_CASE("a message goes with the last of its envelopes")
{
    Shelf s;
    const auto other = s.w.second_device(s.okafor);
    const auto message = s.write(s.alice, "to both");
    s.envelope(message, s.alice, s.okafor, s.w.now());
    s.envelope(message, s.alice, other, s.w.now());
    s.hand_over(s.okafor, 1);
    s.hand_over(other, 1);
    (void)s.ack(s.okafor, 1);
    s.queue.settle(s.conversation, s.queue.acked(s.conversation).at(0));
    CHECK(s.lives(s.alice, "to both"));
    CHECK(s.queue.ready(s.row(other), 10).size() == 1);
    (void)s.ack(other, 1);
    s.queue.settle(s.conversation, s.queue.acked(s.conversation).at(0));
    CHECK_FALSE(s.lives(s.alice, "to both"));
}

TEST_CASE("an opening lets messages through, and reports and notices each by themselves")
{
    Shelf s;
    s.post(s.alice, s.okafor, "held", {});
    const auto report = s.write(s.okafor, "report", wire::Class::control);
    s.envelope(report, s.okafor, s.alice, {}, Waits::report);
    const auto notice = s.write(s.okafor, "notice", wire::Class::control);
    s.envelope(notice, s.okafor, s.alice, {}, Waits::control);
    CHECK(s.queue.at_the_gate() == std::vector{s.conversation});
    CHECK(s.queue.totals().held == 1);
    CHECK(s.queue.totals().waiting == 2);  // a notice that waits is no backlog
    REQUIRE(s.queue.held(s.conversation).size() == 1);
    CHECK(s.queue.held(s.conversation)[0].ref == s.ref(s.alice, "held"));
    CHECK(s.queue.ready(s.row(s.okafor), 10).empty());
    CHECK(s.queue.release(s.conversation, s.w.now()) == std::vector{s.row(s.okafor)});
    CHECK(s.queue.release(s.conversation, s.w.now()).empty());
    CHECK(s.queue.ready(s.row(s.okafor), 10).size() == 1);
    CHECK(s.queue.ready(s.row(s.alice), 10).empty());
    REQUIRE(s.queue.waiting(s.conversation, Waits::report).size() == 1);
    CHECK(s.queue.waiting(s.conversation, Waits::report)[0].row == report);
    REQUIRE(s.queue.waiting(s.conversation, Waits::control).size() == 1);
    CHECK(s.queue.waiting(s.conversation, Waits::control)[0].row == notice);
    CHECK(s.queue.release(report, s.w.now()) == std::vector{s.row(s.alice)});
    CHECK(s.queue.waiting(s.conversation, Waits::report).empty());
    CHECK(s.queue.waiting(s.conversation, Waits::control).size() == 1);
    CHECK(s.queue.ready(s.row(s.alice), 10).size() == 1);
}

TEST_CASE("at the end of a window goes back what may, and was not acked, and its number is acked no more")
{
    Shelf s;
    const auto late = s.write(s.alice, "late");
    s.envelope(late, s.alice, s.okafor, s.w.now(), Waits::gate, true);
    s.hand_over(s.okafor, 1);
    const auto read = s.write(s.alice, "read");
    s.envelope(read, s.alice, s.okafor, s.w.now(), Waits::gate, true);
    s.hand_over(s.okafor, 2);
    (void)s.ack(s.okafor, 2);
    s.post(s.okafor, s.alice, "reply", s.w.now());
    const auto returned = s.queue.hold_again(s.conversation);
    REQUIRE(returned.size() == 1);
    CHECK(returned[0].device == s.row(s.okafor));
    CHECK(returned[0].number == 1);
    CHECK(returned[0].message == late);
    CHECK_FALSE(s.ack(s.okafor, 1));
    CHECK(s.queue.ready(s.row(s.okafor), 10).empty());
    CHECK(s.queue.ready(s.row(s.alice), 10).size() == 1);
    CHECK(s.queue.held(s.conversation).size() == 1);
    CHECK(s.queue.hold_again(s.conversation).empty());
}

TEST_CASE("a message can be taken back by the device that wrote it, where it did, until it was let go once")
{
    Shelf s;
    const auto message = s.write(s.alice, "regret");
    s.envelope(message, s.alice, s.okafor, {}, Waits::gate, true);
    s.write(s.alice, "notice", wire::Class::control);
    const auto find = [&](const std::string& word, const Person& writer) {
        return s.queue.find_own(RelayWorld::message(word), s.row(writer), s.conversation);
    };
    REQUIRE(find("regret", s.alice));
    CHECK(find("regret", s.alice)->row == message);
    CHECK_FALSE(find("regret", s.alice)->let_go);
    CHECK_FALSE(find("regret", s.okafor));
    CHECK_FALSE(find("notice", s.alice));
    CHECK_FALSE(find("never written", s.alice));
    SECTION("let through")
    {
        s.queue.release(s.conversation, s.w.now());
        CHECK(find("regret", s.alice)->let_go);
        SECTION("and back before it was handed over")
        {
            (void)s.queue.hold_again(s.conversation);
            CHECK_FALSE(find("regret", s.alice)->let_go);
        }
        SECTION("and back after it")
        {
            s.hand_over(s.okafor, 1);
            (void)s.queue.hold_again(s.conversation);
            CHECK(find("regret", s.alice)->let_go);
        }
    }
    SECTION("taken back, nothing of it is left")
    {
        s.queue.remove(message);
        CHECK_FALSE(find("regret", s.alice));
        CHECK(s.queue.release(s.conversation, s.w.now()).empty());
        CHECK(s.queue.at_the_gate().empty());
    }
}

TEST_CASE("a pair is full at its limit, what is acked counts until it is settled, others' messages do not")
{
    Shelf s;
    const auto full = [&] { return s.queue.pair_is_full(s.row(s.okafor), s.account(s.alice), 2); };
    auto& carol = s.w.client("carol", s.okafor);
    s.post(carol, s.okafor, "hers", s.w.now());
    s.post(s.alice, s.okafor, "one", s.w.now());
    CHECK_FALSE(full());
    s.post(s.alice, s.okafor, "two", {});
    CHECK(full());
    s.hand_over(s.okafor, 1);  // carol's
    s.hand_over(s.okafor, 2);
    CHECK(s.ack(s.okafor, 2));
    CHECK(full());
    s.queue.settle(s.conversation, s.queue.acked(s.conversation).at(0));
    CHECK_FALSE(full());
}

TEST_CASE("a dropped device takes its queue along, and those messages are gone that waited for it alone")
{
    Shelf s;
    const auto other = s.w.second_device(s.okafor);
    s.post(s.alice, s.okafor, "for it alone", {});
    const auto both = s.write(s.alice, "for both");
    s.envelope(both, s.alice, s.okafor, {});
    s.envelope(both, s.alice, other, {});
    s.envelope(s.write(s.alice, "notice", wire::Class::control), s.alice, s.okafor, s.w.now());
    s.post(s.alice, s.okafor, "read", s.w.now());
    s.hand_over(s.okafor, 1);
    s.hand_over(s.okafor, 2);
    (void)s.ack(s.okafor, 2);
    s.post(s.alice, s.okafor, "for it, too", s.w.now());
    const auto gone = s.queue.drop(s.row(s.okafor));
    REQUIRE(gone.size() == 2);
    CHECK(gone[0].ref == s.ref(s.alice, "for it alone"));
    CHECK(gone[1].ref == s.ref(s.alice, "for it, too"));
    CHECK(gone[0].conversation == s.conversation);
    for (const char* word : {"for it alone", "notice", "read", "for it, too"}) CHECK_FALSE(s.lives(s.alice, word));
    CHECK(s.lives(s.alice, "for both"));
    CHECK(s.queue.totals().held == 1);
}

TEST_CASE("a report takes the place of the one that is held from the same device for the same, and of nothing else")
{
    Shelf s;
    const auto other = s.w.second_device(s.okafor);
    const auto report = [&](const Person& from, const std::string& word, std::optional<Instant> released) {
        const auto message = s.write(from, word, wire::Class::control);
        s.envelope(message, from, s.alice, released, Waits::report);
        return message;
    };
    report(s.okafor, "let through", s.w.now());
    report(s.okafor, "held", {});
    report(other, "of her other device", {});
    s.post(s.okafor, s.alice, "a message", {});
    s.queue.replace_report({{}, s.conversation, s.row(s.alice), s.row(s.okafor), false, Waits::report, {}});
    CHECK_FALSE(s.lives(s.okafor, "held"));
    for (const char* word : {"let through", "of her other device", "a message"}) CHECK(s.lives(s.okafor, word));
}

TEST_CASE("the log is shown up to the first message of others that is held and was never let through")
{
    Shelf s;
    const auto first = [&](const Person& reader) {
        return s.queue.first_held_of_others(s.conversation, s.account(reader));
    };
    CHECK_FALSE(first(s.okafor));
    s.envelope(s.write(s.alice, "1"), s.alice, s.okafor, s.w.now(), Waits::gate, true);
    s.post(s.okafor, s.alice, "2", {});
    s.post(s.alice, s.okafor, "3", {});
    s.post(s.alice, s.okafor, "4", {});
    CHECK(first(s.okafor) == 3);
    CHECK(first(s.alice) == 2);
    (void)s.queue.hold_again(s.conversation);  // the first, which was shown once
    CHECK(first(s.okafor) == 3);
    s.queue.remove(s.queue.live(RelayWorld::message("3"), s.account(s.alice))->row);
    CHECK(first(s.okafor) == 4);
}

TEST_CASE("a statement about an account takes the place of an older one, and goes by its ack")
{
    Shelf s;
    const auto told = [&](std::uint32_t epoch) {
        auto list = s.alice.list;
        list.epoch = epoch;
        return wire::encode(wire::Statement{
            wire::DevicesChanged{session::sign_record(crypto::labels::sign_device_list, s.alice.identity, list)}});
    };
    const auto epoch_of = [&](const Ready& ready) {
        const auto tell = std::get<wire::Tell>(s.queue.load(ready.delivery));
        return wire::decode<wire::DeviceList>(std::get<wire::DevicesChanged>(tell.statement).device_list.body)->epoch;
    };
    const auto about = s.account(s.alice);
    s.queue.add(s.row(s.okafor), told(2), s.w.now(), about);
    s.queue.add(s.row(s.okafor), told(3), s.w.now(), about);
    s.queue.add(s.row(s.okafor), told(9), s.w.now(), s.account(s.okafor));
    s.queue.add(s.row(s.okafor), told(10), s.w.now());
    const auto ready = s.queue.ready(s.row(s.okafor), 10);
    REQUIRE(ready.size() == 3);
    std::uint64_t number = 0;
    for (const auto& one : ready) s.queue.hand_over(one.delivery, ++number);
    CHECK(epoch_of(ready[0]) == 3);
    CHECK(epoch_of(ready[1]) == 9);
    CHECK(epoch_of(ready[2]) == 10);
    CHECK_FALSE(s.ack(s.okafor, 2));  // a statement
    CHECK(s.queue.ready(s.row(s.okafor), 10).size() == 2);
    CHECK(s.queue.ready(s.row(s.okafor), 1).size() == 1);
}

}  // namespace
}  // namespace holdfast::server::test::queue_test
