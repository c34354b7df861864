#include "protocol/base/text.hpp"

#include <algorithm>
#include <cstdint>

namespace holdfast {
namespace {

constexpr std::string_view hex_digits = "0123456789abcdef";
constexpr std::string_view base32_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
constexpr std::string_view base64url_digits = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }
char upper(char c) noexcept { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c; }

struct Utf8Lead {
    std::size_t more;    // continuation bytes that follow
    unsigned low, high;  // bounds of the first continuation byte
};

/// Table 3-7 of the Unicode Standard, by lead byte; `more` = 4 marks a byte that cannot lead.
constexpr Utf8Lead utf8_lead(unsigned byte) noexcept
{
    if (byte < 0x80) return {0, 0, 0};
    if (byte >= 0xC2 && byte <= 0xDF) return {1, 0x80, 0xBF};
    if (byte == 0xE0) return {2, 0xA0, 0xBF};
    if (byte == 0xED) return {2, 0x80, 0x9F};
    if (byte >= 0xE1 && byte <= 0xEF) return {2, 0x80, 0xBF};
    if (byte == 0xF0) return {3, 0x90, 0xBF};
    if (byte >= 0xF1 && byte <= 0xF3) return {3, 0x80, 0xBF};
    if (byte == 0xF4) return {3, 0x80, 0x8F};
    return {4, 0, 0};
}

/// Groups of Bits bits, most significant first; the last group is filled up with zeros (RFC 4648 sections 5 and 6).
template <unsigned Bits>
std::string to_base(BytesView bytes, std::string_view digits)
{
    constexpr std::uint32_t mask = (1U << Bits) - 1;
    std::string out;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (auto byte : bytes) {
        buffer = (buffer << 8) | std::to_integer<std::uint32_t>(byte);
        bits += 8;
        for (; bits >= Bits; bits -= Bits) out += digits[(buffer >> (bits - Bits)) & mask];
        buffer &= (1U << bits) - 1;
    }
    if (bits > 0) out += digits[(buffer << (Bits - bits)) & mask];
    return out;
}

/// The inverse; `digit_of` gives a character's value or npos.
template <unsigned Bits, class DigitOf>
Result<Bytes> from_base(std::string_view text, DigitOf digit_of)
{
    Bytes out;
    std::uint32_t buffer = 0;
    unsigned bits = 0;
    for (char c : text) {
        const auto value = digit_of(c);
        if (value == std::string_view::npos) return Errc::bad_encoding;
        buffer = (buffer << Bits) | static_cast<std::uint32_t>(value);
        bits += Bits;
        if (bits < 8) continue;
        bits -= 8;
        out.push_back(static_cast<std::byte>(buffer >> bits));
        buffer &= (1U << bits) - 1;
    }
    if (bits >= Bits || buffer != 0) return Errc::bad_encoding;
    return out;
}

}  // namespace

std::string to_hex(BytesView bytes)
{
    std::string out;
    out.reserve(bytes.size() * 2);
    for (auto byte : bytes) {
        const auto value = std::to_integer<unsigned>(byte);
        out += hex_digits[value >> 4];
        out += hex_digits[value & 15];
    }
    return out;
}

Result<Bytes> from_hex(std::string_view text)
{
    if (text.size() % 2 != 0) return Errc::bad_encoding;
    Bytes out;
    out.reserve(text.size() / 2);
    for (std::size_t i = 0; i < text.size(); i += 2) {
        const auto high = hex_digits.find(lower(text[i]));
        const auto low = hex_digits.find(lower(text[i + 1]));
        if (high == std::string_view::npos || low == std::string_view::npos) return Errc::bad_encoding;
        out.push_back(static_cast<std::byte>(high << 4 | low));
    }
    return out;
}

std::string to_base32(BytesView bytes) { return to_base<5>(bytes, base32_digits); }

Result<Bytes> from_base32(std::string_view text)
{
    return from_base<5>(text, [](char c) { return base32_digits.find(upper(c)); });
}

std::string to_base64url(BytesView bytes) { return to_base<6>(bytes, base64url_digits); }

Result<Bytes> from_base64url(std::string_view text)
{
    return from_base<6>(text, [](char c) { return base64url_digits.find(c); });
}

bool is_utf8(BytesView bytes) noexcept
{
    for (std::size_t i = 0; i < bytes.size();) {
        const auto lead = utf8_lead(std::to_integer<unsigned>(bytes[i]));
        if (lead.more == 4 || lead.more > bytes.size() - i - 1) return false;
        for (std::size_t k = 1; k <= lead.more; ++k) {
            const auto byte = std::to_integer<unsigned>(bytes[i + k]);
            const bool fits = k == 1 ? byte >= lead.low && byte <= lead.high : (byte & 0xC0U) == 0x80;
            if (!fits) return false;
        }
        i += lead.more + 1;
    }
    return true;
}

}  // namespace holdfast
