#include "client/core/hours/planner.hpp"

#include <algorithm>

#include "client/core/hours/draft.hpp"
#include "protocol/hours_chain/chain.hpp"

namespace holdfast::client {
namespace {

using std::chrono::days;
using std::chrono::sys_days;

/// Windows compared after the last instant at which something changes, so that a return is seen.
constexpr Seconds seen_after = days{14};
/// How many of the coming windows are named.
constexpr std::size_t coming_windows = 5;

const wire::HoursVersion* newest(const hours_chain::Chain* chain)
{
    return chain && !chain->links().empty() ? &chain->links().back().version : nullptr;
}

/// The notice that has to pass: that of the version which holds now, the base's where a conversation had none.
Seconds notice_of(const State& state, const ChainName& name)
{
    if (const auto* own = newest(state.hours.chain(name))) return own->notice_period;
    const auto* base = newest(state.hours.chain({name.owner, std::nullopt}));
    return base ? base->notice_period : Seconds{0};
}

std::optional<wire::Promise> promise_of(const hours::Schedule& schedule, Instant t)
{
    const auto window = schedule.promise(t);
    return window ? std::optional{wire::Promise{window->begin, window->end}} : std::nullopt;
}

/// As they would be announced at `plan.made`.
std::vector<DayOff> new_days_off(const HoursPlan& plan, Seconds notice)
{
    std::vector<DayOff> all;
    const auto& was = plan.before;
    const auto add = [&](const Date& from, const Date& to, const std::string& reason, bool cancellation) {
        const bool planned = !plan.zone || hours::is_planned({from, to, reason}, *plan.zone, plan.made, notice);
        all.push_back({from, to, reason, cancellation, planned});
    };
    for (const auto& leave : plan.version.leaves)
        if (!std::ranges::count(was.leaves, leave)) add(leave.from, leave.to, leave.reason, false);
    for (const auto& off : plan.version.cancellations)
        if (!std::ranges::count(was.cancellations, off)) add(off.date, off.date, off.reason, true);
    return all;
}

/// As far as anything changes, and two weeks more. A date counts wherever on earth it ends last.
Instant reach_of(const HoursPlan& plan)
{
    auto until = std::max(plan.made + plan_reach, plan.reductions_from + seen_after);
    const auto& was = plan.before;
    for (const auto* version : {&plan.version, &was}) {
        for (const auto& leave : version->leaves)
            until = std::max(until, Instant{sys_days{leave.to}} + days{2} + seen_after);
        for (const auto& off : version->cancellations)
            until = std::max(until, Instant{sys_days{off.date}} + days{2} + seen_after);
        const auto& others = version == &was ? plan.version.holidays : was.holidays;
        for (const auto& date : version->holidays)
            if (std::ranges::count(others, date) == 0)
                until = std::max(until, Instant{sys_days{date}} + days{2} + seen_after);
    }
    return until;
}

class Planner {
  public:
    Planner(const State& state, HoursPlan& plan)
        : state_{state}, plan_{plan}, owner_{state.account->id}, base_{*state.hours.chain({owner_, std::nullopt})}
    {
    }

    /// Conversations without hours of their own see the same; each of the others sees its own.
    void add_all()
    {
        if (plan_.version.conversation)
            return add({*plan_.version.conversation}, own_chain(*plan_.version.conversation));
        std::vector<ConversationId> same;
        for (const auto& [row, conversation] : state_.conversations.rows())
            if (state_.mine(conversation) && !newest(own_chain(conversation.id))) same.push_back(conversation.id);
        add(std::move(same), nullptr);
        for (const auto& [row, conversation] : state_.conversations.rows())
            if (state_.mine(conversation) && newest(own_chain(conversation.id)))
                add({conversation.id}, own_chain(conversation.id));
    }

  private:
    [[nodiscard]] const hours_chain::Chain* own_chain(const ConversationId& id) const
    {
        return state_.hours.chain({owner_, id});
    }

    [[nodiscard]] Seconds longest_notice_now(const hours_chain::Chain* own) const
    {
        const auto base = longest_notice(base_, base_.links().size(), plan_.made);
        return own ? std::max(base, longest_notice(*own, own->links().size(), plan_.made)) : base;
    }

    void add(std::vector<ConversationId> conversations, const hours_chain::Chain* own)
    {
        const auto before = hours_chain::schedule(base_, own);
        const auto after = hours_chain::schedule_with(base_, own, plan_.version, plan_.made);
        if (!plan_.zone) {
            plan_.zone = after.zone();
            plan_.days_off = new_days_off(plan_, longest_notice_now(own));
        }
        const auto until = reach_of(plan_);
        ConcernedPlan concerned;
        concerned.conversations = std::move(conversations);
        concerned.changes = compare(before, after, plan_.made, until);
        concerned.promise_before = promise_of(before, plan_.made);
        concerned.promise_after = promise_of(after, plan_.made);
        concerned.coming = windows_between(after, plan_.made, until);
        if (concerned.coming.size() > coming_windows) concerned.coming.resize(coming_windows);
        if (!plan_.days_off.empty() && plan_.zone)
            concerned.resumes = resumption(after, *plan_.zone, std::ranges::max(plan_.days_off, {}, &DayOff::to).to);
        plan_.concerned.push_back(std::move(concerned));
    }

    const State& state_;
    HoursPlan& plan_;
    AccountId owner_;
    const hours_chain::Chain& base_;
};

}  // namespace

bool is_next(const State& state, const wire::HoursVersion& version)
{
    const ChainName name{state.account->id, version.conversation};
    const auto* chain = state.hours.chain(name);
    const auto previous = chain && !chain->links().empty() ? chain->links().back().hash : Digest{};
    return version.owner == name.owner && version.version == state.hours.next_version(name) &&
           version.previous == previous;
}

hours::Placed<HoursPlan> plan_hours(const State& state, const Order& order, Instant now)
{
    auto version = draft_hours(state, order, now);
    if (!version) return version.error();
    const ChainName name{state.account->id, version->conversation};
    const auto* base = state.hours.chain({name.owner, std::nullopt});
    // Known from the first moment of an account: without it no version could be drafted.
    require(base != nullptr, "a therapist follows her own hours");
    HoursPlan plan;
    plan.version = *std::move(version);
    plan.before = version_before(state, name);
    plan.first_ever = base->links().empty();
    plan.made = now;
    plan.notice_period = notice_of(state, name);
    plan.reductions_from = now + plan.notice_period;
    Planner{state, plan}.add_all();
    return plan;
}

}  // namespace holdfast::client
