#include "client/ui/breach_view.hpp"

#include <algorithm>

#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/spans.hpp"
#include "protocol/hours/display.hpp"

namespace holdfast::ui {
namespace {

using namespace std::chrono_literals;

/// A weekday alone names the window while it is the last one of that name.
constexpr std::chrono::days weekday_is_enough{6};

std::string words_of(const client::Span& span, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    return window_words({span.from, span.by}, zone, here);
}

/// The same behind a verb.
std::string time_of(const client::Span& span, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    return when_words(hours::Window{span.from, span.by}, zone, here);
}

/// A practice notice has come since it was noted: the times it gave do not stand.
bool has_next(const client::Broken& broken, const client::Outlook& outlook) { return broken.next && !outlook.notice; }

std::string next_words(const client::Broken& broken, const client::Outlook& outlook, const Here& here)
{
    if (broken.read_since) return "It was read in a later window.";
    if (!has_next(broken, outlook)) return "Your message is kept. " + std::string{phrase::no_reading_time};
    return "Your message is kept; the next window is " +
           window_words({broken.next->from, broken.next->by}, outlook.zone, here) + ".";
}

std::string safe_words(const client::Broken& broken, const client::Outlook& outlook, const Here& here)
{
    if (broken.read_since) return "Your messages are safe and were read in a later window.";
    if (!has_next(broken, outlook)) return "Your messages are safe. " + std::string{phrase::no_reading_time};
    return "Your messages are safe and will be read " +
           when_words(hours::Window{broken.next->from, broken.next->by}, outlook.zone, here) + ".";
}

Lines client_lines(const client::Broken& broken, const client::ConversationView& conversation,
                   const client::Outlook& outlook, const Here& here)
{
    const auto window = time_of(broken.window, outlook.zone, here);
    constexpr auto not_yours = " That is not how it should be, and it is not about what you wrote.";
    switch (broken.breach) {
        case client::Breach::not_read:
            return {capital(who(conversation)) + " was to read " + window + ", and nothing shows that it happened." +
                    not_yours + " " + next_words(broken, outlook, here)};
        case client::Breach::outage:
            return {"The practice's server was down " +
                    time_of(broken.down.value_or(broken.window), outlook.zone, here) + ". " +
                    safe_words(broken, outlook, here)};
        case client::Breach::no_reply:
            return {"A reply was promised by the end of the window of " + words_of(broken.window, outlook.zone, here) +
                    ", and none has come." + not_yours};
    }
    return {};
}

Lines therapist_lines(const client::Broken& broken, const client::ConversationView& conversation,
                      const client::Outlook& outlook, const Here& here)
{
    const auto name = sanitize_name(conversation.name);
    const auto window = time_of(broken.window, outlook.zone, here);
    const auto ways = "To speak about it: holdfast repair --with " + quoted_name(conversation.name) +
                      ", or /repair in the conversation.";
    switch (broken.breach) {
        case client::Breach::not_read:
            return {name + " was promised reading " + window + ", and none was reported.", ways};
        case client::Breach::outage:
            return {"The practice's server was down " +
                        time_of(broken.down.value_or(broken.window), outlook.zone, here) + ". " + name +
                        " was promised reading " + window + ".",
                    "To make room for it: holdfast hours extra 30m --with " + quoted_name(conversation.name)};
        case client::Breach::no_reply:
            return {name + " was promised a reply by the end of the window of " +
                        words_of(broken.window, outlook.zone, here) + ", and none was sent.",
                    ways};
    }
    return {};
}

std::string in_a_sentence(const client::Span& window, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (!zone) return words_of(window, zone, here);
    const bool recent = here.now - window.by < weekday_is_enough;
    const auto day =
        recent ? hours::show_weekday(window.from, *zone) : hours::show_instant(window.from, *zone, here.telling());
    if (!recent) return day + " to " + hours::show_clock(window.by, *zone);
    return day + " between " + hours::show_clock(window.from, *zone) + " and " + hours::show_clock(window.by, *zone);
}

/// "Tuesday's window"
std::string window_named(const client::Span& window, const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (zone && here.now - window.by < weekday_is_enough) return hours::show_weekday(window.from, *zone) + "'s window";
    return "the window of " + words_of(window, zone, here);
}

std::string listed(const std::vector<std::string>& parts)
{
    std::string all;
    for (std::size_t i = 0; i < parts.size(); ++i)
        all.append(i == 0 ? "" : i + 1 == parts.size() ? " and on " : ", on ").append(parts[i]);
    return all;
}

}  // namespace

std::string read_words(const client::ConversationView& conversation, const client::Span& window,
                       const std::optional<hours::TimeZone>& zone, const Here& here)
{
    return capital(who(conversation)) + " has read what you wrote, in " + window_named(window, zone, here) + ".";
}

Lines reading_lines(const client::ConversationView& conversation, const client::ReadingView& reading,
                    const client::Outlook& outlook, const client::Snapshot& status, const Here& here)
{
    if (conversation.mine) return {};
    Lines lines;
    if (reading.last) lines.push_back(read_words(conversation, *reading.last, outlook.zone, here));
    if (reading.unknown && status.connection != client::Connection::online) {
        auto words =
            "Whether it was read " + time_of(*reading.unknown, outlook.zone, here) + " is not known yet: no connection";
        if (status.last_online) words += "; the last one began " + instant_words(*status.last_online, {}, here);
        lines.push_back(words + ".");
    }
    return lines;
}

Lines broken_lines(const client::Broken& broken, const client::ConversationView& conversation,
                   const client::Outlook& outlook, const Here& here)
{
    auto lines = conversation.mine ? therapist_lines(broken, conversation, outlook, here)
                                   : client_lines(broken, conversation, outlook, here);
    if (broken.repaired_after) {
        lines.resize(1);  // nothing is left to be done
        lines.push_back(conversation.mine
                            ? repaired_words(*broken.repaired_after)
                            : spoken_words(conversation, broken.window, *broken.repaired_after, outlook.zone, here));
    }
    if (!conversation.mine && !broken.repaired_after)
        for (auto& line : contact_lines(outlook, here)) lines.push_back(std::move(line));
    return lines;
}

std::string repaired_words(Seconds after)
{
    const auto whole = [](auto count, std::string_view unit) { return std::to_string(count).append(unit); };
    std::string span = whole(std::chrono::duration_cast<std::chrono::minutes>(after).count(), " min");
    if (after >= 1h) span = whole(std::chrono::duration_cast<std::chrono::hours>(after).count(), " h");
    if (after >= 48h) span = whole(std::chrono::duration_cast<std::chrono::days>(after).count(), " days");
    return "Repaired after " + span + ".";
}

Lines taken_back_lines(const client::show::VerdictTakenBack& item, const client::ConversationView& conversation,
                       const client::Outlook& outlook, const Here& here)
{
    const auto window = "the window of " + words_of(item.window, outlook.zone, here);
    constexpr const char* late = ": the report of it came late.";
    if (!item.read) return {"It was said too early that " + window + " was missed. That is taken back."};
    if (conversation.mine) return {"You did read in " + window + late};
    return {capital(who(conversation)) + " did read in " + window + late};
}

Lines missed_lines(const std::vector<client::Span>& windows, const std::optional<hours::TimeZone>& zone,
                   const Here& here)
{
    if (windows.empty()) return {};
    Lines lines;
    for (const auto& window : windows)
        lines.push_back("You had a window on " + words_of(window, zone, here) + ", and did not open Holdfast in it.");
    lines.emplace_back("If somebody wrote, they have been told. To make room: holdfast hours extra 30m --all");
    return lines;
}

std::string spoken_words(const client::ConversationView& conversation, const client::Span& window, Seconds after,
                         const std::optional<hours::TimeZone>& zone, const Here& here)
{
    auto span = count_of(std::chrono::duration_cast<std::chrono::minutes>(after).count(), "minute");
    if (after >= 1h) span = count_of(std::chrono::duration_cast<std::chrono::hours>(after).count(), "hour");
    if (after >= 48h) span = count_of(std::chrono::duration_cast<std::chrono::days>(after).count(), "day");
    return capital(who(conversation)) + " has spoken about " + window_named(window, zone, here) + ", " + span +
           " after it.";
}

std::string repair_draft(const std::vector<const client::Entry*>& broken, const std::optional<hours::TimeZone>& zone,
                         const Here& here)
{
    std::vector<std::string> unread;
    std::vector<std::string> unanswered;
    for (const auto* entry : broken) {
        const auto& one = std::get<client::Broken>(entry->body);
        auto& list = one.breach == client::Breach::no_reply ? unanswered : unread;
        list.push_back(in_a_sentence(one.window, zone, here));
    }
    std::string words;
    if (!unread.empty()) words = "I said I would read what you wrote on " + listed(unread) + ", and I did not. ";
    if (!unanswered.empty())
        words += "I said I would answer by the end of my window on " + listed(unanswered) + ", and I did not. ";
    return words + "I know that you were waiting. That was mine to keep, and it was not about what you wrote.";
}

std::vector<client::Entry> told_first(const client::Client& client, const client::ConversationView& conversation)
{
    std::vector<client::Entry> first;
    if (!conversation.mine) return first;
    for (const auto* head : client.to_read_first(conversation.id)) first.push_back(client.read(*head));
    for (const auto* entry : client.unrepaired(conversation.id)) first.push_back(*entry);
    for (const auto* head : client.broken(conversation.id)) {
        if (head->shown) continue;
        auto entry = client.read(*head);
        if (std::get<client::Broken>(entry.body).breach == client::Breach::outage) first.push_back(std::move(entry));
    }
    return first;
}

bool ends_read_window(const std::vector<client::ListedEntry>& listed, std::size_t at)
{
    if (!listed[at].mine || !listed[at].read) return false;
    for (auto next = at + 1; next < listed.size(); ++next)
        if (listed[next].mine) return listed[next].read != listed[at].read;
    return true;
}

}  // namespace holdfast::ui
