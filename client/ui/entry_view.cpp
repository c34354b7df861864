#include "client/ui/entry_view.hpp"

#include <algorithm>

#include "client/core/given_back.hpp"
#include "client/ui/agreement_view.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/ending_view.hpp"
#include "client/ui/experiment/experiment_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/measure/measure_view.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/plan/coping_plan_view.hpp"
#include "client/ui/pulse/pulse_view.hpp"
#include "client/ui/rhythm/rhythm_view.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/session/session_view.hpp"

namespace holdfast::ui {
namespace {

constexpr std::string_view indent = "  ";

/// The lines of a check-in as written, not made safe.
Lines check_in_lines(const wire::CheckIn& check_in, std::string heading = "Check-in")
{
    Lines lines{std::move(heading)};
    for (const auto& rating : check_in.ratings)
        lines.push_back(rating.name + ": " + std::to_string(rating.value) + " of " + std::to_string(rating.of));
    if (!check_in.feelings.empty()) lines.push_back("feelings: " + joined(check_in.feelings, ", "));
    if (!check_in.note.empty()) lines.push_back(check_in.note);
    return lines;
}

/// Without the versions at hand, and the same wherever it is read.
Lines due_check_in_lines(const wire::RhythmCheckIn& answers)
{
    return check_in_lines(answers.check_in, "Check-in for " + to_rfc3339(answers.due));
}

Lines safe_lines(const Lines& lines)
{
    Lines safe;
    for (const auto& line : lines)
        for (auto& one : sanitize_text(line)) safe.push_back(std::move(one));
    return safe;
}

std::string missing_words(const client::Missing& missing)
{
    return missing.count == 1 ? std::string{phrase::missing}
                              : std::to_string(missing.count) + std::string{phrase::more_missing};
}

/// The relay did not take it, or the reader's device could not open it.
std::string refused_words(Errc why)
{
    const bool by_reader = why >= Errc::cannot_decrypt && why <= Errc::bad_padding;
    if (why == Errc::conversation_ended) return " (not read: the conversation has ended)";
    if (by_reader) return " (could not be opened at the other end; please write it once more)";
    return " (not accepted: " + sentence(why) + ")";
}

/// A remark about one's own message; empty for the ordinary course.
std::string stage_words(const client::Entry& entry)
{
    switch (entry.stage) {
        case client::Stage::saved: return " (not sent yet)";
        case client::Stage::taken_back: return " (taken back)";
        case client::Stage::refused: return refused_words(static_cast<Errc>(entry.refusal));
        case client::Stage::accepted:
        case client::Stage::confirmed:
        case client::Stage::received: return {};
    }
    return {};
}

bool shows_release(const client::Entry& entry) { return !entry.mine && entry.released == entry.written; }

/// When the relay had it, where that is another minute than it was written in; of a reply nothing.
std::string sent_words(const client::Entry& entry, const Here& here)
{
    constexpr auto worth_saying = std::chrono::minutes{2};
    if (shows_release(entry) || !entry.received || *entry.received - entry.written <= worth_saying) return {};
    return ", sent " + instant_words(*entry.received, {}, here);
}

/// "Dr Okafor", "You to Dr Okafor"
std::string name_words(const client::Entry& entry, std::string_view who)
{
    auto name = entry.mine ? std::string{phrase::you} : sanitize_name(who);
    return entry.mine && !who.empty() ? name + " to " + sanitize_name(who) : name;
}

/// What stands behind the time it was written.
std::string remark_words(const client::Entry& entry, const Here& here)
{
    return sent_words(entry, here) + (entry.mine ? stage_words(entry) : std::string{});
}

/// The name this device has for the other one.
std::string other_of(const client::Entry& entry, const client::Client& client)
{
    return entry.mine ? who(client.conversation(entry.conversation)) : client.name_of(entry.conversation, entry.from);
}

Lines below_heading(const client::Entry& entry, std::string_view who, const Here& here, const Lines& body)
{
    Lines lines{name_words(entry, who) + ", " + instant_words(entry.written, {}, here) + remark_words(entry, here)};
    for (const auto& line : body) lines.push_back(std::string{indent} + line);
    return lines;
}

/// The questions are those of the offer. Until they are read, those to be read first stand above the rest.
Lines measure_answers(const client::Entry& entry, const wire::MeasureAnswers& answers, const client::Client& client)
{
    const auto* known = client.measure(answers.measure);
    Lines lines;
    if (tells_of_self_harm(entry, client) && is_new(entry))
        lines = read_first_lines(*known, answers.chosen, client.name_of(entry.conversation, entry.from));
    for (auto& line : answers_lines(answers, known)) lines.push_back(std::move(line));
    return lines;
}

/// The newest answer of a client's, while it suggests to speak about it.
bool suggests_repair(const client::Entry& entry, const client::Client& client)
{
    const auto* answer = std::get_if<wire::PulseAnswer>(&entry.body);
    if (!answer || entry.mine) return false;
    const auto pulse = client.pulse(entry.conversation, entry.written);
    return pulse.suggests_repair && pulse.answers.back().answer == *answer;
}

bool is_open_offer(const client::Entry& entry, const client::Client& client)
{
    if (!std::holds_alternative<wire::MeasureOffer>(entry.body)) return false;
    const auto all = client.measures(entry.conversation);
    return std::ranges::any_of(
        all, [&](const client::MeasureView& one) { return one.offer == entry.message && !one.answered; });
}

std::string ended_entry(const client::Entry& entry, const client::Client& client, const Here& here)
{
    const bool mine = client.status().account == entry.from;
    return ended_entry_words(entry, client.name_of(entry.conversation, entry.from), mine, here);
}

/// Of the other one's own, sent again to their new device.
bool is_given_back(const client::Entry& entry)
{
    const auto signer = client::signer_of(entry.body);
    return signer && *signer != entry.from;
}

}  // namespace

bool tells_of_self_harm(const client::Entry& entry, const client::Client& client)
{
    const auto* answers = std::get_if<wire::MeasureAnswers>(&entry.body);
    const auto* known = answers ? client.measure(answers->measure) : nullptr;
    return known && measure::check_chosen(*known, answers->chosen).has_value() &&
           measure::tells_of_self_harm(*known, answers->chosen);
}

std::string accepted_sentence(const client::show::Accepted& accepted, const client::ConversationView& with,
                              const client::Outlook& outlook, const Here& here)
{
    if (with.mine) {
        const auto name = sanitize_name(with.name);
        if (!accepted.held) return "Sent to " + name + ".";
        if (!accepted.release_at)
            return "Held for " + name + " until your next opening. You can take it back until then.";
        return "Held for " + name +
               " until your hours open: " + instant_words(*accepted.release_at, outlook.zone, here) + ". " +
               std::string{phrase::take_back_until_then};
    }
    const bool later = !accepted.held && outlook.open && outlook.open->end && accepted.promise &&
                       accepted.promise->from >= *outlook.open->end;
    if (later) return "Sent to " + who(with) + ". " + may_see_words(with, outlook, *accepted.promise, here);
    if (!accepted.held)
        return "Sent to " + who(with) + ". " + promise_sentence(accepted.promise, outlook.zone, who(with), here);
    // Where there were never any hours nobody has kept anything back.
    const bool none_yet = !outlook.usable && !outlook.problem && !outlook.notice;
    if (none_yet && !accepted.promise)
        return "Held. " + capital(who(with)) +
               " has not set any hours yet; you will be told when they are known. You can take it back until then.";
    auto words = std::string{phrase::held} + " " + promise_sentence(accepted.promise, outlook.zone, who(with), here);
    const auto until = accepted.promise ? phrase::take_back_until_then : phrase::take_back_until_released;
    return words.append(" ").append(until);
}

std::string released_words(const client::show::ReleasedEarly& released, const client::ConversationView& with,
                           const client::Outlook& outlook, const Here& here)
{
    const auto count = released.messages.size();
    const auto messages = count == 1 ? std::string{"Your message"} : std::to_string(count) + " messages of yours";
    const std::string gone = count == 1 ? " has gone out" : " have gone out";
    if (with.mine) return messages + " to " + sanitize_name(with.name) + ", held until now," + gone + ".";
    auto opened =
        capital(who(with)) + "'s hours opened earlier than planned, " + instant_words(released.at, outlook.zone, here);
    if (released.closes && !is_suspended(with, outlook))
        opened += ", until " + instant_words(*released.closes, outlook.zone, here);
    return opened + ". " + messages + gone +
           (count == 1 ? ", so it can no longer be taken back." : ", so they can no longer be taken back.");
}

Lines body_lines(const client::EntryBody& body)
{
    if (const auto* text = std::get_if<wire::Text>(&body)) return sanitize_text(text->text);
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) return safe_lines(check_in_lines(*check_in));
    if (const auto* answers = std::get_if<wire::RhythmCheckIn>(&body)) return safe_lines(due_check_in_lines(*answers));
    if (const auto* rhythm = std::get_if<wire::Rhythm>(&body)) return rhythm_entry_lines(*rhythm);
    if (const auto* answer = std::get_if<wire::RhythmAnswer>(&body)) return {rhythm_answer_words(*answer, {})};
    if (const auto* none = std::get_if<client::NoCheckIn>(&body)) return {no_check_in_words(*none, {})};
    if (const auto* repair = std::get_if<wire::Repair>(&body)) return sanitize_text(repair->text);
    if (const auto* answer = std::get_if<wire::PaceAnswer>(&body)) return {answer_words(*answer)};
    if (const auto* agreement = std::get_if<wire::Agreement>(&body)) return agreement_entry_lines(*agreement);
    if (const auto* answer = std::get_if<wire::AgreementAnswer>(&body)) return {agreement_answer_words(*answer)};
    if (const auto* offer = std::get_if<wire::MeasureOffer>(&body)) return offer_lines(*offer);
    if (std::holds_alternative<wire::MeasureAnswers>(body)) return {std::string{phrase::measure_answers}};
    if (std::holds_alternative<wire::EndProposal>(body)) return {std::string{phrase::last_window_proposed}};
    if (const auto* answer = std::get_if<wire::EndAnswer>(&body)) return {std::string{end_answer_words(*answer)}};
    if (const auto* plan = std::get_if<wire::CopingPlan>(&body)) return plan_entry_lines(*plan);
    if (const auto* answer = std::get_if<wire::CopingPlanAnswer>(&body)) return plan_answer_lines(*answer);
    if (const auto* mark = std::get_if<wire::Mark>(&body)) return {mark_words(mark->state)};
    if (const auto* experiment = std::get_if<wire::Experiment>(&body)) return experiment_entry_lines(*experiment);
    if (const auto* step = std::get_if<wire::ExperimentStep>(&body)) return experiment_step_lines(*step);
    if (const auto* pulse = std::get_if<wire::PulseAnswer>(&body)) return {pulse_entry_words(*pulse)};
    if (const auto* missing = std::get_if<client::Missing>(&body)) return {missing_words(*missing)};
    if (std::holds_alternative<client::Ended>(body)) return {std::string{phrase::has_ended}};
    if (std::holds_alternative<client::NewerKind>(body)) return {std::string{phrase::needs_newer}};
    return {std::string{phrase::broken}};
}

