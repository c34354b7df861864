#include "client/ui/json/json.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "client/core/rhythm/series.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/json/json_experiment.hpp"
#include "client/ui/json/json_measure.hpp"
#include "client/ui/json/json_rhythm.hpp"
#include "client/ui/json/json_terms.hpp"
#include "client/ui/session/session_view.hpp"
#include "client/ui/unicode.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/text.hpp"
#include "protocol/measure/score.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::ui {
namespace {

namespace json = boost::json;
namespace show = client::show;

void append_escape(std::string& out, unsigned unit)
{
    const ByteArray<2> bytes{static_cast<std::byte>(unit >> 8), static_cast<std::byte>(unit & 0xFF)};
    out.append("\\u").append(to_hex(bytes));
}

void append_escaped(std::string& out, char32_t c)
{
    if (c < 0x10000) return append_escape(out, static_cast<unsigned>(c));
    const auto offset = static_cast<unsigned>(c - 0x10000);
    append_escape(out, 0xD800 + (offset >> 10));
    append_escape(out, 0xDC00 + (offset & 0x3FF));
}

bool is_shown_as_itself(char32_t c) noexcept
{
    const auto kind = char_kind(c);
    return kind == CharKind::narrow || kind == CharKind::wide;
}

json::array feelings_json(const wire::CheckIn& check_in)
{
    json::array list;
    for (const auto& feeling : check_in.feelings) list.emplace_back(feeling);
    return list;
}

json::array ratings_json(const wire::CheckIn& check_in)
{
    json::array list;
    for (const auto& rating : check_in.ratings)
        list.emplace_back(json::object{{"name", rating.name}, {"value", rating.value}, {"of", rating.of}});
    return list;
}

/// The event of a message of one's own: its state says what has happened to it.
json::object message_event(std::string_view state, const ConversationId& in, const MessageId& message)
{
    return object_of(state, in, {{"state", state}, {"id", to_hex(message.view())}});
}

json::array ids_of(const std::vector<MessageId>& messages)
{
    json::array ids;
    for (const auto& message : messages) ids.emplace_back(to_hex(message.view()));
    return ids;
}

json::value away_value(const std::optional<client::Absence>& away)
{
    if (!away) return nullptr;
    auto object = day_off_object(away->off);
    object["begun"] = away->begun;
    object["last_window"] = window_value(away->last);
    object["resumes"] = window_value(away->resumes);
    return object;
}

std::string_view consent_name(client::PaceConsent consent) noexcept
{
    switch (consent) {
        case client::PaceConsent::none: return "none";
        case client::PaceConsent::agreed: return "agreed";
        case client::PaceConsent::declined: return "declined";
    }
    return "none";
}

json::object bounds_object(const wire::Pace& pace)
{
    return {{"characters", pace.characters}, {"messages", pace.messages}};
}

json::value pace_value(const std::optional<client::PaceView>& pace)
{
    if (!pace) return nullptr;
    auto object = bounds_object(pace->pace);
    object["answer"] = consent_name(pace->consent);
    object["written"] = pace->written;
    return object;
}

json::object failed_event(std::string_view state, const ConversationId& in, const MessageId& message, Errc reason)
{
    auto object = message_event(state, in, message);
    object["error"] = error_object(reason);
    return object;
}

json::object span_object(const client::Span& span)
{
    return {{"from", to_rfc3339(span.from)}, {"by", to_rfc3339(span.by)}};
}

json::value span_value(const std::optional<client::Span>& span)
{
    if (!span) return nullptr;
    return span_object(*span);
}

/// Of one's own. That the reader's device has a message is no state: "delivered" says so when it may be said.
json::value state_value(const client::EntryHead& entry, bool held)
{
    switch (entry.stage) {
        case client::Stage::saved: return "saved";
        case client::Stage::accepted:
        case client::Stage::confirmed: return entry.read ? "read" : held ? "held" : "released";
        case client::Stage::taken_back: return "taken_back";
        case client::Stage::refused: return "refused";
        case client::Stage::received: break;
    }
    return nullptr;
}

std::string_view breach_name(client::Breach breach) noexcept
{
    switch (breach) {
        case client::Breach::not_read: return "not_read";
        case client::Breach::outage: return "outage";
        case client::Breach::no_reply: return "no_reply";
    }
    return "not_read";
}

json::object broken_object(const client::Broken& broken)
{
    json::object object{{"why", breach_name(broken.breach)}, {"window", span_object(broken.window)}};
    object["down"] = span_value(broken.down);
    object["next"] = nullptr;
    if (broken.next)
        object["next"] = json::object{{"from", time_value(broken.next->from)}, {"by", time_value(broken.next->by)}};
    object["read_since"] = broken.read_since;
    object["repaired_after_seconds"] =
        broken.repaired_after ? json::value(broken.repaired_after->count()) : json::value(nullptr);
    return object;
}

json::object plan_text_object(std::uint32_t version, const Date& made, const std::string& note,
                              const std::vector<wire::PlanStep>& steps)
{
    json::array list;
    for (const auto& step : steps) list.emplace_back(json::object{{"heading", step.heading}, {"words", step.words}});
    return {{"version", version}, {"made", iso_date(made)}, {"note", note}, {"steps", std::move(list)}};
}

json::value plan_value(const std::optional<client::CopingPlanView>& plan)
{
    if (!plan) return nullptr;
    return plan_text_object(plan->version, plan->made, plan->note, plan->steps);
}

json::object accepted_event(const show::Accepted& item)
{
    auto object = message_event(item.held ? "held" : "released", item.conversation, item.message);
    object["received"] = time_value(item.received);
    add_promise(object, item.promise);
    return object;
}

}  // namespace

