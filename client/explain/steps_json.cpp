#include <boost/json.hpp>

#include "client/explain/steps.hpp"

namespace holdfast::client {
namespace {

namespace json = boost::json;
using namespace hours;

json::value text_or_null(const std::string& text) { return text.empty() ? json::value(nullptr) : json::value(text); }

std::string date_text(const Date& date)
{
    constexpr std::size_t date_length = 10;
    return to_rfc3339(Instant{std::chrono::sys_days{date}}).substr(0, date_length);
}

json::object named(const char* what) { return {{"step", what}}; }

void add_version(json::object& out, const VersionName& version, HoursFrom from)
{
    if (from == HoursFrom::rules) return;
    out["chain"] = version.own ? "conversation" : "base";
    out["version"] = version.number;
}

/// One overload a kind of step.
struct AsObject {
    HoursFrom from;

    json::object operator()(const step::NoHours& s) const
    {
        auto out = named("no_hours");
        out["message"] = s.problem ? json::value(s.problem->message) : json::value(nullptr);
        return out;
    }
    json::object operator()(const step::Version& s) const
    {
        auto out = named("version");
        add_version(out, s.version, from);
        out["standing"] = name(s.standing);
        out["received"] = to_rfc3339(s.received);
        out["from"] = to_rfc3339(s.from);
        out["until"] = time_or_null(s.until);
        out["notice_seconds"] = s.notice_period.count();
        out["inherits"] = s.inherits;
        return out;
    }
    json::object operator()(const step::OwningDate& s) const
    {
        auto out = named("date");
        add_version(out, s.version, from);
        out["zone"] = s.zone.name();
        out["date"] = date_text(s.date);
        out["by_window_over_midnight"] = s.by_tail;
        return out;
    }
    json::object operator()(const step::Holiday& s) const
    {
        auto out = named("holiday");
        add_version(out, s.version, from);
        out[s.beyond ? "list_ends" : "date"] = date_text(s.date);
        return out;
    }
    json::object operator()(const step::Extra& s) const
    {
        auto out = named("extra");
        out["from"] = to_rfc3339(s.window.begin);
        out["until"] = time_or_null(s.window.end);
        return out;
    }
    json::object operator()(const step::Off& s) const
    {
        auto out = named(s.day_off.layer == Layer::leave ? "leave" : "cancellation");
        out["from"] = date_text(Date{s.day_off.dates.first});
        out["to"] = date_text(Date{s.day_off.dates.last});
        out["reason"] = text_or_null(s.day_off.reason);
        out["announced"] = to_rfc3339(s.day_off.announced);
        out["planned"] = s.day_off.planned;
        out["decides"] = s.decides;
        return out;
    }
    json::object operator()(const step::RuleSpeaks& s) const
    {
        auto out = named("rule");
        add_version(out, s.version, from);
        out["rule"] = s.rule;
        out["layer"] = name(s.layer);
        out["opens"] = s.opens;
        out["date"] = date_text(s.date);
        out["voice"] = name(s.voice);
        out["reason"] = text_or_null(s.reason);
        return out;
    }
    json::object operator()(const step::ClocksChange& s) const
    {
        auto out = named("clocks_change");
        add_version(out, s.version, from);
        out["date"] = date_text(s.date);
        out["window"] = clock_text(s.written.begin) + "-" + clock_text(s.written.end);
        out["effect"] = name(s.effect);
        const bool takes_place = s.effect != ClockEffect::no_window;
        out["from"] = takes_place ? json::value(to_rfc3339(s.actual.begin)) : json::value(nullptr);
        out["until"] = takes_place ? json::value(to_rfc3339(s.actual.end)) : json::value(nullptr);
        return out;
    }
    json::object operator()(const step::Decision& s) const
    {
        auto out = named("decision");
        out["open"] = s.what.open;
        out["layer"] = name(s.what.layer);
        out["rule"] = s.what.rule ? json::value(*s.what.rule) : json::value(nullptr);
        out["reason"] = text_or_null(s.what.reason);
        return out;
    }
    json::object operator()(const step::Change& s) const
    {
        auto out = named("change");
        out["at"] = time_or_null(s.at);
        return out;
    }
    json::object operator()(const step::Promise& s) const
    {
        auto out = named("promise");
        out["why"] = name(s.why);
        out["from"] = time_or_null(s.window ? std::optional{s.window->begin} : std::nullopt);
        out["by"] = time_or_null(s.window ? s.window->end : std::nullopt);
        out["last_reading_seconds"] = s.last_reading.count();
        out["closes"] = time_or_null(s.closes);
        out["holidays_end"] = s.horizon ? json::value(date_text(*s.horizon)) : json::value(nullptr);
        return out;
    }
};

}  // namespace

json::value time_or_null(const std::optional<Instant>& t)
{
    return t ? json::value(to_rfc3339(*t)) : json::value(nullptr);
}

json::object explained_object(const Schedule& schedule, Instant at, HoursFrom from)
{
    const auto what = schedule.explain(at);
    const auto promise = schedule.promise(at);
    json::object out{{"open", what.open}};
    out["rule"] = what.rule ? json::value(*what.rule) : json::value(nullptr);
    out["reason"] = text_or_null(what.reason);
    out["layer"] = name(what.layer);
    out["next_change"] = time_or_null(schedule.next_change(at));
    out["promised_from"] = time_or_null(promise ? std::optional{promise->begin} : std::nullopt);
    json::array steps;
    for (const auto& step : schedule.trace(at))
        if (from == HoursFrom::chain || !std::holds_alternative<step::Version>(step))
            steps.emplace_back(std::visit(AsObject{from}, step));
    out["steps"] = std::move(steps);
    return out;
}

}  // namespace holdfast::client
