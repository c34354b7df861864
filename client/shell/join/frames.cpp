#include "client/shell/join/frames.hpp"

namespace holdfast::shell::join {

bool fits(const Ask& ask) { return wire::encode(FromJoined{ask}).size() <= longest_frame; }

Result<std::optional<Bytes>> Frames::next()
{
    if (waiting_.size() < length_size) return std::optional<Bytes>{};
    wire::Reader head{BytesView{waiting_}.first(length_size)};
    const auto length = head.number(length_size);
    if (length > longest_frame) return Errc::too_large;
    if (waiting_.size() - length_size < length) return std::optional<Bytes>{};
    const auto from = waiting_.begin() + length_size;
    const auto to = from + static_cast<std::ptrdiff_t>(length);
    std::optional<Bytes> body{Bytes{from, to}};
    waiting_.erase(waiting_.begin(), to);
    return body;
}

}  // namespace holdfast::shell::join
