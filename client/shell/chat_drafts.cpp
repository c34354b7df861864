// Texts written in the conversation and not sent: kept, shown, sent, changed, removed, and texts of several lines.
#include <charconv>

#include "client/shell/chat.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

namespace command_of = client::command;
using client::DraftKind;

/// "" is the first; 0 for what is no number.
std::size_t number_in(std::string_view words)
{
    if (words.empty()) return 1;
    std::size_t number = 0;
    const auto [end, failed] = std::from_chars(words.data(), words.data() + words.size(), number);
    return failed == std::errc{} && end == words.data() + words.size() ? number : 0;
}

constexpr const char* none_kept = "There is no such text kept here. /drafts shows what there is.";

}  // namespace

/// A repair that was begun comes back with /repair; on a terminal the line being written stands in the line.
std::vector<client::DraftView> Chat::kept() const
{
    auto drafts = client_.drafts(place());
    std::erase_if(drafts, [this](const client::DraftView& draft) {
        return draft.as == DraftKind::repair || (draft.as == DraftKind::line && terminal_);
    });
    return drafts;
}

void Chat::tell_kept()
{
    const auto count = kept().size();
    if (count == 0) return;
    screen_->print({(count == 1 ? std::string{"1 text is"} : std::to_string(count) + " texts are") +
                    " kept here, not sent. /drafts shows what; /send sends the first."});
}

void Chat::tell_drafts()
{
    const auto drafts = kept();
    if (drafts.empty()) screen_->print({"Nothing is kept here; all you wrote has been sent."});
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        auto lines = ui::sanitize_text(drafts[i].text);
        for (auto& line : lines) line.insert(0, "   ");
        lines.insert(lines.begin(), std::to_string(i + 1) + ":");
        screen_->print(lines);
    }
}

/// "" is the first; where there is none of that number, it is said.
std::optional<client::DraftView> Chat::chosen_kept(std::string_view which) const
{
    const auto drafts = kept();
    const auto number = number_in(which);
    if (number >= 1 && number <= drafts.size()) return drafts[number - 1];
    screen_->print({drafts.empty() ? "Nothing is kept here." : none_kept});
    return std::nullopt;
}

bool Chat::edit_kept(std::string_view which)
{
    const auto draft = chosen_kept(which);
    if (!draft) return true;
    if (!terminal_) return screen_->print({"Here it can be sent or removed: /send, /forget."}), true;
    if (!submit(command_of::SaveDraft{place(), draft->text, DraftKind::line, draft->number}, false)) return false;
    editor_.set(draft->text);
    return true;
}

bool Chat::keep_unaddressed(const std::string& text)
{
    if (!submit(command_of::SaveDraft{{}, text, DraftKind::kept})) return false;
    unsendable_ = !terminal_;
    screen_->print({"Kept here, not sent: nobody is chosen yet. " + std::string{ui::phrase::with_whom}});
    return true;
}

/// Another line that was being written is kept beside it.
void Chat::line_makes_room()
{
    for (const auto& draft : client_.drafts(place()))
        if (draft.as == DraftKind::line)
            loop_.submit(command_of::SaveDraft{place(), draft.text, DraftKind::kept, draft.number});
}

void Chat::begin_letter()
{
    if (terminal_)
        return screen_->print(
            {"Here a text that is pasted keeps its lines. Line by line: holdfast --plain, or "
             "holdfast send."});
    line_makes_room();
    letter_.emplace();
    screen_->print({"Several lines; one with a single dot ends them and sends them."});
}

/// Saved with each line, so that nothing is lost whatever happens; sent by the dot alone.
void Chat::letter_line(std::string line)
{
    if (!letter_->add(std::move(line))) {
        if (submit(command_of::SaveDraft{place(), letter_->text()}, false)) return;
        screen_->print({"The text ends here and is not sent; what came before is kept: /drafts"});
        letter_.reset();
        return;
    }
    static_cast<void>(send(letter_->text()));  // what is refused is a draft
    letter_.reset();
}

/// The line of a command that gave no order of its own ends here.
void Chat::end_command_line(const ConversationId& in, std::string_view line)
{
    const auto stored = client_.draft(in);
    const bool is_command = stored.starts_with('/') && !stored.starts_with("//");
    if (is_command && line.starts_with(stored)) loop_.submit(command_of::SaveDraft{in, {}});
}

bool Chat::leaves_unsent() const { return letter_ ? !letter_->text().empty() : !editor_.text().empty(); }

}  // namespace holdfast::shell
