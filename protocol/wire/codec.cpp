#include "protocol/wire/codec.hpp"

namespace holdfast::wire {
namespace {

constexpr std::size_t one_byte_limit = 1U << 6;
constexpr std::size_t two_byte_limit = 1U << 14;
constexpr std::size_t four_byte_limit = 1U << 30;

}  // namespace

void Writer::number(std::uint64_t value, std::size_t width)
{
    for (std::size_t i = width; i-- > 0;) out_.push_back(static_cast<std::byte>(value >> (8 * i)));
}

void Writer::length(std::size_t value)
{
    require(value < four_byte_limit, "a vector is shorter than 2^30 bytes");
    if (value < one_byte_limit) return number(value, 1);
    if (value < two_byte_limit) return number(value | 0x4000U, 2);
    number(value | 0x8000'0000U, 4);
}

void Reader::fail(Errc code) noexcept
{
    if (failed_) return;
    failed_ = true;
    error_ = code;
    rest_ = {};
}

BytesView Reader::raw(std::size_t count)
{
    if (count > rest_.size()) {
        fail(Errc::truncated);
        return {};
    }
    const auto front = rest_.first(count);
    rest_ = rest_.subspan(count);
    return front;
}

std::uint64_t Reader::number(std::size_t width)
{
    std::uint64_t value = 0;
    for (auto byte : raw(width)) value = value << 8 | std::to_integer<std::uint64_t>(byte);
    return value;
}

BytesView Reader::vector()
{
    const auto first = number(1);
    const auto prefix = first >> 6;
    if (prefix == 3) {
        fail(Errc::not_minimal);
        return {};
    }
    const std::size_t more = prefix == 0 ? 0 : prefix == 1 ? 1 : 3;
    const auto size = (first & 0x3F) << (8 * more) | number(more);
    const std::size_t least = prefix == 0 ? 0 : prefix == 1 ? one_byte_limit : two_byte_limit;
    if (size < least) fail(Errc::not_minimal);
    return raw(failed_ ? 0 : static_cast<std::size_t>(size));
}

Status Reader::finish() const
{
    if (failed_) return error_;
    if (!rest_.empty()) return Errc::trailing_bytes;
    return ok();
}

}  // namespace holdfast::wire
