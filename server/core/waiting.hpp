// The one question of the program that tells people outside (server/outside): for whom of these does something wait? It
// travels over a socket of its own, which answers nothing else.
#pragma once

#include <cstddef>
#include <tuple>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::server {

/// Accounts in one question.
inline constexpr std::size_t max_waiting_asked = 4096;

struct AskWaiting {
    static constexpr std::uint16_t tag = 40;
    std::vector<AccountId> accounts;
    std::uint32_t minutes = 0;  ///< how long it has waited at least: what a device that is there fetches is no news
    std::uint32_t stopped = 0;  ///< of the people who are told, those whose notices have stopped
    static constexpr auto fields()
    {
        return std::tuple{&AskWaiting::accounts, &AskWaiting::minutes, &AskWaiting::stopped};
    }
    friend bool operator==(const AskWaiting&, const AskWaiting&) = default;
};

/// Those for whom a message of a person was let through so long ago, and none of their devices has it.
struct WaitingFor {
    static constexpr std::uint16_t tag = 140;
    std::vector<AccountId> accounts;
    static constexpr auto fields() { return std::tuple{&WaitingFor::accounts}; }
    friend bool operator==(const WaitingFor&, const WaitingFor&) = default;
};

}  // namespace holdfast::server
