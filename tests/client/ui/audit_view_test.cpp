#include "client/ui/audit_view.hpp"

#include <boost/json/array.hpp>

#include "client/ui/json/json_audit.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::audit_view_test {
namespace {

using audit::Finding;
using audit::Kind;

hours::TimeZone zone(std::string_view name) { return hours::TimeZone::find(name).value(); }
Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

/// Forty-two decisions with Dr Okafor in London; the reader is there too.
struct November {
    Here here{zone("Europe/London"), at("2026-11-26T11:00:00Z")};
    client::ConversationView with;
    client::Outlook outlook;
    audit::Report report;

    November()
    {
        with.name = "Dr Okafor";
        outlook.usable = true;
        outlook.zone = zone("Europe/London");
        report.log_seen = true;
        report.checked = report.agreed = 42;
        report.from = at("2026-11-02T20:00:00Z");
        report.to = at("2026-11-26T09:00:00Z");
    }
    Lines lines(bool all = false) const { return audit_lines(report, with, outlook, here, all); }
    void found(Finding finding)
    {
        finding.sequence = 17;
        finding.at = at("2026-11-03T08:15:00Z");
        report.findings.push_back(std::move(finding));
    }
    std::string sentence_of(Finding finding)
    {
        report.findings.clear();
        found(std::move(finding));
        return lines().at(1);
    }
};

Finding finding(Kind kind)
{
    Finding one;
    one.kind = kind;
    return one;
}

}  // namespace

TEST_CASE("full agreement is one sentence with the dates and the zone")
{
    November n;
    CHECK(n.lines() == Lines{"Checked 42 decisions with Dr Okafor, Mon 2 Nov 2026 – Thu 26 Nov 2026 (Europe/London). "
                             "All agree with the signed hours."});
    n.report.checked = n.report.agreed = 1;
    n.report.from = n.report.to;
    CHECK(
        n.lines() ==
        Lines{"Checked 1 decision with Dr Okafor, Thu 26 Nov 2026 (Europe/London). It agrees with the signed hours."});
    n.report.checked = n.report.agreed = 0;
    CHECK(n.lines() == Lines{"Nothing was decided with Dr Okafor yet."});
    n.report.log_seen = false;
    CHECK(n.lines().front() == "The server's log was not seen; only what this device keeps was checked.");
}

TEST_CASE("the first deviation comes with what it means and what to do, the others on request")
{
    November n;
    n.report.agreed = 40;
    n.found(finding(Kind::restored));
    auto late = finding(Kind::released_late);
    late.due = at("2026-11-03T09:00:00Z");
    n.found(late);
    n.found(finding(Kind::wrong_hold));
    n.report.findings.back().open = false;
    const auto lines = n.lines();
    REQUIRE(lines.size() == 4);
    CHECK(lines[0] ==
          "Checked 42 decisions with Dr Okafor, Mon 2 Nov 2026 – Thu 26 Nov 2026 (Europe/London). 40 of "
          "them agree with the signed hours.");
    CHECK(lines[1] == "Number 17, Tue 3 Nov, 08:15: let through although the hours were closed.");
    CHECK(lines[2].find("your therapist or the practice") != std::string::npos);
    CHECK(lines[3] == "2 more findings: holdfast audit --all");
    CHECK(n.lines(true).size() == 6);
    n.with.mine = true;
    CHECK(n.lines()[2].find("whoever runs the practice's server") != std::string::npos);
}

