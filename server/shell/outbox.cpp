#include "server/shell/outbox.hpp"

#include <utility>

namespace holdfast::server {

Status Outbox::add(const wire::RelayFrame& frame)
{
    const bool first = batches_.empty() || last_frames_ == wire::max_batch_frames;
    if (first) batches_.emplace_back();
    auto& last = batches_.back();
    const auto before = last.size();
    wire::append_frame(last, frame);
    const auto added = last.size() - before;
    const bool too_large = added > wire::max_batch_bytes;
    if (too_large || bytes_ + added > limit_) {
        last.resize(before);
        if (first) batches_.pop_back();
        return too_large ? Errc::too_large : Errc::queue_full;
    }
    bytes_ += added;
    last_frames_ = first ? 1 : last_frames_ + 1;
    if (last.size() <= wire::max_batch_bytes) return ok();
    Bytes next{last.begin() + static_cast<std::ptrdiff_t>(before), last.end()};
    last.resize(before);
    batches_.push_back(std::move(next));
    last_frames_ = 1;
    return ok();
}

Bytes Outbox::take()
{
    require(!batches_.empty(), "a batch was taken from an empty outbox");
    auto batch = std::move(batches_.front());
    batches_.erase(batches_.begin());
    bytes_ -= batch.size();
    return batch;
}

}  // namespace holdfast::server
