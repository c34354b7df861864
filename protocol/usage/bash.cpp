#include "protocol/usage/completion.hpp"

namespace holdfast::usage {
namespace {

/// Names of the options of a whole program that want a value, as a pattern; `of` chooses them.
template <class Predicate>
std::string names_of(const Command& program, Predicate of)
{
    std::vector<std::string> names;
    for (const auto& place : places(program))
        for (const auto& option : place.command->options)
            if (of(option)) names.insert(names.end(), option.names.begin(), option.names.end());
    return joined(names, '|');
}

void append_case(std::string& script, const std::string& names, const std::string& action)
{
    if (!names.empty()) script.append("    ").append(names).append(") ").append(action).append(" ;;\n");
}

/// The words that may come at a place.
std::string offered(const Place& place)
{
    std::string words;
    for (const auto& inner : place.command->commands) words.append(words.empty() ? "" : " ").append(inner.name);
    for (const auto* option : place.options)
        for (const auto& name : option->names) words.append(words.empty() ? "" : " ").append(name);
    return words;
}

bool takes_files(const Place& place)
{
    for (const auto& word : place.command->words)
        if (word.takes_file()) return true;
    return false;
}

}  // namespace

std::string bash_completion(const Command& program)
{
    const auto function = "_" + program.name;
    const auto valued = names_of(program, [](const Option& option) { return !option.value.empty(); });
    std::string script = "# bash completion for " + program.name + "\n" + function +
                         "() {\n"
                         "    local current=${COMP_WORDS[COMP_CWORD]} previous=${COMP_WORDS[COMP_CWORD-1]} path= i\n"
                         "    COMPREPLY=()\n"
                         "    case $previous in\n";
    append_case(script, names_of(program, [](const Option& option) { return option.takes_file(); }),
                "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\"); return");
    append_case(script, names_of(program, [](const Option& option) { return option.takes_folder(); }),
                "compopt -o filenames; mapfile -t COMPREPLY < <(compgen -d -- \"$current\"); return");
    append_case(script, valued, "return");
    script += "    esac\n    for ((i = 1; i < COMP_CWORD; i++)); do\n";
    if (!valued.empty()) script += "        case ${COMP_WORDS[i-1]} in " + valued + ") continue ;; esac\n";
    script += "        case \"$path ${COMP_WORDS[i]}\" in\n";
    for (const auto& place : places(program))
        if (!place.path.empty())
            script.append("        \" ")
                .append(joined(place.path, ' '))
                .append("\") path=\"$path ${COMP_WORDS[i]}\" ;;\n");
    script += "        esac\n    done\n    local words=\n    case $path in\n";
    for (const auto& place : places(program)) {
        script.append("    \"").append(place.path.empty() ? "" : " ").append(joined(place.path, ' ')).append("\")\n");
        script.append("        words=\"").append(offered(place)).append("\"\n");
        if (takes_files(place))
            script += "        compopt -o filenames; mapfile -t COMPREPLY < <(compgen -f -- \"$current\")\n";
        script += "        ;;\n";
    }
    return script +
           "    esac\n    mapfile -t -O ${#COMPREPLY[@]} COMPREPLY < <(compgen -W \"$words\" -- \"$current\")\n}\n"
           "complete -F " +
           function + " " + program.name + "\n";
}

}  // namespace holdfast::usage