TEST_CASE("each finding says what the relay did and what the signed hours say")
{
    November n;
    auto promise = finding(Kind::wrong_promise);
    promise.promises = {wire::Promise{at("2026-11-10T09:00:00Z"), at("2026-11-10T12:00:00Z")}, std::nullopt};
    CHECK(n.sentence_of(promise) ==
          "Number 17, Tue 3 Nov, 08:15: the server promised Tue 10 Nov, 09:00–12:00; the signed "
          "hours give no reading time.");
    auto version = finding(Kind::rolled_back_version);
    version.version = 1;
    version.expected_version = 2;
    CHECK(n.sentence_of(version) ==
          "Number 17, Tue 3 Nov, 08:15: the server went by version 1 of the hours although it had version 2.");
    auto clock = finding(Kind::wrong_clock);
    clock.due = at("2026-11-03T09:15:00Z");
    CHECK(n.sentence_of(clock) ==
          "Number 17: the server's clock said Tue 3 Nov, 08:15, this device's Tue 3 Nov, 09:15.");
    auto back = finding(Kind::clock_went_back);
    back.due = at("2026-11-04T08:15:00Z");
    CHECK(
        n.sentence_of(back) ==
        "Number 17: the server's clock was put back from Wed 4 Nov, 08:15 to Tue 3 Nov, 08:15. What it decided before "
        "that may have gone by a clock that was ahead.");
    auto zones = finding(Kind::other_zone_data);
    zones.tzdata_relay = "2026a";
    zones.tzdata_here = "2025b\x1b[31m";
    zones.open = true;
    CHECK(n.sentence_of(zones) ==
          "Number 17, Tue 3 Nov, 08:15: with time zones of version 2026a the server took the hours for closed; "
          "with this device's time zones of version 2025b␛[31m they are open.");
    auto ran = finding(Kind::ran_in_outage);
    ran.down = at("2026-11-03T07:00:00Z");
    ran.due = at("2026-11-03T09:00:00Z");
    CHECK(n.sentence_of(ran) ==
          "The practice's server says that it was down from Tue 3 Nov, 07:00 to Tue 3 Nov, 09:00, but it was at work "
          "Tue 3 Nov, 08:15.");
    auto early = finding(Kind::early_report);
    early.due = at("2026-11-10T09:30:00Z");
    CHECK(n.sentence_of(early) ==
          "The practice's server says that it received a report of reading Tue 3 Nov, 08:15, but it was written Tue 10 "
          "Nov, 09:30.");
    CHECK(n.sentence_of(finding(Kind::never_came)) ==
          "Number 17, Tue 3 Nov, 08:15: let through for this device, and it never came here.");
    CHECK(n.sentence_of(finding(Kind::unlogged_outage)) ==
          "The practice's server told this device that it was down until Tue 3 Nov, 08:15, and its log does not say "
          "so.");
    CHECK(n.sentence_of(finding(Kind::unlogged_notice)).find("its log does not say so") != std::string::npos);
    for (const auto kind : {Kind::not_signed, Kind::broken_number, Kind::broken_chain, Kind::not_what_was_signed_to_me,
                            Kind::missing_from_log, Kind::withheld_version, Kind::released_while_closed,
                            Kind::released_taken_back, Kind::nothing_promised, Kind::restored})
        CHECK(n.sentence_of(finding(kind)).find("17") != std::string::npos);
}

TEST_CASE("the report as an object")
{
    November n;
    auto promise = finding(Kind::wrong_promise);
    promise.promises = {wire::Promise{at("2026-11-10T09:00:00Z"), at("2026-11-10T12:00:00Z")}, std::nullopt};
    n.found(promise);
    const auto object = audit_object(n.report, n.with, n.outlook, n.here);
    CHECK(object.at("with") == "Dr Okafor");
    CHECK(object.at("log") == "seen");
    CHECK(object.at("verdict") == "wrong_relay");
    CHECK(object.at("checked").to_number<int>() == 42);
    const auto& one = object.at("findings").as_array().at(0).as_object();
    CHECK(one.at("kind") == "wrong_promise");
    CHECK(one.at("number").to_number<int>() == 17);
    CHECK(one.at("relay").as_object().at("promised_from") == "2026-11-10T09:00:00Z");
    CHECK(one.at("here").as_object().at("promised_from").is_null());
}

}  // namespace holdfast::ui::audit_view_test
