#include "client/ui/screen/history_source.hpp"

#include <algorithm>
#include <utility>

#include "client/core/history_facts.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/entry_view.hpp"
#include "protocol/hours/display.hpp"

namespace holdfast::ui::screen {
namespace {

constexpr std::size_t body_indent = 2;
/// So long after a message another one of the same writer needs no heading of its own.
constexpr auto in_one_breath = std::chrono::minutes{5};
/// A receipt is said below the last of the messages that share it; this many entries are looked at for that.
constexpr int looked_ahead = 30;

constexpr Style own_name{Weight::normal, Colour::own};
constexpr Style other_name{Weight::bold, Colour::other};

/// "New ─────"
Row new_row(std::size_t width)
{
    constexpr std::string_view word = "New ";
    std::string line{word};
    for (auto at = word.size(); at < width; ++at) line += "─";
    return {{std::move(line), attention}};
}

}  // namespace

Rows item_rows(const Item& item, std::size_t width)
{
    return flow_all(item.lines, width, item.kind == Item::Kind::notice ? dim : plain, 0, body_indent);
}

HistorySource::HistorySource(const client::Client& client, const ConversationId& conversation, Here here,
                             const std::vector<KeptItem>& kept, const Marks& marks)
    : client_{client},
      id_{conversation},
      here_{std::move(here)},
      kept_{kept},
      marks_{marks},
      with_{client.conversation(conversation)},
      outlook_{client.outlook(conversation, here_.now)}
{
    zone_ = here_.zone ? here_.zone : outlook_.zone;
}

// ---- which entries there are ----------------------------------------------------------------------------------------

std::optional<std::uint64_t> HistorySource::before(std::uint64_t number) const
{
    if (number == 0) return std::nullopt;
    const auto* entry = client_.before(id_, number);
    return entry ? entry->number : 0;
}

std::optional<std::uint64_t> HistorySource::after(std::uint64_t number) const
{
    const auto* entry = client_.after(id_, number);
    return entry ? std::optional{entry->number} : std::nullopt;
}

std::uint64_t HistorySource::last() const
{
    const auto* entry = client_.before(id_, client::Client::past_the_last);
    return entry ? entry->number : 0;
}

Rows HistorySource::rows(std::uint64_t number, std::size_t width) const
{
    Rows rows;
    const auto* head = number > 0 ? client_.before(id_, number + 1) : nullptr;
    if (head && head->number == number) {
        const auto* previous = client_.before(id_, number);
        rows = headings(*head, previous, width);
        append(rows, entry_rows(*head, goes_on(*head, previous), width));
    }
    const auto next = client_.after(id_, number);
    const auto first = std::ranges::lower_bound(kept_, number, {}, &KeptItem::after);
    for (auto kept = first; kept != kept_.end() && (!next || kept->after < next->number); ++kept) {
        if (!marks_.compact && (!rows.empty() || number > 0)) rows.emplace_back();
        append(rows, item_rows(kept->item, width));
    }
    return rows;
}

// ---- who and when ---------------------------------------------------------------------------------------------------

Date HistorySource::date_of(Instant t) const
{
    return zone_ ? zone_->date_of(t) : Date{std::chrono::floor<std::chrono::days>(t)};
}

std::string HistorySource::day_words(Instant t) const
{
    if (!zone_) return to_rfc3339(t).substr(0, std::string_view{"2026-03-05"}.size());
    return hours::show_date(zone_->date_of(t), *zone_, {here_.now, hours::Wording::spoken});
}

bool HistorySource::has_items_after(std::uint64_t number) const
{
    const auto first = std::ranges::lower_bound(kept_, number, {}, &KeptItem::after);
    const auto next = client_.after(id_, number);
    return first != kept_.end() && (!next || first->after < next->number);
}

bool HistorySource::goes_on(const client::ListedEntry& head, const client::ListedEntry* previous) const
{
    if (marks_.compact) return false;  // on a low screen only a heading parts two messages
    if (!previous || !previous->is_written() || !head.is_written() || head.number == marks_.new_from) return false;
    // A check-in or an answer would read as a part of the text above it.
    const bool texts = head.is<wire::Text>() && previous->is<wire::Text>();
    const bool same = texts && previous->mine == head.mine && previous->from == head.from;
    const bool soon = head.written - previous->written < in_one_breath && head.written >= previous->written;
    if (!same || !soon || date_of(head.written) != date_of(previous->written)) return false;
    const auto fate = fate_of(head);
    if (fate && fate->held) return false;  // it is taken back by its own time
    const bool as_usual = head.stage != client::Stage::saved && client::counts(head);
    return as_usual && client::counts(*previous) && !receipt(*previous) && !has_items_after(previous->number);
}

Rows HistorySource::headings(const client::ListedEntry& head, const client::ListedEntry* previous,
                             std::size_t width) const
{
    Rows rows;
    const auto gap = [&] {
        const bool below_items = !kept_.empty() && kept_.front().after < head.number;
        if (!marks_.compact && (previous || below_items || !rows.empty())) rows.emplace_back();
    };
    const auto date = date_of(head.written);
    if (!previous || date_of(previous->written) != date) {
        gap();
        append(rows, flow(day_words(head.written), width, bold));
    }
    if (head.number == marks_.new_from) {
        gap();
        rows.push_back(new_row(width));
    }
    gap();
    return rows;
}

/// Empty without any zone: then the first line of the entry says it.
Row HistorySource::who_and_when(const client::Entry& entry) const
{
    auto there = here_;
    there.zone = zone_;
    const auto heading = heading_of(entry, client_, there);
    if (!heading) return {{entry_lines(entry, client_, here_).front(), bold}};
    return {{heading->name, entry.mine ? own_name : other_name}, {"  " + heading->when, dim}};
}

Rows HistorySource::entry_rows(const client::ListedEntry& head, bool goes_on, std::size_t width) const
{
    const auto entry = client_.read(head);
    if (!head.is_written()) return flow_all(entry_lines(entry, client_, here_), width, plain, 0, body_indent);
    Rows rows;
    if (!goes_on) {
        const auto row = who_and_when(entry);
        // Rarely longer than a row: then name and time stand one below the other.
        if (columns_of(row) <= width)
            rows.push_back(row);
        else
            for (const auto& span : row)
                append(rows, flow(span.text.substr(span.text.find_first_not_of(' ')), width, span.style));
    }
    const auto style = head.number == marks_.found ? bold : plain;
    append(rows, flow_all(body_lines(entry, client_), width, style, body_indent, body_indent));
    if (const auto said = receipt(head)) append(rows, flow(*said, width, dim, body_indent, body_indent));
    return rows;
}

// ---- what became of one's own ---------------------------------------------------------------------------------------

std::optional<HistorySource::Fate> HistorySource::fate_of(const client::EntryHead& head) const
{
    const bool at_relay = head.stage == client::Stage::accepted || head.stage == client::Stage::confirmed;
    if (!head.mine || !head.received || !at_relay || head.read) return std::nullopt;
    // By the hours alone: whether the reader's device has it already is nobody's business before a report.
    Fate fate{false, client_.schedule(id_).release_at(*head.received), head.promise};
    fate.held = !fate.release || *fate.release > client_.corrected(here_.now);
    if (!fate.held) fate.release.reset();
    return fate;
}

/// True where the same is said below a later message.
bool HistorySource::is_said_below(const client::ListedEntry& head, const Fate& fate) const
{
    const auto* next = client_.after(id_, head.number);
    for (int looked = 0; next && looked < looked_ahead; ++looked, next = client_.after(id_, next->number)) {
        if (!next->mine || !next->is_written()) continue;
        if (const auto other = fate_of(*next)) return *other == fate || with_.mine;
        if (next->stage == client::Stage::accepted || next->stage == client::Stage::confirmed) return false;
    }
    return false;
}

std::optional<std::string> HistorySource::receipt(const client::ListedEntry& head) const
{
    if (client_.ends_read_window(head)) return read_words(with_, *head.read, outlook_.zone, here_);
    const auto fate = fate_of(head);
    if (!fate) return std::nullopt;
    const bool over = !fate->held && fate->promise && fate->promise->by && *fate->promise->by <= here_.now;
    const bool answered = !fate->held && with_.mine && client_.after(id_, head.number);
    if (over || answered || is_said_below(head, *fate)) return std::nullopt;
    return accepted_sentence({id_, head.message, *head.received, fate->held, fate->promise, fate->release}, with_,
                             outlook_, here_);
}

}  // namespace holdfast::ui::screen
