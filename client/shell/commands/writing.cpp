#include "client/shell/one_shot_client.hpp"

#include "client/core/messages/blank.hpp"
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/news.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;
namespace json = boost::json;

using client::DraftKind;
using Drafts = std::vector<client::DraftView>;

template <class Item>
const Item* item_about(const OneShotClient& one_shot, const MessageId& message)
{
    for (const auto& item : one_shot.shown())
        if (const auto* one = std::get_if<Item>(&item); one && one->message == message) return one;
    return nullptr;
}

std::string too_long_words(std::size_t size)
{
    return "This text has " + std::to_string(size) + " bytes; one message may have " +
           std::to_string(wire::max_text_bytes) + ". Shorten it or send it in two parts.";
}

/// Kept, not refused: the words of the agreement, and how to send it all the same.
int fail_over_pace(const Context& context, OneShotClient& one_shot, const ConversationId& id, std::string_view text)
{
    const auto outlook = one_shot.client().outlook(id, system_now());
    if (!outlook.pace) return context.out.fail(Errc::over_pace);
    return context.out.fail(Errc::over_pace, ui::over_pace_words(*outlook.pace, text) +
                                                 " holdfast send --anyway sends it. Both are all right.");
}

int fail_writing(const Context& context, Errc code, std::size_t size)
{
    if (code == Errc::text_too_long && size > wire::max_text_bytes) return context.out.fail(code, too_long_words(size));
    return context.out.fail(code);
}

int tell_accepted(const Context& context, OneShotClient& one_shot, const show::Accepted& accepted)
{
    const auto view = one_shot.client().conversation(accepted.conversation);
    const auto outlook = one_shot.client().outlook(accepted.conversation, system_now());
    const auto words = ui::accepted_sentence(accepted, view, outlook, context.here());
    context.out.has_happened(words, exit_not_shown);
    const auto* state = accepted.held ? "held" : "released";
    auto object =
        ui::object_of(state, accepted.conversation, {{"state", state}, {"id", to_hex(accepted.message.view())}});
    object["to"] = view.name;
    ui::add_promise(object, accepted.promise);
    object["received"] = ui::time_value(accepted.received);
    object["release_at"] = ui::time_value(accepted.release_at);
    context.out.object(object);
    context.out.line(words);
    if (const auto unread = ui::unread_words(view, context.here())) context.out.line(*unread);
    if (accepted.held) context.out.lines(ui::crisis_lines(view, outlook, context.here()));
    if (const auto* differs = item_about<show::PromiseDiffers>(one_shot, accepted.message))
        context.out.lines(ui::event_lines(*differs, one_shot.client(), context.here()));
    if (!context.out.json()) tell_news(context, one_shot, {});
    return exit_ok;
}

/// Kept in the outbox: nothing is lost, and it is said what happens next.
int tell_kept(const Context& context, OneShotClient& one_shot, const show::Saved& saved, Errc reason)
{
    const auto view = one_shot.client().conversation(saved.conversation);
    const auto kept = ui::kept_words(reason, ui::phrase::kept_by_command);
    context.out.has_happened(std::string{kept}, exit_code(reason));
    auto object = ui::object_of("saved", saved.conversation,
                                {{"state", "saved"}, {"id", to_hex(saved.message.view())}, {"to", view.name}});
    ui::add_promise(object, {});  // nobody has promised to read what nobody has
    object["received"] = nullptr;
    object["error"] = ui::error_object(reason);
    context.out.object(object);
    const auto outlook = one_shot.client().outlook(saved.conversation, system_now());
    context.out.line(kept);
    context.out.lines(ui::hours_lines(view, outlook, context.here()));
    context.out.lines(ui::crisis_lines(view, outlook, context.here()));
    if (!context.out.json()) return context.out.fail(reason);
    return exit_code(reason);
}

/// How long the person's own words in an order are, for the words of an error.
std::size_t size_of(const client::Order& order)
{
    if (const auto* text = std::get_if<command::SendText>(&order)) return text->text.size();
    if (const auto* repair = std::get_if<command::Repair>(&order)) return repair->text.size();
    if (const auto* check_in = std::get_if<command::SendCheckIn>(&order)) return check_in->check_in.note.size();
    if (const auto* due = std::get_if<command::SendRhythmCheckIn>(&order)) return due->answers.check_in.note.size();
    return 0;
}

