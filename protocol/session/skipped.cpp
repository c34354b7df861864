#include "protocol/session/skipped.hpp"

#include <algorithm>

namespace holdfast::session {

std::size_t SkippedKeys::add(const DhPublic& chain, std::uint32_t number, MessageKey key)
{
    const std::size_t dropped = entries_.size() >= max_skipped_keys ? 1 : 0;
    if (dropped == 1) entries_.erase(entries_.begin());
    entries_.push_back({chain, number, std::move(key), ++last_serial_});
    return dropped;
}

std::optional<MessageKey> SkippedKeys::take(const DhPublic& chain, std::uint32_t number)
{
    const auto found = std::find_if(entries_.begin(), entries_.end(),
                                    [&](const Entry& entry) { return entry.number == number && entry.chain == chain; });
    if (found == entries_.end()) return std::nullopt;
    auto key = std::move(found->key);
    entries_.erase(found);
    return key;
}

bool SkippedKeys::contains(const DhPublic& chain, std::uint32_t number) const noexcept
{
    return std::any_of(entries_.begin(), entries_.end(),
                       [&](const Entry& entry) { return entry.number == number && entry.chain == chain; });
}

SkippedKeys SkippedKeys::clone() const
{
    SkippedKeys copy;
    copy.entries_.reserve(entries_.size());
    for (const auto& entry : entries_)
        copy.entries_.push_back({entry.chain, entry.number, entry.key.clone(), entry.serial});
    copy.last_serial_ = last_serial_;
    return copy;
}

}  // namespace holdfast::session
