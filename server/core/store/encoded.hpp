// What the queries of several tables have in common: signed records rest in columns as their wire encoding.
#pragma once

#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {

/// A column that we wrote with wire::encode. One that does not decode was written by somebody else: StoreError.
template <class T>
[[nodiscard]] T decoded(const store::Rows& rows, int column)
{
    auto value = wire::decode<T>(rows.view(column));
    if (value.has_error()) throw store::StoreError{Errc::store_broken, "a stored record does not decode"};
    return std::move(value.value());
}

/// The number in the one row of a `SELECT count(…)`.
[[nodiscard]] inline std::uint64_t count_of(store::Rows rows)
{
    require(rows.next(), "count() has a row");
    return static_cast<std::uint64_t>(rows.int64(0));
}

}  // namespace holdfast::server
