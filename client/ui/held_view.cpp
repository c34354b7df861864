#include "client/ui/held_view.hpp"

#include <algorithm>

#include "client/ui/entry_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/spans.hpp"
#include "client/ui/view.hpp"

namespace holdfast::ui {
namespace {

/// The beginning of a message by which its writer knows it again.
constexpr std::size_t beginning_columns = 50;
/// What is longer is the beginning of an id.
constexpr std::size_t most_digits = 3;

std::string beginning_of(const client::EntryBody& body)
{
    const auto lines = body_lines(body);
    const auto shown = fit(lines.front(), beginning_columns);
    return lines.size() > 1 && !shown.ends_with("…") ? shown + " …" : shown;
}

/// When the gate lets a message through; empty where it has, or where nothing is known of it.
struct Gate {
    bool holds = false;
    std::optional<Instant> until;
};

Gate gate_of(const client::Client& client, const client::EntryHead& entry, Instant now)
{
    const auto& schedule = client.schedule(entry.conversation);
    if (entry.stage != client::Stage::accepted || entry.delivered || entry.read || !entry.received) return {};
    if (schedule.is_open(now)) return {};
    const auto opens = schedule.release_at(*entry.received);
    if (!opens || *opens > now) return {true, opens};
    // It went out, and came back unread when the hours closed; a reply, once it is out, does not.
    const bool came_back = entry.promise && entry.promise->from > now;
    if (came_back && !client.conversation(entry.conversation).mine) return {true, schedule.release_at(now)};
    return {};
}

/// True where all go out at the same time, which can be said once.
bool is_one_time(const std::vector<HeldMessage>& held)
{
    return std::ranges::all_of(held, [&](const HeldMessage& one) {
        return one.until == held.front().until && one.entry.stage == held.front().entry.stage;
    });
}

std::string state_words(const HeldMessage& one, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (one.entry.stage == client::Stage::saved) return "not sent yet";
    if (one.suspended) return "held; no reading time is set";
    if (!one.until) return "held; no opening is set";
    return "held until " + instant_words(*one.until, zone, here);
}

}  // namespace

bool is_held(const client::Client& client, const client::EntryHead& entry, Instant now)
{
    return gate_of(client, entry, now).holds;
}

std::vector<HeldMessage> held_messages(const client::Client& client, const ConversationId& conversation, Instant now)
{
    std::vector<HeldMessage> held;
    const bool suspended = is_suspended(client.conversation(conversation), client.outlook(conversation, now));
    for (const auto& entry : client.on_their_way(conversation)) {
        const auto gate = gate_of(client, entry, now);
        if (gate.holds || entry.stage == client::Stage::saved)
            held.push_back({client.read(entry), suspended ? std::nullopt : gate.until, suspended});
    }
    return held;
}

Lines held_lines(const std::vector<HeldMessage>& held, const std::optional<hours::TimeZone>& zone,
                 std::string_view command, const Here& here)
{
    if (held.empty()) return {};
    const bool once = is_one_time(held);
    auto first = count_of(static_cast<std::int64_t>(held.size()), "message") + " of yours " +
                 (held.size() == 1 ? "is " : "are ");
    first += once ? state_words(held.front(), zone, here) : std::string{"not out yet"};
    Lines lines{first + ":"};
    for (std::size_t i = 0; i < held.size(); ++i)
        lines.push_back("  " + std::to_string(i + 1) + ". " + instant_words(held[i].entry.written, {}, here) +
                        (once ? "" : ", " + state_words(held[i], zone, here)) + ": " +
                        beginning_of(held[i].entry.body));
    lines.push_back("To take one back: " + std::string{command} + " " + std::to_string(held.size()));
    return lines;
}

std::optional<std::size_t> held_number(std::string_view words)
{
    if (words.empty() || words.size() > most_digits) return std::nullopt;
    return whole_number<std::size_t>(words);
}

std::string no_such_held_words(std::size_t number, std::size_t held)
{
    if (held == 0) return "There is nothing to take back.";
    return "There is no number " + std::to_string(number) + ": " +
           count_of(static_cast<std::int64_t>(held), "message") + " of yours " + (held == 1 ? "is" : "are") +
           " held, numbered from 1.";
}

}  // namespace holdfast::ui