Lines body_lines(const client::Entry& entry, const client::Client& client)
{
    if (const auto* answers = std::get_if<wire::MeasureAnswers>(&entry.body))
        return measure_answers(entry, *answers, client);
    if (const auto* step = std::get_if<wire::ExperimentStep>(&entry.body))
        if (const auto known = client.experiment(entry.conversation, step->experiment))
            return experiment_step_lines(*step, *known);
    auto lines = body_lines(entry.body);
    if (!entry.mine && is_open_offer(entry, client)) lines.emplace_back(phrase::answer_measure);
    if (suggests_repair(entry, client)) lines.push_back(pulse_fall_words("/repair, or holdfast repair,"));
    return lines;
}

std::string body_text(const client::EntryBody& body)
{
    if (const auto* text = std::get_if<wire::Text>(&body)) return text->text;
    if (const auto* repair = std::get_if<wire::Repair>(&body)) return repair->text;
    if (const auto* answer = std::get_if<wire::PaceAnswer>(&body)) return answer_words(*answer);
    if (const auto* answer = std::get_if<wire::AgreementAnswer>(&body)) return agreement_answer_words(*answer);
    if (const auto* answer = std::get_if<wire::EndAnswer>(&body)) return std::string{end_answer_words(*answer)};
    if (std::holds_alternative<wire::EndProposal>(body)) return std::string{phrase::last_window_proposed};
    if (std::holds_alternative<wire::MeasureOffer>(body) || std::holds_alternative<wire::MeasureAnswers>(body))
        return joined(body_lines(body), "\n");
    if (const auto* agreement = std::get_if<wire::Agreement>(&body))
        return joined(agreement_entry_lines(*agreement), "\n");
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) return joined(check_in_lines(*check_in), "\n");
    if (const auto* answers = std::get_if<wire::RhythmCheckIn>(&body))
        return joined(due_check_in_lines(*answers), "\n");
    if (const auto* rhythm = std::get_if<wire::Rhythm>(&body)) return joined(rhythm_entry_lines(*rhythm), "\n");
    if (const auto* answer = std::get_if<wire::RhythmAnswer>(&body)) return rhythm_answer_words(*answer, {});
    if (const auto* plan = std::get_if<wire::CopingPlan>(&body)) return joined(plan_entry_lines(*plan), "\n");
    if (const auto* answer = std::get_if<wire::CopingPlanAnswer>(&body))
        return joined(plan_answer_lines(*answer), "\n");
    if (const auto* mark = std::get_if<wire::Mark>(&body)) return mark_words(mark->state);
    if (const auto* pulse = std::get_if<wire::PulseAnswer>(&body)) return pulse_entry_words(*pulse);
    if (std::holds_alternative<wire::Experiment>(body) || std::holds_alternative<wire::ExperimentStep>(body))
        return joined(body_lines(body), "\n");
    return {};
}

