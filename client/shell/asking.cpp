#include "client/shell/asking.hpp"

#include <unistd.h>

#include <iostream>

#include "client/shell/arguments.hpp"
#include "client/shell/platform.hpp"
#include "client/ui/hours_answers.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

constexpr std::size_t longest_answer = 2000;
constexpr std::size_t widest_line = 80;

}  // namespace

void tell_wrapped(const Output& out, const ui::Lines& lines)
{
    for (const auto& line : lines) out.lines(ui::wrap(line, widest_line));
}

std::optional<std::string> ask_line(const Context& context, Visit& visit, const std::string& question,
                                    const std::string& suggestion)
{
    const auto usual = suggestion.empty() ? std::string{} : " [" + ui::sanitize_line(suggestion) + "]";
    tell_wrapped(context.out, {question + usual});
    // On a terminal the connection lives on meanwhile; from a pipe exactly one line may be taken.
    if (platform::is_terminal(STDIN_FILENO) && platform::is_terminal(STDOUT_FILENO)) return visit.ask("> ");
    std::string answer;
    if (!std::getline(std::cin, answer)) return std::nullopt;
    if (answer.size() > longest_answer) answer.resize(longest_answer);
    return answer;
}

std::optional<bool> ask_yes_no(const Context& context, Visit& visit, const std::string& question, bool usual)
{
    for (;;) {
        const auto answer = ask_line(context, visit, question, usual ? "yes" : "no");
        if (!answer) return std::nullopt;
        const auto words = trimmed(*answer);
        if (words == "stop" || words == "quit") return std::nullopt;
        if (words.empty()) return usual;
        if (const auto yes = ui::parse_yes_no(words)) return yes;
        context.out.line("Please answer yes or no, or stop to leave; nothing has changed.");
    }
}

}  // namespace holdfast::shell
