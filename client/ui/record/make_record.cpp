#include "client/ui/record/make_record.hpp"

#include <algorithm>
#include <set>

#include "client/core/history_facts.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

/// An export is UTF-8 whatever came.
std::string mended(std::string_view text)
{
    std::string out;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = decode_at(text, at);
        if (c.valid)
            out.append(text, at, c.size);
        else
            append_utf8(out, U'\uFFFD');
        at += c.size;
    }
    return out;
}

Instant in_seconds(Instant t) { return std::chrono::floor<Seconds>(t); }

std::optional<Instant> in_seconds(const std::optional<Instant>& t)
{
    return t ? std::optional{in_seconds(*t)} : std::nullopt;
}

/// As it travelled; nothing for what nobody wrote.
Bytes encoded(const client::EntryBody& body)
{
    return std::visit(
        [](const auto& one) -> Bytes {
            using One = std::decay_t<decltype(one)>;
            if constexpr (std::is_same_v<One, client::NewerKind>)
                return wire::encode(wire::Body{wire::UnknownKind{one.kind, one.body}});
            else if constexpr (std::is_constructible_v<wire::Body, One>)
                return wire::encode(wire::Body{one});
            else
                return {};
        },
        body);
}

/// The words are those of the offer, whose choices are listed in this order.
std::string chosen_text(const wire::MeasureAnswers& answers)
{
    std::string text = "Answers to a questionnaire:";
    for (std::size_t i = 0; i < answers.chosen.size(); ++i) {
        const auto choice = answers.chosen[i] ? "choice " + std::to_string(*answers.chosen[i] + 1) : "left out";
        text += "\nQuestion " + std::to_string(i + 1) + ": " + choice;
    }
    return text;
}

/// Of what nobody wrote, the words in which the program says it.
std::string text_of(const client::EntryBody& body)
{
    if (const auto* answers = std::get_if<wire::MeasureAnswers>(&body)) return chosen_text(*answers);
    const auto text = body_text(body);
    return mended(text.empty() ? joined(body_lines(body), "\n") : text);
}

record::Message message_of(const client::Entry& entry)
{
    record::Message message;
    message.kind = kind_name(entry.body);
    message.text = text_of(entry.body);
    message.written = in_seconds(entry.written);
    if (!client::is_written(entry.body)) return message;
    message.id = entry.message;
    message.from = entry.from;
    message.device = entry.device;
    message.sequence = entry.sequence;
    message.body = encoded(entry.body);
    message.received = in_seconds(entry.received);
    message.released = in_seconds(entry.released);
    if (entry.read) message.read = record::ReadIn{in_seconds(entry.read->from), in_seconds(entry.read->by)};
    message.shared = entry.stage != client::Stage::saved;
    return message;
}

bool is_within(const RecordExtent& extent, Instant t, const hours::TimeZone& zone)
{
    const Date day{
        std::chrono::floor<std::chrono::days>(std::chrono::sys_seconds{zone.wall_clock(t).time.time_since_epoch()})};
    return (!extent.from || day >= *extent.from) && (!extent.until || day <= *extent.until);
}

void add_people(record::Record& record, const client::Client& client, const client::ConversationView& with,
                const client::ListedEntry* theirs)
{
    const auto status = client.status();
    const bool therapist = status.role == wire::Role::therapist;
    const auto own = status.account.value_or(AccountId{});
    record.by = own;
    record.people.push_back({own, mended(status.name.empty() ? "the client" : status.name), therapist});
    record.people.push_back({theirs ? theirs->from : AccountId{}, mended(with.name), !therapist});
}

}  // namespace

record::Record make_record(const client::Client& client, const ConversationId& conversation, const RecordExtent& extent,
                           const hours::TimeZone& zone, Instant now)
{
    record::Record record;
    record.conversation = conversation;
    record.made = in_seconds(now);
    record.zone = zone.name();
    record.from = extent.from;
    record.until = extent.until;
    const auto listed = client.list(conversation);
    const auto theirs =
        std::ranges::find_if(listed, [](const auto& entry) { return !entry.mine && entry.message != MessageId{}; });
    add_people(record, client, client.conversation(conversation), theirs == listed.end() ? nullptr : &*theirs);
    for (const auto& entry : listed)
        if (client::counts(entry) && is_within(extent, entry.written, zone))
            record.messages.push_back(message_of(client.read(entry)));
    return record;
}

bool choose(record::Record& record, const std::vector<std::size_t>& places)
{
    const std::set<std::size_t> wanted{places.begin(), places.end()};
    if (wanted.empty() || *wanted.begin() == 0 || *wanted.rbegin() > record.messages.size()) return false;
    std::vector<record::Message> chosen;
    for (const auto place : wanted) chosen.push_back(std::move(record.messages[place - 1]));
    record.chosen = record.chosen || chosen.size() < record.messages.size();
    record.messages = std::move(chosen);
    return true;
}

std::optional<std::vector<std::size_t>> parse_places(std::string_view text, std::size_t last)
{
    const auto number = [last](std::string_view digits) -> std::optional<std::size_t> {
        const auto value = whole_number<std::size_t>(digits);
        return value && *value >= 1 && *value <= last ? value : std::nullopt;
    };
    std::vector<std::size_t> places;
    for (auto rest = trimmed(text); !rest.empty();) {
        const auto comma = std::min(rest.find(','), rest.size());
        const auto part = trimmed(rest.substr(0, comma));
        rest = trimmed(rest.substr(std::min(comma + 1, rest.size())));
        const auto dash = std::min(part.find('-'), part.size());
        const auto first = number(trimmed(part.substr(0, dash)));
        const auto until = dash == part.size() ? first : number(trimmed(part.substr(dash + 1)));
        if (!first || !until || *until < *first) return std::nullopt;
        for (auto place = *first; place <= *until; ++place) places.push_back(place);
    }
    return places.empty() ? std::nullopt : std::optional{places};
}

bool says_what_was_written(const record::Message& message)
{
    if (message.id == MessageId{}) return message.body.empty() && !message.shared;
    const auto body = wire::decode<wire::Body>(message.body);
    if (body.has_error()) return false;
    const auto entry = client::entry_body(*body);
    return entry && text_of(*entry) == message.text && kind_name(*entry) == message.kind;
}

}  // namespace holdfast::ui
