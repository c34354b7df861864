#include "client/core/history.hpp"

namespace holdfast::client {

std::optional<EntryBody> entry_body(const wire::Body& body)
{
    if (const auto* text = std::get_if<wire::Text>(&body)) return *text;
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) return *check_in;
    if (const auto* repair = std::get_if<wire::Repair>(&body)) return *repair;
    if (const auto* answer = std::get_if<wire::PaceAnswer>(&body)) return *answer;
    return std::nullopt;
}

bool is_written(const EntryBody& body) noexcept
{
    return !std::holds_alternative<Missing>(body) && !std::holds_alternative<Broken>(body);
}

}  // namespace holdfast::client
