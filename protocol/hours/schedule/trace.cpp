#include "protocol/hours/schedule/trace.hpp"

namespace holdfast::hours {

std::string_view name(Layer layer) noexcept
{
    switch (layer) {
        case Layer::none: return "none";
        case Layer::extra: return "extra";
        case Layer::cancellation: return "cancellation";
        case Layer::leave: return "leave";
        case Layer::holiday: return "holiday";
        case Layer::dated: return "dated";
        case Layer::weekly: return "weekly";
    }
    return "none";
}

Layer layer_of(const Rule* rule, bool on_holiday) noexcept
{
    if (!rule) return Layer::none;
    if (on_holiday) return Layer::holiday;
    const bool dated = !rule->years.empty() || !rule->months.empty() || !rule->days.empty() || !rule->weeks.empty();
    return dated ? Layer::dated : Layer::weekly;
}

std::string_view name(VersionStatus standing) noexcept
{
    switch (standing) {
        case VersionStatus::newest: return "newest";
        case VersionStatus::notice: return "notice";
        case VersionStatus::until_next: return "until_next";
        case VersionStatus::beside: return "beside";
        case VersionStatus::waits: return "waits";
    }
    return "waits";
}

std::string_view name(RuleEffect voice) noexcept
{
    switch (voice) {
        case RuleEffect::decides: return "decides";
        case RuleEffect::overruled: return "overruled";
        case RuleEffect::silent: return "silent";
        case RuleEffect::replaced: return "replaced";
    }
    return "silent";
}

std::string_view name(ClockEffect effect) noexcept
{
    switch (effect) {
        case ClockEffect::none: return "none";
        case ClockEffect::no_window: return "no_window";
        case ClockEffect::late_begin: return "late_begin";
        case ClockEffect::late_end: return "late_end";
        case ClockEffect::longer: return "longer";
        case ClockEffect::shorter: return "shorter";
    }
    return "none";
}

std::string_view name(PromiseReason reason) noexcept
{
    switch (reason) {
        case PromiseReason::this_window: return "this_window";
        case PromiseReason::too_late: return "too_late";
        case PromiseReason::extra_only: return "extra_only";
        case PromiseReason::next_window: return "next_window";
        case PromiseReason::holidays_end: return "holidays_end";
        case PromiseReason::nothing_opens: return "nothing_opens";
        case PromiseReason::no_hours: return "no_hours";
    }
    return "no_hours";
}

}  // namespace holdfast::hours
