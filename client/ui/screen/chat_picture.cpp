// How the screen looks (chat_screen.hpp): which part has how many rows, and what of the history was visible.
#include <algorithm>
#include <utility>

#include "client/ui/breach_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/screen/chat_screen.hpp"
#include "client/ui/screen/composer.hpp"
#include "client/ui/screen/heading.hpp"

namespace holdfast::ui::screen {
namespace {

/// Lower screens do without empty rows and lines between the parts.
constexpr std::size_t roomy_from = 16;
/// Longer rows are hard to read; what is wider than this stays empty.
constexpr std::size_t widest_text = 110;
/// The fewest rows of the history that notes leave.
constexpr std::size_t least_history = 2;

constexpr std::string_view locked_words =
    "What you were writing is kept, and what you have sent goes out. Ctrl-C leaves.";
constexpr std::string_view passphrase_question = "Passphrase: ";
constexpr std::string_view list_title = "Conversations";
constexpr std::string_view list_keys = "Up and Down choose, Enter opens, Esc goes back, Ctrl-C leaves.";

std::string line_of(std::size_t width)
{
    std::string line;
    for (std::size_t i = 0; i < width; ++i) line += "─";
    return line;
}

/// Above the line being written, the last ones count most.
void keep_last(Rows& rows, std::size_t most)
{
    if (rows.size() > most) rows.erase(rows.begin(), rows.end() - static_cast<std::ptrdiff_t>(most));
}

}  // namespace

Picture ChatScreen::picture(const Here& here, Size size)
{
    here_ = here;
    screen_ = size;
    if (!is_asked()) drop_quotes();
    if (locked_) return locked_picture(size);
    if (panel_) return {panel_->rows(size), size.rows - 1, 0};
    if (listing_) return list_picture(here, size);
    return conversation_picture(here, size);
}

void ChatScreen::drop_quotes()
{
    std::erase_if(kept_, [](const KeptItem& kept) { return kept.item.kind == Item::Kind::quote; });
    fresh_ = std::min(fresh_, kept_.size());
}

Picture ChatScreen::locked_picture(Size size) const
{
    Rows rows{{{"Holdfast is locked.", bold}}};
    append(rows, flow(locked_words, size.columns, dim));
    if (!locked_->empty()) append(rows, flow(*locked_, size.columns, plain));
    if (rows.size() >= size.rows) rows.resize(size.rows - 1);
    rows.push_back({{std::string{passphrase_question}, plain}});
    Picture picture{std::move(rows), 0, passphrase_question.size()};
    picture.cursor_row = picture.rows.size() - 1;
    picture.rows.resize(size.rows);
    return picture;
}

Picture ChatScreen::list_picture(const Here& here, Size size)
{
    auto rows = title_rows(std::string{list_title}, client_.status(), here, size.columns);
    append(rows,
           flow_all(missed_lines(client_.missed(), client_.own_outlook(here.now).zone, here), size.columns, plain));
    if (rows.size() > size.rows / 2) rows.resize(std::max<std::size_t>(size.rows / 2, 1));
    if (size.rows >= roomy_from) rows.emplace_back();
    const auto keys = flow(list_keys, size.columns, dim);
    const auto below = size.rows >= roomy_from ? keys.size() : 0;
    append(rows, people_.rows(client_, {size.rows - rows.size() - below, size.columns}));
    rows.resize(size.rows - below);
    for (std::size_t row = 0; row < below; ++row) rows.push_back(keys[row]);
    return {std::move(rows), 0, 0};
}

Picture ChatScreen::conversation_picture(const Here& here, Size size)
{
    auto parts = this->parts(here, size);
    Picture picture{std::move(parts.heading), 0, 0};
    timeline_size_ = parts.timeline;
    const auto begin = picture.rows.size();
    if (conversation_) {
        auto shown = history(here, size, parts.timeline);
        // What there is stands directly above the line being written, as in a terminal.
        picture.rows.resize(begin + parts.timeline.rows - shown.rows.size());
        if (!parts.divider.empty()) parts.divider = {divider(shown, size.columns)};
        append(picture.rows, std::move(shown.rows));
    } else {
        Rows rows;
        for (const auto& item : told_) append(rows, item_rows(item, parts.timeline.columns));
        keep_last(rows, parts.timeline.rows);
        picture.rows.resize(begin + parts.timeline.rows - rows.size());
        append(picture.rows, std::move(rows));
    }
    append(picture.rows, std::move(parts.divider));
    append(picture.rows, std::move(parts.notes));
    picture.cursor_row = picture.rows.size() + parts.cursor_row;
    picture.cursor_column = parts.cursor_column;
    append(picture.rows, std::move(parts.composer));
    return picture;
}

ChatScreen::Parts ChatScreen::parts(const Here& here, Size size) const
{
    Parts parts;
    const auto width = std::min(size.columns, widest_text);
    const auto& editor = input_.editor();
    auto composer =
        compose_rows(prompt_, editor.text(), editor.cursor(), {std::max<std::size_t>(size.rows / 3, 1), width});
    parts.composer = std::move(composer.rows);
    parts.cursor_row = composer.cursor_row;
    parts.cursor_column = composer.cursor_column;
    auto left = size.rows - parts.composer.size();
    parts.heading = heading_rows(client_, conversation_, here, {std::max<std::size_t>(size.rows / 3, 1), width});
    if (parts.heading.size() > left) parts.heading.resize(left);
    left -= parts.heading.size();
    if (size.rows >= roomy_from) {
        parts.heading.push_back({{line_of(size.columns), dim}});
        parts.divider.emplace_back();
        left -= 2;
    }
    parts.notes = notes(here, width);
    keep_last(parts.notes, left > least_history ? left - least_history : 0);
    parts.timeline = {left - parts.notes.size(), width};
    return parts;
}

Rows ChatScreen::notes(const Here& here, std::size_t width) const
{
    if (search_) return search_notes(width);
    Rows rows;
    const auto& text = input_.editor().text();
    const bool is_words = !trimmed(text).empty() && (!text.starts_with('/') || text.starts_with("//"));
    if (conversation_ && is_words && !is_asked()) {
        const auto with = client_.conversation(*conversation_);
        const auto outlook = client_.outlook(*conversation_, here.now);
        if (client_.status().connection == client::Connection::online)
            append(rows, flow(before_sending(with, outlook, here), width, dim));
        if (const auto used = pace_used(with, outlook, text)) append(rows, flow(*used, width, dim));
    }
    append(rows, flow_all(line_facts_, width, is_asked() ? bold : plain));
    append(rows, flow_all(hint_, width, dim));
    return rows;
}

Rows ChatScreen::search_notes(std::size_t width) const
{
    const auto words = "\"" + sanitize_name(search_->words()) + "\"";
    std::string said = "n finds an earlier " + words + ", N a later one. Esc ends the search.";
    if (search_->is_looking()) said = "Looking for " + words + ". Esc ends the search.";
    if (search_->at_end() && search_->found() == 0) said = words + " is not in this conversation. Esc ends the search.";
    if (search_->at_end() && search_->found() != 0)
        said = "There is no other " + words + " that way. n looks earlier, N later, Esc ends the search.";
    return flow(said, width, bold);
}

Row ChatScreen::divider(const Timeline::Shown& shown, std::size_t width) const
{
    const auto* first = conversation_ ? client_.first_unseen(*conversation_) : nullptr;
    std::string words;
    if (first && !shown.places.empty() && first->number < shown.places.front().number)
        words = "New above: Alt-N";
    else if (first && shown.more_below)
        words = "New below: PgDn";
    else if (shown.more_below)
        words = "More below: PgDn";
    if (words.empty()) return {{line_of(width), dim}};
    return {{line_of(2) + " ", dim}, {words, first ? attention : dim}, {" " + line_of(width - 4 - words.size()), dim}};
}

// ---- the history ----------------------------------------------------------------------------------------------------

HistorySource ChatScreen::source(const Here& here, const Size& size) const
{
    return HistorySource{
        client_, *conversation_, here, kept_, {new_from_, search_ ? search_->found() : 0, size.rows < roomy_from}};
}

Timeline::Shown ChatScreen::history(const Here& here, const Size& screen, const Size& size)
{
    if (size.rows == 0) return {};
    const auto source = this->source(here, screen);
    keep_in_view(source, size);
    auto shown = timeline_.shown(source, size);
    note_seen(source, shown, size.columns);
    return shown;
}

/// At the end two things go before what came last: entries nobody has seen, and the begin of what was just said, such
/// as words that are to be confirmed.
void ChatScreen::keep_in_view(const HistorySource& source, const Size& size)
{
    if (!timeline_.at_end()) return;
    const auto* first = client_.first_unseen(*conversation_);
    if (first && !passed_over_) {
        if (read_to_.number < first->number) read_to_ = {first->number, 0};
        const auto shown = timeline_.shown(source, size);
        if (!shown.places.empty() && read_to_ < shown.places.front()) timeline_.to(read_to_);
        return;
    }
    std::size_t rows = 0;
    for (auto kept = kept_.size() - fresh_; kept < kept_.size(); ++kept)
        rows += item_rows(kept_[kept].item, size.columns).size();
    if (rows <= size.rows) return;
    const auto last = source.last();
    timeline_.to({last, source.rows(last, size.columns).size() - rows});
}

void ChatScreen::note_seen(const HistorySource& source, const Timeline::Shown& shown, std::size_t width)
{
    const auto* first = client_.first_unseen(*conversation_);
    if (!first || shown.places.empty()) {
        passed_over_ = passed_over_ && first;
        return;
    }
    if (new_from_ == 0 && !timeline_.at_end()) new_from_ = first->number;
    if (read_to_.number < first->number) read_to_ = {first->number, 0};
    const auto& end = shown.places.back();
    if (read_to_ < shown.places.front() || read_to_ > end) return;
    const bool whole = end.row + 1 == source.rows(end.number, width).size();
    read_to_ = whole ? Place{source.after(end.number).value_or(end.number + 1), 0} : Place{end.number, end.row + 1};
    const auto upto = whole ? end.number : source.before(end.number).value_or(0);
    if (upto >= first->number) seen_ = upto;
}

}  // namespace holdfast::ui::screen
