#include "client/ui/record/record_pages.hpp"

#include <algorithm>

#include "tests/client/record/some_record.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::record_pages_test {

using namespace record::test;
using Style = Paragraph::Style;

TEST_CASE("every entry says who, when in which zone with the year, and what became of it")
{
    auto record = some_record();
    record.messages[1].released = record.messages[1].written + std::chrono::hours{24};
    record.messages[2].shared = false;
    record.messages[2].received.reset();
    const auto pages = record_pages(record).value();
    CHECK(pages[0] == Paragraph{Style::title, "Messages of Dr Okafor and Sam"});
    CHECK(pages[1].text ==
          "3 entries. Made on Tuesday 10 March 2026, 09:00 by Dr Okafor. All times are those of Europe/London.");
    CHECK(pages[3] == Paragraph{Style::heading, "Sam, Tuesday 3 March 2026, 09:01"});
    CHECK(pages[4] == Paragraph{Style::words, "I could not sleep."});
    CHECK(pages[5].text.starts_with("Read in the window of Tuesday 3 March 2026, 09:01"));
    CHECK(pages[8].text == "Released on Wednesday 4 March 2026, 09:01.");
    CHECK(pages.back() == Paragraph{Style::times, "Not sent yet."});
}

TEST_CASE("the extent of a part is said, and a remark is the program's")
{
    auto record = some_record();
    record.from = Date{std::chrono::year{2026}, std::chrono::March, std::chrono::day{1}};
    record.chosen = true;
    record.messages.resize(1);
    record.messages[0] = {};
    record.messages[0].text = "1 message missing";
    const auto pages = record_pages(record).value();
    CHECK(pages[1].text.starts_with("1 entry, from Sunday 1 March 2026, chosen by the person who made this. Made on"));
    CHECK(pages[3].text.starts_with("Holdfast, "));
    CHECK(pages.size() == 5);
}

TEST_CASE("names and words are made inert, and an unknown zone is an error")
{
    auto record = some_record();
    record.people[1].name = "Sam\x1b[31m";
    record.messages[0].text = "a\x1b]0;b\nc";
    const auto pages = record_pages(record).value();
    for (const auto& paragraph : pages) CHECK(paragraph.text.find('\x1b') == std::string::npos);
    CHECK(std::ranges::count(pages[4].text, '\n') == 1);
    record.zone = "Mars/Olympus";
    CHECK(record_pages(record).errc() == Errc::unknown_zone);
}

}  // namespace holdfast::ui::record_pages_test
