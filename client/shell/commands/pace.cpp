// The pace of a conversation: shown, and answered by the client as it was shown.
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/pace_view.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

constexpr const char* none_proposed = "No pace is proposed.";

int tell_pace(const Context& context, const client::ConversationView& view, const client::Outlook& outlook)
{
    context.out.object(ui::outlook_object(view, outlook));
    auto lines = ui::pace_lines(view, outlook);
    if (lines.empty() && outlook.pace) lines.push_back("You would rather not keep to a pace, so none holds.");
    if (lines.empty()) lines.emplace_back(none_proposed);
    if (const auto left = ui::pace_left(view, outlook)) lines.push_back(*left);
    context.out.lines(lines);
    return exit_ok;
}

/// How a script says which pace it has read.
std::string pace_options(const wire::Pace& pace)
{
    std::string words;
    if (pace.messages > 0) words += " --messages " + std::to_string(pace.messages);
    if (pace.characters > 0) words += " --characters " + std::to_string(pace.characters);
    return words;
}

bool names_pace(const request::Pace& request, const wire::Pace& pace)
{
    return request.messages.value_or(0) == pace.messages && request.characters.value_or(0) == pace.characters;
}

/// That this pace is the one the person has read: by its numbers, or shown here. Empty when it is.
std::optional<int> unread_pace(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                               const wire::Pace& pace, const request::Pace& request)
{
    if (request.messages || request.characters) {
        if (names_pace(request, pace)) return std::nullopt;
        return context.out.fail(Errc::not_confirmed, "The pace that is proposed is " + ui::pace_words(pace) +
                                                         " now. Nothing was answered. To read it: holdfast pace");
    }
    if (!can_ask(context))
        return context.out.fail(Errc::not_confirmed,
                                "Nothing was answered. Read the pace first (holdfast pace), and say which one you have "
                                "read:" +
                                    pace_options(pace));
    context.out.lines(ui::proposed_lines(one_shot.client().conversation(id), pace));
    if (ask_yes_no(context, one_shot, ui::pace_question(*request.agreed)).value_or(false)) return std::nullopt;
    return context.out.fail(Errc::not_confirmed, "Nothing was answered.");
}

/// The answer goes to the pace that was read, even when another one comes meanwhile. Empty once it is given.
std::optional<int> answer_pace(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                               const request::Pace& request)
{
    const auto proposed = [&] { return one_shot.client().outlook(id, system_now()).pace; };
    if (one_shot.client().conversation(id).mine)
        return context.out.fail(Errc::not_allowed, "The pace is yours to propose and your client's to answer.");
    const auto read = proposed();
    if (!read) return context.out.fail(Errc::not_found, none_proposed);
    if (const auto stays = unread_pace(context, one_shot, id, read->pace, request)) return stays;
    const auto now = proposed();
    if (!now || now->pace != read->pace)
        return context.out.fail(Errc::not_confirmed,
                                "Another pace has come meanwhile. Nothing was answered. To read it: holdfast pace");
    const auto done = one_shot.run(client::command::AnswerPace{id, *request.agreed});
    if (done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("Your answer to the pace is kept and goes to your therapist.", exit_not_shown);
    return std::nullopt;
}

}  // namespace

int run(const Context& context, const request::Pace& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto settled = one_shot.wait_until_quiet();
    const auto conversation = one_shot.find(request.with);
    if (conversation.has_error()) return fail_finding(context, one_shot.client(), request.with, conversation.errc());
    if (request.agreed)
        if (const auto ended = answer_pace(context, one_shot, *conversation, request)) return *ended;
    const auto told = tell_pace(context, one_shot.client().conversation(*conversation),
                                one_shot.client().outlook(*conversation, system_now()));
    return settled.has_error() ? context.out.fail(settled.errc()) : told;
}

}  // namespace holdfast::shell
