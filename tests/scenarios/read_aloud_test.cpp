// The sentences with dates, ranges and numbers, heard by espeak-ng: what stands there in words is also said.
#include <algorithm>
#include <array>
#include <cstdio>
#include <iostream>
#include <memory>
#include <sstream>

#include "client/ui/breach_view.hpp"
#include "client/ui/hours/hours_view.hpp"
#include "client/ui/hours/rules_words.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/view.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::read_aloud_test {
namespace {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }
hours::TimeZone zone(std::string_view name) { return hours::TimeZone::find(name).value(); }

/// What espeak-ng says, in the letters of the phonetic alphabet, a line per breath; empty where it is not installed.
std::string heard(const std::string& text)
{
    // The sentences of these tests have no quotes of the shell in them.
    REQUIRE(text.find('\'') == std::string::npos);
    const std::string command = "espeak-ng -q --ipa -v en-gb '" + text + "' 2>/dev/null";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe{::popen(command.c_str(), "r"), ::pclose};
    std::string said;
    std::array<char, 4096> buffer;
    while (const auto got = std::fread(buffer.data(), 1, buffer.size(), pipe.get())) said.append(buffer.data(), got);
    return said;
}

bool can_hear()
{
    if (!heard("to").empty()) return true;
    std::cout << "skipped: espeak-ng is not installed\n";
    return false;
}

std::vector<std::string> words_of(const std::string& said)
{
    std::istringstream in{said};
    std::vector<std::string> words;
    for (std::string word; in >> word;) words.push_back(word);
    return words;
}

bool says(const std::string& sentence, const std::string& word)
{
    const auto one = words_of(heard(word));
    REQUIRE(one.size() == 1);
    const auto all = words_of(heard(sentence));
    return std::ranges::count(all, one.front()) > 0;
}

std::size_t longest_run_of_digits(const std::string& text)
{
    std::size_t longest = 0, run = 0;
    for (const char c : text) longest = std::max(longest, run = c >= '0' && c <= '9' ? run + 1 : 0);
    return longest;
}

/// Sunday at noon in London; the reader is in Berlin.
const Here here{zone("Europe/Berlin"), at("2026-11-29T12:00:00Z"), hours::Wording::spoken};
const auto london = std::optional{zone("Europe/London")};

std::string promise(std::string_view from, std::string_view by)
{
    return promise_sentence(wire::Promise{at(from), at(by)}, london, "Dr Okafor", here);
}

}  // namespace

TEST_CASE("a promise is heard with its weekday and month and the to of its range")
{
    if (!can_hear()) return;
    const auto tuesday = promise("2026-12-01T09:00:00Z", "2026-12-01T12:00:00Z");
    CHECK(tuesday ==
          "Dr Okafor reads on Tuesday 1 December, the day after tomorrow, 09:00 to 12:00, that is 10:00 to "
          "13:00 where you are.");
    for (const auto* word : {"Tuesday", "December", "tomorrow"}) CHECK(says(tuesday, word));
    CHECK(heard(tuesday).find(" tə twˈɛlv") != std::string::npos);
    for (const auto* abbreviation : {"Tue", "Dec", "dash"}) CHECK_FALSE(says(tuesday, abbreviation));
    const auto thursday = promise("2026-12-03T09:00:00Z", "2026-12-03T12:00:00Z");
    CHECK(says(thursday, "Thursday"));
    CHECK_FALSE(says(thursday, "Thu"));
}

TEST_CASE("what espeak makes of the compact words is why there are spoken ones")
{
    if (!can_hear()) return;
    CHECK(says("Tue 1 Dec", "Dec"));
    CHECK(heard("09:00–12:00").find(" tə ") == std::string::npos);
    CHECK(says("Tu,Th 09:00-12:00", "dash"));
}

TEST_CASE("rules of a week are heard as days")
{
    if (!can_hear()) return;
    const auto words = rules_words("Tu,Th 09:00-12:00; Dec 24-Jan 2 off", hours::Wording::spoken).value();
    for (const auto* word : {"Tuesdays", "Thursdays", "December", "January"}) CHECK(says(words, word));
    CHECK(heard(words).find(" tə twˈɛlv") != std::string::npos);
    CHECK_FALSE(says(words, "dash"));
}

TEST_CASE("leave over two months is heard from its first to its last day")
{
    if (!can_hear()) return;
    wire::HoursVersion version;
    version.zone = "Europe/London";
    version.leaves = {{Date{std::chrono::year{2026} / 12 / 24}, Date{std::chrono::year{2027} / 1 / 2}, "Christmas"}};
    const auto lines = days_off_lines(version, here);
    REQUIRE(lines == Lines{"Leave: Thursday 24 December to Saturday 2 January 2027 (Christmas)"});
    for (const auto* word : {"Thursday", "Saturday", "December", "January"}) CHECK(says(lines.front(), word));
}

TEST_CASE("numbers of phones and safety numbers are heard in groups")
{
    if (!can_hear()) return;
    client::Outlook outlook;
    outlook.contacts = {{"Samaritans", "116123"}, {"Practice", "+442079460958"}};
    for (const auto& line : contact_lines(outlook, here)) {
        CAPTURE(line);
        CHECK(longest_run_of_digits(line) <= 4);
    }
    client::ConversationView with;
    with.name = "Dr Okafor";
    with.safety_number = "188452738916545255982500537236768015188452738916545255982500";
    const auto lines = safety_lines(with, here);
    for (const auto& line : lines) CHECK(longest_run_of_digits(line) <= 4);
    // A pause after each group, so that nobody holds more than five digits in mind.
    const auto said = heard(lines.at(1));
    CHECK(std::ranges::count(said, '\n') >= 4);
}

}  // namespace holdfast::ui::read_aloud_test