std::string json_line(const json::object& object)
{
    // Outside strings a JSON text has only ASCII, so every other code point stands inside one.
    const auto plain = json::serialize(object);
    std::string out;
    out.reserve(plain.size());
    for (std::size_t at = 0; at < plain.size();) {
        const auto c = decode_at(plain, at);
        if (!c.valid)
            append_utf8(out, U'\uFFFD');
        else if (is_shown_as_itself(c.code))
            out.append(plain, at, c.size);
        else
            append_escaped(out, c.code);
        at += c.size;
    }
    return out;
}

json::value conversation_value(const std::optional<ConversationId>& id)
{
    return id && *id != ConversationId{} ? json::value(to_hex(id->view())) : json::value(nullptr);
}

json::object object_of(std::string_view event, const std::optional<ConversationId>& in, json::object rest)
{
    json::object object{{"event", event}, {"conversation", conversation_value(in)}};
    for (auto& [name, value] : rest) object[name] = std::move(value);
    return object;
}

bool is_error(const json::object& object)
{
    const auto* event = object.if_contains("event");
    return event && *event == "error";
}

bool is_news(const json::object& object)
{
    static constexpr std::string_view news[] = {"read",         "promise_moved", "released_early", "verdict_taken_back",
                                                "behind_proxy", "server_moved",  "windows_missed", "check_in_due",
                                                "terms_changed"};
    const auto* event = object.if_contains("event");
    return event && event->is_string() &&
           std::ranges::find(news, std::string_view{event->as_string()}) != std::end(news);
}

json::object error_object(Errc code, const std::optional<hours::PlacedError>& place)
{
    json::object object{{"code", name(code)}, {"message", place ? place->message : sentence(code)}};
    if (place && place->column > 0) object["column"] = place->column;
    return object;
}

json::value time_value(const std::optional<Instant>& t)
{
    if (!t) return nullptr;
    return json::value(to_rfc3339(*t));
}

json::object day_off_object(const client::DayOff& off)
{
    return {{"from", iso_date(off.from)},
            {"to", iso_date(off.to)},
            {"reason", off.reason},
            {"cancellation", off.cancellation},
            {"planned", off.planned}};
}

json::value promise_value(const std::optional<wire::Promise>& promise)
{
    if (!promise) return nullptr;
    return json::object{{"from", time_value(promise->from)}, {"by", time_value(promise->by)}};
}

json::value window_value(const std::optional<hours::Window>& window)
{
    return promise_value(window ? std::optional{wire::Promise{window->begin, window->end}} : std::nullopt);
}

