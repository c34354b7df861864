// Entries of an export, sealed for the practice's record.
#pragma once

#include <optional>

#include "client/record/record.hpp"
#include "client/shell/one_shot_client.hpp"
#include "client/ui/orders/request.hpp"

namespace holdfast::shell {

/// Why nothing can be sealed in this place, as an exit code; before anything is asked.
[[nodiscard]] std::optional<int> sealing_hindered(const Context& context, const request::Export& request);

/// Writes `request.for_record`, for the key that the practice announces and the therapist has compared; asks for that
/// once. Then exit_ok, or why nothing was sealed.
[[nodiscard]] int seal_for_record(const Context& context, OneShotClient& one_shot, const record::Record& record,
                                  const request::Export& request);

}  // namespace holdfast::shell
