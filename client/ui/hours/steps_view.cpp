#include "client/ui/hours/steps_view.hpp"

#include "client/ui/hours/rules_words.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/spans.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/hours/notation/rules.hpp"

namespace holdfast::ui {
namespace {

namespace step = hours::step;
using hours::clock_text;
using hours::ClockEffect;
using hours::Layer;
using hours::PromiseReason;
using hours::RuleEffect;
using hours::Schedule;
using hours::show_date;
using hours::show_instant;
using hours::show_window;
using hours::TimeZone;
using hours::Trace;
using hours::VersionName;
using hours::VersionStatus;
using hours::Window;

std::string quoted(const std::string& text) { return "\"" + sanitize_line(text) + "\""; }

const char* layer_words(Layer layer)
{
    if (layer == Layer::holiday) return "The holiday rule";
    return layer == Layer::dated ? "The dated rule" : "The weekly rule";
}

/// The zone in which the therapist's times are said: that of the newest version in force.
std::optional<TimeZone> zone_in(const Trace& trace, const Schedule& schedule)
{
    for (const auto& step : trace)
        if (const auto* belongs = std::get_if<step::OwningDate>(&step)) return belongs->zone;
    return schedule.zone();
}

/// One overload a kind of step; the last three are the outcome.
class AsLine {
  public:
    AsLine(const std::optional<TimeZone>& zone, Instant at, client::HoursFrom from, const Here& here)
        : zone_{zone}, at_{at}, from_{from}, here_{here}
    {
    }

    [[nodiscard]] std::string time(Instant t) const { return time(t, zone_); }
    [[nodiscard]] std::string window(const Window& w) const
    {
        if (!zone_) return to_rfc3339(w.begin) + (w.end ? " to " + to_rfc3339(*w.end) : std::string{" onwards"});
        return here_.zone ? show_window(w, *zone_, *here_.zone, here_.telling())
                          : show_window(w, *zone_, here_.telling());
    }

    std::string operator()(const step::NoHours& s) const
    {
        if (s.problem) return "These hours cannot be used. " + sanitize_line(s.problem->message);
        return "No hours had been received by then.";
    }
    std::string operator()(const step::Version& s) const
    {
        const auto which = version(s.version);
        const auto rules = s.inherits ? std::string{" It has no rules of its own: the general hours hold."} : "";
        switch (s.standing) {
            case VersionStatus::newest:
                return which + " is in force, since " + time(s.from) + ". It was received " + time(s.received) + "." +
                       rules;
            case VersionStatus::notice:
                return which + " still counts until " + until(s) + ": a newer one was received, and its notice of " +
                       span_words(s.notice_period) + " is not over yet." + rules;
            case VersionStatus::until_next:
                return which + " still counts until " + until(s) + ", when the next one becomes valid." + rules;
            case VersionStatus::beside:
                return which + " still counts until " + until(s) +
                       ": the conversation's own hours came, and its notice is not over yet.";
            case VersionStatus::waits:
                return which + " was received " + time(s.received) + " and counts from " + time(s.from) + "." + rules;
        }
        return which;
    }
    std::string operator()(const step::OwningDate& s) const
    {
        const auto there = "In " + zone_words(s.zone.name(), here_) + " it is " + time(at_, s.zone);
        if (!s.by_tail) return there + ".";
        return there + ", in a window over midnight that belongs to " + day(s.date) + ".";
    }
    std::string operator()(const step::Holiday& s) const
    {
        const auto date = day(s.date);
        return s.beyond ? "The list of holidays ends on " + date + "; nothing opens after that."
                        : date + " is on the list of holidays.";
    }
    std::string operator()(const step::Extra& s) const { return "An extra window is open: " + window(s.window) + "."; }
    std::string operator()(const step::Off& s) const
    {
        const auto& off = s.day_off;
        const auto first = day(Date{off.dates.first});
        const auto last = day(Date{off.dates.last});
        auto text = off.layer == Layer::leave ? "Leave: " + first : "Cancelled: " + first;
        if (off.dates.first != off.dates.last) text += " to " + last;
        text += because(off.reason) + (off.planned ? "; " : "; unplanned, ") + "announced " + time(off.announced);
        return text + (s.decides ? ". It decides." : ".");
    }
    std::string operator()(const step::RuleSpeaks& s) const
    {
        const auto rule = layer_words(s.layer) + named(s.rule);
        switch (s.voice) {
            case RuleEffect::decides:
                return rule + (s.opens ? " opens this time. It decides." : " closes this time. It decides.");
            case RuleEffect::overruled: return rule + (s.opens ? " would open this time." : " would close this time.");
            case RuleEffect::silent: return rule + " speaks about other times of this date.";
            case RuleEffect::replaced: return rule + " is replaced on this date by a later rule.";
        }
        return rule;
    }
    std::string operator()(const step::ClocksChange& s) const
    {
        const auto date = day(s.date);
        const auto written = hours::show_range(clock_text(s.written.begin), clock_text(s.written.end), here_.wording);
        if (s.effect == ClockEffect::no_window) return date + ", " + written + ": no window (clocks change).";
        const auto actual = show_window({s.actual.begin, s.actual.end}, s.zone, here_.telling());
        const auto length = std::chrono::duration_cast<Seconds>(s.actual.end - s.actual.begin);
        return date + ", " + written + ": the clocks change; the window is " + actual + ", " + span_words(length) + ".";
    }
    std::string operator()(const step::Decision& s) const
    {
        return (s.what.open ? "Open." : "Closed.") +
               (s.what.rule && from_ == client::HoursFrom::rules ? " Rule: " + sanitize_line(*s.what.rule) + "."
                                                                 : std::string{}) +
               (s.what.reason.empty() ? std::string{} : " Reason: " + sanitize_line(s.what.reason) + ".");
    }
    std::string operator()(const step::Change& s) const { return s.at ? time(*s.at) : std::string{"no change is set"}; }
    std::string operator()(const step::Promise& s) const
    {
        switch (s.why) {
            case PromiseReason::this_window:
                if (!s.window->end) return "A message received then is read at any time: these hours do not close.";
                return "A message received then is promised by " + time(*s.window->end) + ": more than " +
                       span_words(s.last_reading) + " of the window are left.";
            case PromiseReason::too_late:
                return "A message received then is promised for " + window(*s.window) + ": " +
                       span_words(s.last_reading) + " or less are left of the window until " + time(*s.closes) + ".";
            case PromiseReason::extra_only:
                return "A message received then is promised for " + window(*s.window) +
                       ": an extra window promises nothing.";
            case PromiseReason::next_window:
                return "A message received then is promised for " + window(*s.window) + ", the next window.";
            case PromiseReason::holidays_end:
                return "No reading time is set: nothing more opens before the list of holidays ends on " +
                       day(*s.horizon) + ".";
            case PromiseReason::nothing_opens: return "No reading time is set: nothing opens within ten years.";
            case PromiseReason::no_hours: return "No reading time is set: there are no hours.";
        }
        return {};
    }

