#include "client/core/history.hpp"

#include "protocol/wire/codec.hpp"

namespace holdfast::client {

std::optional<EntryBody> entry_body(const wire::Body& body)
{
    if (const auto* text = std::get_if<wire::Text>(&body)) return *text;
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) return *check_in;
    if (const auto* repair = std::get_if<wire::Repair>(&body)) return *repair;
    if (const auto* answer = std::get_if<wire::PaceAnswer>(&body)) return *answer;
    if (const auto* agreement = std::get_if<wire::Agreement>(&body)) return *agreement;
    if (const auto* answer = std::get_if<wire::AgreementAnswer>(&body)) return *answer;
    if (const auto* plan = std::get_if<wire::CopingPlan>(&body)) return *plan;
    if (const auto* answer = std::get_if<wire::CopingPlanAnswer>(&body)) return *answer;
    if (const auto* mark = std::get_if<wire::Mark>(&body)) return *mark;
    if (const auto* offer = std::get_if<wire::MeasureOffer>(&body)) return *offer;
    if (const auto* answers = std::get_if<wire::MeasureAnswers>(&body)) return *answers;
    if (const auto* proposal = std::get_if<wire::EndProposal>(&body)) return *proposal;
    if (const auto* answer = std::get_if<wire::EndAnswer>(&body)) return *answer;
    if (const auto* experiment = std::get_if<wire::Experiment>(&body)) return *experiment;
    if (const auto* step = std::get_if<wire::ExperimentStep>(&body)) return *step;
    if (const auto* pulse = std::get_if<wire::PulseAnswer>(&body)) return *pulse;
    if (const auto* rhythm = std::get_if<wire::Rhythm>(&body)) return *rhythm;
    if (const auto* answer = std::get_if<wire::RhythmAnswer>(&body)) return *answer;
    if (const auto* check_in = std::get_if<wire::RhythmCheckIn>(&body)) return *check_in;
    if (const auto* unknown = std::get_if<wire::UnknownKind>(&body)) return NewerKind{unknown->kind, unknown->body};
    return std::nullopt;
}

std::optional<EntryBody> read_newer_kind(const NewerKind& newer)
{
    const auto body = wire::decode<wire::Body>(wire::encode(wire::Body{wire::UnknownKind{newer.kind, newer.body}}));
    if (body.has_error() || std::holds_alternative<wire::UnknownKind>(*body)) return std::nullopt;
    return entry_body(*body);
}

bool is_written(const EntryBody& body) noexcept
{
    return !std::holds_alternative<Missing>(body) && !std::holds_alternative<Broken>(body) &&
           !std::holds_alternative<Ended>(body) && !std::holds_alternative<NoCheckIn>(body);
}

}  // namespace holdfast::client
