// Audits against the real relay machine: an honest one agrees whatever happened, and each way of cheating is named.
#include "client/audit/audit.hpp"

#include "protocol/crypto/merkle.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/signed_receipt.hpp"

namespace auditing_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

constexpr std::string_view tuesday_ten = "2026-03-03T10:00:00Z";
constexpr std::string_view tuesday_noon = "2026-03-03T12:00:00Z";

audit::Report report_of(Member& member)
{
    (void)member.order(command::Audit{member.conversation()});
    return member.last<show::AuditDone>().value().report;
}

std::string said(const audit::Report& report)
{
    std::string text;
    for (const auto& finding : report.findings) text.append(text.empty() ? "" : " ").append(name(finding.kind));
    return text;
}

/// "all agree", or the findings.
std::string verdict(Member& member)
{
    const auto report = report_of(member);
    const bool all = report.findings.empty() && report.checked > 0 && report.agreed == report.checked;
    return all && report.log_seen ? "all agree" : said(report);
}

bool has(const audit::Report& report, audit::Kind kind)
{
    return std::ranges::count(report.findings, kind, &audit::Finding::kind) > 0;
}

using Entries = std::vector<wire::ReceiptProof>;

/// Under the relay's key, as only a malicious relay can.
wire::ReceiptProof signed_anew(ClientWorld& p, const wire::Receipt& receipt)
{
    return holdfast::test::signed_receipt(receipt, p.key());
}

/// Changes one entry, and signs it and all that follow, so that the log is whole again.
void forge(ClientWorld& p, Entries& entries, std::size_t index, const std::function<void(wire::Receipt&)>& change)
{
    std::optional<Digest> previous;
    for (auto i = index; i < entries.size(); ++i) {
        auto receipt = wire::decode<wire::Receipt>(entries[i].receipt).value();
        if (i == index) change(receipt);
        if (previous) receipt.previous = *previous;
        entries[i] = signed_anew(p, receipt);
        previous = session::receipt_hash(entries[i].receipt);
    }
}

/// The log as this member is shown it goes through `change` first.
void meddle_with_log(Member& member, std::function<void(Entries&)> change)
{
    member.meddle = [change = std::move(change)](wire::RelayFrame& frame) {
        if (auto* log = std::get_if<wire::Log>(&frame)) change(log->entries);
        return true;
    };
}

std::size_t index_of_message(const Entries& entries)
{
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto receipt = wire::decode<wire::Receipt>(entries[i].receipt).value();
        const auto* taken = std::get_if<wire::decided::Accepted>(&receipt.event);
        if (taken && taken->cls == wire::Class::message) return i;
    }
    return entries.size();
}

/// Held in the evening, let through on Tuesday, answered.
struct Told {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);

    Told()
    {
        p.after(1s);
        alice >> "in the evening";
        p.at(tuesday_ten);
        okafor >> "an answer";
        p.after(1min);
    }
};

}  // namespace

TEST_CASE("an honest relay agrees for both sides, whatever happened")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "one" >> "two" >> "three";
    okafor >> "written at night";
    const auto two = alice.client().history(alice.conversation()).at(1)->message;
    CHECK(word(alice.order(command::TakeBack{two})) == "ok");
    CHECK(verdict(alice) == "all agree");
    p.at(tuesday_nine);
    CHECK(okafor.read() == Lines{"one", "three"});
    okafor.go_offline();
    alice >> "not fetched in time";
    p.at(tuesday_noon);
    p.after(1h);
    CHECK(verdict(alice) == "all agree");
    okafor.go_online();
    CHECK(word(okafor.order(command::GiveExtra{30min, okafor.conversation()})) == "ok");
    CHECK(okafor.read() == Lines{"not read 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z", "not fetched in time"});
    p.after(2h);
    command::SetHours change;
    change.rules = "Mo-Fr 15:00-16:00";
    CHECK(word(okafor.order(change)) == "ok");
    CHECK(word(okafor.order(command::TakeLeave{
              {std::chrono::year{2026} / 3 / 10}, {std::chrono::year{2026} / 3 / 11}, "", {}})) == "ok");
    alice >> "for the next window";
    p.at("2026-03-04T15:30:00Z");
    okafor >> "read";
    for (auto* member : {&alice, &okafor}) {
        const auto report = report_of(*member);
        CHECK(said(report) == "");
        CHECK(report.log_seen);
        CHECK(report.agreed == report.checked);
        CHECK(report.checked >= 11);
    }
    CHECK(alice.count<show::PromiseDiffers>() == 0);
}

