#include "protocol/identity/fingerprint.hpp"

#include <algorithm>

#include "protocol/crypto/hash.hpp"
#include "protocol/identity/names.hpp"

namespace holdfast::session {
namespace {

constexpr int rounds = 5200;            // Signal's, about 112 bits of strength
constexpr std::size_t chunk_bytes = 5;  // each becomes five digits
constexpr std::size_t chunks = 6;       // thirty digits a side
constexpr std::uint64_t modulus = 100'000;

std::string thirty_digits(const FingerprintParty& party)
{
    constexpr std::byte version[2] = {};
    auto hash = crypto::sha512_raw({version, party.key, party.identifier, party.key});
    for (int round = 1; round < rounds; ++round) hash = crypto::sha512_raw({hash, party.key});
    std::string digits;
    for (std::size_t i = 0; i < chunks; ++i)
        digits += five_digits(BytesView{hash}.subspan(i * chunk_bytes, chunk_bytes));
    return digits;
}

FingerprintParty party_of(const SignPublic& identity)
{
    Bytes key{std::byte{5}};
    append(key, identity.view());
    return {std::move(key), to_bytes(account_id(identity).view())};
}

}  // namespace

std::string five_digits(BytesView chunk)
{
    std::uint64_t value = 0;
    for (const auto byte : chunk) value = value << 8 | std::to_integer<std::uint64_t>(byte);
    const auto digits = std::to_string(value % modulus);
    return std::string(5 - digits.size(), '0') + digits;
}

std::string numeric_fingerprint(const FingerprintParty& a, const FingerprintParty& b)
{
    const auto one = thirty_digits(a);
    const auto two = thirty_digits(b);
    return one < two ? one + two : two + one;
}

std::string safety_number(const SignPublic& a, const SignPublic& b)
{
    return numeric_fingerprint(party_of(a), party_of(b));
}

std::string grouped(const std::string& digits)
{
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 5) {
        if (i != 0) out += ' ';
        out += digits.substr(i, 5);
    }
    return out;
}

}  // namespace holdfast::session
