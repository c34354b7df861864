#include "protocol/usage/manual.hpp"

#include "protocol/base/exit_code.hpp"

namespace holdfast::usage {
namespace {

std::string bold(std::string_view text) { return "*" + scdoc_text(text) + "*"; }
std::string value_name(std::string_view text) { return "_" + scdoc_text(text) + "_"; }

std::string heading_of(const Option& option)
{
    std::string line;
    for (const auto& name : option.names) line.append(line.empty() ? "" : ", ").append(bold(name));
    if (option.names.empty()) return value_name(option.value);
    return option.value.empty() ? line : line + " " + value_name(option.value);
}

std::string help_of(const Option& option)
{
    auto help = scdoc_text(option.help);
    if (!option.fallback.empty()) help += " (without it: " + scdoc_text(option.fallback) + ")";
    return help;
}

void append_options(std::string& page, const std::vector<Option>& options, const std::string& indent)
{
    for (const auto& option : options) {
        if (option.help.empty() || option.names == std::vector<std::string>{"-h", "--help"}) continue;
        page.append(indent).append(heading_of(option)).append("\n");
        page.append(indent).append("\t").append(help_of(option)).append("\n\n");
    }
}

std::string command_line(const Place& place)
{
    auto line = bold(joined(place.path, ' '));
    for (const auto& word : place.command->words)
        line.append(word.required ? " " : " [").append(value_name(word.value)).append(word.required ? "" : "]");
    return line;
}

void append_section(std::string& page, const Section& section)
{
    page.append("# ").append(section.heading).append("\n\n```\n");
    for (const auto& line : section.lines) page.append(line).append("\n");
    page += "```\n\n";
}

std::string exit_status()
{
    std::string page = "# EXIT STATUS\n\n";
    for (const auto& [code, words] : exit_codes)
        page.append(bold(std::to_string(code))).append("\n\t").append(scdoc_text(words)).append("\n\n");
    return page;
}

}  // namespace

std::string scdoc_text(std::string_view text)
{
    std::string safe;
    for (const char one : text) {
        if (std::string_view{"\\*_#[]|`<>"}.find(one) != std::string_view::npos) safe += '\\';
        safe += one == '\n' ? ' ' : one;
    }
    return safe;
}

std::string manual_commands(const Command& program, const std::vector<Section>& more)
{
    std::string page = "# OPTIONS\n\n";
    append_options(page, program.options, {});
    if (!program.commands.empty()) page += "# COMMANDS\n\n";
    for (const auto& place : places(program)) {
        if (place.path.empty() || !place.command->commands.empty()) continue;
        page.append(command_line(place)).append("\n\t").append(scdoc_text(place.command->help)).append("\n\n");
        append_options(page, place.command->words, "\t");
        append_options(page, place.command->options, "\t");
    }
    for (const auto& section : more) append_section(page, section);
    return page + exit_status();
}

}  // namespace holdfast::usage
