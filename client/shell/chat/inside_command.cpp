#include "client/shell/chat/inside_command.hpp"

#include <utility>
#include <variant>

#include "client/shell/carry_out.hpp"
#include "client/shell/join/joins.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {

bool InsideCommand::begin(const std::vector<std::string>& words)
{
    if (runs()) {
        view_.say("The command before has not ended yet. Ctrl-C ends it.");
        return false;
    }
    auto parsed = parse_options(words);
    if (const auto* stop = std::get_if<Stop>(&parsed)) {
        view_.say(ui::sanitize_text(stop->text));
        return stop->exit == 0;
    }
    auto options = std::make_shared<Options>(std::move(std::get<Options>(parsed)));
    if (std::holds_alternative<request::Chat>(options->request) || !join::can_join(options->request)) {
        view_.say("This is done outside of the conversation: leave it with /quit first.");
        return false;
    }
    options->plain = context_.options.plain;
    options->profile = context_.options.profile;
    console_ = std::make_shared<ChatConsole>(account_.loop(), view_, asking_);
    task_ = std::make_shared<Task>([this, options, console = console_] { carry_out_in(*console, *options); });
    account_.loop().begin(task_);
    return true;
}

void InsideCommand::carry_out_in(ChatConsole& console, const Options& options)
{
    const Output out{false, context_.out.plain(), console};
    const Context context{options, out, context_.random, context_.zone, &account_};
    static_cast<void>(carry_out(context));
    console.flush();
    view_.refresh();
}

void InsideCommand::answer(std::string line)
{
    if (console_) console_->answer(std::move(line));
}

void InsideCommand::interrupt() noexcept
{
    if (runs()) task_->interrupt();
}

}  // namespace holdfast::shell
