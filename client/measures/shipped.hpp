// The questionnaires that come with the program, which may be used without asking anybody. Their files stand in
// shipped/ and are compiled in, so that the program needs no folder of its own.
#pragma once

#include <optional>
#include <string_view>
#include <vector>

#include "protocol/wire/measure.hpp"

namespace holdfast::measure {

/// In the order of their names. Read anew at each call.
[[nodiscard]] std::vector<wire::Measure> shipped();

/// The one of this name (is_same_name).
[[nodiscard]] std::optional<wire::Measure> find_shipped(std::string_view name);

}  // namespace holdfast::measure