TEST_CASE("a relay restored from a backup agrees, and the copy is named")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "before the copy";
    p.copy_relay();
    p.after(1h);
    alice >> "after the copy";
    p.after(1h);
    p.restore_relay();
    okafor.go_online();
    alice.go_online();
    p.at(tuesday_ten);
    for (auto* member : {&alice, &okafor}) {
        const auto report = report_of(*member);
        CHECK(has(report, audit::Kind::restored));
        CHECK(report.worst() == audit::Weight::note);
        CHECK(report.agreed == report.checked);
    }
}

TEST_CASE("attack 15: a log changed under the relay's own key is found by whoever it told something else")
{
    Told t;
    SECTION("another instant")
    {
        meddle_with_log(t.alice, [&](Entries& entries) {
            forge(t.p, entries, index_of_message(entries), [](wire::Receipt& receipt) {
                receipt.at += 1min;
                std::get<wire::decided::Accepted>(receipt.event).received += 1min;
            });
        });
        CHECK(has(report_of(t.alice), audit::Kind::not_what_was_signed_to_me));
        t.okafor.meddle = t.alice.meddle;
        CHECK(has(report_of(t.okafor), audit::Kind::not_what_was_signed_to_me));
    }
    SECTION("another promise")
    {
        meddle_with_log(t.okafor, [&](Entries& entries) {
            forge(t.p, entries, index_of_message(entries), [](wire::Receipt& receipt) {
                auto& promise = std::get<wire::decided::Accepted>(receipt.event).promise;
                promise->from += std::chrono::days{7};
            });
        });
        CHECK(report_of(t.okafor).findings.at(0).kind == audit::Kind::wrong_promise);
    }
    SECTION("let through in the evening")
    {
        meddle_with_log(t.okafor, [&](Entries& entries) {
            forge(t.p, entries, index_of_message(entries),
                  [](wire::Receipt& receipt) { std::get<wire::decided::Accepted>(receipt.event).held = false; });
        });
        CHECK(report_of(t.okafor).findings.at(0).kind == audit::Kind::wrong_hold);
    }
    SECTION("older hours than it had")
    {
        meddle_with_log(t.okafor, [&](Entries& entries) {
            forge(t.p, entries, index_of_message(entries), [](wire::Receipt& receipt) { receipt.heads.base.reset(); });
        });
        CHECK(has(report_of(t.okafor), audit::Kind::rolled_back_version));
    }
}

TEST_CASE("attack 15: a log without, in another order, or not under the relay's key")
{
    Told t;
    SECTION("an entry left out")
    {
        meddle_with_log(t.alice, [](Entries& entries) {
            entries.erase(entries.begin() + static_cast<std::ptrdiff_t>(index_of_message(entries)));
        });
        const auto report = report_of(t.alice);
        CHECK(has(report, audit::Kind::broken_number));
        CHECK(has(report, audit::Kind::missing_from_log));
        CHECK(report.worst() == audit::Weight::proof);
    }
    SECTION("two exchanged")
    {
        meddle_with_log(t.okafor, [](Entries& entries) { std::swap(entries.at(1), entries.at(2)); });
        CHECK(has(report_of(t.okafor), audit::Kind::broken_number));
    }
    SECTION("a byte changed")
    {
        meddle_with_log(t.okafor, [](Entries& entries) { entries.at(1).receipt.back() ^= std::byte{1}; });
        CHECK(has(report_of(t.okafor), audit::Kind::not_signed));
    }
    SECTION("the log of nobody")
    {
        meddle_with_log(t.alice, [](Entries& entries) { entries.clear(); });
        CHECK(has(report_of(t.alice), audit::Kind::broken_number));
    }
}

TEST_CASE("attack 15: the relay's database changed behind its back")
{
    Told t;
    std::string sql;
    auto expected = audit::Kind::restored;
    SECTION("a row removed")
    {
        sql = "DELETE FROM receipt WHERE sequence = 2";
        expected = audit::Kind::broken_number;
    }
    SECTION("two rows exchanged")
    {
        sql =
            "UPDATE receipt SET sequence = 1000 WHERE sequence = 2; UPDATE receipt SET sequence = 2 WHERE sequence = "
            "3; UPDATE receipt SET sequence = 3 WHERE sequence = 1000";
        expected = audit::Kind::broken_number;
    }
    SECTION("a receipt changed")
    {
        sql =
            "UPDATE receipt SET proof = CAST(substr(proof, 1, 59) || X'5A5A5A5A' || substr(proof, 64) AS BLOB) WHERE "
            "sequence = 2";
        expected = audit::Kind::not_signed;
    }
    t.p.doctor_relay(sql);
    t.alice.go_online();
    t.okafor.go_online();
    for (auto* member : {&t.alice, &t.okafor}) {
        const auto report = report_of(*member);
        CHECK(has(report, expected));
        CHECK(report.worst() == audit::Weight::proof);
    }
}

