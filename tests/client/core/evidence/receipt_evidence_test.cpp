// The relay's own words that a device keeps, and what it does when the relay contradicts them. Attacks 29, 30
// and 33 of tests/README.md.
#include "client/core/evidence/receipt_evidence.hpp"

#include <algorithm>

#include "client/core/messages/apply_content.hpp"
#include "client/core/reading/missed_windows.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/signed_receipt.hpp"

namespace receipt_evidence_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

namespace decided = wire::decided;

constexpr std::string_view tuesday_ten = "2026-03-03T10:00:00Z";
const Instant third_nine = parse_rfc3339("2026-03-03T09:00:00Z").value();
const Instant tenth_nine = parse_rfc3339("2026-03-10T09:00:00Z").value();

struct Two {
    explicit Two(std::string_view now = monday_evening) : p{now} {}
    ClientWorld p;
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);

    audit::Report report_of(Member& member)
    {
        (void)member.order(command::Audit{member.conversation()});
        return member.last<show::AuditDone>().value().report;
    }
    std::string said(Member& member)
    {
        std::string text;
        for (const auto& finding : report_of(member).findings)
            text.append(text.empty() ? "" : " ").append(name(finding.kind));
        return text;
    }
    [[nodiscard]] std::optional<wire::Promise> promise_of_first(Member& member)
    {
        return member.client().history(member.conversation()).at(0)->promise;
    }
    /// Under the relay's key, as only a malicious relay can.
    [[nodiscard]] wire::ReceiptProof signed_anew(const wire::Receipt& receipt) const
    {
        return holdfast::test::signed_receipt(receipt, p.key());
    }
    /// The third is cancelled; what the relay tells alice of her promise goes through `change` first.
    void cancel(const std::function<void(wire::Receipt&, decided::Moved&)>& change)
    {
        alice.meddle = [this, change](wire::RelayFrame& frame) {
            auto* tell = std::get_if<wire::Tell>(&frame);
            auto* moved = tell ? std::get_if<wire::PromiseMoved>(&tell->statement) : nullptr;
            if (!moved) return true;
            auto receipt = wire::decode<wire::Receipt>(moved->proof.receipt).value();
            change(receipt, std::get<decided::Moved>(receipt.event));
            moved->proof = signed_anew(receipt);
            return true;
        };
        CHECK(word(okafor.order(command::CancelDate{{std::chrono::year{2026} / 3 / 3}, "", {}})) == "ok");
        alice.meddle = nullptr;
    }
};

}  // namespace

TEST_CASE("attack 33: a reading time the relay moves is under its key, bounded by the clocks, and kept")
{
    Two t;
    t.alice >> "hello";
    const auto before = t.promise_of_first(t.alice);
    REQUIRE(before->from == third_nine);
    SECTION("as the hours give it")
    {
        t.cancel([](wire::Receipt&, decided::Moved&) {});
        CHECK(t.alice.count<show::PromiseDiffers>() == 0);
        CHECK(t.promise_of_first(t.alice)->from == tenth_nine);
        CHECK(t.said(t.alice).empty());
        return;
    }
    SECTION("to another time")
    {
        t.cancel([](wire::Receipt&, decided::Moved& moved) { moved.promise->from += 1h; });
        CHECK(t.alice.count<show::PromiseDiffers>() == 1);
    }
    SECTION("to none, though the hours give one")
    {
        t.cancel([](wire::Receipt&, decided::Moved& moved) { moved.promise.reset(); });
        CHECK(t.alice.count<show::PromiseDiffers>() == 1);
    }
    SECTION("at an instant in the time to come, where the hours give it")
    {
        t.cancel([](wire::Receipt& receipt, decided::Moved& moved) {
            receipt.at += std::chrono::days{9};
            moved.promise = wire::Promise{third_nine + std::chrono::days{14}, third_nine + std::chrono::days{14} + 3h};
        });
        CHECK(t.alice.count<show::ClocksDiffer>() == 1);
        CHECK(t.promise_of_first(t.alice) == before);
    }
    SECTION("at an instant before the relay had the message")
    {
        t.cancel([](wire::Receipt& receipt, decided::Moved& moved) {
            receipt.at -= std::chrono::days{5};
            moved.promise = wire::Promise{receipt.at, receipt.at + 3h};
        });
        CHECK(t.alice.count<show::ClocksDiffer>() == 1);
        CHECK(t.promise_of_first(t.alice) == before);
    }
    // The relay's statement is not what the log says, and the device has it under the relay's key.
    CHECK(t.report_of(t.alice).worst() == audit::Weight::proof);
    t.alice.restart();
    t.alice.go_online();
    CHECK(t.report_of(t.alice).worst() == audit::Weight::proof);
}

