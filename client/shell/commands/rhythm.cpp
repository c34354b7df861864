// The rhythm of check-ins: shown, proposed question by question or whole, answered, ended, and as a calendar file.
#include <algorithm>

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/rhythm/rhythm_questions.hpp"
#include "client/ui/rhythm/rhythm_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/ical/reminder.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using RhythmDeed = request::Rhythm::What;
using client::RhythmStage;

constexpr const char* rhythm_answers = "holdfast rhythm agree or holdfast rhythm decline";
constexpr const char* give_answers = "holdfast check-in";
constexpr const char* rhythm_kept = "Nothing was sent. What you chose is kept here: the same command goes on with it.";
constexpr const char* no_rhythm =
    "There is no rhythm of check-ins yet. Either of you can propose one: holdfast rhythm "
    "propose";
constexpr std::size_t scope_digits = 16;
constexpr std::chrono::minutes usual_length{5};

int tell_rhythm(const Context& context, const client::Client& client, const ConversationId& id)
{
    context.out.object(ui::rhythm_object(client, id, system_now()));
    const auto lines = ui::rhythms_lines(client, id, rhythm_answers, give_answers, context.here());
    context.out.lines(lines.empty() ? ui::Lines{no_rhythm} : lines);
    return exit_ok;
}

/// That the words left is said, and the whole is shown once more.
int tell_sent(const Context& context, OneShotClient& one_shot, const ConversationId& id, const char* kept)
{
    context.out.has_happened(kept, exit_not_shown);
    (void)one_shot.wait_until_quiet();
    return tell_rhythm(context, one_shot.client(), id);
}

/// The newest version that either has proposed, as something to be changed.
wire::RhythmTerms begun_from(const client::Client& client, const ConversationId& id)
{
    const auto all = client.rhythms(id);
    if (const auto rhythm = client.rhythm(id)) return rhythm->terms;
    return all.empty() ? wire::RhythmTerms{} : all.back().terms;
}

/// The client's own zone; a therapist does not know it, and is asked, or begins with her own.
std::string usual_zone(const Context& context, const wire::RhythmTerms& begun)
{
    if (!begun.zone.empty()) return begun.zone;
    return context.zone ? std::string{context.zone->name()} : std::string{};
}

/// An item of the same name, or of the one it had, stays the same item.
wire::RhythmItem item_from(const request::Rhythm::Item& given, const wire::RhythmTerms& before)
{
    const auto& name = given.was.empty() ? given.name : given.was;
    const auto known = std::ranges::find(before.items, name, &wire::RhythmItem::name);
    return {known == before.items.end() ? 0 : known->id, given.name, given.question, given.low, given.high};
}

hours::Placed<wire::RhythmTerms> given_terms(const Context& context, const request::Rhythm& request,
                                             const wire::RhythmTerms& before)
{
    const auto days = ui::weekday_bits(ui::joined(request.days, ", "));
    const auto times = ui::parse_times_of_day(ui::joined(request.times, ", "));
    if (!days) return hours::PlacedError{Errc::bad_rhythm, 0, "Name the weekdays, such as: --days Tue,Fri"};
    if (!times || times->size() > wire::max_rhythm_times)
        return hours::PlacedError{Errc::bad_rhythm, 0, "Give one to four times of day, such as: --at 18:00"};
    wire::RhythmTerms terms;
    terms.zone = request.zone.empty() ? usual_zone(context, before) : request.zone;
    terms.days = *days;
    terms.times = *times;
    terms.minutes = static_cast<std::uint8_t>(std::min(request.minutes, 120U));
    for (const auto& item : request.items) terms.items.push_back(item_from(item, before));
    terms.asks_feelings = request.asks_feelings;
    terms.feelings = request.feelings;
    terms.asks_note = request.asks_note;
    return terms;
}