/// "With what was kept here": one after the other, whole; the first failure's exit code.
int send_kept(const Context& context, OneShotClient& one_shot, const ConversationId& id, const Drafts& kept)
{
    int code = exit_ok;
    for (const auto& draft : kept) {
        context.out.lines(ui::sanitize_text(draft.text));
        const auto sent = write_and_tell(context, one_shot, command::SendText{id, draft.text, true, draft.number});
        if (code == exit_ok) code = sent;
    }
    return code;
}

Drafts kept_texts(const client::Client& client, const ConversationId& id, bool also_begun)
{
    auto drafts = client.drafts(id);
    std::erase_if(drafts, [&](const client::DraftView& draft) {
        return draft.as == client::DraftKind::repair || (draft.as == client::DraftKind::line && !also_begun);
    });
    return drafts;
}

/// Without anything to send: what is kept here is named, and how to send it.
int fail_empty(const Context& context, const Drafts& kept)
{
    if (kept.empty()) return context.out.fail(Errc::empty_text);
    const auto count = kept.size() == 1 ? std::string{"1 text is"} : std::to_string(kept.size()) + " texts are";
    return context.out.fail(Errc::empty_text, "There is nothing to send. " + count +
                                                  " kept here from before: holdfast send --anyway sends it as it is.");
}

int send_given(const Context& context, OneShotClient& one_shot, const ConversationId& id, std::string text, bool anyway)
{
    const auto kept = kept_texts(one_shot.client(), id, false);
    if (client::is_blank(text) && anyway && !kept.empty()) return send_kept(context, one_shot, id, kept);
    if (client::is_blank(text)) return fail_empty(context, kept);
    if (const auto unusable = ui::unusable_words(text)) return context.out.fail(Errc::bad_encoding, *unusable);
    return write_and_tell(context, one_shot, command::SendText{id, std::move(text), anyway});
}

/// In the window that carries this out somebody writes a line; it stays theirs.
bool line_is_in_use(const Context& context) { return context.account && context.account->is_line_in_use(); }

/// The text that is being written, saved after each of its lines, where that of another window stays as it is.
class SavedText {
  public:
    SavedText(OneShotClient& one_shot, const ConversationId& id, DraftKind as) : one_shot_{one_shot}, id_{id}, as_{as}
    {
    }

    /// False where it cannot be saved.
    bool save(const std::string& so_far)
    {
        const auto instead_of = as_ == DraftKind::kept ? number_ : 0;
        const auto* saved = one_shot_.answer(one_shot_.submit(command::SaveDraft{id_, so_far, as_, instead_of}));
        for (const auto& draft : one_shot_.client().drafts(id_))
            if (draft.as == as_ && draft.text == so_far) number_ = draft.number;
        return !(saved && saved->error);
    }
    /// 0: nothing was saved.
    [[nodiscard]] std::uint64_t number() const noexcept { return number_; }

  private:
    OneShotClient& one_shot_;
    ConversationId id_;
    DraftKind as_;
    std::uint64_t number_ = 0;
};

/// Texts begun or kept before are shown whole, one after the other; the result is the first the person wants to send.
/// Empty where the person left.
std::optional<std::optional<client::DraftView>> offered(const Context& context, OneShotClient& one_shot,
                                                        const ConversationId& id)
{
    for (const auto& draft : kept_texts(one_shot.client(), id, !line_is_in_use(context))) {
        context.out.line("Kept here from before, not sent:");
        for (const auto& line : ui::sanitize_text(draft.text)) context.out.line("  " + line);
        const auto send =
            ask_yes_no(context, one_shot, "Send this to " + ui::who(one_shot.client().conversation(id)) + "?");
        if (!send) return std::nullopt;
        if (*send) return std::optional{draft};
        context.out.line("It stays here.");
    }
    return std::optional<client::DraftView>{};
}

