// A relay that keeps what it delivers, and hands over what it likes.
#pragma once

#include <utility>
#include <vector>

#include "tests/client/core/client_world.hpp"

namespace holdfast::client::test {

/// Keeps a copy of what the relay delivers to `member`.
inline void record_deliveries(Member& member, std::vector<wire::Deliver>& deliveries)
{
    member.meddle = [&deliveries](wire::RelayFrame& frame) {
        if (const auto* deliver = std::get_if<wire::Deliver>(&frame)) deliveries.push_back(*deliver);
        return true;
    };
}

/// Hands `frame` to the member as if the relay had sent it; the code of its ack, 0 too when there was none.
inline std::uint16_t inject(Member& member, wire::RelayFrame frame)
{
    const auto before = member.sent().size();
    Arrived arrived;
    arrived.frames.emplace_back(std::move(frame));
    member.step(std::move(arrived));
    for (auto sent = member.sent().size(); sent-- > before;)
        if (const auto* ack = std::get_if<wire::Ack>(&member.sent()[sent])) return ack->items.at(0).code;
    return 0;
}

inline std::uint16_t code(Errc errc) { return static_cast<std::uint16_t>(errc); }

}  // namespace holdfast::client::test
