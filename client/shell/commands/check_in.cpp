#include "client/ui/input/check_in_questions.hpp"

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/one_shot_client.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/rhythm/due_questions.hpp"
#include "client/ui/rhythm/rhythm_view.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

constexpr const char* answers_kept =
    "Nothing was sent. Your answers are kept here: holdfast check-in goes on with them.";

hours::Placed<wire::CheckIn> check_in_from(const request::CheckIn& request)
{
    wire::CheckIn check_in;
    for (const auto& text : request.ratings) {
        auto rating = parse_rating(text);
        if (rating.has_error()) return hours::PlacedError{rating.errc(), 0, bad_rating_words(text, rating.errc())};
        check_in.ratings.push_back(std::move(*rating));
    }
    check_in.feelings = request.feelings;
    check_in.note = request.note;
    return check_in;
}

/// Each answer is kept as it is given. Empty when the person leaves.
std::optional<wire::CheckIn> asked_check_in(const Context& context, OneShotClient& one_shot, const ConversationId& id)
{
    ui::CheckInQuestions questions{one_shot.client().check_in_draft(id)};
    const auto keep = [&] { static_cast<void>(one_shot.submit(command::SaveCheckIn{id, questions.check_in()})); };
    if (!ask_all(context, one_shot, questions, keep)) return std::nullopt;
    return questions.check_in();
}

/// Shown whole, and confirmed.
bool is_confirmed(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                  const wire::CheckIn& check_in)
{
    if (check_in == wire::CheckIn{}) return true;  // whose refusal says so
    for (const auto& line : ui::body_lines(check_in)) context.out.line("  " + line);
    if (context.options.yes) return true;
    return ask_yes_no(context, one_shot, "Send this to " + ui::who(one_shot.client().conversation(id)) + "?")
        .value_or(false);
}

// ---- the check-in that is due ---------------------------------------------------------------------------------------

/// The one that a client can answer now.
std::optional<client::DueView> due_now(OneShotClient& one_shot, const ConversationId& id)
{
    if (one_shot.client().conversation(id).mine) return std::nullopt;
    auto due = one_shot.client().due_check_in(id, system_now());
    return due && !due->answered ? due : std::nullopt;
}

/// As asked_check_in(), by what was agreed.
std::optional<wire::RhythmCheckIn> asked_due(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                                             const client::DueView& due)
{
    ui::DueQuestions questions{due, one_shot.client().due_draft(id)};
    const auto keep = [&] { static_cast<void>(one_shot.submit(command::SaveRhythmCheckIn{id, questions.answers()})); };
    if (!ask_all(context, one_shot, questions, keep)) return std::nullopt;
    return questions.answers();
}

/// Its time may have passed while it was asked; then the note is offered with the next one.
int send_due(const Context& context, OneShotClient& one_shot, const ConversationId& id, wire::RhythmCheckIn answers)
{
    return write_and_tell(context, one_shot, command::SendRhythmCheckIn{id, std::move(answers)});
}

int give_due(const Context& context, OneShotClient& one_shot, const ConversationId& id, const client::DueView& due)
{
    context.out.line("The check-in for " +
                     ui::instant_words(due.due, hours::TimeZone::find(due.version.terms.zone).value(), context.here()) +
                     ". Each answer can be left out. Ctrl-C leaves it unsent, and keeps what you answered.");
    const auto answers = asked_due(context, one_shot, id, due);
    const bool any = answers && answers->check_in != wire::CheckIn{};
    if (answers && !any) return context.out.fail(Errc::empty_text, "Nothing was answered, so nothing was sent.");
    if (!answers || !is_confirmed(context, one_shot, id, answers->check_in))
        return context.out.fail(Errc::not_confirmed,
                                one_shot.client().due_draft(id) ? answers_kept : "Nothing was sent.");
    return send_due(context, one_shot, id, *answers);
}

/// By the names of what is asked, without questions.
int give_named(const Context& context, OneShotClient& one_shot, const ConversationId& id,
               const request::CheckIn& request, const wire::CheckIn& given)
{
    const auto due = due_now(one_shot, id);
    if (!due || (request.due_at && to_rfc3339(due->due) != *request.due_at)) return context.out.fail(Errc::not_due);
    const auto answers = ui::answers_by_name(*due, given);
    if (answers.has_error()) return context.out.fail(answers.errc());
    return send_due(context, one_shot, id, *answers);
}

}  // namespace

int run(const Context& context, const request::CheckIn& request)
{
    // Flags are looked at before the vault is opened; questions are asked after the passphrase.
    const bool asks = request.ratings.empty() && request.feelings.empty() && request.note.empty();
    auto check_in = check_in_from(request);
    if (!check_in) return context.out.fail(check_in.error().code, check_in.error());
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto conversation = one_shot.find(request.with);
    if (conversation.has_error()) return fail_finding(context, one_shot.client(), request.with, conversation.errc());
    if (check_in->note == from_stdin) check_in->note = given_or_stdin(context, check_in->note, wire::max_text_bytes);
    if (asks && !request.free)
        if (const auto due = due_now(one_shot, *conversation)) return give_due(context, one_shot, *conversation, *due);
    if (request.due) {
        if (asks) return context.out.fail(Errc::not_due);
        return give_named(context, one_shot, *conversation, request, *check_in);
    }
    if (asks) {
        auto answers = asked_check_in(context, one_shot, *conversation);
        if (!answers || !is_confirmed(context, one_shot, *conversation, *answers)) {
            const bool any = one_shot.client().check_in_draft(*conversation) != wire::CheckIn{};
            return context.out.fail(Errc::not_confirmed, any ? answers_kept : "Nothing was sent.");
        }
        *check_in = *std::move(answers);
    }
    return write_and_tell(context, one_shot, command::SendCheckIn{*conversation, *std::move(check_in)});
}

}  // namespace holdfast::shell
