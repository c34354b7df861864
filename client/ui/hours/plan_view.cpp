#include "client/ui/hours/plan_view.hpp"

#include <algorithm>

#include "client/ui/contacts.hpp"
#include "client/ui/hours/hours_view.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/spans.hpp"
#include "protocol/hours/display.hpp"

namespace holdfast::ui {
namespace {

using client::ConcernedPlan;
using client::HoursPlan;
using client::WindowChange;
using hours::Layer;

/// More lines than these are no longer read; the rest is counted, with its last date.
constexpr std::size_t most_changes_told = 8;
constexpr std::size_t most_names_told = 6;

std::string or_none(const std::string& text) { return text.empty() ? std::string{"none"} : sanitize_line(text); }

std::string or_no_time(Seconds span) { return span == Seconds{0} ? "none" : duration_words(span); }

bool takes_days_off(const WindowChange& change)
{
    return change.cause == Layer::leave || change.cause == Layer::cancellation;
}

bool takes_days_off(const ConcernedPlan& concerned)
{
    return std::ranges::any_of(concerned.changes, [](const WindowChange& change) { return takes_days_off(change); });
}

// ---- what is different in the version itself ------------------------------------------------------------------------

void tell_policy(Lines& lines, const wire::HoursVersion& was, const wire::HoursVersion& is, const HoursPlan& plan,
                 const Here& here)
{
    const auto changed = [&](const std::string& what, const std::string& before, const std::string& after) {
        lines.push_back(what + ": from " + before + " to " + after + ".");
    };
    if (was.rules != is.rules) {
        // Without rules of its own a conversation has those of all.
        const auto words = [&](const std::string& rules) {
            return rules.empty() && is.conversation ? std::string{"your usual ones"} : rules_for_owner(rules, here);
        };
        lines.push_back("Hours until now: " + words(was.rules) + ".");
        lines.push_back("Hours as changed: " + words(is.rules) + ".");
    }
    if (was.zone != is.zone && !was.zone.empty()) changed("Time zone", or_none(was.zone), or_none(is.zone));
    if (was.notice_period != is.notice_period)
        changed("Notice before fewer hours take effect", duration_words(was.notice_period),
                duration_words(is.notice_period));
    if (was.last_reading != is.last_reading)
        changed("Time kept for reading before closing", or_no_time(was.last_reading), or_no_time(is.last_reading));
    if (was.pace != is.pace)
        lines.push_back(is.pace && *is.pace != wire::Pace{} ? "Pace proposed: " + pace_words(*is.pace) + "."
                                                            : std::string{"No pace is proposed any more."});
    if (was.replies != is.replies)
        lines.emplace_back(is.replies
                               ? "A reply is promised by the end of the window after the one a message is read in."
                               : "A reply is no longer promised.");
    if (was.holidays != is.holidays || was.horizon != is.horizon)
        lines.push_back("Holidays: " + count_of(static_cast<std::int64_t>(is.holidays.size()), "date") +
                        (is.horizon ? ", known until " + date_words(*is.horizon, plan.zone, here) : std::string{}) +
                        ".");
    if (was.contacts != is.contacts)
        for (const auto& contact : is.contacts)
            lines.push_back("Shown while closed: " + contact_words(contact, here.wording));
}

void tell_days_off(Lines& lines, const HoursPlan& plan, const Here& here)
{
    const bool matters =
        std::ranges::any_of(plan.concerned, [](const ConcernedPlan& one) { return takes_days_off(one); });
    for (const auto& off : plan.days_off) {
        const auto dates = dates_words(off.from, off.to, plan.zone, here);
        lines.push_back((off.cancellation ? "Cancelled: " : "Away: ") + dates + because(off.reason) + ".");
        if (!off.planned && matters)
            lines.emplace_back("This is short notice: it is shown to your clients as unplanned.");
    }
    if (!plan.days_off.empty() && !matters)
        lines.emplace_back("There is no window on these dates, so nothing changes for your clients.");
}

// ---- from when ------------------------------------------------------------------------------------------------------

std::string effect_words(const HoursPlan& plan, const Here& here)
{
    const bool later = plan.acts_after_notice() && plan.reductions_from > plan.made;
    if (!later && !plan.acts_at_once() && !plan.acts_after_notice()) return "Your windows stay as they are.";
    if (!later) return "Takes effect at once.";
    const auto when = instant_words(plan.reductions_from, plan.zone, here) + ", after your " +
                      duration_words(plan.notice_period) + " of notice.";
    if (plan.acts_at_once()) return "What is new takes effect at once; what goes or gets shorter on " + when;
    return "Takes effect on " + when + " Until then your hours stay as they are.";
}

// ---- for whom -------------------------------------------------------------------------------------------------------

std::string change_words(const HoursPlan& plan, const WindowChange& change, const Here& here)
{
    const auto words = [&](const hours::Window& window) { return window_words(window, plan.zone, here); };
    if (!change.after) return words(*change.before) + " no longer takes place" + because(change.reason) + ".";
    if (change.before) return words(*change.before) + " becomes " + words(*change.after) + ".";
    if (change.cause == Layer::extra)
        return words(*change.after) + " is extra: nobody is promised that you read in it.";
    if (change.cause == Layer::leave || change.cause == Layer::cancellation)
        return words(*change.after) + " takes place after all.";
    return words(*change.after) + " is new.";
}

std::string promise_when(const HoursPlan& plan, const std::optional<wire::Promise>& promise, const Here& here)
{
    return when_words(hours::Window{promise->from, promise->by}, plan.zone, here);
}

std::string promise_words(const HoursPlan& plan, const std::optional<wire::Promise>& promise, const Here& here)
{
    return window_words({promise->from, promise->by}, plan.zone, here);
}

/// Open, and it stays so: nothing is held, and nothing is to be said of it.
bool is_as_now(const HoursPlan& plan, const ConcernedPlan& concerned)
{
    const auto& before = concerned.promise_before;
    return before && before == concerned.promise_after && before->from <= plan.made;
}

std::string held_words(const HoursPlan& plan, const ConcernedPlan& concerned, const Here& here)
{
    const auto& before = concerned.promise_before;
    const auto& after = concerned.promise_after;
    const auto is_extra = [](const WindowChange& change) { return change.cause == Layer::extra && change.after; };
    if (std::ranges::any_of(concerned.changes, is_extra)) return "What is held now comes to you at once.";
    if (before == after)
        return after ? "Messages held now are read as before: " + promise_words(plan, after, here) + "."
                     : std::string{"For messages held now no reading time is set."};
    if (!after) return "For messages held now no reading time would be set.";
    auto words = "Messages held now would be read " + promise_when(plan, after, here);
    if (before) words += " instead of " + promise_words(plan, before, here);
    return words + ".";
}

void tell_changes(Lines& lines, const HoursPlan& plan, const ConcernedPlan& concerned, const Here& here)
{
    const auto& changes = concerned.changes;
    // One line more for a single one that is left is no longer than counting it.
    const auto told = changes.size() <= most_changes_told + 1 ? changes.size() : most_changes_told;
    for (std::size_t i = 0; i < told; ++i) lines.push_back(change_words(plan, changes[i], here));
    if (told == changes.size()) return;
    const auto& last = changes.back().after ? *changes.back().after : *changes.back().before;
    lines.push_back("And " + std::to_string(changes.size() - told) + " more like these, up to " +
                    instant_words(last.begin, plan.zone, here) + ".");
}

std::string names_of(const std::vector<ConversationId>& concerned, const NameOf& name_of)
{
    if (concerned.empty()) return "New clients";
    std::string names;
    const auto all = concerned.size();
    const auto told = all <= most_names_told + 1 ? all : most_names_told;
    for (std::size_t i = 0; i < told; ++i)
        names.append(i == 0 ? "" : ", ").append(sanitize_name(name_of(concerned[i])));
    if (told < all) names += " and " + std::to_string(all - told) + " others";
    return names;
}

Lines concerned_lines(const HoursPlan& plan, const ConcernedPlan& concerned, const Here& here)
{
    Lines said;
    tell_changes(said, plan, concerned, here);
    if (!concerned.conversations.empty() && !is_as_now(plan, concerned))
        said.push_back(held_words(plan, concerned, here));
    if (concerned.resumes && takes_days_off(concerned))
        said.push_back("Reading resumes " + when_words(*concerned.resumes, plan.zone, here) + ".");
    return said;
}

/// Once for all for whom it is the same.
void tell_concerned(Lines& lines, const HoursPlan& plan, const NameOf& name_of, const Here& here)
{
    struct Group {
        Lines said;
        std::vector<ConversationId> conversations;
    };
    std::vector<Group> groups;
    for (const auto& one : plan.concerned) {
        auto said = concerned_lines(plan, one, here);
        const auto same = std::ranges::find_if(groups, [&](const Group& group) {
            return group.said == said && !group.conversations.empty() && !one.conversations.empty();
        });
        if (same == groups.end())
            groups.push_back({std::move(said), one.conversations});
        else
            same->conversations.insert(same->conversations.end(), one.conversations.begin(), one.conversations.end());
    }
    for (const auto& group : groups) {
        if (group.said.empty()) continue;
        lines.push_back(names_of(group.conversations, name_of) + ":");
        for (const auto& line : group.said) lines.push_back("  " + line);
    }
}

Lines first_lines(const HoursPlan& plan, const Here& here)
{
    Lines lines{"From now on: " + rules_for_owner(plan.version.rules, here) + ", in the time of " +
                zone_words(plan.version.zone, here) + "."};
    const auto& coming = plan.concerned.front().coming;
    if (coming.empty()) lines.emplace_back("These hours have no window in the coming weeks.");
    for (const auto& window : coming) lines.push_back("  " + window_words(window, plan.zone, here));
    lines.push_back("Fewer hours will take effect " + duration_words(plan.version.notice_period) +
                    " after you publish them; more hours at once.");
    return lines;
}

}  // namespace

std::string iso_date(const Date& date)
{
    return to_rfc3339(Instant{std::chrono::sys_days{date}}).substr(0, std::string_view{"2026-03-05"}.size());
}

Lines plan_lines(const HoursPlan& plan, const NameOf& name_of, const Here& here)
{
    if (plan.first_ever) return first_lines(plan, here);
    Lines lines;
    tell_policy(lines, plan.before, plan.version, plan, here);
    tell_days_off(lines, plan, here);
    lines.push_back(effect_words(plan, here));
    tell_concerned(lines, plan, name_of, here);
    return lines;
}

}  // namespace holdfast::ui
