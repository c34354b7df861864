#include "client/ui/clock_view.hpp"

#include "client/ui/spans.hpp"

namespace holdfast::ui {

std::string clock_fault_words(std::chrono::milliseconds ahead)
{
    return "This computer's clock is wrong: by the practice's server it is " +
           rough_span_words(std::chrono::abs(ahead)) + (ahead.count() > 0 ? " ahead" : " behind") +
           ". Hours go by the clock, so nothing was published; nothing you wrote is lost. Set this computer's date and "
           "time right, then do it once more.";
}

std::optional<hours::PlacedError> refusal_words(const client::Client& client, Errc code,
                                                const std::optional<hours::PlacedError>& place)
{
    if (place && (!place->message.empty() || place->column > 0)) return place;
    const auto fault = code == Errc::bad_date ? client.clock_fault() : std::nullopt;
    if (!fault) return std::nullopt;
    return hours::PlacedError{code, 0, clock_fault_words(*fault)};
}

}  // namespace holdfast::ui
