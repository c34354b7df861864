// Signed records rest in columns as their wire encoding.
#pragma once

#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::server {

/// A column that we wrote with wire::encode. What does not decode was written by somebody else: StoreError.
template <class T>
[[nodiscard]] T decoded(const store::Rows& rows, int column)
{
    auto value = wire::decode<T>(rows.view(column));
    if (value.has_error()) throw store::StoreError{Errc::store_broken, "a stored record does not decode"};
    return std::move(value.value());
}

}  // namespace holdfast::server
