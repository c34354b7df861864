// Small experiments: made or proposed question by question, each step shown whole and confirmed; listed for both.
#include <algorithm>
#include <array>

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/experiment/experiment_questions.hpp"
#include "client/ui/experiment/experiment_view.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/input/date_words.hpp"
#include "client/ui/json/json_experiment.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using ExperimentDeed = request::Experiment::What;
using client::ExperimentStage;
using client::ExperimentWords;
using Experiments = std::vector<client::ExperimentView>;

constexpr const char* experiment_kept =
    "Nothing was sent. What you wrote is kept here: the same command goes on with it.";
constexpr const char* see_experiments = "There is no such experiment here. This lists them: holdfast experiment list";
constexpr std::size_t least_of_its_id = 8;

int fail_experiment(const Context& context, Errc code, const client::ConversationView& with)
{
    switch (code) {
        case Errc::nothing_changed: return context.out.fail(code, "That is how it is already. Nothing was sent.");
        case Errc::too_large:
            return context.out.fail(code, "There is no room for more. Close one first: holdfast experiment drop N");
        case Errc::out_of_range:
            return context.out.fail(code, "The number does not fit: 0 to 100 for how sure you are, up to " +
                                              std::to_string(wire::most_of_a_unit) + " for anything that is counted.");
        case Errc::bad_date: return context.out.fail(code, ui::dates_wanted);
        case Errc::empty_text:
            return context.out.fail(code,
                                    "An experiment says what is expected, what is tried and when; a step says "
                                    "something, in words or by a number.");
        case Errc::text_too_long:
            return context.out.fail(code, "There is room for " + std::to_string(wire::max_experiment_words_bytes) +
                                              " bytes in each answer.");
        case Errc::not_allowed:
            return context.out.fail(code, with.mine
                                              ? "What happened, and what was learned, is your client's to say; you can "
                                                "change what you proposed until they take it over."
                                              : "That does not fit where this experiment stands. To see it: holdfast "
                                                "experiment show N; to take over what was proposed: holdfast "
                                                "experiment edit N");
        default: return context.out.fail(code);
    }
}

/// By its place in the list, its id, or the beginning of one.
std::optional<std::size_t> place_of(const Experiments& all, const std::string& which)
{
    const auto number = ui::held_number(which);
    for (std::size_t i = 0; i < all.size(); ++i) {
        const bool by_id = which.size() >= least_of_its_id && to_hex(all[i].id.view()).starts_with(which);
        if (by_id || (number && *number == i + 1)) return i;
    }
    return std::nullopt;
}

/// Whether one may be meant by a deed that names none.
bool is_meant(const client::ExperimentView& one, ExperimentDeed deed)
{
    switch (deed) {
        case ExperimentDeed::result: return one.stage == ExperimentStage::open;
        case ExperimentDeed::learned: return one.stage == ExperimentStage::happened;
        case ExperimentDeed::drop:
        case ExperimentDeed::edit: return one.is_open();
        default: return true;
    }
}

/// Without a number the only one that may be meant, or after a question.
std::optional<std::size_t> chosen_place(const Context& context, OneShotClient& one_shot, const Experiments& all,
                                        const client::ConversationView& with, const request::Experiment& request)
{
    if (!request.which.empty()) return place_of(all, request.which);
    std::vector<std::size_t> meant;
    for (std::size_t i = 0; i < all.size(); ++i)
        if (is_meant(all[i], request.what)) meant.push_back(i);
    if (meant.size() == 1) return meant.front();
    if (meant.empty() || !can_ask(context)) return std::nullopt;
    context.out.lines(ui::experiment_list(all, true, with, context.here()));
    const auto answer = ask_line(context, one_shot, "Which one? Its number:", {});
    return place_of(all, std::string{trimmed(answer.value_or(std::string{}))});
}

void tell_objects(const Context& context, const client::ConversationView& with, const Experiments& all, bool closed_too)
{
    for (std::size_t i = 0; i < all.size(); ++i)
        if (closed_too || all[i].stage <= ExperimentStage::happened)
            context.out.object(ui::experiment_object(all[i], i + 1, with.id, context.here().today()));
}