/// The line being written in the open conversation makes room, and is kept.
void make_room(OneShotClient& one_shot, const ConversationId& id)
{
    for (const auto& draft : one_shot.client().drafts(id))
        if (draft.as == client::DraftKind::line)
            one_shot.submit(command::SaveDraft{id, draft.text, client::DraftKind::kept, draft.number});
}

int send_asked(const Context& context, OneShotClient& one_shot, const ConversationId& id, bool anyway)
{
    constexpr const char* words_kept = "Nothing was sent. What you wrote is kept here: holdfast send shows it again.";
    const auto before = offered(context, one_shot, id);
    if (!before) return context.out.fail(Errc::not_confirmed, words_kept);
    if (const auto& draft = *before) {
        const bool over = draft->as == client::DraftKind::kept;
        return write_and_tell(context, one_shot, command::SendText{id, draft->text, anyway || over, draft->number});
    }
    const bool in_use = line_is_in_use(context);
    if (!in_use) make_room(one_shot, id);
    const auto view = one_shot.client().conversation(id);
    context.out.lines(ui::hours_lines(view, one_shot.client().outlook(id, system_now()), context.here()));
    context.out.lines({"To " + ui::who(view) +
                       ". A line with a single dot ends your message and sends it; Ctrl-C leaves it unsent."});
    SavedText saved{one_shot, id, in_use ? DraftKind::kept : DraftKind::line};
    const auto text = ask_text(context, one_shot, [&](const std::string& so_far) { return saved.save(so_far); });
    if (!text) return context.out.fail(Errc::not_confirmed, saved.number() != 0 ? words_kept : "Nothing was sent.");
    if (const auto unusable = ui::unusable_words(*text)) return context.out.fail(Errc::bad_encoding, *unusable);
    return write_and_tell(context, one_shot, command::SendText{id, *text, anyway, saved.number()});
}

}  // namespace

int write_and_tell(const Context& context, OneShotClient& one_shot, client::Order order)
{
    const auto size = size_of(order);
    const auto* text = std::get_if<command::SendText>(&order);
    const auto given = text ? std::optional{*text} : std::nullopt;
    const auto* answer = one_shot.answer(one_shot.submit(std::move(order)));
    if (answer && answer->error == Errc::over_pace && given)
        return fail_over_pace(context, one_shot, given->conversation, given->text);
    if (answer && answer->error && answer->place) return context.out.fail(*answer->error, answer->place);
    if (answer && answer->error) return fail_writing(context, *answer->error, size);
    const auto* newest = one_shot.newest<show::Saved>();
    if (!newest) return context.out.fail(Errc::internal);
    const auto saved = *newest;
    const auto settled = one_shot.wait_until_quiet([&] {
        return item_about<show::Accepted>(one_shot, saved.message) ||
               item_about<show::NotAccepted>(one_shot, saved.message);
    });
    if (const auto* accepted = item_about<show::Accepted>(one_shot, saved.message))
        return tell_accepted(context, one_shot, *accepted);
    if (const auto* refused = item_about<show::NotAccepted>(one_shot, saved.message)) {
        if (refused->retry) return tell_kept(context, one_shot, saved, refused->reason);
        return fail_writing(context, refused->reason, size);
    }
    return tell_kept(context, one_shot, saved, settled.has_error() ? settled.errc() : Errc::timed_out);
}

int run(const Context& context, const request::Send& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto conversation = one_shot.find(request.with);
    if (conversation.has_error()) return fail_finding(context, one_shot.client(), request.with, conversation.errc());
    const bool from_person = request.text.empty() || request.text == from_stdin;
    // On a terminal Ctrl-D would send what a dot has not ended.
    if (from_person && can_ask(context)) return send_asked(context, one_shot, *conversation, request.anyway);
    // The passphrase may come first on standard input, so the text is read after the vault is open.
    auto text = given_or_stdin(context, from_person ? std::string{from_stdin} : request.text, wire::max_text_bytes);
    return send_given(context, one_shot, *conversation, std::move(text), request.anyway);
}

}  // namespace holdfast::shell
