// The words of the questionnaires that are shipped, by name: nobody is offered others under one of these. A device that
// has no files (a browser) can compare, too.
#pragma once

#include "protocol/base/result.hpp"
#include "protocol/wire/measure.hpp"

namespace holdfast::measure {

/// Whether a definition is the shipped one of its name, or of another name or a later version. Errors: wrong_key
/// (other words).
[[nodiscard]] Status check_name(const wire::Measure& measure);

}  // namespace holdfast::measure