int list_experiments(const Context& context, const client::Client& client, const std::optional<ConversationId>& only,
                     bool closed_too)
{
    const auto conversations = client.conversations();
    for (const auto& with : conversations) {
        if (only && with.id != *only) continue;
        const auto all = client.experiments(with.id);
        tell_objects(context, with, all, closed_too);
        const bool named = conversations.size() > 1 && !only;
        if (named && all.empty()) continue;
        if (named) context.out.line("With " + ui::sanitize_name(with.name) + ":");
        context.out.lines(ui::experiment_list(all, closed_too, with, context.here()));
    }
    return exit_ok;
}

/// Shown whole, and confirmed. Empty when it may go.
std::optional<int> experiment_not_confirmed(const Context& context, OneShotClient& one_shot,
                                            const client::ConversationView& with, const ui::Lines& lines,
                                            boost::json::object what)
{
    for (const auto& line : lines) context.out.line("  " + line);
    if (context.options.yes) return std::nullopt;
    if (context.out.json()) {
        context.out.object(ui::experiment_draft_object(std::move(what), with.id));
        return context.out.fail(Errc::not_confirmed, "Nothing was sent. To send it as it is, say --yes.");
    }
    if (ask_yes_no(context, one_shot, "Send this to " + ui::who(with) + "?").value_or(false)) return std::nullopt;
    return context.out.fail(Errc::not_confirmed, experiment_kept);
}

/// Each answer is kept as it is given. Empty when the person leaves.
std::optional<ExperimentWords> asked_words(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                                           const MessageId& experiment, std::optional<wire::ExperimentPart> part,
                                           ui::ExperimentQuestions questions)
{
    const auto keep = [&] {
        static_cast<void>(one_shot.submit(command::SaveExperiment{id, experiment, part, questions.words()}));
    };
    if (!ask_all(context, one_shot, questions, keep)) return std::nullopt;
    return questions.words();
}

/// What was given on the command line; what is wrong with it is said.
std::optional<int> take_given(const Context& context, const request::Experiment& request, ExperimentWords& words)
{
    if (!request.expect.empty()) words.words = request.expect;
    if (!request.plan.empty()) words.plan = request.plan;
    if (!request.number.empty()) {
        const auto quantity = ui::parse_quantity(request.number);
        if (!quantity)
            return context.out.fail(Errc::out_of_range,
                                    "Write a whole number from 0 to 100, or a number with what it "
                                    "counts, such as 10 minutes.");
        words.number = quantity->number;
        words.unit = quantity->unit;
    }
    if (request.when.empty()) return std::nullopt;
    const auto dates = ui::parse_dates(request.when, context.here().today());
    if (!dates) return context.out.fail(Errc::bad_date, ui::dates_wanted);
    words.from = dates->from;
    words.to = dates->to;
    return std::nullopt;
}

bool gives_any(const request::Experiment& request)
{
    return !request.expect.empty() || !request.plan.empty() || !request.number.empty() || !request.when.empty();
}

/// A new one, or another version of `known`.
int write_experiment(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                     const client::ExperimentView* known, const request::Experiment& request)
{
    const auto with = one_shot.client().conversation(id);
    const auto of = known ? known->id : MessageId{};
    auto words = known ? ui::words_from(known->what()) : ExperimentWords{};
    if (gives_any(request)) {
        if (const auto wrong = take_given(context, request, words)) return *wrong;
    } else {
        const auto begun = one_shot.client().experiment_draft(id, of, std::nullopt);
        if (begun != ExperimentWords{}) words = begun;
        if (!known && with.mine)
            context.out.line("A proposal: " + ui::who(with) + " takes it over or not, and may change it.");
        const auto asked = asked_words(context, one_shot, id, of, std::nullopt,
                                       ui::ExperimentQuestions{words, context.here().today()});
        if (!asked) return context.out.fail(Errc::not_confirmed, experiment_kept);
        words = *asked;
    }
    // Without a yes it is kept, however it was given; programs that only look at it change nothing.
    if (!context.out.json()) static_cast<void>(one_shot.submit(command::SaveExperiment{id, of, {}, words}));
    const auto experiment = ui::experiment_from(words, of);
    if (const auto sound = client::check_words(experiment); sound.has_error())
        return fail_experiment(context, sound.errc(), with);
    if (const auto stays = experiment_not_confirmed(context, one_shot, with, ui::experiment_entry_lines(experiment),
                                                    ui::experiment_value(experiment)))
        return *stays;
    return write_and_tell(context, one_shot, command::SetExperiment{id, experiment});
}