json::object entry_object(const client::Entry& entry, std::string_view from, std::string_view with, bool held)
{
    const bool known = entry.message != MessageId{};
    auto object = object_of("entry", entry.conversation, {});
    object["id"] = known ? json::value(to_hex(entry.message.view())) : nullptr;
    object["from"] = entry.mine && from.empty() ? std::string_view{"you"} : from;
    object["mine"] = entry.mine;
    if (entry.mine) object["to"] = with;
    object["kind"] = kind_name(entry.body);
    object["text"] = body_text(entry.body);
    object["written"] = known ? time_value(entry.written) : nullptr;
    // Of a reply only when it was released.
    const bool reply = !entry.mine && entry.released == entry.written;
    object["received"] = time_value(reply ? entry.released : entry.received);
    object["released"] = time_value(entry.released);
    if (const auto* check_in = client::check_in_of(entry.body))
        object["check_in"] = json::object{
            {"ratings", ratings_json(*check_in)}, {"feelings", feelings_json(*check_in)}, {"note", check_in->note}};
    if (entry.mine) object["state"] = state_value(entry, held);
    if (entry.stage == client::Stage::refused) object["error"] = error_object(static_cast<Errc>(entry.refusal));
    if (entry.mine) object["delivered"] = entry.delivered || entry.read.has_value();
    if (entry.mine) object["read_in"] = span_value(entry.read);
    if (const auto* broken = std::get_if<client::Broken>(&entry.body)) object["broken"] = broken_object(*broken);
    if (const auto* answer = std::get_if<wire::PaceAnswer>(&entry.body)) {
        object["pace"] = bounds_object(answer->pace);
        object["agreed"] = answer->agreed;
    }
    if (const auto* answer = std::get_if<wire::AgreementAnswer>(&entry.body))
        if (const auto word = wire::decode<wire::AgreementWord>(answer->word.body); word.has_value()) {
            object["version"] = word->version;
            object["agreed"] = word->agreed;
        }
    if (const auto* plan = std::get_if<wire::CopingPlan>(&entry.body))
        if (const auto text = wire::decode<wire::PlanText>(plan->plan.body); text.has_value())
            object["plan"] = plan_text_object(text->version, text->made, text->note, text->steps);
    if (const auto* answer = std::get_if<wire::CopingPlanAnswer>(&entry.body))
        if (const auto word = wire::decode<wire::PlanWord>(answer->word.body); word.has_value()) {
            object["agreed"] = word->agreed;
            object["words"] = json::array(word->words.begin(), word->words.end());
        }
    add_rhythm(object, entry.body);
    if (const auto* mark = std::get_if<wire::Mark>(&entry.body))
        object["mark"] = json::object{{"id", to_hex(mark->message.view())}, {"state", mark_name(mark->state)}};
    if (const auto* experiment = std::get_if<wire::Experiment>(&entry.body))
        object["experiment"] = experiment_value(*experiment);
    if (const auto* step = std::get_if<wire::ExperimentStep>(&entry.body))
        object["experiment_step"] = step_value(*step);
    if (const auto* pulse = std::get_if<wire::PulseAnswer>(&entry.body)) object["pulse"] = pulse_value(*pulse);
    if (const auto* repair = std::get_if<wire::Repair>(&entry.body))
        object["about"] = span_object({repair->from, repair->by});
    if (const auto* proposal = std::get_if<wire::EndProposal>(&entry.body))
        object["last_window"] = span_object({proposal->from, proposal->by});
    if (const auto* answer = std::get_if<wire::EndAnswer>(&entry.body)) {
        object["proposal"] = to_hex(answer->proposal.view());
        object["agreed"] = answer->agreed;
    }
    if (const auto* ended = std::get_if<client::Ended>(&entry.body)) {
        object["written"] = time_value(entry.written);
        object["agreed"] = ended->agreed;
    }
    return object;
}

namespace {

/// The offer whole, or what the answers come to.
void add_measure(json::object& object, const client::Entry& entry, const client::Client& client)
{
    if (const auto* offer = std::get_if<wire::MeasureOffer>(&entry.body))
        object["measure"] = measure_value(offer->measure);
    const auto* answers = std::get_if<wire::MeasureAnswers>(&entry.body);
    const auto* known = answers ? client.measure(answers->measure) : nullptr;
    if (!known || measure::check_chosen(*known, answers->chosen).has_error()) return;
    object["answered"] = time_value(answers->answered);
    object["result"] = result_value(*known, answers->chosen);
    object["read_first"] = !entry.mine && tells_of_self_harm(entry, client);
}

}  // namespace

json::object entry_object(const client::Entry& entry, const client::Client& client, Instant now)
{
    const auto partner = client.partner(entry.conversation);
    const bool written = client::is_written(entry.body);
    auto object = entry_object(entry, written ? client.name_of(entry.conversation, entry.from) : partner, partner,
                               is_held(client, entry, now));
    add_measure(object, entry, client);
    add_standing(object, entry, client);
    return object;
}

