// Texts written in the conversation and not sent: shown, sent, changed, removed, and texts of several lines.
#include <optional>

#include "client/shell/chat/chat_commands.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

namespace command_of = client::command;
using client::DraftKind;

/// "" is the first; 0 for what is no number.
std::size_t number_in(std::string_view words)
{
    if (words.empty()) return 1;
    return ui::whole_number<std::size_t>(words).value_or(0);
}

/// "" is the first; where there is none of that number, it is said.
std::optional<client::DraftView> chosen_kept(ChatOrders& chat, std::string_view which)
{
    const auto drafts = kept_drafts(chat);
    const auto number = number_in(which);
    if (number >= 1 && number <= drafts.size()) return drafts[number - 1];
    chat.view().say(drafts.empty() ? "Nothing is kept here."
                                   : "There is no such text kept here. /drafts shows what there is.");
    return std::nullopt;
}

/// Its words come into the line; where there is no line to come into, they are a text that is kept here.
bool edit_taken_back(ChatOrders& chat, const client::Entry& entry)
{
    const auto text = ui::body_text(entry.body);
    const bool has_keys = chat.input().has_keys();
    const auto as = has_keys ? DraftKind::line : DraftKind::kept;
    if (!chat.submit(command_of::SaveDraft{chat.place(), text, as}, false)) return false;
    if (has_keys) {
        chat.input().set_line(text);
        return true;
    }
    chat.view().say(ui::sanitize_text(text));
    chat.view().say("It is kept here again: /send sends it as it is, /forget removes it. To change it, write it anew.");
    return true;
}

}  // namespace

std::vector<client::DraftView> kept_drafts(const ChatOrders& chat)
{
    auto drafts = chat.client().drafts(chat.place());
    std::erase_if(drafts, [&chat](const client::DraftView& draft) {
        const bool being_written = chat.input().has_keys() || chat.line_is_elsewhere();
        return draft.as == DraftKind::repair || (draft.as == DraftKind::line && being_written);
    });
    return drafts;
}

bool tell_drafts(ChatOrders& chat, std::string_view)
{
    chat.view().answer("Kept here", ui::draft_lines(kept_drafts(chat)));
    return true;
}

bool send_kept(ChatOrders& chat, std::string_view which)
{
    if (chat.nobody_chosen()) return true;
    const auto draft = chosen_kept(chat, which);
    if (!draft) return true;
    chat.view().quote(ui::sanitize_text(draft->text));
    chat.ask({"Send this to " + ui::sanitize_line(chat.view().partner().name) + "?",
              command_of::SendText{*chat.view().conversation(), draft->text, true, draft->number},
              "Nothing was sent; it stays here."});
    return true;
}

bool edit_kept(ChatOrders& chat, std::string_view which)
{
    if (which.empty() && (chat.has_taken_back() || kept_drafts(chat).empty()))
        if (const auto entry = chat.take_taken_back()) return edit_taken_back(chat, *entry);
    const auto draft = chosen_kept(chat, which);
    if (!draft) return true;
    if (!chat.input().has_keys()) {
        chat.view().say("Here it can be sent or removed: /send, /forget.");
        return true;
    }
    if (!chat.submit(command_of::SaveDraft{chat.place(), draft->text, DraftKind::line, draft->number}, false))
        return false;
    chat.input().set_line(draft->text);
    return true;
}

bool forget_kept(ChatOrders& chat, std::string_view which)
{
    if (which.empty()) {
        chat.view().say("Say which: /forget 1. /drafts shows what there is.");
        return true;
    }
    const auto draft = chosen_kept(chat, which);
    if (!draft) return true;
    chat.view().quote(ui::sanitize_text(draft->text));
    chat.ask({"Remove this?", ui::Forget{chat.place(), *draft}, "It stays here."});
    return true;
}

bool begin_letter(ChatOrders& chat, std::string_view)
{
    if (chat.input().has_keys()) {
        chat.view().say("Here Alt-Enter makes a new line, and a text that is pasted keeps its lines.");
        return true;
    }
    chat.keep_line();
    chat.input().set_mode(ui::mode::Letter{});
    chat.view().say("Several lines; one with a single dot ends them and sends them.");
    return true;
}

}  // namespace holdfast::shell
