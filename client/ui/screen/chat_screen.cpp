// What happens on the screen; how it looks is in chat_picture.cpp.
#include "client/ui/screen/chat_screen.hpp"

#include <algorithm>

#include "client/ui/input/completion.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/screen/composer.hpp"

namespace holdfast::ui::screen {
namespace {

using What = Key::What;

/// What was said longer ago in a sitting stands no more.
constexpr std::size_t most_kept = 200;
/// Rows of a page that stay in sight on the next one.
constexpr std::size_t shared_rows = 2;

}  // namespace

// ---- what there is to show ------------------------------------------------------------------------------------------

void ChatScreen::open(const std::optional<ConversationId>& id)
{
    conversation_ = id;
    kept_.clear();
    fresh_ = 0;
    search_.reset();
    timeline_.to_end();
    passed_over_ = false;
    const auto* first = id ? client_.first_unseen(*id) : nullptr;
    new_from_ = first ? first->number : 0;
    read_to_ = {new_from_, 0};
    if (!id) return;
    people_.select(*id);
    listing_ = false;
    // What was said before belongs to the one conversation there is, or to none.
    if (client_.conversations().size() > 1) told_.clear();
    for (auto& item : std::exchange(told_, {})) add(item);
}

void ChatScreen::add(const Item& item)
{
    if (item.kind == Item::Kind::entry || item.kind == Item::Kind::receipt) return;
    if (item.kind == Item::Kind::answer) {
        panel_.emplace(item);
        return;
    }
    if (!conversation_) {
        if (!listing_) told_.push_back(item);
        return;
    }
    const auto* last = client_.before(*conversation_, client::Client::past_the_last);
    const auto after = std::max(last ? last->number : 0, kept_.empty() ? 0 : kept_.back().after);
    kept_.push_back({after, item});
    if (kept_.size() > most_kept) kept_.erase(kept_.begin());
    fresh_ = std::min(fresh_ + 1, kept_.size());
    timeline_.to_end();
}

void ChatScreen::show_list()
{
    if (client_.conversations().size() < 2) return;
    listing_ = true;
    told_.clear();
}

void ChatScreen::lock(std::string safe)
{
    kept_.clear();
    fresh_ = 0;
    told_.clear();
    panel_.reset();
    search_.reset();
    hint_.clear();
    locked_ = std::move(safe);
}

void ChatScreen::unlock(const std::optional<ConversationId>& id)
{
    locked_.reset();
    open(id);
    if (!id) show_list();
}

void ChatScreen::search(std::string_view words) { search_.emplace(*conversation_, words); }

bool ChatScreen::look_on()
{
    if (!search_ || !search_->is_looking()) return false;
    if (const auto found = search_->look(client_)) {
        timeline_.to({*found, 0});
        passed_over_ = true;
    }
    return search_->is_looking();
}

// ---- keys -----------------------------------------------------------------------------------------------------------

bool ChatScreen::press(const Key& key)
{
    hint_.clear();
    fresh_ = 0;
    if (key.what == What::suspend) return wish_ = wish::Suspend{}, true;
    if (key.what == What::redraw) return wish_ = wish::Repaint{}, true;
    if (key.what == What::lock) return wish_ = wish::Lock{}, true;
    if (panel_) {
        const auto outcome = panel_->press(key);
        if (outcome != Panel::Outcome::stays) panel_.reset();
        if (outcome != Panel::Outcome::typed_on) return true;
    }
    if (listing_) return press_in_list(key);
    if (search_ && press_in_search(key)) return true;
    return press_in_conversation(key);
}

/// Ctrl-C and Ctrl-D leave the program, as they do in a conversation.
bool ChatScreen::press_in_list(const Key& key)
{
    if (key.what == What::interrupt || key.what == What::end_of_input) return false;
    switch (people_.press(key, client_)) {
        case PeopleList::Outcome::stays: break;
        case PeopleList::Outcome::left: listing_ = !conversation_; break;
        case PeopleList::Outcome::chosen:
            listing_ = false;
            if (const auto id = people_.selected(client_)) wish_ = wish::Open{*id};
    }
    return true;
}

/// Whoever types on has ended the search: what they type stands in the line.
bool ChatScreen::press_in_search(const Key& key)
{
    if (scroll(key)) return true;
    const bool is_text = key.what == What::text;
    if (is_text && key.text == "n") return search_->older(), true;
    if (is_text && key.text == "N") return search_->newer(), true;
    if (is_text || key.what == What::escape || key.what == What::interrupt || key.what == What::enter) search_.reset();
    return !is_text;
}

bool ChatScreen::press_in_conversation(const Key& key)
{
    if (scroll(key)) return true;
    switch (key.what) {
        case What::up: return move_up();
        case What::down: return move_down();
        case What::tab: return complete();
        case What::edit_outside:
            if (!is_asked()) wish_ = wish::EditOutside{};
            return true;
        case What::escape:
            if (is_asked() || std::holds_alternative<mode::Repair>(input_.mode())) return false;
            timeline_.at_end() ? show_list() : timeline_.to_end();
            return true;
        case What::enter:
            if (!trimmed(input_.editor().text()).empty()) timeline_.to_end();
            return false;
        default: return false;
    }
}

bool ChatScreen::scroll(const Key& key)
{
    const auto page = static_cast<int>(timeline_size_.rows > shared_rows ? timeline_size_.rows - shared_rows : 1);
    switch (key.what) {
        case What::page_up: scroll_by(-page); return true;
        case What::page_down: scroll_by(page); return true;
        case What::row_up: scroll_by(-1); return true;
        case What::row_down: scroll_by(1); return true;
        case What::top: timeline_.to_begin(); return true;
        case What::bottom:
            timeline_.to_end();
            passed_over_ = true;
            return true;
        case What::first_new: go_to_new(); return true;
        default: return false;
    }
}

void ChatScreen::scroll_by(int rows)
{
    if (!conversation_) return;
    timeline_.scroll(source(here_, screen_), timeline_size_, rows);
    passed_over_ = true;
}

/// To what is not read yet, or else to where the newest began.
void ChatScreen::go_to_new()
{
    const auto* first = conversation_ ? client_.first_unseen(*conversation_) : nullptr;
    if (first && new_from_ < first->number) new_from_ = first->number;
    if (first || new_from_ > 0) timeline_.to({first ? first->number : new_from_, 0});
}

bool ChatScreen::move_up()
{
    const auto& editor = input_.editor();
    const ComposerRows rows{editor.text(), composer_width(prompt_, timeline_size_.columns)};
    if (const auto above = rows.above(editor.cursor()))
        input_.move_cursor(*above);
    else if (!is_asked())
        input_.recall_earlier();
    return true;
}

bool ChatScreen::move_down()
{
    const auto& editor = input_.editor();
    const ComposerRows rows{editor.text(), composer_width(prompt_, timeline_size_.columns)};
    if (const auto below = rows.below(editor.cursor()))
        input_.move_cursor(*below);
    else if (!is_asked())
        input_.recall_later();
    return true;
}

/// False where there is nothing to complete: then Tab is a blank as elsewhere.
bool ChatScreen::complete()
{
    const auto& editor = input_.editor();
    if (!editor.text().starts_with('/') || editor.cursor() != editor.text().size()) return false;
    std::vector<std::string> people;
    for (const auto& one : client_.conversations()) people.push_back(one.name);
    const auto done = completed(editor.text(), commands_, people);
    input_.set_line(done.line);
    if (!done.choices.empty()) hint_ = {listed_names(done.choices, "or")};
    return true;
}

}  // namespace holdfast::ui::screen
