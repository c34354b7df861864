#include "protocol/session/content_chain.hpp"

#include <algorithm>

#include "protocol/session/payload_check.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::session {
namespace {

/// Makes room for one more at the end.
template <class Items>
void keep_below(Items& items, std::size_t bound)
{
    if (items.size() >= bound) items.erase(items.begin());
}

const WithdrawnEntry* find_withdrawn(const std::vector<WithdrawnEntry>& entries, std::uint64_t sequence)
{
    const auto found =
        std::find_if(entries.begin(), entries.end(), [&](const auto& entry) { return entry.sequence == sequence; });
    return found == entries.end() ? nullptr : &*found;
}

/// The hash a content with this number must quote; empty when the content before it is unknown.
std::optional<Digest> expected_previous(const ReadChain& chain, std::uint64_t sequence)
{
    if (sequence == chain.sequence + 1) return chain.hash;
    if (const auto* entry = find_withdrawn(chain.withdrawn, sequence - 1)) return entry->hash;
    return std::nullopt;
}

/// Notes the numbers between the last content and `sequence` that were not withdrawn; returns how many.
std::uint64_t note_missing(ReadChain& chain, std::uint64_t sequence)
{
    const auto first = chain.sequence + 1;
    const auto withdrawn = std::count_if(chain.withdrawn.begin(), chain.withdrawn.end(), [&](const auto& entry) {
        return entry.sequence >= first && entry.sequence < sequence;
    });
    const auto count = sequence - first - static_cast<std::uint64_t>(withdrawn);
    // A forged number may claim an endless gap: only the newest of it are worth remembering.
    const auto from = sequence - first > max_missing ? sequence - max_missing : first;
    for (auto number = from; number < sequence; ++number) {
        if (find_withdrawn(chain.withdrawn, number) != nullptr) continue;
        keep_below(chain.missing, max_missing);
        chain.missing.push_back(number);
    }
    return count;
}

bool take_missing(ReadChain& chain, std::uint64_t sequence)
{
    const auto found = std::lower_bound(chain.missing.begin(), chain.missing.end(), sequence);
    if (found == chain.missing.end() || *found != sequence) return false;
    chain.missing.erase(found);
    return true;
}

}  // namespace

Bytes WriteChain::append(wire::Content content)
{
    content.sequence = ++sequence;
    content.previous = hash;
    Bytes bytes = wire::encode(content);
    hash = content_hash(bytes);
    return bytes;
}

Result<Followed> ReadChain::follow(const wire::Content& content, const Digest& content_hash)
{
    if (is_withdrawn(content.message)) return Errc::replayed;
    if (content.sequence <= sequence) {
        if (!take_missing(*this, content.sequence)) return Errc::replayed;
        return Followed{.late = true};
    }
    const auto previous = expected_previous(*this, content.sequence);
    const auto gap = note_missing(*this, content.sequence);
    sequence = content.sequence;
    hash = content_hash;
    return Followed{.missing = gap, .broken = previous && *previous != content.previous};
}

bool ReadChain::withdraw(const wire::Withdrawn& notice)
{
    if (find_withdrawn(withdrawn, notice.sequence) != nullptr) return false;
    const bool was_missing = take_missing(*this, notice.sequence);
    if (notice.sequence <= sequence && !was_missing) return false;
    keep_below(withdrawn, max_withdrawn);
    withdrawn.push_back({notice.message, notice.sequence, notice.hash});
    return was_missing;
}

bool ReadChain::is_withdrawn(const MessageId& message) const noexcept
{
    return std::any_of(withdrawn.begin(), withdrawn.end(),
                       [&](const WithdrawnEntry& entry) { return entry.message == message; });
}

}  // namespace holdfast::session