  private:
    [[nodiscard]] std::string time(Instant t, const std::optional<TimeZone>& zone) const
    {
        if (!zone) return to_rfc3339(t);
        return here_.zone ? show_instant(t, *zone, *here_.zone, here_.telling())
                          : show_instant(t, *zone, here_.telling());
    }
    /// A rule as it was given, or in words: whoever wrote it down as a rule is not who reads it.
    [[nodiscard]] std::string named(const std::string& rule) const
    {
        if (from_ == client::HoursFrom::rules) return " " + quoted(rule);
        const auto words = one_rule_words(rule, here_.wording);
        return words ? " (" + *words + ")" : std::string{};
    }
    [[nodiscard]] std::string day(const Date& d) const { return show_date(d, here_.telling()); }
    [[nodiscard]] std::string until(const step::Version& s) const { return s.until ? time(*s.until) : "it is changed"; }
    [[nodiscard]] std::string version(const VersionName& version) const
    {
        return "Version " + std::to_string(version.number) +
               (version.own ? " of this conversation's hours" : " of the hours");
    }

    const std::optional<TimeZone>& zone_;
    Instant at_;
    client::HoursFrom from_;
    const Here& here_;
};

}  // namespace

Lines explained_lines(const Schedule& schedule, Instant at, client::HoursFrom from, const Here& here)
{
    const auto trace = schedule.trace(at);
    const auto zone = zone_in(trace, schedule);
    const AsLine as_line{zone, at, from, here};
    Lines lines;
    bool open = false;
    for (const auto& step : trace) {
        const auto text = std::visit(as_line, step);
        if (std::holds_alternative<step::Version>(step) && from == client::HoursFrom::rules) continue;
        if (const auto* decision = std::get_if<step::Decision>(&step)) {
            open = decision->what.open;
            lines.push_back(text);
        } else if (std::holds_alternative<step::Change>(step)) {
            lines.push_back((open ? "Closes: " : "Opens: ") + text + ".");
        } else if (std::holds_alternative<step::Promise>(step)) {
            lines.push_back(text);
        } else {
            lines.push_back(std::to_string(lines.size() + 1) + ". " + text);
        }
    }
    return lines;
}

}  // namespace holdfast::ui
