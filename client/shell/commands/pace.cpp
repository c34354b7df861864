#include "client/shell/commands/commands.hpp"
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

}  // namespace

int run(const Context& context, const request::Pace& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto settled = one_shot.wait_until_quiet();
    const auto conversation = one_shot.find(request.with);
    if (conversation.has_error()) return fail_finding(context, one_shot.client(), request.with, conversation.errc());
    if (request.agreed) {
        const auto done = one_shot.run(client::command::AnswerPace{*conversation, *request.agreed});
        if (done.has_error() && done.errc() == Errc::not_found) return context.out.fail(done.errc(), none_proposed);
        if (done.has_error() && done.errc() == Errc::not_allowed)
            return context.out.fail(done.errc(), "The pace is yours to propose and your client's to answer.");
        if (done.has_error()) return context.out.fail(done.errc());
        context.out.has_happened("Your answer to the pace is kept and goes to your therapist.", exit_not_shown);
    }
    const auto told = tell_pace(context, one_shot.client().conversation(*conversation),
                                one_shot.client().outlook(*conversation, system_now()));
    return settled.has_error() ? context.out.fail(settled.errc()) : told;
}

}  // namespace holdfast::shell
