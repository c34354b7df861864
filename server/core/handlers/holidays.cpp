#include "server/core/handlers/holidays.hpp"

#include <algorithm>

#include "protocol/identity/signed_records.hpp"

namespace holdfast::server {
namespace {

Status check(const SuggestHolidays& request)
{
    const auto& days = request.days;
    const auto long_name = [](const wire::Holiday& day) { return day.name.size() > wire::max_holiday_name_bytes; };
    if (days.size() > wire::max_suggested_holidays || std::ranges::any_of(days, long_name)) return Errc::too_large;
    const auto not_after = [](const wire::Holiday& a, const wire::Holiday& b) { return a.date >= b.date; };
    if (std::ranges::adjacent_find(days, not_after) != days.end()) return Errc::out_of_range;
    if (days.empty()) return ok();
    return request.horizon && days.back().date <= *request.horizon ? ok() : Status{Errc::out_of_range};
}

}  // namespace

Status suggest_holidays(Step& step, const SuggestHolidays& request)
{
    if (const auto checked = check(request); checked.has_error()) return checked;
    if (request.days.empty()) {
        if (!step.tables.holidays.list()) return Errc::nothing_changed;
        step.tables.holidays.remove();
    } else {
        step.tables.holidays.replace(session::sign_record(crypto::labels::sign_holiday_list, step.relay.key,
                                                          wire::HolidayList{step.now, request.days, *request.horizon}));
    }
    step.tables.deeds.add(step.now, request.days.empty() ? "holidays-withdraw" : "holidays");
    return ok();
}

Result<Answer> fetch_holidays(Step& step, const LoggedInDevice& who, const wire::FetchHolidays&)
{
    if (who.role != wire::Role::therapist) return Errc::not_allowed;
    return wire::Holidays{.list = step.tables.holidays.list()};
}

}  // namespace holdfast::server
