#include "client/ui/hours/hours_interview.hpp"

#include "tests/protocol/hours/support.hpp"

namespace hours_interview_test {

using namespace holdfast;
using namespace holdfast::test;
using ui::HoursInterview;

namespace {

void answer_all(HoursInterview& interview, const std::vector<std::string>& answers)
{
    for (const auto& words : answers) {
        REQUIRE(interview.state() == HoursInterview::State::asking);
        const auto question = interview.question();
        INFO(question.text << " " << words);
        const auto told = interview.answer(words);
        const bool is_summary = !told.empty() && told.front().starts_with("Your hours, in");
        CHECK((told.empty() || is_summary));
    }
}

/// The words after an answer, or nothing.
std::string said(HoursInterview& interview, std::string_view words)
{
    const auto lines = interview.answer(words);
    return lines.empty() ? std::string{} : lines.front();
}

wire::HoursVersion version(std::string rules)
{
    wire::HoursVersion version;
    version.rules = std::move(rules);
    version.zone = "Europe/London";
    version.notice_period = std::chrono::days{14};
    version.contacts = {{"Samaritans", "116 123"}};
    return version;
}

}  // namespace

TEST_CASE("first hours come from plain answers")
{
    HoursInterview interview{{}, "Europe/London", day("2026-03-03")};
    answer_all(interview, {"", "Mon, Wed and Fri", "9-12", "", "14:00 to 16:30", "2026-08-03 to 2026-08-14",
                           "2026-12-24", "", "7", "Samaritans: 116 123", "", "yes"});
    REQUIRE(interview.state() == HoursInterview::State::done);
    const auto& agreed = interview.agreed();
    CHECK(agreed.zone == "Europe/London");
    CHECK(agreed.rules() == "Mo,We 09:00-12:00; Fr 14:00-16:30");
    CHECK(agreed.leaves == std::vector<wire::Leave>{{day("2026-08-03"), day("2026-08-14"), ""}});
    CHECK(agreed.cancellations == std::vector<wire::Cancellation>{{day("2026-12-24"), ""}});
    CHECK(agreed.notice_period == std::chrono::days{7});
    CHECK(agreed.contacts == std::vector<wire::CrisisContact>{{"Samaritans", "116 123"}});
}

TEST_CASE("empty answers keep the hours as they are")
{
    auto now = version("Mo-Fr 09:00-12:00; We 14:00-16:00; 2026 Dec 24 off; PH off");
    now.holidays = {day("2026-12-25")};
    HoursInterview interview{now, "America/New_York", day("2026-03-03")};
    CHECK(interview.question().suggestion == "Europe/London");
    while (interview.state() == HoursInterview::State::asking) (void)interview.answer("");
    CHECK(interview.agreed().rules() == "Mo,Tu,Th,Fr 09:00-12:00; We 14:00-16:00; 2026 Dec 24 off; PH off");
    CHECK(interview.agreed().notice_period == now.notice_period);
    CHECK(interview.agreed().contacts == now.contacts);
}

TEST_CASE("what is not understood is explained and asked again")
{
    HoursInterview interview{{}, "Europe/London", day("2026-03-03")};
    CHECK(said(interview, "Londn") == sentence(Errc::unknown_zone));
    CHECK(said(interview, "Europe/London").empty());
    CHECK(said(interview, "") == "Please answer, or write stop to leave; nothing has changed.");
    CHECK(said(interview, "sometimes").starts_with("Those days were not understood."));
    CHECK(said(interview, "mondays").empty());
    CHECK(interview.question().text.starts_with("When on Monday?"));
    CHECK(said(interview, "9-12, 11-13").starts_with("Those times were not understood."));
    CHECK(said(interview, "mornings").starts_with("Those times were not understood."));
    CHECK(said(interview, "9-12").empty());
    CHECK(said(interview, "next week").starts_with("Those dates were not understood."));
    CHECK(said(interview, "no").empty());
    CHECK(said(interview, "a while") == "Write a number of days, from 0 to 92.");
    CHECK(said(interview, "93") == "Write a number of days, from 0 to 92.");
    CHECK(said(interview, "10 days").empty());
    CHECK(said(interview, "Samaritans").starts_with("Write a name, a colon and a number"));
    CHECK(said(interview, "no more") == "Your hours, in the time of Europe/London:");
    CHECK(said(interview, "perhaps") == "Please answer yes or no.");
}

TEST_CASE("stop leaves at any question and back asks the one before again")
{
    HoursInterview interview{{}, "Europe/London", day("2026-03-03")};
    CHECK(said(interview, "back") == "This is the first question.");
    answer_all(interview, {"", "Mon", "9-12"});
    CHECK(interview.question().text.starts_with("Are there dates"));
    answer_all(interview, {"back", "10-12", "stop"});
    CHECK(interview.state() == HoursInterview::State::left);
}

TEST_CASE("no at the end begins again")
{
    HoursInterview interview{{}, "Europe/London", day("2026-03-03")};
    answer_all(interview, {"", "Mon", "9-12", "2026-12-24", "", "7", "", "no"});
    CHECK(interview.question().text.starts_with("In which time zone"));
    answer_all(interview, {"", "Tue", "9-12", "", "7", "", "yes"});
    CHECK(interview.agreed().rules() == "Tu 09:00-12:00");
    CHECK(interview.agreed().cancellations.empty());
}

TEST_CASE("days and times are read as people write them")
{
    using Days = std::set<unsigned>;
    CHECK(ui::parse_days("Mo-Fr") == Days{1, 2, 3, 4, 5});
    CHECK(ui::parse_days("sat to mon") == Days{1, 6, 7});
    CHECK(ui::parse_days("weekdays") == Days{1, 2, 3, 4, 5});
    CHECK(ui::parse_days("Tue Thu") == Days{2, 4});
    CHECK(ui::parse_days("Mon - Wed  Fri, and Sunday") == Days{1, 2, 3, 5, 7});
    CHECK(ui::parse_days("every day") == Days{1, 2, 3, 4, 5, 6, 7});
    CHECK_FALSE(ui::parse_days("Tuesday 9 to 12"));
    CHECK_FALSE(ui::parse_days("T"));
    CHECK_FALSE(ui::parse_days("Mon-Wed-Fri"));
    const auto times = [](std::string_view words) {
        const auto found = ui::parse_times(words);
        return found ? ui::times_words(*found) : std::string{"not understood"};
    };
    CHECK(times("9am to 12pm") == "09:00–12:00");
    CHECK(times("12am-1am") == "00:00–01:00");
    CHECK(times("9.30–12") == "09:30–12:00");
    CHECK(times("14-16 & 9-12") == "09:00–12:00 and 14:00–16:00");
    CHECK(times("22:00-2:00") == "22:00–02:00");
    CHECK(times("2000-2200") == "20:00–22:00");
    CHECK(times("930-12") == "09:30–12:00");
    CHECK(times("0900-2400") == "09:00–24:00");
    CHECK(times("9:00-24:00") == "09:00–24:00");
    for (const auto* bad :
         {"9", "9-9", "25-26", "9:60-10", "24-2", "-", "13pm-14", "0am-1", "2060-2200", "2000-2401", "12345-2"})
        CHECK(times(bad) == "not understood");
}

TEST_CASE("zones and dates are taken as people write them")
{
    HoursInterview interview{{}, "Europe/Berlin", day("2026-11-29")};
    answer_all(interview, {"london", "Mon", "9-12", "24 Dec", "1 Aug to 14 Aug", "tomorrow"});
    CHECK(said(interview, "sometime").starts_with("Those dates were not understood. Write dates like 24 Dec"));
    answer_all(interview, {"", "7", "", "yes"});
    REQUIRE(interview.state() == HoursInterview::State::done);
    CHECK(interview.agreed().zone == "Europe/London");
    CHECK(interview.agreed().cancellations ==
          std::vector<wire::Cancellation>{{day("2026-12-24"), ""}, {day("2026-11-30"), ""}});
    CHECK(interview.agreed().leaves == std::vector<wire::Leave>{{day("2027-08-01"), day("2027-08-14"), ""}});
}

TEST_CASE("answers that are more than hours can hold are not taken")
{
    HoursInterview interview{{}, "Europe/London", day("2026-03-03")};
    answer_all(interview, {"", "every day"});
    std::string times;
    for (int minute = 0; minute < 24 * 60; minute += 4) {
        const auto clock = [](int m) {
            return std::to_string(m / 60) + ":" + (m % 60 < 10 ? "0" : "") + std::to_string(m % 60);
        };
        times += (times.empty() ? "" : ", ") + clock(minute) + "-" + clock(minute + 1);
    }
    CHECK(said(interview, times).starts_with("That is more than hours can hold."));
    CHECK(interview.question().text.starts_with("When on Monday?"));
    CHECK(said(interview, "9-12").empty());
    CHECK(hours::parse_rules(interview.agreed().rules()).has_value());
}

}  // namespace hours_interview_test
