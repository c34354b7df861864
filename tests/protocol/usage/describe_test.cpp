// A command line as its description has it; what shells and mandoc make of the pages of the real programs is shown by
// tests/deploy/manual_test.py.
#include "protocol/usage/describe.hpp"

#include <CLI/CLI.hpp>

#include "protocol/usage/completion.hpp"
#include "tests/support/catch.hpp"

using namespace holdfast;

namespace {

struct Sample {
    CLI::App app{"A program", "sample"};
    std::string text;
    int number = 7;
    bool flag = false;

    Sample()
    {
        app.add_option("--config", text, "the settings: *all* of them")->type_name("FILE");
        auto* hours = app.add_subcommand("hours", "the hours");
        auto* set = hours->add_subcommand("set", "publish Sam's [new] hours");
        set->add_option("RULES", text, "the rules")->required();
        set->add_option("--weeks", number, "how many")->type_name("N")->check(CLI::Range(1, 9))->capture_default_str();
        set->add_flag("-q,--quiet", flag, "say nothing");
        set->add_option("--secret", text, "hidden")->group("");
        usage::add_usage_option(app, {{"MORE", {"a line_with_ marks"}}});
    }
    std::string usage(const std::string& form)
    {
        std::ostringstream out;
        std::ostringstream err;
        try {
            app.parse({form, "--usage"});  // CLI11 wants them backwards
        } catch (const CLI::ParseError& end) {
            CHECK(app.exit(end, out, err) == 0);
        }
        CHECK(err.str().empty());
        return out.str();
    }
};

bool contains(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

}  // namespace

TEST_CASE("A command line is described with values and defaults and without hidden options")
{
    const Sample sample;
    const auto program = usage::describe(sample.app);
    REQUIRE(program.name == "sample");
    REQUIRE(program.commands.size() == 1);
    const auto& set = program.commands.front().commands.front();
    CHECK(set.help == "publish Sam's [new] hours");
    REQUIRE(set.words.size() == 1);
    CHECK(set.words.front().value == "RULES");
    CHECK(set.words.front().required);
    std::vector<std::string> names;
    for (const auto& option : set.options)
        for (const auto& name : option.names) names.push_back(name);
    CHECK(names == std::vector<std::string>{"-h", "--help", "--weeks", "-q", "--quiet"});
    CHECK(set.options[1].value == "N");
    CHECK(set.options[1].fallback == "7");
    CHECK(set.options[2].value.empty());
}

TEST_CASE("Every command has its path and the options of those above it")
{
    const Sample sample;
    const auto program = usage::describe(sample.app);
    const auto all = usage::places(program);
    REQUIRE(all.size() == 3);
    CHECK(usage::joined(all[2].path, ' ') == "hours set");
    bool has_config = false;
    std::size_t helps = 0;
    for (const auto* option : all[2].options) {
        if (option->names.front() == "--config") has_config = option->takes_file();
        if (option->names.front() == "-h") ++helps;
    }
    CHECK(has_config);
    CHECK(helps == 1);
}

TEST_CASE("The manual page shows marks of scdoc as text")
{
    Sample sample;
    const auto page = sample.usage("manual");
    CHECK(contains(page, "# OPTIONS"));
    CHECK(contains(page, R"(the settings: \*all\* of them)"));
    CHECK(contains(page, "*hours set* _RULES_"));
    CHECK(contains(page, R"(Sam's \[new\] hours)"));
    CHECK(contains(page, "(without it: 7)"));
    CHECK(contains(page, "# MORE\n\n```\na line_with_ marks\n```"));
    CHECK(contains(page, "# EXIT STATUS"));
    CHECK(!contains(page, "secret"));
}

TEST_CASE("Completions quote what a shell would read as its own")
{
    Sample sample;
    CHECK(contains(sample.usage("zsh"), R"(set:publish Sam'\''s \[new\] hours)"));
    CHECK(contains(sample.usage("fish"), R"('publish Sam\'s [new] hours')"));
    CHECK(!contains(sample.usage("bash"), "secret"));
}