TEST_CASE("attack 33: a move that is not under the relay's key, or of no promise, moves nothing")
{
    Two t;
    t.alice >> "hello";
    const auto before = t.promise_of_first(t.alice);
    const bool forged = GENERATE(true, false);
    t.alice.meddle = [&](wire::RelayFrame& frame) {
        auto* tell = std::get_if<wire::Tell>(&frame);
        auto* moved = tell ? std::get_if<wire::PromiseMoved>(&tell->statement) : nullptr;
        if (!moved) return true;
        auto receipt = wire::decode<wire::Receipt>(moved->proof.receipt).value();
        if (!forged) receipt.event = decided::Released{std::get<decided::Moved>(receipt.event).messages};
        moved->proof = t.signed_anew(receipt);
        if (forged) moved->proof.signature.value[0] ^= std::byte{1};
        return true;
    };
    CHECK(word(t.okafor.order(command::CancelDate{{std::chrono::year{2026} / 3 / 3}, "", {}})) == "ok");
    CHECK(t.promise_of_first(t.alice) == before);
    const auto refused = t.alice.last<show::Refused>();
    REQUIRE(refused.has_value());
    CHECK(refused->reason == (forged ? Errc::bad_signature : Errc::wrong_address));
}

TEST_CASE("attack 33: an outage in which this device saw the relay at work excuses nothing, and is kept as proof")
{
    Two t;
    t.alice >> "hi";
    t.alice.go_offline();
    t.p.at(tuesday_ten);
    t.alice.go_online();
    t.alice.go_offline();
    t.p.after(2h);
    const auto outage =
        session::sign_record(crypto::labels::sign_outage, t.p.key(), wire::Outage{third_nine - 10min, t.p.now()});
    t.alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* in = std::get_if<wire::LoggedIn>(&frame)) in->outages = {outage};
        return true;
    };
    (void)t.alice.lines();
    t.alice.go_online();
    const auto denied = t.alice.last<show::OutageDenied>();
    REQUIRE(denied);
    CHECK(denied->seen == parse_rfc3339(tuesday_ten).value());
    (void)t.alice.lines();
    t.p.at("2026-03-03T20:00:00Z");
    const auto lines = t.alice.lines();
    CHECK(std::ranges::any_of(lines, [](const auto& line) { return line.starts_with("entry: not read"); }));
    CHECK(t.said(t.alice).find("ran_in_outage") != std::string::npos);
    CHECK(t.report_of(t.alice).worst() == audit::Weight::proof);
    t.alice.go_offline();
    CHECK(t.said(t.alice) == "ran_in_outage");
}

TEST_CASE("attack 33: a wrong clock of one's own contradicts no outage")
{
    Two t;
    t.alice.go_offline();
    t.p.after(1h);  // what she saw with the right clock is outside
    t.alice.clock_error = 1h;
    t.alice.go_online();
    const auto outage = session::sign_record(crypto::labels::sign_outage, t.p.key(),
                                             wire::Outage{t.p.now() - 10min, t.p.now() + 10min});
    t.alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* in = std::get_if<wire::LoggedIn>(&frame)) in->outages = {outage};
        return true;
    };
    t.alice.go_offline();
    t.p.after(20min);
    t.alice.go_online();
    CHECK_FALSE(t.alice.last<show::OutageDenied>());
}

TEST_CASE("an outage that was one agrees with the log on both sides")
{
    Two t;
    t.alice >> "hi";
    t.p.relay_down();
    t.p.after(13h + 30min);
    t.p.restart_relay();
    t.alice.go_online();
    t.okafor.go_online();
    t.p.after(1h);
    for (auto* member : {&t.alice, &t.okafor}) {
        CHECK(t.said(*member).empty());
        CHECK_FALSE(member->last<show::OutageDenied>());
    }
}

