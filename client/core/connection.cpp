#include "client/core/connection.hpp"

#include <algorithm>
#include <utility>

#include "protocol/wire/limits.hpp"

namespace holdfast::client {
namespace {

using namespace std::chrono;

/// Short at first, so that a relay that restarts is found soon; at most a minute, so that a laptop that wakes up is
/// online soon.
constexpr milliseconds first_pause = 1s;
constexpr milliseconds longest_pause = 60s;
/// After that many the pause has become the longest.
constexpr unsigned most_doublings = 6;
/// A connection that lived this long was a good one: the next attempt is soon again.
constexpr milliseconds good_connection = 30s;
/// Longer than a busy machine keeps a program waiting, shorter than any line forgets a connection.
constexpr milliseconds longest_stall = 15s;
/// So long an answer may take.
constexpr milliseconds longest_answer = 15s;

}  // namespace

std::vector<Bytes> batches_of(const std::vector<wire::ClientFrame>& frames)
{
    std::vector<Bytes> batches;
    std::size_t in_batch = 0;
    for (const auto& frame : frames) {
        Bytes one;
        wire::append_frame(one, frame);
        const bool fits = !batches.empty() && in_batch < wire::max_batch_frames &&
                          batches.back().size() + one.size() <= wire::max_batch_bytes;
        if (!fits) {
            batches.emplace_back();
            in_batch = 0;
        }
        append(batches.back(), one);
        ++in_batch;
    }
    return batches;
}

milliseconds pause_after(unsigned attempts, std::uint64_t random) noexcept
{
    const auto whole = std::min(first_pause * (1U << std::min(attempts, most_doublings)), longest_pause);
    const auto less = random % (static_cast<std::uint64_t>(whole.count()) / 2 + 1);
    return whole - milliseconds{less};
}

bool is_final(Errc reason) noexcept
{
    return reason == Errc::wrong_relay || reason == Errc::bad_certificate || stops_device(reason) ||
           reason == Errc::bad_signature || reason == Errc::bad_key;
}

std::optional<milliseconds> Reconnection::pause_after(const Attempt& attempt, std::uint64_t random) noexcept
{
    const auto before = attempts_++;
    if (!attempt.ended) return client::pause_after(before, random);
    if (attempt.at_once) return 0ms;
    if (lifetime_ == Lifetime::once || is_final(*attempt.ended)) return std::nullopt;
    if (attempt.lasted <= good_connection) return client::pause_after(before, random);
    attempts_ = 1;
    return client::pause_after(0, random);
}

bool Stall::noticed(milliseconds since_boot, Instant wall) noexcept
{
    const auto before = std::exchange(last_, Look{since_boot, wall});
    if (!before) return false;
    const auto passed = since_boot - before->since_boot;
    const auto shifted = (wall - before->wall) - passed;
    return passed - look_every > longest_stall || shifted > longest_stall || shifted < -longest_stall;
}

bool Silence::noticed(milliseconds now) noexcept
{
    if (!since_ || now - *since_ < longest_answer) return false;
    since_.reset();
    return true;
}

}  // namespace holdfast::client
