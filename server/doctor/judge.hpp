// What is wrong with a relay, and what to type next: pure. The same sentences answer `holdfastctl doctor`, a start that
// is refused, and `holdfastd --check`, so that none of them can send an admin another way.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/doctor/facts.hpp"

namespace holdfast::server::doctor {

enum class Weight : std::uint8_t {
    fine,
    look,    ///< the relay runs; somebody should look at it
    broken,  ///< a relay cannot start, or serve
};

struct Finding {
    std::string_view subject;  ///< for programs: "store", "certificate" …
    Weight weight = Weight::fine;
    Errc code = Errc::internal;  ///< of a broken one: says the exit code
    std::string words;           ///< what is so
    std::string next;            ///< what to do about it; empty when nothing is to be done
};

/// One finding per subject at least, the worst first, and among equals what has to be mended first.
[[nodiscard]] std::vector<Finding> judge(const Facts& facts);

/// The first that keeps a relay from starting; null when there is none. Pointers live as long as `findings`.
[[nodiscard]] const Finding* obstacle(const std::vector<Finding>& findings) noexcept;

/// What it says of a store that it was refused with `code` when it was opened or checked.
[[nodiscard]] StoreState store_state(Errc code) noexcept;

/// For programs: "fine", "look", "broken".
[[nodiscard]] std::string_view name_of(Weight weight) noexcept;

/// "What is so. What to do."
[[nodiscard]] std::string sentence_of(const Finding& finding);

}  // namespace holdfast::server::doctor
