// The frames to be sent to one connection, packed into batches: frames that gather while a write is under way
// leave together in one WebSocket message. Pure.
#pragma once

#include <cstddef>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/frames.hpp"

namespace holdfast::server {

class Outbox {
  public:
    /// `limit` in bytes over all batches.
    explicit Outbox(std::size_t limit) noexcept : limit_{limit} {}

    /// Errors: queue_full (over the limit), too_large (a frame that fits into no batch). Nothing is added then; the
    /// connection cannot go on without the frame and has to be ended.
    [[nodiscard]] Status add(const wire::RelayFrame& frame);

    /// The oldest batch, at most wire::max_batch_bytes and wire::max_batch_frames. Precondition: not empty.
    [[nodiscard]] Bytes take();

    [[nodiscard]] bool empty() const noexcept { return batches_.empty(); }
    [[nodiscard]] std::size_t bytes() const noexcept { return bytes_; }
    [[nodiscard]] std::size_t limit() const noexcept { return limit_; }

  private:
    std::size_t limit_;
    std::size_t bytes_ = 0;
    std::vector<Bytes> batches_;   // few, none of them empty; frames are appended to the last
    std::size_t last_frames_ = 0;  // in the last of them
};

}  // namespace holdfast::server
