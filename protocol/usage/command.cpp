#include "protocol/usage/command.hpp"

namespace holdfast::usage {
namespace {

void collect(const Command& command, const Place& above, std::vector<Place>& all)
{
    Place here{above.path, &command, {}};
    if (above.command) here.path.push_back(command.name);
    for (const auto& option : command.options) here.options.push_back(&option);
    // --help stands with every command; said once is enough.
    for (const auto* option : above.options)
        if (option->names != std::vector<std::string>{"-h", "--help"}) here.options.push_back(option);
    all.push_back(here);
    for (const auto& inner : command.commands) collect(inner, here, all);
}

}  // namespace

std::vector<Place> places(const Command& program)
{
    std::vector<Place> all;
    collect(program, {}, all);
    return all;
}

std::string joined(const std::vector<std::string>& path, char between)
{
    std::string all;
    for (const auto& word : path) {
        if (!all.empty()) all += between;
        all += word;
    }
    return all;
}

}  // namespace holdfast::usage
