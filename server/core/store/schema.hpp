// The shape of the relay's file, one migration per version. A published migration never changes.
#pragma once

#include "protocol/store/sqlite.hpp"

namespace holdfast::server {

[[nodiscard]] const store::Schema& relay_schema() noexcept;

/// How many bytes of a file is_relay_store() wants to see.
inline constexpr std::size_t store_head_size = 100;
/// Whether a file that begins so is the store of a relay (SQLite's file format, section 1.3: a mark, and at 68 the id
/// of the program).
[[nodiscard]] bool is_relay_store(BytesView head) noexcept;

}  // namespace holdfast::server
