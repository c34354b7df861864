#include "client/ui/json/json.hpp"

#include <boost/json/array.hpp>
#include <boost/json/serialize.hpp>

#include "client/ui/entry_view.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/unicode.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/text.hpp"
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

json::object message_event(std::string_view event, const MessageId& message)
{
    return {{"event", event}, {"id", to_hex(message.view())}};
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

json::object failed_event(std::string_view event, const MessageId& message, Errc reason)
{
    auto object = message_event(event, message);
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

/// Of one's own. That the reader's device has a message is no stage here: "delivered" says so when it may be said.
json::value state_value(client::Stage stage)
{
    switch (stage) {
        case client::Stage::saved: return "saved";
        case client::Stage::accepted:
        case client::Stage::confirmed: return "accepted";
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

json::object accepted_event(const show::Accepted& item)
{
    auto object = message_event(item.held ? "held" : "released", item.message);
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

json::object entry_object(const client::Entry& entry, std::string_view from, std::string_view with)
{
    json::object object;
    const bool known = entry.message != MessageId{};
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
    if (const auto* check_in = std::get_if<wire::CheckIn>(&entry.body))
        object["check_in"] = json::object{
            {"ratings", ratings_json(*check_in)}, {"feelings", feelings_json(*check_in)}, {"note", check_in->note}};
    if (entry.mine) object["state"] = state_value(entry.stage);
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
    if (const auto* repair = std::get_if<wire::Repair>(&entry.body))
        object["about"] = span_object({repair->from, repair->by});
    return object;
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

json::object outlook_object(const client::ConversationView& conversation, const client::Outlook& outlook)
{
    json::object object{{"with", conversation.name}, {"usable", outlook.usable}, {"open", outlook.open.has_value()}};
    object["closes"] = outlook.open ? time_value(outlook.open->end) : nullptr;
    const bool suspended = outlook.notice && !conversation.mine;
    object["opens"] = outlook.next && !suspended ? time_value(outlook.next->begin) : nullptr;
    add_promise(object, outlook.promise);
    object["zone"] = outlook.zone ? json::value(std::string{outlook.zone->name()}) : nullptr;
    object["notice"] = outlook.notice ? json::value(*outlook.notice) : nullptr;
    json::array contacts;
    for (const auto& contact : outlook.contacts)
        contacts.emplace_back(json::object{{"name", contact.name}, {"reach", contact.reach}});
    object["contacts"] = std::move(contacts);
    object["stopped_since"] = time_value(conversation.stopped);
    object["returned_as"] = conversation.returned ? json::value(*conversation.returned) : nullptr;
    object["away"] = away_value(outlook.away);
    object["pace"] = pace_value(outlook.pace);
    if (outlook.problem) object["error"] = error_object(*outlook.problem);
    return object;
}

std::optional<json::object> event_object(const client::Show& item, const client::Client& client)
{
    if (const auto* x = std::get_if<show::NewEntry>(&item))
        return entry_object(x->entry, client.name_of(x->entry.conversation, x->entry.from),
                            client.partner(x->entry.conversation));
    if (const auto* x = std::get_if<show::Accepted>(&item)) return accepted_event(*x);
    if (const auto* x = std::get_if<show::NotAccepted>(&item))
        return failed_event("not_accepted", x->message, x->reason);
    if (const auto* x = std::get_if<show::RefusedByReader>(&item))
        return failed_event("refused", x->message, x->reason);
    if (const auto* x = std::get_if<show::TakenBack>(&item)) return message_event("taken_back", x->message);
    if (const auto* x = std::get_if<show::Saved>(&item)) return message_event("saved", x->message);
    if (const auto* x = std::get_if<show::PromiseMoved>(&item)) {
        json::object object{{"event", "promise_moved"}, {"messages", ids_of(x->messages)}};
        add_promise(object, x->promise);
        object["was"] = promise_value(x->was);
        object["because"] = x->because ? json::value(day_off_object(*x->because)) : nullptr;
        object["unread"] = x->unread;
        return object;
    }
    if (const auto* x = std::get_if<show::ReleasedEarly>(&item)) {
        json::object object{{"event", "released_early"}, {"with", client.partner(x->conversation)}};
        object["messages"] = ids_of(x->messages);
        object["at"] = time_value(x->at);
        object["closes"] = time_value(x->closes);
        return object;
    }
    if (const auto* x = std::get_if<show::ReadIn>(&item)) {
        json::object object{{"event", "read"}, {"window", span_object(x->window)}};
        object["messages"] = ids_of(x->messages);
        return object;
    }
    if (const auto* x = std::get_if<show::Repaired>(&item))
        return json::object{
            {"event", "repaired"}, {"window", span_object(x->window)}, {"repaired_after_seconds", x->after.count()}};
    if (const auto* x = std::get_if<show::VerdictTakenBack>(&item))
        return json::object{{"event", "verdict_taken_back"},
                            {"window", span_object(x->window)},
                            {"why", breach_name(x->breach)},
                            {"read", x->read}};
    if (const auto* x = std::get_if<show::WindowsMissed>(&item))
        return json::object{{"event", "windows_missed"}, {"windows", spans_value(x->windows)}};
    if (const auto* x = std::get_if<show::Joined>(&item)) return json::object{{"event", "joined"}, {"name", x->name}};
    if (const auto* x = std::get_if<show::PracticeNotice>(&item))
        return json::object{{"event", "practice_notice"}, {"text", x->text}, {"issued", time_value(x->issued)}};
    if (std::holds_alternative<show::Online>(item)) return json::object{{"event", "connected"}};
    if (const auto* x = std::get_if<show::Offline>(&item))
        return json::object{{"event", "not_connected"}, {"error", error_object(x->reason)}};
    if (const auto* x = std::get_if<show::OutageDenied>(&item))
        return json::object{{"event", "outage_denied"}, {"down", span_object(x->down)}, {"seen", time_value(x->seen)}};
    if (std::holds_alternative<show::HoursChanged>(item)) return json::object{{"event", "hours_changed"}};
    if (const auto* x = std::get_if<show::HoursProblem>(&item))
        return json::object{{"event", "hours_problem"}, {"error", error_object(x->reason)}};
    return {};
}

}  // namespace holdfast::ui
