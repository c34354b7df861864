// Files of questionnaires: what a practice may write, and what it is told about a file that cannot be used.
#include "client/measures/measure_file.hpp"

#include "protocol/measure/check.hpp"
#include "tests/support/catch.hpp"

namespace measure_file_test {

using namespace holdfast;
using namespace holdfast::measure;

namespace {

// A scoring definition: the words of the questions are on paper.
constexpr std::string_view head = R"(name = "Form-3"
title = "The form we give you on paper"
source = "our practice"
licence = "scoring only, without the text"
instruction = "Choose the number you ticked on your form."
choices = [
  { value = 0 }, { value = 1 }, { value = 2 },
  { value = 3 }, { value = 4 }, { value = 5 },
]
)";
constexpr std::string_view rest = R"(items = [ {}, {}, { reverse = true } ]
bands = [
  { from = 0, to = 27, words = "low" },
  { from = 28, to = 60, words = "high" },
]
[scoring]
method = "sum"
factor = 4
missing = "zero"
needed = 2
)";

std::string problem(const std::string& text)
{
    const auto parsed = parse_file(text);
    const auto* wrong = std::get_if<FileProblem>(&parsed);
    return wrong ? std::to_string(wrong->line) + ": " + wrong->words : "good";
}

/// The good file with one piece replaced.
std::string changed(std::string_view from, std::string_view to)
{
    auto text = std::string{head} + std::string{rest};
    const auto at = text.find(from);
    REQUIRE(at != std::string::npos);
    return problem(text.replace(at, from.size(), to));
}

}  // namespace

TEST_CASE("a scoring definition without the text of the questions can be read")
{
    const auto parsed = parse_file(std::string{head} + std::string{rest});
    REQUIRE(std::holds_alternative<wire::Measure>(parsed));
    const auto& measure = std::get<wire::Measure>(parsed);
    CHECK(measure.name == "Form-3");
    CHECK(measure.version == 1);
    CHECK(measure.choices.size() == 6);
    CHECK(measure.items[2].reverse);
    CHECK(measure.items[2].words.empty());
    CHECK(measure.needed == 2);
    CHECK(measure.missing == wire::MissingItems::zero);
    CHECK(measure.factor == 4);
    CHECK(measure.bands.size() == 2);
}

TEST_CASE("where a file says nothing of it, every item is needed")
{
    const auto parsed = parse_file(std::string{head} + "items = [ {}, {}, {} ]\n");
    REQUIRE(std::holds_alternative<wire::Measure>(parsed));
    CHECK(std::get<wire::Measure>(parsed).needed == 3);
}

TEST_CASE("what is wrong with a file is said with its line")
{
    CHECK(changed("{ from = 28,", "{ from = 27,") ==
          "13: bands: This band has to begin at 28, so that each total has one.");
    CHECK(changed("needed = 2", "needed = 4") == "19: needed: It has to be from 1 to the number of items, 3.");
    CHECK(changed("needed = 2", "needed = 300") == "19: needed has to be a whole number, from 0 to 255.");
    CHECK(changed("needed = 2", "share = 2") == "19: There is no setting \"share\" in scoring.");
    CHECK(changed("value = 5", "value = 4") == "8: choices: Two choices count the same.");
    CHECK(changed("value = 5", "words = \"5\"") == "8: This choice has no value.");
    CHECK(changed("\"our practice\"", "\"\"") == "3: source: It has no words.");
    CHECK(changed("source = \"our practice\"\n", "") ==
          "0: source is missing, or not as it has to be: It has no words.");
    CHECK(changed("\"sum\"", "\"mean\"") == "16: method can only be \"sum\".");
    CHECK(changed("[scoring]", "[score]") == "15: There is no setting \"score\".");
    CHECK(changed("reverse = true", "reverse = 1") == "10: reverse has to be true or false.");
    CHECK(changed("items = [ {}, {},", "items = [ 1, {},") == "10: Each of items stands in braces.");
    CHECK(changed("title = ", "title ").starts_with("2: "));
    CHECK(problem("").starts_with("0: name is missing"));
    CHECK(problem(std::string(max_file_bytes + 1, '#')) == "0: The file is longer than 65536 bytes.");
}

}  // namespace measure_file_test
