#include "client/core/reading/judge_windows.hpp"

#include <algorithm>

#include "protocol/hours/schedule/report_window.hpp"

namespace holdfast::client {
namespace {

using namespace std::chrono_literals;

struct Promise {
    Instant from;
    Instant by;
};

std::optional<Promise> promise_at(const hours::Schedule& schedule, Instant t)
{
    const auto window = schedule.promise(t);
    if (!window || !window->end) return std::nullopt;
    return Promise{window->begin, *window->end};
}

bool overlaps(const WatchedSpan& span, const Promise& promise)
{
    return span.from < promise.by && promise.from < span.to;
}

/// From the first to the last time the relay was down in a promised time, where that is long enough to explain it.
std::optional<WatchedSpan> outage_in(const Watched& watched, const Promise& promise)
{
    std::optional<WatchedSpan> whole;
    std::chrono::milliseconds down{0};
    for (const auto& outage : watched.outages) {
        if (!overlaps(outage, promise)) continue;
        down += std::min(outage.to, promise.by) - std::max(outage.from, promise.from);
        if (!whole) whole = outage;
        whole->from = std::min(whole->from, outage.from);
        whole->to = std::max(whole->to, outage.to);
    }
    const bool long_enough = down >= outage_excuse || down >= promise.by - promise.from;
    return long_enough ? whole : std::nullopt;
}

/// Judges the windows of one message after the other and keeps the weightiest of each.
class Judge {
  public:
    Judge(const Watched& watched, Instant now) : watched_{watched}, now_{now} {}

    void add(const WatchedMessage& message)
    {
        const bool replies = reply_promised(watched_.versions, message.received);
        int windows = 0;  // those that nothing excused
        auto promise = promise_at(watched_.schedule, std::max(message.received, now_ - watch_reach));
        while (promise) {
            const bool read = message.read && *message.read < promise->by;
            auto judgement = judge_one(*promise, read);
            const bool excused = unread(*promise).outcome != Outcome::broken;
            // The reply belongs to the second window, whether or not the message was read in the first.
            if (replies && !excused && ++windows == 2) hear_reply(message, judgement);
            keep(judgement);
            // A notice in force excuses every window to come: there is no second one before it is lifted.
            const bool endless = excused && now_ < promise->from;
            const bool more = read ? replies && windows < 2 && !endless : judgement.due <= now_;
            const auto last = promise->by;
            promise = more ? promise_at(watched_.schedule, last) : std::nullopt;
            if (promise && promise->from < last) break;
        }
    }

    [[nodiscard]] std::vector<Judgement> verdicts() &&
    {
        std::ranges::sort(kept_, {}, [](const Judgement& one) { return std::pair{one.by, one.what}; });
        // A therapist who did not read cannot have answered: that is one rupture, not two.
        std::erase_if(kept_, [this](const Judgement& one) {
            return one.what == Promised::reply && std::ranges::any_of(kept_, [&](const Judgement& other) {
                       return other.by == one.by && other.what == Promised::reading && other.outcome == Outcome::broken;
                   });
        });
        return std::move(kept_);
    }

  private:
    /// Broken when nothing explains that nobody read in this time.
    [[nodiscard]] Judgement unread(const Promise& promise) const
    {
        Judgement judgement{promise.from, promise.by, Promised::reading, Outcome::broken, {}, {}};
        if (const auto excuse = excuse_of(watched_, {promise.from, promise.by})) judgement.outcome = *excuse;
        if (judgement.outcome == Outcome::outage) judgement.down = outage_in(watched_, promise);
        return judgement;
    }

    [[nodiscard]] Judgement judge_one(const Promise& promise, bool read) const
    {
        auto judgement = unread(promise);
        // An extra window that touches the promised one makes it longer: its report comes at the end of both.
        const auto whole = watched_.schedule.window_at(promise.by - instant_resolution);
        judgement.from = whole ? whole->begin : promise.from;
        judgement.due = Instant::max();
        if (whole && whole->end) judgement.due = *whole->end + hours::reading_grace;
        if (read)
            judgement.outcome = Outcome::kept;
        else if (now_ < judgement.due)
            judgement.outcome = Outcome::waiting;
        if (judgement.outcome != Outcome::outage) judgement.down.reset();
        return judgement;
    }

    void hear_reply(const WatchedMessage& message, Judgement judgement)
    {
        const bool came = std::ranges::any_of(
            watched_.replies, [&](Instant reply) { return message.received < reply && reply < judgement.by; });
        judgement.what = Promised::reply;
        judgement.outcome = Outcome::broken;
        if (came)
            judgement.outcome = Outcome::kept;
        else if (now_ < judgement.due)
            judgement.outcome = Outcome::waiting;
        judgement.down.reset();
        keep(judgement);
    }

    void keep(const Judgement& judgement)
    {
        const auto known = std::ranges::find_if(
            kept_, [&](const Judgement& one) { return one.by == judgement.by && one.what == judgement.what; });
        if (known == kept_.end())
            kept_.push_back(judgement);
        else if (known->outcome < judgement.outcome)
            *known = judgement;
    }

    const Watched& watched_;
    Instant now_;
    std::vector<Judgement> kept_;
};

}  // namespace

bool reply_promised(const std::vector<WatchedVersion>& versions, Instant t)
{
    const auto newest = [&](bool own) {
        const WatchedVersion* found = nullptr;
        for (const auto& version : versions)
            if (version.own == own && version.received <= t && (!found || version.received >= found->received))
                found = &version;
        return found;
    };
    const auto* own = newest(true);
    const auto* deciding = own && own->has_rules ? own : newest(false);
    return deciding && deciding->replies;
}

std::optional<Outcome> excuse_of(const Watched& watched, const WatchedSpan& window)
{
    const Promise promise{window.from, window.to};
    const auto moved = [&](const WatchedVersion& version) { return version.received == promise.by; };
    if (std::ranges::any_of(watched.notices, [&](const auto& notice) { return overlaps(notice, promise); }))
        return Outcome::suspended;
    if (std::ranges::any_of(watched.versions, moved)) return Outcome::moved;
    if (outage_in(watched, promise)) return Outcome::outage;
    return std::nullopt;
}

std::vector<Judgement> judge(const Watched& watched, Instant now)
{
    Judge the_judge{watched, now};
    for (const auto& message : watched.messages)
        if (!message.taken_back) the_judge.add(message);
    return std::move(the_judge).verdicts();
}

}  // namespace holdfast::client
