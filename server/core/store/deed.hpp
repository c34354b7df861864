// One line of the record of what the practice did.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <tuple>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::server {

/// The deeds are a chain: each names the hash of the one before, so that one that is changed, or left out
/// between two others, shows. (Nobody but the relay signs here: who has its key can make another chain.)
struct Deed {
    std::uint64_t number = 0;  ///< 1, 2, 3 …
    Instant at;
    std::string what;                  ///< a word of ours: "suspend", "notice"; never user data
    std::optional<AccountId> account;  ///< whom it was about
    std::string detail;                ///< a word or number of ours
    Digest previous;                   ///< zero for the first
    static constexpr auto fields()
    {
        return std::tuple{&Deed::number, &Deed::at, &Deed::what, &Deed::account, &Deed::detail, &Deed::previous};
    }
    friend bool operator==(const Deed&, const Deed&) = default;
};

[[nodiscard]] Digest deed_hash(const Deed& deed);

}  // namespace holdfast::server
