#include "client/core/reading/reports.hpp"

#include <algorithm>
#include <set>

#include "client/core/evidence/receipt_evidence.hpp"
#include "client/core/messages/outbox.hpp"
#include "protocol/hours/schedule/report_window.hpp"

namespace holdfast::client {
namespace {

using namespace std::chrono_literals;

/// Between the first report of a window and the second; one longer after each. Every report that is replaced leaves a
/// key unused in the reader's ratchet, and a day of reading must stay far from the 1,000 that may be skipped.
constexpr Seconds reports_pause = 60s;
/// The last report of a window leaves this long before its end.
constexpr Seconds before_closing = 60s;
/// As many ids as fit the largest padding with room to spare; more are read in the windows after.
constexpr std::size_t max_reported = 2000;

wire::Reading reading_in(const OutItem& item)
{
    auto content = wire::decode<wire::Content>(item.content);
    require(content.has_value(), "the outbox holds what was encoded here");
    return std::get<wire::Reading>(std::move(content->body));
}

/// Others' messages that the person has seen and the relay has no report of; with what was reported in `window`.
struct Due {
    std::vector<MessageId> messages;
    bool news = false;  ///< something is in no report on its way
};

Due due_in(const State& state, const ConversationId& id, const Span& window)
{
    std::set<MessageId> on_its_way;
    const auto& outbox = state.outbox.facts();
    for (const auto* rows : {&outbox.unsent, &outbox.sent})
        for (const Row row : *rows)
            if (const auto& item = state.outbox.at(row); item.conversation == id && item.cls == wire::Class::report)
                for (const auto& message : reading_in(item).messages) on_its_way.insert(message);
    Due due;
    const auto& facts = state.entries.of(id);
    std::vector<Row> rows{facts.unreported.begin(), facts.unreported.end()};
    if (const auto repeated = facts.others_read.find(window); repeated != facts.others_read.end())
        rows.insert(rows.end(), repeated->second.begin(), repeated->second.end());
    std::ranges::sort(rows);
    for (const Row row : rows) {
        const auto& entry = state.entries.head(row);
        due.messages.push_back(entry.message);
        due.news = due.news || (!entry.read && !on_its_way.contains(entry.message));
    }
    if (due.messages.size() > max_reported)
        due.messages.erase(due.messages.begin(), due.messages.end() - static_cast<std::ptrdiff_t>(max_reported));
    return due;
}

Instant due_at(const Conversation& conversation, const Span& window, Instant now)
{
    if (conversation.reports_for != window.by || !conversation.reported || *conversation.reported > now) return now;
    const auto last = window.by - before_closing;
    if (now >= last) return *conversation.reported + reports_pause;
    return std::min(*conversation.reported + reports_pause * conversation.reports, last);
}

void drop_unsent(State& state, const ConversationId& id)
{
    const auto unsent = state.outbox.facts().unsent;
    for (const Row row : unsent)
        if (const auto& item = state.outbox.at(row); item.conversation == id && item.cls == wire::Class::report)
            state.outbox.erase(row);
}

void report(Step& step, Row row)
{
    const auto& conversation = step.state.conversations.at(row);
    const auto& schedule = step.state.hours.schedule(conversation.roster.owner, conversation.id);
    const auto open = hours::window_of_report(schedule, step.relay_now);
    if (!open) return;
    const Span window{open->begin, *open->end};
    auto due = due_in(step.state, conversation.id, window);
    if (!due.news) return;
    const auto at = step.live.ends_soon ? step.relay_now : due_at(conversation, window, step.relay_now);
    if (at > step.relay_now) return step.wake_by(at);
    drop_unsent(step.state, conversation.id);
    auto& edited = step.state.conversations.edit(row);
    edited.reports = edited.reports_for == window.by ? edited.reports + 1 : 1;
    edited.reports_for = window.by;
    edited.reported = step.relay_now;
    compose(step, edited.id, wire::Reading{std::move(due.messages)});
}

/// The first report of a message counts; later ones of the same window repeat it.
bool note_read(State& state, const Conversation& conversation, const MessageId& message, const Span& window)
{
    const auto row = state.entry_row(message);
    if (!row) return false;
    const auto& entry = state.entries.head(*row);
    if (entry.conversation != conversation.id || entry.from == conversation.roster.owner || entry.read) return false;
    state.entries.edit(*row).read = window;
    return true;
}

std::optional<Span> window_of(const State& state, const Conversation& conversation, Instant received)
{
    const auto& schedule = state.hours.schedule(conversation.roster.owner, conversation.id);
    const auto window = hours::window_of_report(schedule, received);
    if (!window) return std::nullopt;
    return Span{window->begin, *window->end};
}

}  // namespace

void send_due_reports(Step& step)
{
    if (!step.online() || !step.state.enrolled() || step.state.account->frozen) return;
    std::vector<ConversationId> news;
    const auto& facts = step.state.entries.facts();
    for (const auto& id : facts.conversations())
        if (!facts.of(id).unreported.empty()) news.push_back(id);
    for (const auto& id : news)
        if (const auto row = step.state.row_of(id); row && step.state.mine(step.state.conversations.at(*row)) &&
                                                    !step.state.takes_nothing(step.state.conversations.at(*row)))
            report(step, *row);
}

void on_report_accepted(Step& step, const OutItem& item, Instant received)
{
    const auto& conversation = *step.state.conversation(item.conversation);
    const auto window = window_of(step.state, conversation, received);
    if (!window) return;
    for (const auto& message : reading_in(item).messages) note_read(step.state, conversation, message, *window);
}

void apply_report(Step& step, const wire::Deliver& delivery, const wire::Content& content, const wire::Reading& reading)
{
    keep_report(step, delivery, content.written);
    const auto& conversation = *step.state.conversation(content.conversation);
    const auto window = window_of(step.state, conversation, delivery.received);
    if (!window) return;
    show::ReadIn read{conversation.id, *window, {}};
    for (const auto& message : reading.messages)
        if (note_read(step.state, conversation, message, *window)) read.messages.push_back(message);
    const auto undelivered = step.state.entries.of(conversation.id).undelivered;
    for (const Row row : undelivered) step.state.entries.edit(row).delivered = true;
    if (!read.messages.empty()) step.show(std::move(read));
}

}  // namespace holdfast::client
