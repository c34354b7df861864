// The shape of the relay's file, one migration a version. A published migration never changes.
#pragma once

#include "protocol/store/sqlite.hpp"

namespace holdfast::server {

[[nodiscard]] const store::Schema& relay_schema() noexcept;

}  // namespace holdfast::server
