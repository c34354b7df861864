#include "client/ui/rhythm/rhythm_view.hpp"

#include <algorithm>

#include "client/ui/agreement_view.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::ui {
namespace {

constexpr std::uint8_t every_day = 127;

/// "a", "a and b", "a, b and c"
std::string one_after_another(const Lines& parts)
{
    std::string text;
    for (std::size_t i = 0; i < parts.size(); ++i)
        text += (i == 0 ? "" : i + 1 == parts.size() ? " and " : ", ") + parts[i];
    return text;
}

std::string days_words(std::uint8_t days)
{
    if (days == every_day) return "Every day";
    Lines names;
    for (unsigned day = 0; day < 7; ++day)
        if (((unsigned{days} >> day) & 1U) != 0) names.push_back(day_name(day + 1));
    return one_after_another(names);
}

/// "sleep: How did you sleep? 0: not at all, 10: well"
std::string rhythm_item_words(const wire::RhythmItem& item)
{
    auto text = sanitize_line(item.name) + ", 0 to " + std::to_string(wire::rhythm_highest);
    if (!item.question.empty()) text += ": " + sanitize_line(item.question);
    if (!item.low.empty()) text += " (0: " + sanitize_line(item.low) + ")";
    if (!item.high.empty()) text += " (" + std::to_string(wire::rhythm_highest) + ": " + sanitize_line(item.high) + ")";
    return text;
}

std::optional<hours::TimeZone> rhythm_zone(const std::string& name)
{
    auto zone = hours::TimeZone::find(name);
    if (zone.has_error()) return std::nullopt;
    return *zone;
}

std::string due_words(Instant due, const std::string& zone, const Here& here)
{
    return instant_words(due, rhythm_zone(zone), here);
}

std::string plain_due_words(Instant due, const client::RhythmView& version, const Here& here)
{
    return due_words(due, version.terms.zone, here);
}

void append_lines(Lines& lines, Lines more)
{
    for (auto& line : more) lines.push_back(std::move(line));
}

/// What a client does next, or when.
void append_due(Lines& lines, const client::Client& client, const ConversationId& id, std::string_view give,
                const Here& here)
{
    const auto due = client.due_check_in(id, here.now);
    const bool mine = client.conversation(id).mine;
    if (due && !mine) {
        const auto when = plain_due_words(due->due, due->version, here);
        lines.push_back(due->answered ? "The check-in for " + when + " is answered."
                                      : "The check-in for " + when + " can be answered now: " + std::string{give});
    }
    const auto next = client.next_check_in(id, here.now);
    const auto rhythm = client.rhythm(id);
    if (next && rhythm) lines.push_back("The next check-in: " + plain_due_words(*next, *rhythm, here) + ".");
    if (rhythm && !rhythm_zone(rhythm->terms.zone))
        lines.emplace_back("This device does not know that time zone, so it cannot say when the next one is due.");
}

}  // namespace

std::string rhythm_times(const wire::RhythmTerms& terms)
{
    Lines times;
    for (const auto minute : terms.times) times.push_back(time_of_day(minute));
    auto text = days_words(terms.days) + " at " + one_after_another(times) + " (" + sanitize_line(terms.zone) + ")";
    if (terms.minutes > 0)
        text += ", about " + std::to_string(terms.minutes) + (terms.minutes == 1 ? " minute" : " minutes");
    return text;
}

Lines rhythm_lines(const wire::RhythmTerms& terms)
{
    Lines lines{rhythm_times(terms)};
    for (std::size_t i = 0; i < terms.items.size(); ++i)
        lines.push_back("  " + std::to_string(i + 1) + ". " + rhythm_item_words(terms.items[i]));
    if (terms.asks_feelings) {
        Lines feelings;
        for (const auto& one : terms.feelings) feelings.push_back(sanitize_line(one));
        lines.push_back("  Feelings: " + (feelings.empty() ? "in words of one's own"
                                                           : one_after_another(feelings) + ", or words of one's own"));
    }
    if (terms.asks_note) lines.emplace_back("  A note, if there is more to say");
    return lines;
}

std::string rhythm_state(const client::RhythmView& version, const client::ConversationView& with,
                         std::string_view answer, const Here& here)
{
    const auto other = capital(who(with));
    switch (version.stage) {
        case client::RhythmStage::proposed:
            return version.mine ? "You proposed this. " + other + " has not answered yet."
                                : other + " proposes this. To answer: " + std::string{answer};
        case client::RhythmStage::set_aside: return "Not answered; another proposal came after it.";
        case client::RhythmStage::declined:
            return version.mine ? other + " would rather not." : "You said that you would rather not.";
        case client::RhythmStage::withdrawn: return "Withdrawn.";
        case client::RhythmStage::in_force:
            if (!version.from) return "Agreed by both; it begins once your hours open.";
            return "Agreed by both, from " + instant_words(*version.from, {}, here) + " on.";
        case client::RhythmStage::replaced: return "Until " + instant_words(*version.to, {}, here) + ".";
        case client::RhythmStage::ended:
            return (version.ended_by_me ? "You ended it, " : other + " ended it, ") +
                   instant_words(*version.to, {}, here) + ".";
    }
    return {};
}

