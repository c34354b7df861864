// How coroutines of this project wait for an operation of Asio: the error code is a value, nothing is thrown.
#pragma once

#include <boost/asio/as_tuple.hpp>
#include <boost/asio/use_awaitable.hpp>

namespace holdfast::link {

/// `co_await async_f(…, as_result)` gives a tuple that starts with the error code.
inline constexpr auto as_result = boost::asio::as_tuple(boost::asio::use_awaitable);

}  // namespace holdfast::link