/// Each answer is kept as it is given. Empty when the person leaves.
std::optional<wire::RhythmTerms> asked_terms(const Context& context, OneShotClient& one_shot, const ConversationId& id)
{
    auto begun = one_shot.client().rhythm_draft(id);
    if (begun == wire::RhythmTerms{}) begun = begun_from(one_shot.client(), id);
    begun.zone = usual_zone(context, begun);
    ui::RhythmQuestions questions{std::move(begun)};
    const auto keep = [&] { static_cast<void>(one_shot.submit(command::SaveRhythm{id, questions.terms()})); };
    if (!ask_all(context, one_shot, questions, keep)) return std::nullopt;
    return questions.terms();
}

int fail_proposal(const Context& context, OneShotClient& one_shot, const Status& why)
{
    if (why.errc() == Errc::nothing_changed)
        return context.out.fail(why.errc(), "The same is agreed or proposed already, so nothing was sent.");
    return context.out.fail(why.errc(), one_shot.place());
}

/// Shown whole, and confirmed by whoever can be asked.
bool is_confirmed(const Context& context, OneShotClient& one_shot, const wire::RhythmTerms& terms,
                  const client::ConversationView& with)
{
    for (const auto& line : ui::rhythm_lines(terms)) context.out.line("  " + line);
    if (context.options.yes) return true;
    return ask_yes_no(context, one_shot, "Propose this to " + ui::who(with) + "?").value_or(false);
}

int propose(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::Rhythm& request)
{
    const auto with = one_shot.client().conversation(id);
    const bool asks = request.days.empty() && request.times.empty();
    std::optional<wire::RhythmTerms> terms;
    if (asks) {
        context.out.line("Check-ins with " + ui::who(with) + ". Ctrl-C leaves it unsent, and keeps what you chose.");
        terms = asked_terms(context, one_shot, id);
        if (!terms) return context.out.fail(Errc::not_confirmed, rhythm_kept);
    } else {
        auto given = given_terms(context, request, begun_from(one_shot.client(), id));
        if (!given) return context.out.fail(given.error().code, given.error());
        terms = *std::move(given);
    }
    if (request.only_show) {
        context.out.object(ui::rhythm_preview_object(id, *terms, context.here().today()));
        return exit_ok;
    }
    if (!is_confirmed(context, one_shot, *terms, with))
        return context.out.fail(Errc::not_confirmed, asks ? rhythm_kept : "Nothing was sent.");
    const auto done = one_shot.run(command::ProposeRhythm{id, *terms, context.here().today()});
    if (done.has_error()) return fail_proposal(context, one_shot, done);
    return tell_sent(context, one_shot, id, "The proposal is kept here and goes to the other one.");
}

/// That this version is the one the person has read: by its number, or shown here with what they answer. Empty when it
/// is.
std::optional<int> rhythm_not_read(const Context& context, OneShotClient& one_shot, const client::RhythmView& version,
                                   const request::Rhythm& request)
{
    if (request.read) {
        if (*request.read == version.version) return std::nullopt;
        return context.out.fail(Errc::not_confirmed, "The newest proposal is version " +
                                                         std::to_string(version.version) +
                                                         ". Nothing was answered. To read it: holdfast rhythm");
    }
    if (!can_ask(context))
        return context.out.fail(Errc::not_confirmed,
                                "Nothing was answered. Read the proposal first (holdfast rhythm), and say which one "
                                "you have read: --rhythm-version " +
                                    std::to_string(version.version));
    for (const auto& line : ui::rhythm_lines(version.terms)) context.out.line("  " + line);
    const auto* question =
        request.what == RhythmDeed::agree ? "Agree to these check-ins?" : "Answer that you would rather not?";
    if (ask_yes_no(context, one_shot, question).value_or(false)) return std::nullopt;
    return context.out.fail(Errc::not_confirmed, "Nothing was answered.");
}

