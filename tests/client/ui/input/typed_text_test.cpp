// A text that is no message is named; lines, pastes and letters out of what a terminal hands over.
#include "client/ui/input/typed_text.hpp"

#include "client/ui/input/check_in_questions.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::typed_text_test {
namespace {

bool contains(const std::optional<std::string>& text, std::string_view part)
{
    return text && text->find(part) != std::string::npos;
}

}  // namespace

TEST_CASE("text that is text has nothing against it")
{
    for (const auto* text : {"a", "grüße", "日本", "one\ntwo", "👩‍👩‍👧", " x "})
        CHECK_FALSE(unusable_words(text));
}

TEST_CASE("keys that a terminal leaves in a line are no answer, and Escape alone leaves the question")
{
    CHECK(without_keys("Anna") == "Anna");
    CHECK(without_keys("\x1B[A\x1B[1;5DAnna\x1BOP") == "Anna");
    CHECK(without_keys("An\x1Bna") == "Anna");
    CHECK(without_keys("\x1B[A") == "");
    CHECK(without_keys("").has_value());
    CHECK_FALSE(without_keys("\x1B"));
    CHECK_FALSE(without_keys(" \x1B\x1B "));
    CHECK(without_keys("\x1B[") == "");
    CHECK(without_keys("\x1BO") == "");
}

TEST_CASE("another encoding than UTF-8 is named, and nothing of the text is taken")
{
    CHECK(contains(unusable_words("caf\xE9"), "ISO 8859-1 (Latin-1)"));
    CHECK(contains(unusable_words("gr\xFC\xDF"
                                  "e"),
                   "iconv -f ISO-8859-1 -t UTF-8"));
    CHECK(contains(unusable_words("\x93quoted\x94"), "Windows-1252"));
    CHECK(contains(unusable_words(std::string_view{"\xFF\xFEh\0i\0", 6}), "UTF-16"));
    CHECK(contains(unusable_words(std::string_view{"h\0i\0", 4}), "UTF-16"));
    CHECK(contains(unusable_words("gr\xC3\xBC"
                                  "n \xE2\x82"),
                   "damaged"));
}

TEST_CASE("blanks alone and a NUL are no message")
{
    for (const auto* blank : {"", " ", "\n\t ", "\xC2\xA0", "\xE2\x80\x8B"})
        CHECK(contains(unusable_words(blank), "nothing to send"));
    CHECK(contains(unusable_words(std::string_view{"a long text with a\0b", 20}), "NUL"));
}

TEST_CASE("a no is a no and never an apology, nothing at all is no yes")
{
    for (const auto* yes : {"y", "yes", "Yes.", "YES"}) CHECK(agreement(yes) == true);
    for (const auto* no : {"n", "no", "No.", "NO!", " no ", "stop", "Quit", "cancel", "nein"})
        CHECK(agreement(no) == false);
    for (const auto* own : {"", " ", "No window was kept; I am sorry.", "yes and no", "x", "...", "I am sorry"})
        CHECK_FALSE(agreement(own));
}

TEST_CASE("lines come whole out of pieces, with either line break")
{
    LineReader reader{100};
    CHECK(reader.feed("on").empty());
    CHECK(reader.feed("e\r\ntwo\nthr") == std::vector<std::string>{"one", "two"});
    CHECK(reader.rest() == "thr");
    CHECK(reader.rest().empty());
}

TEST_CASE("a paste that is marked is one line, in pieces of any size")
{
    const std::string bytes = "before \x1B[200~Dear Sam,\n\nas I said.\n\x1B[201~ after\nnext\n\x1B[A\n";
    const std::vector<std::string> lines{"before Dear Sam,\n\nas I said.\n after", "next", "\x1B[A"};
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        LineReader reader{100};
        std::vector<std::string> got;
        for (std::size_t at = 0; at < bytes.size(); at += piece)
            for (auto& line : reader.feed(std::string_view{bytes}.substr(at, piece))) got.push_back(line);
        CHECK(got == lines);
    }
}

TEST_CASE("of a line that is too long one byte more than the bound is kept, so that it is refused")
{
    LineReader reader{10};
    CHECK(reader.feed("0123456789abcdef\n").front() == "0123456789a");
}

TEST_CASE("a single dot ends a letter, more dots lose one")
{
    Letter letter;
    CHECK_FALSE(letter.add("Dear Sam,"));
    CHECK_FALSE(letter.add(""));
    CHECK_FALSE(letter.add(".."));
    CHECK_FALSE(letter.add(". not alone"));
    CHECK_FALSE(letter.add("bye"));
    CHECK(letter.add("."));
    CHECK(letter.text() == "Dear Sam,\n\n.\n. not alone\nbye");
    Letter gap;
    CHECK_FALSE(gap.add(""));
    CHECK_FALSE(gap.add("x"));
    CHECK(gap.text() == "\nx");
}

TEST_CASE("a check-in asks again after a wrong answer, and leaves out what is not answered")
{
    CheckInQuestions questions;
    CHECK(questions.question() == "mood, 0 to 10 (Enter leaves it out)");
    questions.add_unfinished("7");
    CHECK(questions.check_in() == wire::CheckIn{});
    for (const auto* wrong : {"11", "-1", "seven", "3.5", "3 or 4", "999999999999"})
        CHECK(questions.answer(wrong) == Lines{"mood goes from 0 to 10, in whole numbers."});
    CHECK(questions.check_in() == wire::CheckIn{});
    CHECK(questions.answer(" 7 ").empty());
    CHECK(questions.answer("").empty());
    CHECK(questions.question() == "anxiety, 0 to 10 (Enter leaves it out)");
    CHECK(questions.answer("0").empty());
    CHECK(questions.answer("sad,, tired ").empty());
    CHECK_FALSE(questions.done());
    CHECK(questions.question() == "Anything you want to add (Enter leaves it out)");
    questions.add_unfinished("a walk hel");
    CHECK(questions.question() == "Anything you want to add (Enter keeps \"a walk hel\", - leaves it out)");
    questions.add_unfinished("caf\xE9");
    CHECK(questions.check_in().note == "a walk hel");
    CHECK_FALSE(questions.answer("caf\xE9").empty());
    CHECK(questions.answer("a walk helped").empty());
    CHECK(questions.done());
    CHECK(questions.check_in() ==
          wire::CheckIn{{{"mood", 7, 10}, {"anxiety", 0, 10}}, {"sad", "tired"}, "a walk helped"});
}

TEST_CASE("a check-in that was interrupted offers its answers again")
{
    CheckInQuestions questions{wire::CheckIn{{{"mood", 7, 10}, {"sleep", 3, 10}}, {"sad"}, "a walk"}};
    CHECK(questions.question() == "mood, 0 to 10 (Enter keeps \"7\", - leaves it out)");
    CHECK(questions.answer("").empty());
    CHECK(questions.answer("-").empty());
    CHECK(questions.answer("2").empty());
    CHECK(questions.answer("-").empty());
    CHECK(questions.answer("").empty());
    CHECK(questions.check_in() == wire::CheckIn{{{"mood", 7, 10}, {"anxiety", 2, 10}}, {}, "a walk"});
}

}  // namespace holdfast::ui::typed_text_test
