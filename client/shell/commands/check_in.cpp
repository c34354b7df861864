#include "client/ui/input/check_in_questions.hpp"

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/one_shot_client.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/entry_view.hpp"
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
    while (!questions.done()) {
        const auto answer = ask_line(context, one_shot, questions.question(), {});
        if (!answer) {
            questions.add_unfinished(unfinished_answer(one_shot));
            static_cast<void>(one_shot.submit(command::SaveCheckIn{id, questions.check_in()}));
            return std::nullopt;
        }
        context.out.lines(questions.answer(*answer));
        static_cast<void>(one_shot.submit(command::SaveCheckIn{id, questions.check_in()}));
    }
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
