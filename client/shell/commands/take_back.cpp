// Taking back what is held: by its number in the list that `read` and `status` show, by its id, or asked for.
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/one_shot_client.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;

using Held = std::vector<ui::HeldMessage>;

/// The message whose id begins with `text`, among one's own.
Result<MessageId> own_message(const client::Client& client, std::string_view text)
{
    constexpr std::size_t shortest = 4;
    if (text.size() < shortest) return Errc::not_found;
    std::optional<MessageId> found;
    for (const auto& conversation : client.conversations())
        for (const auto& entry : client.list(conversation.id)) {
            if (!entry.mine || !to_hex(entry.message.view()).starts_with(text)) continue;
            if (found && *found != entry.message) return Errc::not_found;
            found = entry.message;
        }
    if (!found) return Errc::not_found;
    return *found;
}

/// Which of them is meant; empty when the person leaves.
std::optional<std::size_t> asked_number(const Context& context, OneShotClient& one_shot, std::size_t count)
{
    if (count == 1) return 1;
    for (;;) {
        const auto answer = ask_line(context, one_shot, "Which one? 1 to " + std::to_string(count), {});
        if (!answer || trimmed(*answer) == "stop") return std::nullopt;
        const auto number = ui::held_number(trimmed(*answer));
        if (number && *number >= 1 && *number <= count) return number;
    }
}

void tell_list(const Context& context, OneShotClient& one_shot, const ConversationId& id, const Held& held)
{
    const auto zone = one_shot.client().outlook(id, system_now()).zone;
    auto lines = ui::held_lines(held, zone, "holdfast take-back", context.here());
    if (!lines.empty()) lines.pop_back();  // how to do it: it is being done
    context.out.lines(lines);
}

/// The message is shown whole, and confirmed by whoever can be asked. Empty when it is left where it is.
std::optional<MessageId> confirmed(const Context& context, OneShotClient& one_shot, const ui::HeldMessage& held)
{
    context.out.lines(ui::entry_lines(held.entry, one_shot.client(), context.here()));
    if (context.options.yes || !can_ask(context)) return held.entry.message;
    const bool yes = ask_yes_no(context, one_shot, "Take this back?").value_or(false);
    return yes ? std::optional{held.entry.message} : std::nullopt;
}

/// Why nothing is taken back, said already.
struct Left {
    int exit = exit_ok;
};

/// One of those in the list. `number`: which; without it the person is asked.
std::variant<MessageId, Left> listed_message(const Context& context, OneShotClient& one_shot, const std::string& with,
                                             std::optional<std::size_t> number)
{
    const auto left = [&](Errc code, std::string_view words) { return Left{context.out.fail(code, words)}; };
    const auto id = one_shot.find(with);
    if (id.has_error()) return Left{fail_finding(context, one_shot.client(), with, id.errc())};
    (void)one_shot.wait_until_quiet();
    const auto now = one_shot.client().corrected(system_now());
    const auto held = ui::held_messages(one_shot.client(), *id, now);
    if (held.empty()) return left(Errc::not_found, ui::nothing_held_words(one_shot.client(), *id));
    if (!number && held.size() > 1) tell_list(context, one_shot, *id, held);
    if (!number) number = asked_number(context, one_shot, held.size());
    if (!number) return left(Errc::not_confirmed, "Nothing was taken back.");
    if (*number < 1 || *number > held.size())
        return left(Errc::not_found, ui::no_such_held_words(*number, held.size()));
    const auto message = confirmed(context, one_shot, held[*number - 1]);
    if (!message) return left(Errc::not_confirmed, "Nothing was taken back.");
    return *message;
}

/// What `request` means.
std::variant<MessageId, Left> meant(const Context& context, OneShotClient& one_shot, const request::TakeBack& request)
{
    const auto number = ui::held_number(request.which);
    if (number || (request.which.empty() && can_ask(context)))
        return listed_message(context, one_shot, request.with, number);
    if (request.which.empty())
        return Left{context.out.fail(Errc::bad_command,
                                     "Say which message: holdfast take-back N. This numbers them: holdfast read")};
    const auto message = own_message(one_shot.client(), request.which);
    if (message.has_value()) return *message;
    return Left{context.out.fail(message.errc(),
                                 "There is no message of yours with that number or id. This numbers what can be taken "
                                 "back: holdfast read")};
}

/// Without a connection the take-back is kept, and asked for again at each login.
int fail_taking_back(const Context& context, OneShotClient& one_shot, const MessageId& message, Errc code)
{
    const auto* entry = one_shot.client().entry(message);
    if (exit_code(code) != exit_network || !entry || entry->stage != client::Stage::accepted)
        return context.out.fail(code);
    return context.out.fail(code, sentence(code) +
                                      " Whether it can still be taken back shows at the next connection; it is asked "
                                      "for then.");
}

int show_only(const Context& context, OneShotClient& one_shot, const MessageId& message)
{
    const auto* entry = one_shot.client().entry(message);
    if (!entry) return context.out.fail(Errc::not_found);
    context.out.object(ui::entry_object(*entry, one_shot.client(), context.here().now));
    context.out.lines(ui::entry_lines(*entry, one_shot.client(), context.here()));
    return exit_ok;
}

int tell_taken_back(const Context& context, OneShotClient& one_shot, const MessageId& message, bool again)
{
    const auto* taken = one_shot.newest<show::TakenBack>();
    const auto* entry = one_shot.client().entry(message);
    const auto words =
        again ? std::string{ui::phrase::taken_back_already} : ui::taken_back_words(entry, taken && taken->never_left);
    context.out.has_happened(words, exit_not_shown);
    context.out.object(ui::object_of("taken_back", entry ? std::optional{entry->conversation} : std::nullopt,
                                     {{"state", "taken_back"}, {"id", to_hex(message.view())}}));
    context.out.line(words);
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::TakeBack& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto chosen = meant(context, one_shot, request);
    if (const auto* left = std::get_if<Left>(&chosen)) return left->exit;
    const auto message = std::get<MessageId>(chosen);
    if (request.only_show) return show_only(context, one_shot, message);
    const auto done = one_shot.run(command::TakeBack{message});
    const bool again = done.has_error() && done.errc() == Errc::taken_back_already;
    if (done.has_error() && !again) return fail_taking_back(context, one_shot, message, done.errc());
    return tell_taken_back(context, one_shot, message, again);
}

}  // namespace holdfast::shell
