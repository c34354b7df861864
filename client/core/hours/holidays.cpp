#include "client/core/hours/commands.hpp"

#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {

void fetch_holidays(Step& step, Ticket ticket, const command::FetchHolidays& order)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    if (!step.state.is_therapist()) return step.answer(ticket, Errc::therapists_only);
    if (!step.online()) {
        step.live.waiting.push_back({ticket, order});
        return;
    }
    step.request(wire::FetchHolidays{}, pending::Holidays{ticket});
}

void on_holidays(Step& step, const pending::Holidays& what, const wire::Holidays& answer)
{
    show::Holidays item;
    if (answer.list) {
        auto list = session::open_record<wire::HolidayList>(crypto::labels::sign_holiday_list,
                                                            step.state.account->relay_key, *answer.list);
        if (list.has_error()) return step.answer(what.ticket, list.errc());
        item.list = std::move(list.value());
    }
    step.show(std::move(item));
    step.answer(what.ticket);
}

}  // namespace holdfast::client