wire::ExperimentPart part_of(ExperimentDeed deed)
{
    return deed == ExperimentDeed::result    ? wire::ExperimentPart::result
           : deed == ExperimentDeed::learned ? wire::ExperimentPart::learned
                                             : wire::ExperimentPart::dropped;
}

/// The words and the number that were given, or asked for. Empty when the person leaves.
std::optional<ExperimentWords> said_words(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                                          const client::ExperimentView& known, const request::Experiment& request)
{
    const auto part = part_of(request.what);
    ExperimentWords words;
    words.words = given_or_stdin(context, request.words, wire::max_experiment_words_bytes);
    if (!request.number.empty()) words.number = ui::parse_on_scale(request.number, known.what().unit);
    if (part == wire::ExperimentPart::dropped || !request.words.empty() || !request.number.empty()) return words;
    const auto begun = one_shot.client().experiment_draft(id, known.id, part);
    return asked_words(context, one_shot, id, known.id, part, ui::ExperimentQuestions{begun, part, known.what().unit});
}

int say_step(const Context& context, OneShotClient& one_shot, const ConversationId& id,
             const client::ExperimentView& known, const request::Experiment& request)
{
    const auto with = one_shot.client().conversation(id);
    if (with.mine) return fail_experiment(context, Errc::not_allowed, with);
    const auto words = said_words(context, one_shot, id, known, request);
    if (!words) return context.out.fail(Errc::not_confirmed, experiment_kept);
    if (!request.number.empty() && !words->number) return fail_experiment(context, Errc::out_of_range, with);
    if (!context.out.json())
        static_cast<void>(one_shot.submit(command::SaveExperiment{id, known.id, part_of(request.what), *words}));
    const wire::ExperimentStep step{known.id, part_of(request.what), words->words, words->number};
    if (const auto sound = client::check_words(step); sound.has_error())
        return fail_experiment(context, sound.errc(), with);
    if (const auto stays = experiment_not_confirmed(context, one_shot, with, ui::experiment_step_lines(step, known),
                                                    ui::step_value(step)))
        return *stays;
    return write_and_tell(context, one_shot, command::SayExperiment{id, step});
}

/// Why an order would be refused, before anybody is asked.
std::optional<Errc> deed_hindered(const client::ExperimentView& known, const client::ConversationView& with,
                                  ExperimentDeed deed)
{
    const bool proposed = known.stage == ExperimentStage::proposed;
    if (with.mine && deed == ExperimentDeed::edit && !proposed) return Errc::not_allowed;
    if (!with.mine && proposed && (deed == ExperimentDeed::result || deed == ExperimentDeed::learned))
        return Errc::not_allowed;
    return std::nullopt;
}

}  // namespace

int run(const Context& context, const request::Experiment& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const bool shows = request.what == ExperimentDeed::list || request.what == ExperimentDeed::show;
    if (shows) (void)one_shot.wait_until_quiet();
    if (request.what == ExperimentDeed::list && request.with.empty())
        return list_experiments(context, one_shot.client(), {}, request.all);
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    if (request.what == ExperimentDeed::list) return list_experiments(context, one_shot.client(), *id, request.all);
    if (request.what == ExperimentDeed::create) return write_experiment(context, one_shot, *id, nullptr, request);
    const auto all = one_shot.client().experiments(*id);
    const auto with = one_shot.client().conversation(*id);
    const auto place = chosen_place(context, one_shot, all, with, request);
    if (!place) return context.out.fail(Errc::not_found, see_experiments);
    const auto& known = all[*place];
    if (request.what == ExperimentDeed::show) {
        context.out.object(ui::experiment_object(known, *place + 1, *id, context.here().today()));
        context.out.lines(ui::experiment_lines(known, with, context.here()));
        return exit_ok;
    }
    if (const auto why = deed_hindered(known, with, request.what)) return fail_experiment(context, *why, with);
    if (request.what == ExperimentDeed::edit) return write_experiment(context, one_shot, *id, &known, request);
    return say_step(context, one_shot, *id, known, request);
}

}  // namespace holdfast::shell
