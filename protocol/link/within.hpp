// A time limit around any awaitable operation. Boost 1.81 has no cancel_after; this is the one helper in its place.
#pragma once

#include <boost/asio/awaitable.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/deferred.hpp>
#include <boost/asio/experimental/parallel_group.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/this_coro.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <chrono>
#include <exception>
#include <optional>
#include <utility>

#include "protocol/base/result.hpp"

namespace holdfast::link {

namespace detail {

// A parallel group needs values that can be made out of nothing, which a Result of a Connection cannot.
template <class T>
boost::asio::awaitable<std::optional<Result<T>>> boxed(boost::asio::awaitable<Result<T>> operation)
{
    co_return co_await std::move(operation);
}

}  // namespace detail

/// The result of `operation`, or Errc::timed_out when it has not finished within `limit`. It is then cancelled, and
/// this waits until it has ended: nothing runs on behind the caller's back, but an operation that ignores cancellation
/// is not cut short. Cancelling an operation on a Connection is the end of that connection. A cancellation from outside
/// reaches the operation, whose own result is then returned.
template <class T>
[[nodiscard]] boost::asio::awaitable<Result<T>> within(std::chrono::steady_clock::duration limit,
                                                       boost::asio::awaitable<Result<T>> operation)
{
    namespace asio = boost::asio;
    const auto executor = co_await asio::this_coro::executor;
    asio::steady_timer timer{executor, limit};
    auto [order, failure, result, timer_error] =
        co_await asio::experimental::make_parallel_group(
            asio::co_spawn(executor, detail::boxed(std::move(operation)), asio::deferred),
            timer.async_wait(asio::deferred))
            .async_wait(asio::experimental::wait_for_one(), asio::use_awaitable);
    if (failure) std::rethrow_exception(failure);
    const bool expired = order[0] == 1 && !timer_error;
    if (expired && result->has_error()) co_return Result<T>{Errc::timed_out};
    co_return std::move(*result);
}

}  // namespace holdfast::link
