// Small changes to an input, as a seed decides: a poor relation of libFuzzer's, which every build has.
#pragma once

#include <random>

#include "protocol/base/bytes.hpp"

namespace holdfast::fuzz {

/// `input` with one to eight changes: a byte or bit changed, a piece left out, repeated or taken from `other`. At most
/// 64 KiB.
[[nodiscard]] inline Bytes mutated(Bytes input, BytesView other, std::uint32_t seed)
{
    std::mt19937 random{seed};
    const auto below = [&](std::size_t bound) { return bound == 0 ? 0 : random() % bound; };
    const auto piece = [&](BytesView of) {
        const auto from = below(of.size());
        return to_bytes(of.subspan(from, std::min<std::size_t>(of.size() - from, 1 + below(64))));
    };
    const auto insert = [&](const Bytes& more) {
        const auto place = input.begin() + static_cast<std::ptrdiff_t>(below(input.size() + 1));
        input.insert(place, more.begin(), more.end());
    };
    for (auto changes = 1 + below(8); changes > 0; --changes) {
        const auto at = below(input.size());
        const auto place = input.begin() + static_cast<std::ptrdiff_t>(at);
        switch (input.empty() ? 3 + below(2) : below(6)) {
            case 0: *place ^= static_cast<std::byte>(1U << below(8)); break;
            case 1: *place = static_cast<std::byte>(below(256)); break;
            case 2: input.erase(place, place + static_cast<std::ptrdiff_t>(1 + below(input.size() - at))); break;
            case 3: insert(piece(other)); break;
            case 4: insert(Bytes(1 + below(4), static_cast<std::byte>(below(256)))); break;
            default: insert(piece(input));
        }
    }
    if (input.size() > std::size_t{64} << 10) input.resize(std::size_t{64} << 10);
    return input;
}

}  // namespace holdfast::fuzz