bool has_own_words(const client::EntryBody& body) noexcept
{
    return std::holds_alternative<wire::Text>(body) || std::holds_alternative<wire::CheckIn>(body) ||
           std::holds_alternative<wire::Repair>(body);
}

std::string taken_back_words(const client::Entry* entry, bool never_left)
{
    std::string words{never_left ? phrase::taken_back_here : phrase::taken_back};
    if (!entry || has_own_words(entry->body)) return words + " " + std::string{phrase::edit_taken_back};
    if (std::holds_alternative<wire::MeasureOffer>(entry->body)) return words;
    if (std::holds_alternative<wire::Rhythm>(entry->body)) return words;
    if (std::holds_alternative<wire::RhythmCheckIn>(entry->body)) return words + " The check-in is open again.";
    if (std::holds_alternative<wire::Mark>(entry->body)) return words + " The list for the session is as it was.";
    if (std::holds_alternative<wire::Experiment>(entry->body) ||
        std::holds_alternative<wire::ExperimentStep>(entry->body))
        return words + " The experiment is as it was before.";
    if (std::holds_alternative<wire::PulseAnswer>(entry->body)) return words + " Your answer is on this device alone.";
    return words + " Your answer is open again.";
}

std::string_view kind_name(const client::EntryBody& body) noexcept
{
    if (std::holds_alternative<wire::Text>(body)) return "text";
    if (std::holds_alternative<wire::CheckIn>(body)) return "check_in";
    if (std::holds_alternative<wire::Repair>(body)) return "repair";
    if (std::holds_alternative<wire::PaceAnswer>(body)) return "pace";
    if (std::holds_alternative<wire::Agreement>(body)) return "agreement";
    if (std::holds_alternative<wire::AgreementAnswer>(body)) return "agreement_answer";
    if (std::holds_alternative<wire::MeasureOffer>(body)) return "measure_offer";
    if (std::holds_alternative<wire::MeasureAnswers>(body)) return "measure_answers";
    if (std::holds_alternative<wire::EndProposal>(body)) return "end_proposal";
    if (std::holds_alternative<wire::EndAnswer>(body)) return "end_answer";
    if (std::holds_alternative<client::Ended>(body)) return "ended";
    if (std::holds_alternative<wire::CopingPlan>(body)) return "coping_plan";
    if (std::holds_alternative<wire::CopingPlanAnswer>(body)) return "coping_plan_answer";
    if (std::holds_alternative<wire::Mark>(body)) return "mark";
    if (std::holds_alternative<wire::Experiment>(body)) return "experiment";
    if (std::holds_alternative<wire::ExperimentStep>(body)) return "experiment_step";
    if (std::holds_alternative<wire::PulseAnswer>(body)) return "pulse";
    if (std::holds_alternative<wire::Rhythm>(body)) return "rhythm";
    if (std::holds_alternative<wire::RhythmAnswer>(body)) return "rhythm_answer";
    if (std::holds_alternative<wire::RhythmCheckIn>(body)) return "rhythm_check_in";
    if (std::holds_alternative<client::NoCheckIn>(body)) return "no_check_in";
    if (std::holds_alternative<client::NewerKind>(body)) return "unknown";
    return std::holds_alternative<client::Broken>(body) ? "broken" : "missing";
}