int answer(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::Rhythm& request)
{
    const auto all = one_shot.client().rhythms(id);
    const bool answerable = !all.empty() && !all.back().mine &&
                            (all.back().stage == RhythmStage::proposed || all.back().stage == RhythmStage::declined);
    if (!answerable)
        return context.out.fail(Errc::not_found,
                                "No proposal waits for your answer. To see what there is: holdfast "
                                "rhythm");
    const auto version = all.back();
    if (const auto stays = rhythm_not_read(context, one_shot, version, request)) return *stays;
    const bool agreed = request.what == RhythmDeed::agree;
    const auto done = one_shot.run(command::AnswerRhythm{id, version.hash, agreed, context.here().today()});
    if (done.has_error() && done.errc() == Errc::nothing_changed)
        return context.out.fail(done.errc(), "That is your answer already.");
    if (done.has_error()) return context.out.fail(done.errc(), one_shot.place());
    return tell_sent(context, one_shot, id, "Your answer is kept and goes to the other one.");
}

/// The one in force; without one, a proposal of one's own.
std::optional<client::RhythmView> to_end(const client::Client& client, const ConversationId& id)
{
    if (auto rhythm = client.rhythm(id)) return rhythm;
    auto proposed = client.proposed_rhythm(id);
    return proposed && proposed->mine ? proposed : std::nullopt;
}

int end(const Context& context, OneShotClient& one_shot, const ConversationId& id, const request::Rhythm& request)
{
    const auto version = to_end(one_shot.client(), id);
    if (!version) return context.out.fail(Errc::not_found, "There is nothing to end: no check-ins are agreed.");
    if (request.only_show) return tell_rhythm(context, one_shot.client(), id);
    const bool ends = version->stage == RhythmStage::in_force;
    for (const auto& line : ui::rhythm_lines(version->terms)) context.out.line("  " + line);
    const auto* question = ends ? "End these check-ins? What was answered stays." : "Withdraw this proposal?";
    if (!context.options.yes && !ask_yes_no(context, one_shot, question).value_or(false))
        return context.out.fail(Errc::not_confirmed, "Nothing was changed.");
    const auto done = one_shot.run(command::EndRhythm{id, version->hash, context.here().today()});
    if (done.has_error()) return context.out.fail(done.errc(), one_shot.place());
    return tell_sent(context, one_shot, id, "It is kept here and goes to the other one.");
}

/// Nothing but times and the name of the program is in it.
int make_calendar(const Context& context, const client::Client& client, const ConversationId& id,
                  const std::string& file)
{
    const auto rhythm = client.rhythm(id);
    if (!rhythm) return context.out.fail(Errc::not_found, "No check-ins are agreed, so there is no calendar to make.");
    const auto zone = hours::TimeZone::find(rhythm->terms.zone);
    if (zone.has_error()) return context.out.fail(zone.errc());
    const auto digest = crypto::sha256(crypto::labels::calendar_scope, id.view());
    const ical::WeeklyTimes times{
        rhythm->terms.days, rhythm->terms.times,
        rhythm->terms.minutes == 0 ? usual_length : std::chrono::minutes{rhythm->terms.minutes}};
    const auto text =
        ical::write_reminders(times, *zone, to_hex(digest.view()).substr(0, scope_digits), system_now(), "Holdfast");
    if (const auto written = write_file(file, as_bytes(text)); written.has_error())
        return context.out.fail(written.errc() == Errc::not_allowed ? written.errc() : Errc::disk_full,
                                "The calendar cannot be written there. Choose another place for it.");
    context.out.object(ui::object_of("written", {}, {{"written", file}}));
    context.out.line("The times are in " + ui::sanitize_line(file) +
                     ", with nothing but the word Holdfast. Open it with your calendar program; when the times change, "
                     "make it anew.");
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::Rhythm& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    if (request.what == RhythmDeed::calendar) return make_calendar(context, one_shot.client(), *id, request.file);
    // What is shown, changed or answered is the newest.
    (void)one_shot.wait_until_quiet();
    switch (request.what) {
        case RhythmDeed::propose: return propose(context, one_shot, *id, request);
        case RhythmDeed::agree:
        case RhythmDeed::decline: return answer(context, one_shot, *id, request);
        case RhythmDeed::end: return end(context, one_shot, *id, request);
        case RhythmDeed::show:
        case RhythmDeed::calendar: break;
    }
    return tell_rhythm(context, one_shot.client(), *id);
}

}  // namespace holdfast::shell
