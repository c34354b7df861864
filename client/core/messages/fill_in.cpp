#include "client/core/messages/fill_in.hpp"

#include <algorithm>

#include "client/core/measures/measures.hpp"
#include "client/core/messages/compose.hpp"
#include "protocol/measure/score.hpp"

namespace holdfast::client {
namespace {

/// The answers up to where they were left: as many as there are items, or fewer, each with a choice that is there.
Status check_begun(const wire::Measure& measure, const wire::MeasureChosen& begun)
{
    if (begun.size() > measure.items.size()) return Errc::out_of_range;
    for (std::size_t i = 0; i < begun.size(); ++i)
        if (begun[i] && *begun[i] >= measure::choices_of(measure, i).size()) return Errc::out_of_range;
    return ok();
}

/// The row of an offer that can be answered; otherwise the order is answered.
std::optional<Row> open_row(Step& step, Ticket ticket, const ConversationId& id, const MessageId& offer,
                            const wire::MeasureChosen& chosen)
{
    const auto refuse = [&](Errc reason) { return step.answer(ticket, reason), std::nullopt; };
    const auto* conversation = step.state.conversation(id);
    const auto row = offered_row(step.state, id, offer);
    if (!conversation || !row) return refuse(Errc::not_found);
    if (step.state.mine(*conversation)) return refuse(Errc::not_allowed);
    const auto& offered = step.state.offered_measures.at(*row);
    if (offered.result) return refuse(Errc::already_exists);
    const auto fits = check_begun(*known_measure(step.state, offered.measure), chosen);
    if (fits.has_error()) return refuse(fits.errc());
    return row;
}

void keep(Step& step, Row row, const wire::MeasureChosen& chosen)
{
    if (step.state.offered_measures.at(row).begun == chosen) return;
    auto& offered = step.state.offered_measures.edit(row);
    offered.begun = chosen;
    offered.last_given = chosen.empty() ? std::nullopt : std::optional{step.relay_now};
}

}  // namespace

void offer_measure(Step& step, Ticket ticket, const command::OfferMeasure& order)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    if (!step.state.is_therapist()) return step.answer(ticket, Errc::therapists_only);
    const auto may = check_offer(step.state, order.conversation, order.measure);
    if (may.has_error() && may.errc() == Errc::not_allowed)
        return step.answer(ticket, hours::PlacedError{Errc::not_allowed, 0, no_safety_plan});
    if (may.has_error()) return step.answer(ticket, may.errc());
    const auto message = write_message(step, ticket, order.conversation, wire::MeasureOffer{order.measure});
    if (message) note_offer(step.state, order.conversation, *message, order.measure, step.relay_now);
}

void save_measure(Step& step, Ticket ticket, const command::SaveMeasure& order)
{
    const auto row = open_row(step, ticket, order.conversation, order.offer, order.chosen);
    if (!row) return;
    keep(step, *row, order.chosen);
    step.answer(ticket);
}

void answer_measure(Step& step, Ticket ticket, const command::AnswerMeasure& order)
{
    const auto row = open_row(step, ticket, order.conversation, order.offer, order.chosen);
    if (!row) return;
    const auto& measure = *known_measure(step.state, step.state.offered_measures.at(*row).measure);
    if (order.chosen.size() != measure.items.size()) return step.answer(ticket, Errc::out_of_range);
    const auto is_given = [](const auto& one) { return one.has_value(); };
    if (std::ranges::none_of(order.chosen, is_given)) return step.answer(ticket, Errc::empty_text);
    keep(step, *row, order.chosen);
    const auto& offered = step.state.offered_measures.at(*row);
    const auto answered = offered.last_given.value_or(step.relay_now);
    const auto message = write_message(step, ticket, order.conversation,
                                       wire::MeasureAnswers{order.offer, offered.measure, order.chosen, answered});
    if (message) step.state.offered_measures.edit(*row).result = MeasureResult{*message, answered, order.chosen};
}

}  // namespace holdfast::client
