#include "client/record/record_json.hpp"

#include <boost/json.hpp>
#include <exception>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"

namespace holdfast::record {
namespace {

namespace json = boost::json;

constexpr int format = 1;

// ---- writing --------------------------------------------------------------------------------------------------------

template <class Id>
std::string hex(const Id& id)
{
    return to_hex(id.view());
}

json::value time_or_null(const std::optional<Instant>& time)
{
    return time ? json::value(to_rfc3339(*time)) : json::value(nullptr);
}

json::value date_or_null(const std::optional<Date>& date)
{
    constexpr std::size_t date_length = 10;
    if (!date) return nullptr;
    return json::value(to_rfc3339(Instant{std::chrono::sys_days{*date}}).substr(0, date_length));
}

json::object person_object(const Person& person)
{
    return {{"account", hex(person.account)}, {"name", person.name}, {"therapist", person.therapist}};
}

json::object message_object(const Message& message)
{
    json::object object{{"id", hex(message.id)},
                        {"from", hex(message.from)},
                        {"device", hex(message.device)},
                        {"sequence", message.sequence},
                        {"kind", message.kind},
                        {"text", message.text},
                        {"written", to_rfc3339(message.written)}};
    object["received"] = time_or_null(message.received);
    object["released"] = time_or_null(message.released);
    object["read_from"] = message.read ? time_or_null(message.read->from) : nullptr;
    object["read_by"] = message.read ? time_or_null(message.read->by) : nullptr;
    object["shared"] = message.shared;
    object["body"] = to_base64url(message.body);
    return object;
}

json::object head_object(const Record& record)
{
    json::array people;
    for (const auto& person : record.people) people.emplace_back(person_object(person));
    return {{"holdfast_record", format},
            {"conversation", hex(record.conversation)},
            {"by", hex(record.by)},
            {"made", to_rfc3339(record.made)},
            {"zone", record.zone},
            {"from", date_or_null(record.from)},
            {"until", date_or_null(record.until)},
            {"chosen", record.chosen},
            {"people", std::move(people)}};
}

/// Only strings have these characters.
std::string inert(std::string_view text)
{
    std::string out;
    for (const char c : text) {
        if (c == '<')
            out += "\\u003c";
        else if (c == '>')
            out += "\\u003e";
        else if (c == '&')
            out += "\\u0026";
        else
            out += c;
    }
    return out;
}

/// All of it up to the seal.
std::string sealed_part(const Record& record)
{
    auto text = inert(json::serialize(head_object(record)));
    text.back() = ',';
    text += "\"messages\":[\n";
    for (std::size_t i = 0; i < record.messages.size(); ++i)
        text += inert(json::serialize(message_object(record.messages[i]))) +
                (i + 1 < record.messages.size() ? ",\n" : "\n");
    return text + "],\"hash\":\"" + hex(shared_hash(record)) + "\"";
}

// ---- reading: whatever is not as it should be throws, and is found here ---------------------------------------------

struct Malformed : std::exception {};

std::string text_of(const json::object& object, std::string_view key)
{
    const auto& text = object.at(key).as_string();
    return {text.begin(), text.end()};
}

template <class Id>
Id id_of(const json::object& object, std::string_view key)
{
    const auto bytes = from_hex(text_of(object, key));
    const auto id = bytes.has_value() ? Id::from(*bytes) : std::nullopt;
    if (!id) throw Malformed{};
    return *id;
}

std::optional<Instant> time_of(const json::object& object, std::string_view key)
{
    if (object.at(key).is_null()) return std::nullopt;
    const auto time = parse_rfc3339(text_of(object, key));
    if (!time) throw Malformed{};
    return time;
}

std::optional<Date> date_of(const json::object& object, std::string_view key)
{
    if (object.at(key).is_null()) return std::nullopt;
    const auto midnight = parse_rfc3339(text_of(object, key) + "T00:00:00Z");
    if (!midnight) throw Malformed{};
    return Date{std::chrono::floor<std::chrono::days>(*midnight)};
}

Message message_of(const json::object& object)
{
    Message message;
    message.id = id_of<MessageId>(object, "id");
    message.from = id_of<AccountId>(object, "from");
    message.device = id_of<DeviceId>(object, "device");
    message.sequence = object.at("sequence").to_number<std::uint64_t>();
    message.kind = text_of(object, "kind");
    message.text = text_of(object, "text");
    message.written = time_of(object, "written").value();
    message.received = time_of(object, "received");
    message.released = time_of(object, "released");
    const auto from = time_of(object, "read_from");
    if (from) message.read = ReadIn{*from, time_of(object, "read_by").value()};
    message.shared = object.at("shared").as_bool();
    const auto body = from_base64url(text_of(object, "body"));
    if (body.has_error()) throw Malformed{};
    message.body = *body;
    return message;
}

Record record_of(const json::object& object)
{
    Record record;
    record.conversation = id_of<ConversationId>(object, "conversation");
    record.by = id_of<AccountId>(object, "by");
    record.made = time_of(object, "made").value();
    record.zone = text_of(object, "zone");
    record.from = date_of(object, "from");
    record.until = date_of(object, "until");
    record.chosen = object.at("chosen").as_bool();
    for (const auto& one : object.at("people").as_array()) {
        const auto& person = one.as_object();
        record.people.push_back(
            {id_of<AccountId>(person, "account"), text_of(person, "name"), person.at("therapist").as_bool()});
    }
    for (const auto& one : object.at("messages").as_array()) record.messages.push_back(message_of(one.as_object()));
    return record;
}

}  // namespace

std::string write_json(const Record& record)
{
    auto text = sealed_part(record);
    const auto seal = crypto::sha256(crypto::labels::record_seal, as_bytes(text));
    return text + ",\"seal\":\"" + hex(seal) + "\"}\n";
}

Result<Record> read_json(std::string_view text)
{
    try {
        auto record = record_of(json::parse(text).as_object());
        // One spelling: so the hash, the seal and every byte are right.
        if (write_json(record) != text) return Errc::bad_record;
        return record;
    } catch (const std::exception&) {
        return Errc::bad_record;
    }
}

}  // namespace holdfast::record