json::object draft_object(const client::DraftView& draft, const ConversationId& in, std::string_view with)
{
    const std::string_view kind = draft.as == client::DraftKind::line     ? "line"
                                  : draft.as == client::DraftKind::repair ? "repair"
                                                                          : "kept";
    auto object = object_of("draft", in, {{"number", draft.number}, {"kind", kind}, {"text", draft.text}});
    object["with"] = in == ConversationId{} ? json::value(nullptr) : json::value(with);
    return object;
}

json::object coping_plan_object(const client::Client& client, const ConversationId& id)
{
    const auto newest = client.coping_plan(id);
    auto object = object_of("coping_plan", id, {{"plan", plan_value(newest)}});
    object["agreed"] = newest && newest->word ? json::value(newest->word->agreed) : json::value(nullptr);
    object["agreed_plan"] = plan_value(client.agreed_coping_plan(id));
    return object;
}

namespace {

json::array marks_json(const std::vector<client::MarkView>& marks, const client::Client& client)
{
    json::array list;
    for (const auto& mark : marks)
        if (const auto* entry = client.entry(mark.about))
            list.emplace_back(json::object{{"id", to_hex(mark.about.view())},
                                           {"number", mark.number},
                                           {"state", mark_name(mark.state)},
                                           {"mine", mark.mine},
                                           {"text", body_text(entry->body)}});
    return list;
}

json::object shared_json(const Shared& shared)
{
    return {{"messages", shared.messages}, {"check_ins", shared.check_ins}};
}

}  // namespace

json::object session_object(const SessionPage& page, const client::Client& client, const ConversationId& id)
{
    auto object = object_of("session", id, {{"with", client.partner(id)}, {"since", time_value(page.since)}});
    object["mine"] = shared_json(page.mine);
    object["theirs"] = shared_json(page.theirs);
    json::array ratings;
    for (const auto& series : page.ratings)
        ratings.emplace_back(json::object{{"name", series.name},
                                          {"of", series.of},
                                          {"values", json::array(series.values.begin(), series.values.end())}});
    object["ratings"] = std::move(ratings);
    object["marked"] = marks_json(page.marked, client);
    object["done"] = marks_json(page.done, client);
    object["to_repair"] = spans_value(page.to_repair);
    json::array experiments;
    for (const auto& one : page.experiments) experiments.emplace_back(to_hex(one.id.view()));
    object["experiments"] = std::move(experiments);
    object["pulse"] = json::array(page.pulse.begin(), page.pulse.end());
    return object;
}

json::object note_object(const client::NoteView& note)
{
    auto object = object_of("note", {}, {{"number", note.number}, {"text", note.text}});
    object["written"] = time_value(note.written);
    object["changed"] = time_value(note.changed);
    object["shared_as"] = note.shared ? json::value(to_hex(note.shared->view())) : json::value(nullptr);
    return object;
}

json::object notes_object(const std::vector<client::NoteView>& notes)
{
    json::array list;
    for (const auto& note : notes) list.emplace_back(note_object(note));
    return object_of("notes", {}, {{"notes", std::move(list)}});
}

json::array spans_value(const std::vector<client::Span>& spans)
{
    json::array list;
    for (const auto& span : spans) list.emplace_back(span_object(span));
    return list;
}

json::object reading_object(const client::ReadingView& reading)
{
    return {{"read_in", span_value(reading.last)}, {"not_known_yet", span_value(reading.unknown)}};
}

void add_promise(json::object& object, const std::optional<wire::Promise>& promise)
{
    object["promised_from"] = promise ? time_value(promise->from) : nullptr;
    object["promised_by"] = promise ? time_value(promise->by) : nullptr;
}

namespace {

std::string_view ended_by_name(client::EndedBy by) noexcept
{
    switch (by) {
        case client::EndedBy::me: return "me";
        case client::EndedBy::other: return "other";
        case client::EndedBy::both: return "both";
        case client::EndedBy::practice: break;
    }
    return "practice";
}

json::value last_window_value(const std::optional<client::LastWindow>& last)
{
    if (!last) return nullptr;
    return json::object{{"id", to_hex(last->proposal.view())},
                        {"mine", last->mine},
                        {"from", time_value(last->window.from)},
                        {"by", time_value(last->window.by)}};
}

}  // namespace