Lines entry_lines(const client::Entry& entry, std::string_view who, const Here& here)
{
    if (!client::is_written(entry.body)) return body_lines(entry.body);
    return below_heading(entry, who, here, body_lines(entry.body));
}

Lines entry_lines(const client::Entry& entry, const client::Client& client, const Here& here)
{
    const auto* broken = std::get_if<client::Broken>(&entry.body);
    const auto with = client.conversation(entry.conversation);
    if (std::holds_alternative<client::Ended>(entry.body)) return {ended_entry(entry, client, here)};
    if (!broken) {
        if (const auto* none = std::get_if<client::NoCheckIn>(&entry.body)) return {no_check_in_words(*none, here)};
        if (!client::is_written(entry.body)) return body_lines(entry.body);
        auto lines = below_heading(entry, other_of(entry, client), here, body_lines(entry, client));
        if (const auto* answers = std::get_if<wire::RhythmCheckIn>(&entry.body))
            lines.at(1) = std::string{indent} + answered_words(client.answered(entry, *answers), *answers, here);
        if (const auto* answer = std::get_if<wire::RhythmAnswer>(&entry.body))
            lines.back() = std::string{indent} + rhythm_answer_words(*answer, client.rhythms(entry.conversation));
        if (is_given_back(entry))
            lines.insert(lines.begin() + 1, std::string{indent} + std::string{phrase::given_back});
        const bool proposes = !entry.mine && std::holds_alternative<wire::Rhythm>(entry.body);
        const auto proposed = proposes ? client.proposed_rhythm(entry.conversation) : std::nullopt;
        if (proposed && proposed->message == entry.message)
            lines.push_back(std::string{indent} + rhythm_state(*proposed, with, phrase::answer_rhythm, here));
        if (const auto* proposal = std::get_if<wire::EndProposal>(&entry.body))
            lines.back() =
                std::string{indent} + end_proposal_words(*proposal, client.schedule(entry.conversation).zone(), here);
        const bool asks = !entry.mine && std::holds_alternative<wire::Agreement>(entry.body);
        const auto agreement = asks ? client.agreement(entry.conversation) : std::nullopt;
        if (agreement && !agreement->is_answered())
            lines.push_back(std::string{indent} + agreement_state(*agreement, with, phrase::answer_agreement));
        const bool offers = !entry.mine && std::holds_alternative<wire::CopingPlan>(entry.body);
        const auto plan = offers ? client.coping_plan(entry.conversation) : std::nullopt;
        if (const auto* mark = std::get_if<wire::Mark>(&entry.body))
            if (const auto* about = client.entry(mark->message); about && about->conversation == entry.conversation)
                lines.push_back(std::string{indent} + numbered_line(*about, client, here));
        if (plan && !plan->word)
            lines.push_back(std::string{indent} + coping_plan_state(*plan, with, phrase::answer_plan));
        return lines;
    }
    return broken_lines(*broken, with, client.outlook(entry.conversation, here.now), here);
}

Lines first_notice(const client::Entry& entry, const client::Client& client, const Here& here)
{
    const auto* answers = std::get_if<wire::MeasureAnswers>(&entry.body);
    if (!answers || !tells_of_self_harm(entry, client)) return entry_lines(entry, client, here);
    return read_first_lines(*client.measure(answers->measure), answers->chosen,
                            client.name_of(entry.conversation, entry.from));
}

std::optional<Heading> heading_of(const client::Entry& entry, const client::Client& client, const Here& here)
{
    if (!client::is_written(entry.body) || !here.zone) return std::nullopt;
    const hours::Telling whole{here.now, hours::Wording::spoken};
    return Heading{name_words(entry, other_of(entry, client)),
                   hours::show_clock(entry.written, *here.zone) + remark_words(entry, here),
                   hours::show_date(here.zone->date_of(entry.written), *here.zone, whole)};
}

bool is_new(const client::EntryHead& entry) noexcept { return !entry.mine && !entry.shown; }

Lines new_entry_lines(const client::Entry& entry, const client::Client& client, const Here& here)
{
    auto lines = entry_lines(entry, client, here);
    if (!lines.empty()) lines.front().insert(0, "New: ");
    return lines;
}

}  // namespace holdfast::ui