Lines rhythms_lines(const client::Client& client, const ConversationId& id, std::string_view answer,
                    std::string_view give, const Here& here)
{
    const auto with = client.conversation(id);
    const auto all = client.rhythms(id);
    const auto rhythm = client.rhythm(id);
    Lines lines;
    if (rhythm) {
        lines = rhythm_lines(rhythm->terms);
        lines.front().insert(0, "Check-ins: ");
        lines.push_back(rhythm_state(*rhythm, with, answer, here));
        append_due(lines, client, id, give, here);
    }
    if (all.empty() || (rhythm && rhythm->hash == all.back().hash)) return lines;
    const auto& newest = all.back();
    if (rhythm && newest.stage != client::RhythmStage::proposed && newest.stage != client::RhythmStage::declined)
        return lines;
    if (rhythm) lines.emplace_back("What is above stays until another one is agreed to. The newest proposal:");
    auto proposed = rhythm_lines(newest.terms);
    proposed.front().insert(0, "Check-ins: ");
    append_lines(lines, std::move(proposed));
    lines.push_back(rhythm_state(newest, with, answer, here));
    return lines;
}

std::string check_in_due_words(const client::show::CheckInDue& due, std::string_view with, const Here& here)
{
    const auto whose = with.empty() ? std::string{} : " with " + sanitize_name(with);
    return "Your check-in" + whose + " for " + due_words(due.due, due.zone, here) +
           " can be answered now: " + std::string{phrase::give_check_in};
}

std::string no_check_in_words(const client::NoCheckIn& none, const Here& here)
{
    const auto words = [&](Instant due) { return due_words(due, none.zone, here); };
    if (none.dues.size() == 1) return "No check-in for " + words(none.dues.front()) + ".";
    const auto last = words(none.dues.back());
    if (none.dues.size() == 2) return "No check-ins for " + words(none.dues.front()) + ", and " + last + ".";
    return "No check-ins from " + words(none.dues.front()) + ", to " + last + ": " + std::to_string(none.dues.size()) +
           " times.";
}

Lines rhythm_entry_lines(const wire::Rhythm& rhythm)
{
    const auto text = wire::decode<wire::RhythmText>(rhythm.text.body);
    if (text.has_error()) return {sentence(text.errc())};
    auto lines = rhythm_lines(text->terms);
    lines.front().insert(0, "Proposed check-ins: ");
    return lines;
}

std::string rhythm_answer_words(const wire::RhythmAnswer& answer, const std::vector<client::RhythmView>& versions)
{
    const auto word = wire::decode<wire::RhythmWord>(answer.word.body);
    if (word.has_error()) return sentence(word.errc());
    const auto on = ", on " + long_date(word->on) + ".";
    switch (word->says) {
        case wire::RhythmSays::agreed: return "Agreed to the proposed check-ins" + on;
        case wire::RhythmSays::declined: return "Would rather not have the proposed check-ins" + on;
        case wire::RhythmSays::ended: break;
    }
    const auto version = std::ranges::find(versions, word->rhythm, &client::RhythmView::hash);
    if (version == versions.end()) return "Ended the check-ins, or withdrew a proposal of them" + on;
    return (version->from ? "Ended the check-ins" : "Withdrew the proposed check-ins") + on;
}

std::string answered_words(const client::AnsweredView& place, const wire::RhythmCheckIn& answers, const Here& here)
{
    using client::CheckInStanding;
    switch (place.standing) {
        case CheckInStanding::not_known: return "Check-in, beside the agreed ones: their questions are not known here";
        case CheckInStanding::not_agreed: return "Check-in, beside the agreed ones: its questions were not agreed on";
        case CheckInStanding::not_due: return "Check-in, beside the agreed ones: it is for none of their times";
        case CheckInStanding::not_asked: return "Check-in, beside the agreed ones: it answers other questions";
        case CheckInStanding::repeated: return "Check-in, once more for a time that was answered";
        case CheckInStanding::counts: break;
    }
    auto text = "Check-in for " + plain_due_words(answers.due, *place.version, here);
    if (place.late) text += ", late";
    if (place.partial) text += ", answered in part";
    return text;
}

}  // namespace holdfast::ui