json::object outlook_object(const client::ConversationView& conversation, const client::Outlook& outlook)
{
    auto object =
        object_of("hours", conversation.id,
                  {{"with", conversation.name}, {"usable", outlook.usable}, {"open", outlook.open.has_value()}});
    const bool suspended = is_suspended(conversation, outlook);
    object["closes"] = outlook.open && !suspended ? time_value(outlook.open->end) : nullptr;
    object["opens"] = outlook.next && !suspended ? time_value(outlook.next->begin) : nullptr;
    add_promise(object, outlook.promise);
    object["zone"] = outlook.zone ? json::value(std::string{outlook.zone->name()}) : nullptr;
    object["notice"] = outlook.notice ? json::value(*outlook.notice) : nullptr;
    json::array contacts;
    for (const auto& contact : outlook.contacts)
        contacts.emplace_back(json::object{{"name", contact.name}, {"reach", contact.reach}});
    object["contacts"] = std::move(contacts);
    object["stopped_since"] = time_value(conversation.stopped);
    object["ended_since"] = time_value(conversation.ended);
    object["ended_by"] = conversation.ended ? json::value(ended_by_name(conversation.ended_by)) : nullptr;
    object["last_window"] = last_window_value(outlook.end.off ? std::nullopt : outlook.end.agreed);
    object["returned_as"] = conversation.returned ? json::value(*conversation.returned) : nullptr;
    object["away"] = away_value(outlook.away);
    object["pace"] = pace_value(outlook.pace);
    if (outlook.problem) object["error"] = error_object(*outlook.problem);
    return object;
}

json::object ending_object(const client::ConversationView& conversation, const client::Outlook& outlook)
{
    auto object = object_of("ending", conversation.id, {{"with", conversation.name}});
    object["ended_since"] = time_value(conversation.ended);
    object["ended_by"] = conversation.ended ? json::value(ended_by_name(conversation.ended_by)) : nullptr;
    object["told"] = conversation.ended && !conversation.end_waits;
    object["blocked"] = conversation.blocked;
    object["deleted_at"] = time_value(conversation.deleted);
    object["log_until"] = time_value(conversation.log_until);
    object["last_window"] = last_window_value(outlook.end.agreed);
    object["last_window_off"] = outlook.end.off;
    object["last_window_proposed"] = last_window_value(outlook.end.proposed);
    return object;
}

namespace {

json::array conversations_value(const std::vector<ConversationId>& all)
{
    json::array ids;
    for (const auto& id : all) ids.emplace_back(conversation_value(id));
    return ids;
}

/// One overload an item; what only answers an order is none.
struct EventObject {
    using Object = std::optional<json::object>;
    const client::Client& client;
    Instant now;

