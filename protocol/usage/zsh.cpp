#include "protocol/usage/completion.hpp"

namespace holdfast::usage {
namespace {

/// Inside single quotes, for `_arguments` and `_describe`, to which brackets and colons mean something.
std::string zsh_text(std::string_view text)
{
    std::string safe;
    for (const char one : text) {
        if (one == '\'')
            safe += "'\\''";
        else if (one == '[' || one == ']' || one == ':' || one == '\\')
            safe.append("\\").push_back(one);
        else
            safe += one == '\n' ? ' ' : one;
    }
    return safe;
}

std::string action_of(const Option& option)
{
    if (option.takes_file()) return "_files";
    return option.takes_folder() ? "_files -/" : " ";
}

void append_spec(std::string& script, const Option& option)
{
    for (const auto& name : option.names) {
        script.append(" \\\n        '").append(name).append("[").append(zsh_text(option.help)).append("]");
        if (!option.value.empty())
            script.append(":").append(zsh_text(option.value)).append(":").append(action_of(option));
        script += "'";
    }
}

std::string function_of(const Command& program, const Place& place)
{
    auto name = "_" + program.name;
    for (const auto& word : place.path) name += "_" + word;
    return name;
}

void append_commands(std::string& script, const Command& program, const Place& place)
{
    const auto function = function_of(program, place);
    script += " \\\n        '1: :->command' '*:: :->rest'\n    case $state in\n    command)\n        commands=(\n";
    for (const auto& inner : place.command->commands)
        script.append("            '")
            .append(zsh_text(inner.name))
            .append(":")
            .append(zsh_text(inner.help))
            .append("'\n");
    script += "        )\n        _describe command commands\n        ;;\n    rest)\n        case $words[1] in\n";
    for (const auto& inner : place.command->commands)
        script.append("        ").append(inner.name).append(") ").append(function + "_" + inner.name).append(" ;;\n");
    script += "        esac\n        ;;\n    esac\n";
}

void append_function(std::string& script, const Command& program, const Place& place)
{
    script += function_of(program, place) + "() {\n    local curcontext=$curcontext state line\n";
    script += "    local -a commands\n    typeset -A opt_args\n    _arguments -C";
    for (const auto* option : place.options) append_spec(script, *option);
    if (!place.command->commands.empty())
        append_commands(script, program, place);
    else
        script += place.command->words.empty() ? "\n" : " \\\n        '*: :_files'\n";
    script += "}\n";
}

}  // namespace

std::string zsh_completion(const Command& program)
{
    std::string script = "#compdef " + program.name + "\n";
    for (const auto& place : places(program)) append_function(script, program, place);
    return script + "_" + program.name + " \"$@\"\n";
}

}  // namespace holdfast::usage
