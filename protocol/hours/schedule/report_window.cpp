#include "protocol/hours/schedule/report_window.hpp"

namespace holdfast::hours {

std::optional<Window> window_of_report(const Schedule& schedule, Instant received)
{
    auto window = schedule.window_at(received);
    const auto earliest = received - reading_grace;
    if (!window) window = schedule.window_at(earliest);
    if (!window) window = schedule.next_window(earliest);
    while (window && window->end && *window->end <= received) {  // several short ones may lie in the grace
        const auto later = schedule.next_window(*window->end);
        if (!later || later->begin > received) break;
        window = later;
    }
    return window && window->end ? window : std::nullopt;
}

std::optional<Instant> report_passes_at(const Schedule& schedule, Instant received)
{
    const auto window = window_of_report(schedule, received);
    if (!window) return std::nullopt;
    return received < *window->end ? *window->end : *window->end + reading_grace;
}

std::optional<Instant> control_passes_at(const Schedule& schedule, Instant received)
{
    if (const auto window = schedule.window_at(received)) return window->end;
    const auto next = schedule.next_window(received);
    return next ? std::optional{next->begin} : std::nullopt;
}

}  // namespace holdfast::hours
