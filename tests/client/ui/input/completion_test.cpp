#include "client/ui/input/completion.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::ui::completion_test {
namespace {

const std::vector<std::string> commands{"with", "rename", "repair", "search", "send"};
const std::vector<std::string> people{"Sam", "Samira", "Dr Okafor", "\u00C9lise"};

Completion of(std::string_view line) { return completed(line, commands, people); }

}  // namespace

TEST_CASE("a command is completed as far as it is certain")
{
    CHECK(of("/w").line == "/with ");
    CHECK(of("/r").line == "/re");
    CHECK(of("/re").choices == std::vector<std::string>{"rename", "repair"});
    CHECK(of("/x").line == "/x");
    CHECK(of("/with").line == "/with ");
}

TEST_CASE("after /with a name is completed whatever its case")
{
    CHECK(of("/with dr").line == "/with Dr Okafor");
    CHECK(of("/with sa").line == "/with Sam");
    CHECK(of("/with sa").choices == std::vector<std::string>{"Sam", "Samira"});
    CHECK(of("/with \u00E9l").line == "/with \u00C9lise");
    CHECK(of("/with Max").line == "/with Max");
}

TEST_CASE("words that are no command are left alone")
{
    CHECK(of("with").line == "with");
    CHECK(of("//w").line == "//w");
    CHECK(of("/send 2").line == "/send 2");
}

}  // namespace holdfast::ui::completion_test
