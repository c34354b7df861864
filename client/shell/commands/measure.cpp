// Questionnaires: offered by a therapist after being shown whole, answered by a client, and what they came to.
#include <algorithm>

#include "client/core/measures/measures.hpp"
#include "client/measures/measure_file.hpp"
#include "client/measures/shipped.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_file.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/json/json_measure.hpp"
#include "client/ui/measure/measure_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using MeasureDeed = request::Measure::What;

std::string names_of_shipped()
{
    std::string names;
    for (const auto& one : measure::shipped()) names.append(names.empty() ? "" : ", ").append(one.name);
    return names;
}

/// Empty where it is good; otherwise it is said.
std::optional<int> measure_problem(const Context& context, const std::string& file, const measure::FileProblem& problem)
{
    const auto place = file == from_stdin ? std::string{"the definition"} : file;
    const auto line = problem.line == 0 ? std::string{} : ", line " + std::to_string(problem.line);
    return context.out.fail(Errc::bad_configuration, ui::sanitize_line(place + line + ": " + problem.words));
}

/// From a file; what is wrong with it is said.
std::variant<wire::Measure, int> read_measure(const Context& context, const std::string& file)
{
    const auto text = read_whole(context, file, measure::max_file_bytes);
    if (text.has_error()) return context.out.fail(text.errc(), no_file);
    auto parsed = measure::parse_file(*text);
    if (const auto* problem = std::get_if<measure::FileProblem>(&parsed))
        return *measure_problem(context, file, *problem);
    return std::move(std::get<wire::Measure>(parsed));
}

/// By its name, from a file, or from standard input.
std::variant<wire::Measure, int> chosen_measure(const Context& context, const request::Measure& request)
{
    if (!request.definition.empty()) return read_measure(context, request.definition);
    if (request.names_file()) return read_measure(context, request.name);
    if (auto shipped = measure::find_shipped(request.name)) return std::move(*shipped);
    return context.out.fail(Errc::not_found, "There is no questionnaire " + ui::quoted_name(request.name) +
                                                 " here. Those that are: " + names_of_shipped() +
                                                 ". A file of yours is named with its folder, as ./mine.toml.");
}

/// Shown whole, and confirmed. Empty when it may go.
std::optional<int> offer_not_confirmed(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                                       const wire::Measure& measure)
{
    context.out.lines(ui::measure_lines(measure));
    if (context.options.yes) return std::nullopt;
    if (!can_ask(context)) {
        auto object = ui::object_of("measure_offer", id, {});
        object["measure"] = ui::measure_value(measure);
        context.out.object(object);
        return context.out.fail(Errc::not_confirmed, "Nothing was sent. To offer it as it is, say --yes.");
    }
    const auto who = ui::who(one_shot.client().conversation(id));
    if (ask_yes_no(context, one_shot, "Offer this to " + who + "?").value_or(false)) return std::nullopt;
    return context.out.fail(Errc::not_confirmed, "Nothing was sent.");
}

int offer_shown(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                const request::Measure& request)
{
    if (one_shot.client().status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    auto chosen = chosen_measure(context, request);
    if (const auto* failed = std::get_if<int>(&chosen)) return *failed;
    auto& measure = std::get<wire::Measure>(chosen);
    if (measure::asks_about_self_harm(measure) && !one_shot.client().may_ask_about_self_harm(id))
        return context.out.fail(Errc::not_allowed, client::no_safety_plan);
    if (const auto stays = offer_not_confirmed(context, one_shot, id, measure)) return *stays;
    return write_and_tell(context, one_shot, command::OfferMeasure{id, std::move(measure)});
}

/// Checked without an account.
int check_measure_file(const Context& context, const request::Measure& request)
{
    const auto read = read_measure(context, request.name);
    if (const auto* failed = std::get_if<int>(&read)) return *failed;
    const auto& measure = std::get<wire::Measure>(read);
    auto object = ui::object_of("measure_file", {}, {});
    object["measure"] = ui::measure_value(measure);
    context.out.object(object);
    context.out.lines(ui::measure_lines(measure));
    context.out.line("Nothing is wrong with this file.");
    return exit_ok;
}

void tell_measures(const Context& context, const client::Client& client, const client::ConversationView& with,
                   bool named)
{
    const auto views = client.measures(with.id);
    if (views.empty()) return;
    for (const auto& view : views) context.out.object(ui::measure_object(view, with.id));
    if (named) context.out.line("With " + ui::sanitize_name(with.name) + ":");
    context.out.lines(ui::measure_list(views, with, context.here()));
}

int list_measures(const Context& context, const client::Client& client, const std::optional<ConversationId>& one)
{
    const auto conversations = client.conversations();
    bool any = false;
    for (const auto& with : conversations) {
        if (one && with.id != *one) continue;
        any = any || !client.measures(with.id).empty();
        tell_measures(context, client, with, conversations.size() > 1 && !one);
    }
    const bool therapist = client.status().role == wire::Role::therapist;
    if (!any) context.out.line(therapist ? "No questionnaire was offered yet." : "No questionnaire was offered.");
    if (therapist) context.out.line("To offer one: holdfast measure offer NAME. Here are: " + names_of_shipped() + ".");
    return exit_ok;
}

/// All answers to the one that is meant, the newest whole.
int show_measure(const Context& context, const client::Client& client, const ConversationId& id,
                 const std::string& name)
{
    auto views = client.measures(id);
    std::erase_if(views, [](const client::MeasureView& view) { return !view.answered; });
    const auto wanted = name.empty() && !views.empty() ? views.back().measure->name : name;
    std::erase_if(views,
                  [&](const client::MeasureView& view) { return !measure::is_same_name(view.measure->name, wanted); });
    if (views.empty()) return context.out.fail(Errc::not_found, "There are no answers to a questionnaire here yet.");
    for (const auto& view : views) context.out.object(ui::measure_object(view, id));
    const auto& newest = views.back();
    context.out.line(ui::measure_name(*newest.measure) + ", answered " +
                     ui::instant_words(*newest.answered, {}, context.here()) + ":");
    for (const auto& line : ui::chosen_lines(*newest.measure, newest.chosen)) context.out.line("  " + line);
    context.out.lines(ui::result_lines(*newest.measure, newest.chosen));
    if (views.size() < 2) return exit_ok;
    context.out.line("So far:");
    for (const auto& line : ui::measure_list(views, client.conversation(id), context.here()))
        context.out.line("  " + line);
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::Measure& request)
{
    if (request.what == MeasureDeed::check) return check_measure_file(context, request);
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const bool therapist = one_shot.client().status().role == wire::Role::therapist;
    // Without any more words it is what this person has to do with them.
    const bool lists = request.what == MeasureDeed::list || (request.what == MeasureDeed::answer && therapist &&
                                                             request.name.empty() && request.values.empty());
    // What waits may hold an offer, or answers.
    if (request.what != MeasureDeed::offer) (void)one_shot.wait_until_quiet();
    if (lists && request.with.empty()) return list_measures(context, one_shot.client(), {});
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    if (lists) return list_measures(context, one_shot.client(), *id);
    if (request.what == MeasureDeed::offer) return offer_shown(context, one_shot, *id, request);
    if (request.what == MeasureDeed::show) return show_measure(context, one_shot.client(), *id, request.name);
    return answer_measure(context, one_shot, *id, request);
}

}  // namespace holdfast::shell
