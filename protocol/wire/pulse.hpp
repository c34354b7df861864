// The alliance pulse: a client's answer to one question, "did you feel understood?", about a window in which they read
// their therapist's words, or about a session. It travels only where the client shares it. PROTOCOL.md, "Pulse".
#pragma once

#include <cstdint>
#include <tuple>

#include "protocol/base/instant.hpp"

namespace holdfast::wire {

enum class PulseAbout : std::uint8_t { window = 1, session = 2 };
constexpr bool is_known(PulseAbout about) noexcept
{
    return about == PulseAbout::window || about == PulseAbout::session;
}

inline constexpr std::uint8_t highest_pulse = 10;

struct PulseAnswer {
    static constexpr std::uint16_t tag = 51;
    PulseAbout about = PulseAbout::window;
    Instant at;              ///< the end of that window, or when the session was noted
    Instant answered;        ///< however late it is shared
    std::uint8_t value = 0;  ///< from 0, not at all, to highest_pulse, fully
    static constexpr auto fields()
    {
        return std::tuple{&PulseAnswer::about, &PulseAnswer::at, &PulseAnswer::answered, &PulseAnswer::value};
    }
    friend bool operator==(const PulseAnswer&, const PulseAnswer&) = default;
};

}  // namespace holdfast::wire
