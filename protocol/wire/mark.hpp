// A mark: "bring this to the session". Either member sets it on a message, takes it off, or ticks it off when it is
// done. PROTOCOL.md, "Marks".
#pragma once

#include <cstdint>
#include <tuple>

#include "protocol/base/ids.hpp"

namespace holdfast::wire {

enum class MarkState : std::uint8_t { on = 1, off = 2, done = 3 };
constexpr bool is_known(MarkState state) noexcept { return state >= MarkState::on && state <= MarkState::done; }

struct Mark {
    static constexpr std::uint16_t tag = 14;
    MessageId message;  ///< of the same conversation
    MarkState state = MarkState::on;
    static constexpr auto fields() { return std::tuple{&Mark::message, &Mark::state}; }
    friend bool operator==(const Mark&, const Mark&) = default;
};

}  // namespace holdfast::wire
