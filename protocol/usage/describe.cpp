#include "protocol/usage/describe.hpp"

#include <CLI/CLI.hpp>
#include <utility>

#include "protocol/usage/completion.hpp"

namespace holdfast::usage {
namespace {

std::vector<std::string> names_of(const CLI::Option& option)
{
    std::vector<std::string> names;
    for (const auto& one : option.get_snames()) names.push_back("-" + one);
    for (const auto& one : option.get_lnames()) names.push_back("--" + one);
    return names;
}

/// CLI11 puts what a value must be behind its name: "SECONDS:INT in [1 - 600]".
std::string value_of(const CLI::Option& option)
{
    if (option.get_items_expected_max() == 0) return {};
    const auto type = option.get_type_name();
    const auto name = type.substr(0, type.find(':'));
    return name.empty() ? "VALUE" : name;
}

Option option_of(const CLI::Option& option)
{
    const bool by_place = option.get_positional();
    return {names_of(option), by_place ? option.get_name(true) : value_of(option), option.get_description(),
            option.get_default_str(), option.get_required()};
}

std::string text_for(const Command& program, const std::string& form, const std::vector<Section>& more)
{
    if (form == "manual") return manual_commands(program, more);
    if (form == "bash") return bash_completion(program);
    return form == "zsh" ? zsh_completion(program) : fish_completion(program);
}

}  // namespace

Command describe(const CLI::App& app)
{
    Command command{app.get_name(), app.get_description(), {}, {}, {}};
    for (const auto* option : app.get_options()) {
        if (option->get_group().empty()) continue;
        auto& list = option->get_positional() ? command.words : command.options;
        list.push_back(option_of(*option));
    }
    for (const auto* inner : app.get_subcommands([](const CLI::App*) { return true; }))
        if (!inner->get_group().empty()) command.commands.push_back(describe(*inner));
    return command;
}

void add_usage_option(CLI::App& app, std::vector<Section> more)
{
    const auto print = [&app, more = std::move(more)](const std::string& form) {
        throw CLI::CallForVersion(text_for(describe(app), form, more), 0);
    };
    app.add_option_function<std::string>("--usage", print)
        ->check(CLI::IsMember({"manual", "bash", "zsh", "fish"}))
        ->trigger_on_parse()
        ->group("");
}

}  // namespace holdfast::usage
