#include "client/shell/usage_words.hpp"

#include "client/shell/arguments.hpp"
#include "client/shell/options.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::shell::usage_words_test {
namespace {

std::string said(const std::vector<std::string>& words)
{
    auto result = parse_options(words);
    REQUIRE(std::holds_alternative<Stop>(result));
    return std::get<Stop>(result).text;
}

}  // namespace

TEST_CASE("an unknown command names the nearest one and where the help is")
{
    CHECK(said({"raed"}) == "There is no command raed. Did you mean: holdfast read? See: holdfast --help");
    CHECK(said({"frobnicate"}) == "There is no command frobnicate. See: holdfast --help");
    CHECK(said({"hours", "sho"}) ==
          "There is no command sho. Did you mean: holdfast hours show? See: holdfast hours "
          "--help");
}

TEST_CASE("a command that needs one more word says which there are")
{
    CHECK(said({"recovery"}) == "holdfast recovery needs one more word: kit or confirm. See: holdfast recovery --help");
}

TEST_CASE("whatever else is wrong ends with the help of the command it is about")
{
    CHECK(said({"send", "--frob"}).ends_with(" See: holdfast send --help"));
    CHECK(said({"status", "now"}) == "There is no place for now in holdfast status. See: holdfast status --help");
    for (const auto* words : {"rename", "--wait"}) CHECK(said({words}).find("--help") != std::string::npos);
}

TEST_CASE("a word with escapes in it is shown inert") { CHECK(said({"\x1B[2J"}).find('\x1B') == std::string::npos); }

TEST_CASE("a word that two commands are near to names neither")
{
    CHECK(nearest_word("sand", {"send", "sends"}) == "send");
    CHECK(nearest_word("xet", {"set", "get"}).empty());
    CHECK(nearest_word("", {"set"}).empty());
}

TEST_CASE("a rating that cannot be read says how it is written or how far it goes")
{
    CHECK(bad_rating_words("sleep", Errc::bad_command) ==
          "Write a rating as a name and a number from 0 to 10, such as sleep=3; or pain=2/5.");
    CHECK(bad_rating_words("sleep=12", Errc::out_of_range) == "sleep goes from 0 to 10.");
    CHECK(bad_rating_words("pain=7/5", Errc::out_of_range) == "pain goes from 0 to 5.");
    CHECK(bad_rating_words("pain=0/0", Errc::out_of_range).starts_with("Write a rating"));
}

}  // namespace holdfast::shell::usage_words_test