TEST_CASE("attack 33: a message that was let through and kept back is a finding of its reader's audit")
{
    Two t;
    t.p.after(10min);
    t.alice >> "never to come";
    t.okafor.meddle = [](wire::RelayFrame& frame) {
        const auto* deliver = std::get_if<wire::Deliver>(&frame);
        return deliver == nullptr || deliver->cls != wire::Class::message;
    };
    t.p.at(tuesday_ten);
    t.okafor.go_offline();
    t.okafor.go_online();
    CHECK(t.said(t.okafor) == "never_came");
    CHECK(t.report_of(t.okafor).worst() == audit::Weight::unsure);
    CHECK(t.said(t.alice).empty());
    t.okafor.meddle = nullptr;
    t.okafor.go_offline();
    t.okafor.go_online();
    CHECK(t.said(t.okafor).empty());
}

TEST_CASE("attack 33: a reading report that the relay received before it was written is a finding")
{
    Two t;
    t.alice >> "hi";
    t.alice.meddle = [](wire::RelayFrame& frame) {
        if (auto* deliver = std::get_if<wire::Deliver>(&frame); deliver && deliver->cls == wire::Class::report)
            deliver->received -= std::chrono::days{7};
        return true;
    };
    t.p.at("2026-03-10T10:00:00Z");
    const auto history = t.okafor.client().history(t.okafor.conversation());
    REQUIRE_FALSE(history.empty());
    CHECK(word(t.okafor.order(command::MarkShown{t.okafor.conversation(), history.back()->number})) == "ok");
    t.p.at("2026-03-10T13:00:00Z");
    const auto report = t.report_of(t.alice);
    REQUIRE(std::ranges::count(report.findings, audit::Kind::early_report, &audit::Finding::kind) == 1);
    CHECK(report.worst() == audit::Weight::unsure);
}

TEST_CASE("attack 30: a window closes between delivery and ack, and both sides agree with the relay ever after")
{
    Two t{"2026-03-03T11:50:00Z"};
    bool late = true;
    std::vector<wire::Ack> kept;
    t.okafor.meddle_out = [&](wire::ClientFrame& frame) {
        const auto* ack = std::get_if<wire::Ack>(&frame);
        if (!ack || !late) return true;
        kept.push_back(*ack);
        return false;
    };
    t.alice >> "in the last minutes";
    CHECK(t.okafor.read() == Lines{"in the last minutes"});
    t.p.at("2026-03-03T12:00:01Z");
    late = false;
    REQUIRE_FALSE(kept.empty());
    t.p.send_from(t.okafor, kept.back());
    t.p.at("2026-03-10T09:30:00Z");
    CHECK(t.okafor.read().empty());  // it has it already
    for (auto* member : {&t.alice, &t.okafor}) {
        CHECK(t.said(*member).empty());
        CHECK(t.report_of(*member).log_seen);
    }
}

TEST_CASE("attack 29: nobody's message takes the id of another's, one's own least of all")
{
    State state;
    Entry own;
    own.conversation.value[0] = std::byte{1};
    own.message.value[0] = std::byte{2};
    own.mine = true;
    (void)state.add_entry(own);
    session::Checked checked;
    checked.content.conversation = own.conversation;
    checked.content.account.value[0] = std::byte{3};
    checked.content.message = own.message;
    checked.content.cls = wire::Class::message;
    checked.content.sequence = 1;
    checked.content.body = wire::Text{"in your place"};
    CHECK(prepare_content(state, checked).errc() == Errc::replayed);
    checked.content.message.value[0] = std::byte{4};
    CHECK(prepare_content(state, checked).has_value());
    checked.content.message = MessageId{};
    CHECK(prepare_content(state, checked).errc() == Errc::out_of_range);
}

TEST_CASE("attack 33: a repair until the year 9999 settles nothing after the relay had it")
{
    State state;
    ConversationId id;
    const auto add = [&](EntryBody body, std::optional<Instant> received) {
        Entry entry;
        entry.conversation = id;
        entry.body = std::move(body);
        entry.received = received;
        entry.stage = Stage::received;
        (void)state.add_entry(std::move(entry));
    };
    Broken first, second;
    first.window = {third_nine, third_nine + 3h};
    second.window = {tenth_nine, tenth_nine + 3h};
    add(first, {});
    add(second, {});
    add(wire::Repair{third_nine, parse_rfc3339("9999-12-31T00:00:00Z").value(), "sorry for all there will be"},
        third_nine + std::chrono::days{2});
    const auto left = unrepaired(state, id);
    REQUIRE(left.size() == 1);
    CHECK(std::get<Broken>(left[0]->body).window == second.window);
}

}  // namespace receipt_evidence_test
