// What the practice says of its server, as JSON.
#pragma once

#include <boost/json/value.hpp>
#include <optional>

#include "protocol/wire/terms.hpp"

namespace holdfast::ui {

/// {"issued","kept":{… in days},"record_key"}, or null; the key by the number people compare, or null.
[[nodiscard]] boost::json::value terms_value(const std::optional<wire::PracticeTerms>& terms);

}  // namespace holdfast::ui