TEST_CASE("attack 23: a relay whose clock is an hour or a day off is named by both clocks")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    alice.clock_error = GENERATE(1h, -1h, 24h, -24h);
    alice.go_online();
    alice >> "what time is it";
    const auto report = report_of(alice);
    REQUIRE(has(report, audit::Kind::wrong_clock));
    CHECK(report.worst() == audit::Weight::unsure);
    const auto& finding = report.findings.back();
    CHECK(*finding.due - *finding.at == alice.clock_error);
}

TEST_CASE("attack 15: a version the relay keeps back but goes by is named, and compared once it is there")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    bool keep_back = true;
    bool wrong = false;
    alice.meddle = [&](wire::RelayFrame& frame) {
        if (auto* chain = std::get_if<wire::HoursChain>(&frame); chain && keep_back) chain->links.clear();
        if (auto* accepted = std::get_if<wire::Accepted>(&frame); accepted && wrong) {
            auto receipt = wire::decode<wire::Receipt>(accepted->proof.receipt).value();
            if (auto& taken = std::get<wire::decided::Accepted>(receipt.event); taken.promise)
                taken.promise->from += 1h;
            accepted->proof = signed_anew(p, receipt);
        }
        return true;
    };
    command::SetHours change;
    change.rules = "Tu,We 09:00-12:00";
    CHECK(word(okafor.order(change)) == "ok");
    SECTION("the promise is right")
    {
        alice >> "when";
        CHECK(alice.last<show::HoursProblem>()->reason == Errc::not_found);
        CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
        CHECK(has(report_of(alice), audit::Kind::withheld_version));
        alice.restart();
        CHECK_FALSE(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
        keep_back = false;
        alice.go_online();
        CHECK(alice.client().outlook(alice.conversation(), p.now()).promise.has_value());
        CHECK(alice.count<show::PromiseDiffers>() == 0);
        CHECK(verdict(alice) == "all agree");
    }
    SECTION("the promise is wrong")
    {
        wrong = true;
        alice >> "when";
        CHECK(alice.count<show::PromiseDiffers>() == 0);
        alice.restart();
        keep_back = false;
        alice.go_online();
        CHECK(alice.count<show::PromiseDiffers>() == 1);
        CHECK(has(report_of(alice), audit::Kind::not_what_was_signed_to_me));
    }
}

TEST_CASE("attack 15: a reading time the relay moves is compared with the signed hours")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "hello";
    const bool lie = GENERATE(true, false);
    alice.meddle = [&](wire::RelayFrame& frame) {
        auto* tell = std::get_if<wire::Tell>(&frame);
        auto* moved = tell ? std::get_if<wire::PromiseMoved>(&tell->statement) : nullptr;
        if (!moved || !lie) return true;
        auto receipt = wire::decode<wire::Receipt>(moved->proof.receipt).value();
        std::get<wire::decided::Moved>(receipt.event).promise->from += 1h;
        moved->proof = signed_anew(p, receipt);
        return true;
    };
    const bool away = GENERATE(true, false);
    if (away) alice.go_offline();
    CHECK(word(okafor.order(command::CancelDate{{std::chrono::year{2026} / 3 / 3}, "", {}})) == "ok");
    if (away) alice.go_online();
    CHECK(alice.count<show::PromiseMoved>() == 1);
    CHECK(alice.count<show::PromiseDiffers>() == (lie ? 1 : 0));
}

TEST_CASE("without a connection what the device kept is audited, and it is said that the log was not seen")
{
    Told t;
    t.alice.go_offline();
    auto report = report_of(t.alice);
    CHECK_FALSE(report.log_seen);
    CHECK(report.log_refused == Errc::closed);
    CHECK(report.checked >= 1);
    CHECK(said(report) == "");
    t.alice.restart();
    t.p.after(std::chrono::days{100});
    t.alice.go_online();
    t.alice.go_offline();
    CHECK(report_of(t.alice).checked <= 1);  // the old ones are gone, here as at the relay
}

TEST_CASE("a log that breaks off is audited from the vault, and somebody else's is not given")
{
    Told t;
    t.alice.meddle = [](wire::RelayFrame& frame) {
        if (auto* log = std::get_if<wire::Log>(&frame)) frame = wire::failure(log->request, Errc::not_found, false);
        return true;
    };
    CHECK(word(t.alice.order(command::Audit{t.alice.conversation()})) == "not_found");
    CHECK_FALSE(t.alice.last<show::AuditDone>()->report.log_seen);
    CHECK(word(t.alice.order(command::Audit{ConversationId{}})) == "not_found");
}

}  // namespace auditing_test
