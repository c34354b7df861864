#include "protocol/usage/completion.hpp"

namespace holdfast::usage {
namespace {

std::string single_quoted(std::string_view text)
{
    std::string safe = "'";
    for (const char one : text) {
        if (one == '\'' || one == '\\') safe += '\\';
        safe += one == '\n' ? ' ' : one;
    }
    return safe + "'";
}

/// True where the words so far are those of `path`, and none of the commands below it.
std::string condition(const Place& place)
{
    std::string words;
    for (const auto& word : place.path)
        words.append(words.empty() ? "" : "; and ").append("__fish_seen_subcommand_from ").append(word);
    std::string inner;
    for (const auto& command : place.command->commands) inner.append(" ").append(command.name);
    if (!inner.empty())
        words.append(words.empty() ? "" : "; and ").append("not __fish_seen_subcommand_from").append(inner);
    return words.empty() ? std::string{} : " -n " + single_quoted(words);
}

void append_option(std::string& script, const std::string& begin, const Option& option)
{
    script += begin;
    for (const auto& name : option.names)
        script += name.starts_with("--") ? " -l " + name.substr(2) : " -s " + name.substr(1);
    if (option.takes_file())
        script += " -r -F";
    else if (option.takes_folder())
        script += " -x -a '(__fish_complete_directories)'";
    else if (!option.value.empty())
        script += " -x";
    script += " -d " + single_quoted(option.help) + "\n";
}

}  // namespace

std::string fish_completion(const Command& program)
{
    const auto begin = "complete -c " + program.name;
    std::string script = "# fish completion for " + program.name + "\n" + begin + " -f\n";
    for (const auto& place : places(program)) {
        const auto here = begin + condition(place);
        for (const auto& inner : place.command->commands)
            script += here + " -a " + inner.name + " -d " + single_quoted(inner.help) + "\n";
        // What holds for the whole program holds everywhere.
        const auto own = place.path.empty() ? begin : here;
        for (const auto& option : place.command->options) append_option(script, own, option);
        for (const auto& word : place.command->words)
            if (word.takes_file()) script += here + " -F\n";
    }
    return script;
}

}  // namespace holdfast::usage
