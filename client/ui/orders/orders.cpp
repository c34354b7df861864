#include "client/ui/orders/orders.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <limits>
#include <optional>
#include <utility>

#include "client/ui/hours/weeks.hpp"
#include "client/ui/orders/params.hpp"
#include "protocol/wire/experiment.hpp"
#include "protocol/wire/pulse.hpp"

namespace holdfast::ui::orders {
namespace {

namespace json = boost::json;

// ---- messages -------------------------------------------------------------------------------------------------------

Order send(Params& given)
{
    request::Send send;
    send.with = given.text_or_nothing("with");
    send.anyway = given.is_set("anyway");
    send.text = from_stdin;
    return {send, false, given.needed("text")};
}

/// {"name","value","of"} as a command line has it.
std::string rating_of(const json::object& rating, Params& given)
{
    Params parts{rating};
    const auto name = parts.needed("name");
    const auto value = parts.number("value", 0, std::numeric_limits<std::uint8_t>::max());
    const auto of = parts.number("of", 1, std::numeric_limits<std::uint8_t>::max());
    if (!value) parts.fail("\"value\" is missing.");
    if (name.find('=') != std::string::npos) parts.fail("\"name\" has no equals sign in it.");
    if (const auto fault = parts.fault()) given.fail("A rating: " + *fault);
    return name + "=" + std::to_string(value.value_or(0)) + "/" + std::to_string(of.value_or(10));
}

Order check_in(Params& given)
{
    request::CheckIn check_in;
    check_in.with = given.text_or_nothing("with");
    for (const auto& rating : given.objects("ratings")) check_in.ratings.push_back(rating_of(rating, given));
    check_in.feelings = given.texts("feelings");
    const auto note = given.text_or_nothing("note");
    if (!note.empty()) check_in.note = from_stdin;
    if (check_in.ratings.empty() && check_in.feelings.empty() && note.empty())
        given.fail("A check-in has \"ratings\", \"feelings\" or a \"note\".");
    check_in.due_at = given.text("due");
    check_in.due = check_in.due_at.has_value();
    check_in.free = !check_in.due;
    return {check_in, false, note};
}

Order repair(Params& given)
{
    request::Repair repair;
    repair.with = given.text_or_nothing("with");
    const auto text = given.text_or_nothing("text");
    if (!text.empty()) repair.text = from_stdin;
    const bool confirmed = given.is_set("confirm");
    return {repair, confirmed, text, Answer::one, text.empty()};
}

Order take_back(Params& given)
{
    request::TakeBack take_back;
    take_back.which = given.needed("id");
    if (take_back.which.empty()) given.fail("\"id\" is empty.");
    const bool confirmed = given.is_set("confirm");
    take_back.only_show = !confirmed;
    return {take_back, confirmed, {}, Answer::one, true};
}

Order read(Params& given)
{
    request::Read read;
    read.with = given.text_or_nothing("with");
    read.all = given.is_set("all");
    return {read, false, {}, Answer::items};
}

// ---- drafts ---------------------------------------------------------------------------------------------------------

Order drafts_show(Params& given) { return {request::Drafts{given.text_or_nothing("with"), {}, 0, false}}; }

Order drafts_keep(Params& given)
{
    return {request::Drafts{given.text_or_nothing("with"), given.needed("text"), 0, false}};
}

Order drafts_forget(Params& given)
{
    const auto number = given.number("number", 1, std::numeric_limits<std::uint64_t>::max());
    if (!number) given.fail("\"number\" is missing.");
    const bool confirmed = given.is_set("confirm");
    return {request::Drafts{given.text_or_nothing("with"), {}, number.value_or(0), !confirmed},
            confirmed,
            {},
            Answer::one,
            true};
}

// ---- hours ----------------------------------------------------------------------------------------------------------

Order hours_show(Params& given)
{
    return {request::HoursShow{given.text_or_nothing("with")}, false, {}, Answer::items};
}

request::HoursChoice choice(Params& given)
{
    return {given.text("rules"), given.text("zone"), given.texts("holidays"), given.text_or_nothing("with")};
}

int weeks(Params& given, int usual)
{
    return static_cast<int>(given.number("weeks", 1, most_weeks).value_or(static_cast<std::uint64_t>(usual)));
}

Order hours_preview(Params& given)
{
    request::HoursPreview preview;
    preview.choice = choice(given);
    preview.weeks = weeks(given, preview.weeks);
    return {preview};
}

Order hours_export(Params& given)
{
    request::HoursExport to_file;
    to_file.choice = choice(given);
    to_file.weeks = weeks(given, to_file.weeks);
    return {to_file, false, {}, Answer::calendar};
}

Order hours_explain(Params& given)
{
    request::HoursExplain explain;
    explain.rules = given.text("rules");
    explain.zone = given.text("zone");
    explain.at = given.text("at");
    explain.holidays = given.texts("holidays");
    explain.with = given.text_or_nothing("with");
    return {explain};
}

/// What publishes is shown first, unless it is confirmed.
Order published(Request request, Params& given, std::string input = {})
{
    return {std::move(request), given.is_set("confirm"), std::move(input), Answer::one, true};
}

std::string contact_of(const json::object& contact, Params& given)
{
    Params parts{contact};
    auto words = parts.needed("name") + ": " + parts.needed("reach");
    if (const auto fault = parts.fault()) given.fail("A contact: " + *fault);
    return words;
}

Order hours_set(Params& given)
{
    request::HoursSet set;
    set.rules = given.text("rules");
    set.zone = given.text("zone");
    set.notice = given.text("notice");
    set.last_reading = given.text("last_reading");
    set.holidays = given.texts("holidays");
    set.holidays_until = given.text("holidays_until");
    for (const auto& contact : given.objects("contacts")) set.crisis.push_back(contact_of(contact, given));
    set.replies = given.flag("replies");
    if (const auto most = given.number("pace_messages", 1, std::numeric_limits<std::uint8_t>::max()))
        set.pace_messages = static_cast<unsigned>(*most);
    if (const auto most = given.number("pace_characters", 1, std::numeric_limits<std::uint16_t>::max()))
        set.pace_characters = static_cast<unsigned>(*most);
    set.no_pace = given.is_set("no_pace");
    if (set.no_pace && (set.pace_messages || set.pace_characters)) given.fail("\"no_pace\" stands beside a pace.");
    set.with = given.text_or_nothing("with");
    return published(set, given);
}

Order hours_extra(Params& given)
{
    request::HoursExtra extra;
    extra.length = given.needed("length");
    extra.all = given.is_set("all");
    extra.with = given.text_or_nothing("with");
    return published(extra, given);
}

Order hours_cancel(Params& given)
{
    request::HoursCancel cancel;
    cancel.date = given.needed("date");
    cancel.reason = given.text_or_nothing("reason");
    cancel.undo = given.is_set("undo");
    cancel.with = given.text_or_nothing("with");
    return published(cancel, given);
}

Order hours_leave(Params& given)
{
    request::HoursLeave leave;
    leave.dates = given.needed("from") + ".." + given.needed("to");
    leave.reason = given.text_or_nothing("reason");
    leave.undo = given.is_set("undo");
    leave.with = given.text_or_nothing("with");
    return published(leave, given);
}

Order hours_import(Params& given)
{
    auto calendar = given.needed("calendar");
    return published(request::HoursImport{std::string{from_stdin}, given.text_or_nothing("zone")}, given,
                     std::move(calendar));
}

/// Without a list of one's own: what the practice suggests. It is taken as it is, so it is confirmed.
Order hours_holidays(Params& given)
{
    const auto list = given.text("list");
    request::HoursHolidays holidays;
    if (list) holidays.file = from_stdin;
    holidays.until = given.text("until");
    const bool confirmed = given.is_set("confirm");
    if (!confirmed) given.fail("Holidays are published as the list has them: say \"confirm\": true.");
    return {holidays, confirmed, list.value_or(std::string{})};
}

// ---- the account ----------------------------------------------------------------------------------------------------

Order pace_show(Params& given) { return {request::Pace{{}, given.text_or_nothing("with")}}; }

Order pace_answer(Params& given)
{
    const auto agreed = given.flag("agreed");
    if (!agreed) given.fail("\"agreed\" is missing.");
    request::Pace pace{agreed.value_or(false), given.text_or_nothing("with")};
    if (const auto most = given.number("messages", 0, std::numeric_limits<std::uint8_t>::max()))
        pace.messages = static_cast<unsigned>(*most);
    if (const auto most = given.number("characters", 0, std::numeric_limits<std::uint16_t>::max()))
        pace.characters = static_cast<unsigned>(*most);
    if (!pace.messages && !pace.characters)
        given.fail("\"messages\" and \"characters\" are missing: those of the pace that was shown.");
    return {pace};
}

Order agreement_show(Params& given)
{
    return {request::Agreement{request::Agreement::What::show, {}, given.text_or_nothing("with")}};
}

Order agreement_answer(Params& given)
{
    using What = request::Agreement::What;
    const auto agreed = given.flag("agreed");
    if (!agreed) given.fail("\"agreed\" is missing.");
    const auto version = given.number("version", 1, std::numeric_limits<std::uint32_t>::max());
    if (!version) given.fail("\"version\" is missing: the version of the text that was read.");
    return {request::Agreement{
        agreed.value_or(false) ? What::agree : What::decline, {}, given.text_or_nothing("with"), version}};
}

/// It goes to every client as it is, so it is confirmed.
Order agreement_set(Params& given)
{
    auto text = given.needed("text");
    const bool confirmed = given.is_set("confirm");
    if (!confirmed) given.fail("The text goes to every client: say \"confirm\": true.");
    const request::Agreement set{request::Agreement::What::edit, std::string{from_stdin}, {}};
    return {set, confirmed, std::move(text)};
}

using PlanDeed = request::CopingPlan::What;

Order plan_show(Params& given)
{
    request::CopingPlan plan;
    plan.with = given.text_or_nothing("with");
    return {plan};
}

/// It goes to the client as it is, so it is confirmed.
Order plan_set(Params& given)
{
    request::CopingPlan plan;
    plan.what = PlanDeed::edit;
    plan.with = given.text_or_nothing("with");
    plan.note = from_stdin;
    for (const auto& step : given.objects("steps")) {
        Params parts{step};
        plan.steps.push_back({parts.needed("heading"), parts.text_or_nothing("words")});
        if (const auto fault = parts.fault()) given.fail("A step: " + *fault);
    }
    if (plan.steps.empty()) given.fail("\"steps\" are missing: each has a \"heading\" and \"words\".");
    const bool confirmed = given.is_set("confirm");
    if (!confirmed) given.fail("The plan goes to the client: say \"confirm\": true.");
    return {plan, confirmed, given.text_or_nothing("note")};
}

Order plan_answer(Params& given)
{
    request::CopingPlan plan;
    const auto agreed = given.flag("agreed");
    if (!agreed) given.fail("\"agreed\" is missing.");
    plan.words = given.texts("words");
    plan.what = !agreed.value_or(false) ? PlanDeed::decline : plan.words.empty() ? PlanDeed::agree : PlanDeed::words;
    if (plan.what == PlanDeed::decline && !plan.words.empty()) given.fail("\"words\" go with \"agreed\": true.");
    plan.read = given.number("version", 1, std::numeric_limits<std::uint32_t>::max());
    if (!plan.read) given.fail("\"version\" is missing: the version of the plan that was read.");
    plan.with = given.text_or_nothing("with");
    return {plan};
}

using RhythmDeed = request::Rhythm::What;

Order rhythm_of(RhythmDeed what, Params& given)
{
    request::Rhythm rhythm;
    rhythm.what = what;
    rhythm.with = given.text_or_nothing("with");
    return {rhythm};
}

Order rhythm_show(Params& given) { return rhythm_of(RhythmDeed::show, given); }

request::Rhythm::Item rhythm_item(const json::object& item, Params& given)
{
    Params parts{item};
    request::Rhythm::Item made;
    made.name = parts.needed("name");
    made.was = parts.text_or_nothing("was");
    made.question = parts.text_or_nothing("question");
    made.low = parts.text_or_nothing("low");
    made.high = parts.text_or_nothing("high");
    if (const auto fault = parts.fault()) given.fail("An item: " + *fault);
    return made;
}

/// It goes to the other member as it is: shown, unless it is confirmed.
Order rhythm_propose(Params& given)
{
    auto order = rhythm_of(RhythmDeed::propose, given);
    auto& rhythm = std::get<request::Rhythm>(order.request);
    rhythm.days = given.texts("days");
    rhythm.times = given.texts("times");
    rhythm.zone = given.text_or_nothing("zone");
    rhythm.minutes = static_cast<unsigned>(given.number("minutes", 0, 120).value_or(0));
    for (const auto& item : given.objects("items")) rhythm.items.push_back(rhythm_item(item, given));
    rhythm.feelings = given.texts("feelings");
    rhythm.asks_feelings = given.is_set("asks_feelings") || !rhythm.feelings.empty();
    rhythm.asks_note = given.is_set("asks_note");
    if (rhythm.days.empty() || rhythm.times.empty()) given.fail("A rhythm has \"days\" and \"times\".");
    order.confirmed = given.is_set("confirm");
    order.previews = true;
    rhythm.only_show = !order.confirmed;
    return order;
}

Order rhythm_answer(Params& given)
{
    const auto agreed = given.flag("agreed");
    if (!agreed) given.fail("\"agreed\" is missing.");
    auto order = rhythm_of(agreed.value_or(false) ? RhythmDeed::agree : RhythmDeed::decline, given);
    auto& rhythm = std::get<request::Rhythm>(order.request);
    rhythm.read = given.number("version", 1, std::numeric_limits<std::uint32_t>::max());
    if (!rhythm.read) given.fail("\"version\" is missing: the version that was read.");
    return order;
}

Order rhythm_end(Params& given)
{
    auto order = rhythm_of(RhythmDeed::end, given);
    order.confirmed = given.is_set("confirm");
    order.previews = true;
    std::get<request::Rhythm>(order.request).only_show = !order.confirmed;
    return order;
}

/// Shown first, unless it is confirmed.
Order mark_set(Params& given)
{
    request::Mark mark;
    mark.which = given.needed("id");
    if (mark.which.empty()) given.fail("\"id\" is empty.");
    const auto state = given.text("state").value_or("on");
    if (state == "off")
        mark.state = wire::MarkState::off;
    else if (state == "done")
        mark.state = wire::MarkState::done;
    else if (state != "on")
        given.fail("\"state\" is \"on\", \"off\" or \"done\".");
    mark.with = given.text_or_nothing("with");
    const bool confirmed = given.is_set("confirm");
    mark.only_show = !confirmed;
    return {mark, confirmed, {}, Answer::one, true};
}

Order session_show(Params& given) { return {request::Session{false, given.text_or_nothing("with")}}; }
Order session_done(Params& given) { return {request::Session{true, given.text_or_nothing("with")}}; }

Order progress(Params& given)
{
    request::Progress progress;
    progress.name = given.text_or_nothing("name");
    progress.with = given.text_or_nothing("with");
    return {progress};
}

using ExperimentDeed = request::Experiment::What;

/// Shown first, unless it is confirmed.
Order experiment_deed(ExperimentDeed what, Params& given)
{
    request::Experiment experiment;
    experiment.what = what;
    experiment.with = given.text_or_nothing("with");
    if (what != ExperimentDeed::create) experiment.which = given.needed("id");
    if (what != ExperimentDeed::create && experiment.which.empty()) given.fail("\"id\" is empty.");
    return published(experiment, given);
}

/// The number and what it counts, as a command line has them.
std::string quantity_of(Params& given)
{
    const auto number = given.number("number", 0, wire::most_of_a_unit);
    const auto unit = given.text_or_nothing("unit");
    if (!number && !unit.empty()) given.fail("\"unit\" goes with a \"number\".");
    if (!number) return {};
    return std::to_string(*number) + (unit.empty() ? "" : " " + unit);
}

Order experiment_written(ExperimentDeed what, Params& given)
{
    auto order = experiment_deed(what, given);
    auto& experiment = std::get<request::Experiment>(order.request);
    experiment.expect = given.text_or_nothing("expected");
    experiment.number = quantity_of(given);
    experiment.plan = given.text_or_nothing("plan");
    const auto from = given.text_or_nothing("from");
    const auto to = given.text_or_nothing("to");
    if (!from.empty()) experiment.when = from + ".." + (to.empty() ? from : to);
    const bool whole = !experiment.expect.empty() && !experiment.plan.empty() && !experiment.when.empty();
    if (what == ExperimentDeed::create && !whole)
        given.fail("A new experiment has \"expected\", \"plan\" and \"from\".");
    const bool any = whole || !experiment.expect.empty() || !experiment.plan.empty() || !experiment.when.empty() ||
                     !experiment.number.empty();
    if (!any) given.fail("Nothing is changed: give \"expected\", \"number\", \"plan\" or \"from\".");
    return order;
}

Order experiment_new(Params& given) { return experiment_written(ExperimentDeed::create, given); }
Order experiment_edit(Params& given) { return experiment_written(ExperimentDeed::edit, given); }

Order experiment_said(ExperimentDeed what, Params& given)
{
    auto order = experiment_deed(what, given);
    auto& experiment = std::get<request::Experiment>(order.request);
    order.input = given.text_or_nothing("words");
    if (!order.input.empty()) experiment.words = from_stdin;
    if (what == ExperimentDeed::result) experiment.number = quantity_of(given);
    if (what != ExperimentDeed::drop && order.input.empty() && experiment.number.empty())
        given.fail("\"words\" are missing.");
    return order;
}

Order experiment_result(Params& given) { return experiment_said(ExperimentDeed::result, given); }
Order experiment_learned(Params& given) { return experiment_said(ExperimentDeed::learned, given); }
Order experiment_drop(Params& given) { return experiment_said(ExperimentDeed::drop, given); }

Order experiment_list(Params& given)
{
    request::Experiment experiment;
    experiment.with = given.text_or_nothing("with");
    experiment.all = given.is_set("all");
    return {experiment, false, {}, Answer::items};
}

Order experiment_show(Params& given)
{
    request::Experiment experiment;
    experiment.what = ExperimentDeed::show;
    experiment.with = given.text_or_nothing("with");
    experiment.which = given.needed("id");
    if (experiment.which.empty()) given.fail("\"id\" is empty.");
    return {experiment};
}

using PulseDeed = request::Pulse::What;

Order pulse_order(PulseDeed what, Params& given)
{
    request::Pulse pulse;
    pulse.what = what;
    pulse.with = given.text_or_nothing("with");
    return {pulse};
}

Order pulse_show(Params& given) { return pulse_order(PulseDeed::list, given); }

Order pulse_answer(Params& given)
{
    auto order = pulse_order(PulseDeed::answer, given);
    auto& pulse = std::get<request::Pulse>(order.request);
    const auto value = given.number("value", 0, wire::highest_pulse);
    if (!value) given.fail("\"value\" is missing.");
    pulse.value = static_cast<unsigned>(value.value_or(0));
    pulse.share = given.is_set("share");
    return order;
}

/// Shown first, unless it is confirmed.
Order pulse_share(Params& given)
{
    auto order = pulse_order(PulseDeed::share, given);
    std::get<request::Pulse>(order.request).which = given.text_or_nothing("at");
    return published(std::move(order.request), given);
}

Order pulse_ask(Params& given)
{
    const auto on = given.flag("on");
    if (!on) given.fail("\"on\" is missing.");
    return pulse_order(on.value_or(false) ? PulseDeed::on : PulseDeed::off, given);
}

using NoteDeed = request::Note::What;

Order note_about(NoteDeed what, Params& given)
{
    request::Note note;
    note.what = what;
    const auto number = given.number("number", 1, std::numeric_limits<std::uint64_t>::max());
    if (!number) given.fail("\"number\" is missing.");
    note.number = number.value_or(0);
    return {note};
}

Order note_write(Params& given)
{
    request::Note note;
    note.text = from_stdin;
    return {note, false, given.needed("text")};
}

Order note_list(Params&)
{
    request::Note note;
    note.what = NoteDeed::list;
    return {note};
}

Order note_search(Params& given)
{
    request::Note note;
    note.what = NoteDeed::search;
    note.text = given.needed("words");
    return {note};
}

Order note_show(Params& given) { return note_about(NoteDeed::show, given); }

/// Shown first, unless it is confirmed.
Order note_deed(NoteDeed what, Params& given)
{
    auto order = note_about(what, given);
    order.confirmed = given.is_set("confirm");
    order.previews = true;
    std::get<request::Note>(order.request).only_show = !order.confirmed;
    return order;
}

Order note_delete(Params& given) { return note_deed(NoteDeed::remove, given); }

Order note_share(Params& given)
{
    auto order = note_deed(NoteDeed::share, given);
    auto& note = std::get<request::Note>(order.request);
    note.with = given.text_or_nothing("with");
    note.anyway = given.is_set("anyway");
    note.marked = given.is_set("mark");
    return order;
}

/// By the name of a shipped one, or whole, as a file has it.
Order measure_offer(Params& given)
{
    request::Measure offer{request::Measure::What::offer, given.text_or_nothing("measure"),
                           given.text_or_nothing("with")};
    const auto definition = given.text_or_nothing("definition");
    if (offer.name.empty() == definition.empty()) given.fail("An offer has a \"measure\" or a \"definition\".");
    if (offer.names_file()) given.fail("\"measure\" is a name; a file goes into \"definition\".");
    if (!definition.empty()) offer.definition = from_stdin;
    return published(offer, given, definition);
}

Order measure_answer(Params& given)
{
    request::Measure answer{request::Measure::What::answer, given.text_or_nothing("measure"),
                            given.text_or_nothing("with")};
    for (const auto& value : given.texts("values")) answer.values += (answer.values.empty() ? "" : " ") + value;
    if (answer.values.empty()) given.fail("\"values\" is missing: a number or \"-\" for each question.");
    return published(answer, given);
}

Order measure_list(Params& given)
{
    return {
        request::Measure{request::Measure::What::list, {}, given.text_or_nothing("with")}, false, {}, Answer::items};
}

Order measure_show(Params& given)
{
    return {
        request::Measure{request::Measure::What::show, given.text_or_nothing("measure"), given.text_or_nothing("with")},
        false,
        {},
        Answer::items};
}

// ---- ending ---------------------------------------------------------------------------------------------------------

Order end_now(Params& given)
{
    request::End end;
    end.with = given.text_or_nothing("with");
    end.take_back = given.is_set("take_back");
    const bool confirmed = given.is_set("confirm");
    end.only_show = !confirmed;
    return {end, confirmed, {}, Answer::one, true};
}

Order end_show(Params& given)
{
    request::End end{request::End::What::show};
    end.with = given.text_or_nothing("with");
    return {end};
}

Order end_propose(Params& given)
{
    request::End end{request::End::What::propose, given.needed("date")};
    end.with = given.text_or_nothing("with");
    const bool confirmed = given.is_set("confirm");
    end.only_show = !confirmed;
    return {end, confirmed, {}, Answer::one, true};
}

Order end_answer(Params& given)
{
    const auto agreed = given.flag("agreed");
    if (!agreed) given.fail("\"agreed\" is missing.");
    request::End end{agreed.value_or(false) ? request::End::What::agree : request::End::What::decline};
    end.with = given.text_or_nothing("with");
    end.proposal = given.needed("id");
    if (end.proposal.empty()) given.fail("\"id\" is empty.");
    return {end, true};
}

Order block(Params& given)
{
    request::Block block{given.text_or_nothing("with"), given.is_set("undo")};
    const bool confirmed = given.is_set("confirm");
    block.only_show = !confirmed;
    return {block, confirmed, {}, Answer::one, true};
}

Order crisis_show(Params&) { return {request::Crisis{}}; }

Order crisis_add(Params& given)
{
    auto words = given.needed("name") + ": " + given.needed("reach");
    return {request::Crisis{request::Crisis::What::add, std::move(words)}};
}

Order crisis_remove(Params& given) { return {request::Crisis{request::Crisis::What::remove, given.needed("name")}}; }

Order rename(Params& given) { return {request::Rename{{given.needed("name")}, given.needed("with")}}; }

Order invite(Params& given)
{
    const auto name = given.needed("name");
    if (name.empty()) given.fail("\"name\" is empty.");
    auto page = given.text_or_nothing("page");
    // The window that has the account open may stand in another folder.
    if (!page.empty() && !std::filesystem::path{page}.is_absolute())
        given.fail("\"page\" is the whole path of a file to be made, from / on.");
    return {request::Invite{name, given.is_set("again"), std::move(page)}};
}

Order audit(Params& given) { return {request::Audit{true, given.text_or_nothing("with")}, false, {}, Answer::items}; }

Order status(Params&) { return {request::Status{}}; }
Order recovery_kit(Params&) { return {request::RecoveryKit{}}; }
Order recovery_confirm(Params& given) { return {request::RecoveryConfirm{given.needed("groups")}}; }

struct Method {
    std::string_view name;
    Order (*make)(Params& given);
};
constexpr std::array all_methods{
    Method{"agreement.answer", agreement_answer},
    Method{"agreement.set", agreement_set},
    Method{"agreement.show", agreement_show},
    Method{"audit", audit},
    Method{"block", block},
    Method{"check_in", check_in},
    Method{"crisis.add", crisis_add},
    Method{"crisis.remove", crisis_remove},
    Method{"crisis.show", crisis_show},
    Method{"drafts.forget", drafts_forget},
    Method{"drafts.keep", drafts_keep},
    Method{"drafts.show", drafts_show},
    Method{"end", end_now},
    Method{"end.answer", end_answer},
    Method{"end.propose", end_propose},
    Method{"end.show", end_show},
    Method{"experiment.drop", experiment_drop},
    Method{"experiment.edit", experiment_edit},
    Method{"experiment.learned", experiment_learned},
    Method{"experiment.list", experiment_list},
    Method{"experiment.new", experiment_new},
    Method{"experiment.result", experiment_result},
    Method{"experiment.show", experiment_show},
    Method{"hours.cancel", hours_cancel},
    Method{"hours.explain", hours_explain},
    Method{"hours.export", hours_export},
    Method{"hours.extra", hours_extra},
    Method{"hours.holidays", hours_holidays},
    Method{"hours.import", hours_import},
    Method{"hours.leave", hours_leave},
    Method{"hours.preview", hours_preview},
    Method{"hours.set", hours_set},
    Method{"hours.show", hours_show},
    Method{"invite", invite},
    Method{"mark", mark_set},
    Method{"measure.answer", measure_answer},
    Method{"measure.list", measure_list},
    Method{"measure.offer", measure_offer},
    Method{"measure.show", measure_show},
    Method{"note.delete", note_delete},
    Method{"note.list", note_list},
    Method{"note.search", note_search},
    Method{"note.share", note_share},
    Method{"note.show", note_show},
    Method{"note.write", note_write},
    Method{"pace.answer", pace_answer},
    Method{"pace.show", pace_show},
    Method{"plan.answer", plan_answer},
    Method{"plan.set", plan_set},
    Method{"plan.show", plan_show},
    Method{"progress", progress},
    Method{"pulse.answer", pulse_answer},
    Method{"pulse.ask", pulse_ask},
    Method{"pulse.share", pulse_share},
    Method{"pulse.show", pulse_show},
    Method{"read", read},
    Method{"recovery.confirm", recovery_confirm},
    Method{"recovery.kit", recovery_kit},
    Method{"rename", rename},
    Method{"repair", repair},
    Method{"rhythm.answer", rhythm_answer},
    Method{"rhythm.end", rhythm_end},
    Method{"rhythm.propose", rhythm_propose},
    Method{"rhythm.show", rhythm_show},
    Method{"send", send},
    Method{"session.done", session_done},
    Method{"session.show", session_show},
    Method{"status", status},
    Method{"take_back", take_back},
};

constexpr auto names_of_methods()
{
    std::array<std::string_view, all_methods.size()> names{};
    for (std::size_t i = 0; i < names.size(); ++i) names[i] = all_methods[i].name;
    return names;
}
constexpr auto all_names = names_of_methods();

}  // namespace

std::variant<Order, Fault> order_of(const Call& call)
{
    const auto found = std::ranges::find(all_methods, std::string_view{call.method}, &Method::name);
    if (found == all_methods.end()) return Fault{call.id, RpcCode::method_not_found, "There is no such order."};
    Params given{call.params};
    auto order = found->make(given);
    if (auto fault = given.fault()) return Fault{call.id, RpcCode::invalid_params, std::move(*fault)};
    return order;
}

std::span<const std::string_view> methods() noexcept { return all_names; }

}  // namespace holdfast::ui::orders
