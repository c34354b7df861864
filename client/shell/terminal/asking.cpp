#include "client/shell/terminal/asking.hpp"

#include "client/shell/arguments.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

constexpr std::size_t longest_answer = 2000;

void keep_unfinished(ui::Letter& letter, OneShotClient& one_shot, const std::function<bool(const std::string&)>& keep)
{
    auto begun = unfinished_answer(one_shot);
    if (begun.empty() || letter.add(std::move(begun))) return;
    static_cast<void>(keep(letter.text()));
}

}  // namespace

bool can_ask(const Context& context)
{
    return !context.out.json() && context.console().in_is_terminal() && context.console().out_is_terminal();
}

Result<std::string> given_or_asked(const Context& context, const std::string& given, const std::string& question)
{
    if (!given.empty()) return given;
    if (!can_ask(context)) return Errc::bad_command;
    auto answer = context.console().ask_shown(question, longest_answer);
    if (answer.has_value() && trimmed(*answer).empty()) return Errc::not_confirmed;
    return answer;
}

std::optional<std::string> ask_line(const Context& context, OneShotClient& one_shot, const std::string& question,
                                    const std::string& suggestion)
{
    const auto usual = suggestion.empty() ? std::string{} : " [" + ui::sanitize_line(suggestion) + "]";
    context.out.lines({question + usual});
    auto answer = one_shot.ask(can_ask(context) ? "> " : "");
    if (answer && can_ask(context)) answer = ui::without_keys(*answer);
    if (answer && answer->size() > longest_answer) answer->resize(longest_answer);
    return answer;
}

std::optional<bool> ask_yes_no(const Context& context, OneShotClient& one_shot, const std::string& question,
                               std::optional<bool> usual)
{
    for (;;) {
        const auto answer = usual ? ask_line(context, one_shot, question, *usual ? "yes" : "no")
                                  : ask_line(context, one_shot, question + " yes or no", {});
        if (!answer) return std::nullopt;
        const auto words = trimmed(*answer);
        if (words == "stop" || words == "quit") return std::nullopt;
        if (words.empty() && usual) return usual;
        if (const auto yes = ui::parse_yes_no(words)) return yes;
        context.out.line("Please answer yes or no, or stop to leave.");
    }
}

std::string unfinished_answer(OneShotClient& one_shot)
{
    const auto line = ui::without_keys(one_shot.take_unfinished());
    return line ? std::string{trimmed(*line)} : std::string{};
}

std::optional<std::string> ask_text(const Context& context, OneShotClient& one_shot,
                                    const std::function<bool(const std::string& so_far)>& keep)
{
    ui::Letter letter;
    for (;;) {
        auto line = one_shot.ask(can_ask(context) ? "> " : "");
        if (!line) {
            keep_unfinished(letter, one_shot, keep);
            return std::nullopt;
        }
        if (letter.add(*std::move(line))) return letter.text();
        if (!keep(letter.text())) return letter.text();
    }
}

}  // namespace holdfast::shell
