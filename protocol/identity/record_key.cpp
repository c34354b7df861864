#include "protocol/identity/record_key.hpp"

#include "protocol/crypto/hash.hpp"

namespace holdfast::session {
namespace {

constexpr std::size_t number_groups = 6;
constexpr std::size_t bytes_of_group = 5;
constexpr std::size_t digits_of_group = 5;
constexpr std::uint64_t values_of_group = 100'000;

}  // namespace

std::string record_key_number(const DhPublic& key)
{
    const auto hash = crypto::sha256(crypto::labels::record_key_number, key.view());
    std::string number;
    for (std::size_t place = 0; place < number_groups; ++place) {
        std::uint64_t value = 0;
        for (const auto byte : hash.view().subspan(place * bytes_of_group, bytes_of_group))
            value = value << 8 | std::to_integer<std::uint64_t>(byte);
        const auto digits = std::to_string(value % values_of_group);
        number += (place == 0 ? "" : " ") + std::string(digits_of_group - digits.size(), '0') + digits;
    }
    return number;
}

}  // namespace holdfast::session
