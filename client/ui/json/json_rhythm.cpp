#include "client/ui/json/json_rhythm.hpp"

#include <iterator>

#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::ui {
namespace {

namespace json = boost::json;

json::object rhythm_terms_object(std::uint32_t version, const Date& made, const wire::RhythmTerms& terms)
{
    static constexpr std::string_view names[] = {"Mo", "Tu", "We", "Th", "Fr", "Sa", "Su"};
    json::array days;
    for (std::size_t day = 0; day < std::size(names); ++day)
        if (((terms.days >> day) & 1U) != 0) days.emplace_back(names[day]);
    json::array times;
    for (const auto minute : terms.times) times.emplace_back(time_of_day(minute));
    json::array items;
    for (const auto& item : terms.items)
        items.emplace_back(json::object{
            {"id", item.id}, {"name", item.name}, {"question", item.question}, {"low", item.low}, {"high", item.high}});
    return {{"version", version},
            {"made", iso_date(made)},
            {"zone", terms.zone},
            {"days", std::move(days)},
            {"times", std::move(times)},
            {"minutes", terms.minutes},
            {"items", std::move(items)},
            {"asks_feelings", terms.asks_feelings},
            {"feelings", json::array(terms.feelings.begin(), terms.feelings.end())},
            {"asks_note", terms.asks_note}};
}

std::string_view stage_name(client::RhythmStage stage) noexcept
{
    switch (stage) {
        case client::RhythmStage::proposed: return "proposed";
        case client::RhythmStage::set_aside: return "set_aside";
        case client::RhythmStage::declined: return "declined";
        case client::RhythmStage::withdrawn: return "withdrawn";
        case client::RhythmStage::in_force: return "in_force";
        case client::RhythmStage::replaced: return "replaced";
        case client::RhythmStage::ended: return "ended";
    }
    return "set_aside";
}

json::object rhythm_value(const client::RhythmView& version)
{
    auto object = rhythm_terms_object(version.version, version.made, version.terms);
    object["mine"] = version.mine;
    object["stage"] = stage_name(version.stage);
    object["from"] = time_value(version.from);
    object["to"] = time_value(version.to);
    return object;
}

std::string_view standing_name(client::CheckInStanding standing) noexcept
{
    switch (standing) {
        case client::CheckInStanding::counts: return "counts";
        case client::CheckInStanding::not_known: return "not_known";
        case client::CheckInStanding::not_agreed: return "not_agreed";
        case client::CheckInStanding::not_due: return "not_due";
        case client::CheckInStanding::repeated: return "repeated";
        case client::CheckInStanding::not_asked: return "not_asked";
    }
    return "not_known";
}

std::string_view says_name(wire::RhythmSays says) noexcept
{
    switch (says) {
        case wire::RhythmSays::agreed: return "agreed";
        case wire::RhythmSays::declined: return "declined";
        case wire::RhythmSays::ended: return "ended";
    }
    return "declined";
}

}  // namespace

void add_rhythm(json::object& object, const client::EntryBody& body)
{
    if (const auto* rhythm = std::get_if<wire::Rhythm>(&body))
        if (const auto text = wire::decode<wire::RhythmText>(rhythm->text.body); text.has_value())
            object["rhythm"] = rhythm_terms_object(text->version, text->made, text->terms);
    if (const auto* answer = std::get_if<wire::RhythmAnswer>(&body))
        if (const auto word = wire::decode<wire::RhythmWord>(answer->word.body); word.has_value())
            object["says"] = says_name(word->says);
    if (const auto* answers = std::get_if<wire::RhythmCheckIn>(&body)) {
        object["due"] = time_value(answers->due);
        object["items"] = json::array(answers->items.begin(), answers->items.end());
    }
    if (const auto* none = std::get_if<client::NoCheckIn>(&body)) {
        json::array dues;
        for (const auto due : none->dues) dues.push_back(time_value(due));
        object["dues"] = std::move(dues);
    }
}

void add_standing(json::object& object, const client::Entry& entry, const client::Client& client)
{
    const auto* answers = std::get_if<wire::RhythmCheckIn>(&entry.body);
    if (!answers) return;
    const auto place = client.answered(entry, *answers);
    object["standing"] = standing_name(place.standing);
    if (place.version) object["version"] = place.version->version;
    object["late"] = place.late;
    object["partial"] = place.partial;
}

json::object rhythm_object(const client::Client& client, const ConversationId& id, Instant now)
{
    json::array versions;
    for (const auto& version : client.rhythms(id)) versions.emplace_back(rhythm_value(version));
    const auto due = client.due_check_in(id, now);
    auto object = object_of("rhythm", id, {{"versions", std::move(versions)}});
    object["due"] = nullptr;
    if (due)
        object["due"] = json::object{{"at", time_value(due->due)},
                                     {"until", time_value(due->until)},
                                     {"version", due->version.version},
                                     {"answered", due->answered},
                                     {"late", due->late}};
    object["next"] = time_value(client.next_check_in(id, now));
    return object;
}

json::object rhythm_preview_object(const ConversationId& id, const wire::RhythmTerms& terms, const Date& today)
{
    auto rhythm = rhythm_terms_object(0, today, terms);
    rhythm.erase("version");
    rhythm.erase("made");
    return object_of("rhythm_preview", id, {{"rhythm", std::move(rhythm)}});
}

}  // namespace holdfast::ui