    Object operator()(const show::NewEntry& x) const { return entry_object(x.entry, client, now); }
    Object operator()(const show::Accepted& x) const { return accepted_event(x); }
    Object operator()(const show::NotAccepted& x) const
    {
        return failed_event(x.retry ? "saved" : "refused", x.conversation, x.message, x.reason);
    }
    Object operator()(const show::RefusedByReader& x) const
    {
        return failed_event("refused", x.conversation, x.message, x.reason);
    }
    Object operator()(const show::TakenBack& x) const { return message_event("taken_back", x.conversation, x.message); }
    Object operator()(const show::Saved& x) const
    {
        auto object = message_event("saved", x.conversation, x.message);
        add_promise(object, x.promise);
        return object;
    }
    Object operator()(const show::PromiseMoved& x) const
    {
        auto object = object_of("promise_moved", x.conversation, {{"messages", ids_of(x.messages)}});
        add_promise(object, x.promise);
        object["was"] = promise_value(x.was);
        object["because"] = x.because ? json::value(day_off_object(*x.because)) : nullptr;
        object["unread"] = x.unread;
        return object;
    }
    Object operator()(const show::PromiseDiffers& x) const
    {
        auto object = object_of("promise_differs", x.conversation, {{"id", to_hex(x.message.view())}});
        object["here"] = promise_value(x.here);
        object["relay"] = promise_value(x.relay);
        object["zone_data_here"] = x.tzdata_here;
        object["zone_data_relay"] = x.tzdata_relay;
        return object;
    }
    Object operator()(const show::ReleasedEarly& x) const
    {
        auto object = object_of("released_early", x.conversation, {{"state", "released"}});
        object["with"] = client.partner(x.conversation);
        object["messages"] = ids_of(x.messages);
        object["at"] = time_value(x.at);
        object["closes"] = time_value(x.closes);
        return object;
    }
    Object operator()(const show::ReadIn& x) const
    {
        return object_of("read", x.conversation,
                         {{"state", "read"}, {"window", span_object(x.window)}, {"messages", ids_of(x.messages)}});
    }
    Object operator()(const show::CheckInDue& x) const
    {
        return object_of("check_in_due", x.conversation,
                         {{"with", client.partner(x.conversation)}, {"due", time_value(x.due)}, {"zone", x.zone}});
    }
    Object operator()(const show::Repaired& x) const
    {
        return object_of("repaired", x.conversation,
                         {{"window", span_object(x.window)}, {"repaired_after_seconds", x.after.count()}});
    }
    Object operator()(const show::VerdictTakenBack& x) const
    {
        return object_of("verdict_taken_back", x.conversation,
                         {{"window", span_object(x.window)}, {"why", breach_name(x.breach)}, {"read", x.read}});
    }
    Object operator()(const show::WindowsMissed& x) const { return missed_object(x.windows); }
    Object operator()(const show::Joined& x) const { return object_of("joined", x.conversation, {{"name", x.name}}); }
    Object operator()(const show::PracticeNotice& x) const
    {
        return object_of("practice_notice", {},
                         {{"conversations", conversations_value(x.conversations)},
                          {"text", x.text},
                          {"issued", time_value(x.issued)}});
    }
    Object operator()(const show::Online&) const { return object_of("connected", {}, {}); }
    Object operator()(const show::CaughtUp&) const { return object_of("caught_up", {}, {}); }
    Object operator()(const show::Offline& x) const
    {
        return object_of("not_connected", {}, {{"error", error_object(x.reason)}});
    }
    Object operator()(const show::ClocksDiffer& x) const
    {
        return object_of("clocks_differ", {}, {{"here", time_value(x.here)}, {"relay", time_value(x.relay)}});
    }
    Object operator()(const show::BehindProxy&) const { return object_of("behind_proxy", {}, {}); }
    Object operator()(const show::RelayMoved& x) const
    {
        return object_of("server_moved", {}, {{"server", x.address}});
    }
    Object operator()(const show::TermsChanged& x) const
    {
        return object_of("terms_changed", {}, {{"before", terms_value(x.before)}, {"now", terms_value(x.now)}});
    }
    Object operator()(const show::OutageDenied& x) const
    {
        return object_of("outage_denied", {}, {{"down", span_object(x.down)}, {"seen", time_value(x.seen)}});
    }
    Object operator()(const show::HoursChanged& x) const
    {
        return object_of("hours_changed", {}, {{"conversations", conversations_value(x.conversations)}});
    }
    Object operator()(const show::HoursProblem& x) const
    {
        return object_of("hours_problem", {},
                         {{"conversations", conversations_value(x.conversations)}, {"error", error_object(x.reason)}});
    }
    Object operator()(const show::Refused& x) const
    {
        return object_of("arrival_refused", {}, {{"error", error_object(x.reason)}});
    }
    Object operator()(const show::DevicesChanged& x) const
    {
        return object_of("device_changed", x.conversation, {{"device_kind", x.device}});
    }
    Object operator()(const show::DeviceFrozen& x) const { return object_of("device_stopped", x.conversation, {}); }
    Object operator()(const show::AccountEnded& x) const
    {
        return object_of("account_ended", x.conversation, {{"at", time_value(x.at)}, {"unread", x.unread}});
    }
    Object operator()(const show::ConversationEnded& x) const
    {
        return object_of("conversation_ended", x.conversation,
                         {{"at", time_value(x.at)},
                          {"ended_by", ended_by_name(client.conversation(x.conversation).ended_by)},
                          {"unsent", x.unsent}});
    }
    Object operator()(const show::ConversationDeleted& x) const
    {
        return object_of("conversation_deleted", x.conversation,
                         {{"at", time_value(x.at)}, {"log_until", time_value(x.log_until)}});
    }
    template <class Answer>
    Object operator()(const Answer&) const
    {
        return std::nullopt;
    }
};

}  // namespace

json::object missed_object(const std::vector<client::Span>& windows)
{
    return object_of("windows_missed", {}, {{"windows", spans_value(windows)}});
}

std::optional<json::object> event_object(const client::Show& item, const client::Client& client, Instant now)
{
    return std::visit(EventObject{client, now}, item);
}

}  // namespace holdfast::ui
