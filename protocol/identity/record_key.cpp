#include "protocol/identity/record_key.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/identity/fingerprint.hpp"

namespace holdfast::session {
namespace {

constexpr std::size_t number_groups = 6;
constexpr std::size_t bytes_of_group = 5;

}  // namespace

std::string record_key_number(const DhPublic& key)
{
    const auto hash = crypto::sha256(crypto::labels::record_key_number, key.view());
    std::string number;
    for (std::size_t place = 0; place < number_groups; ++place) {
        if (place > 0) number += ' ';
        number += five_digits(hash.view().subspan(place * bytes_of_group, bytes_of_group));
    }
    return number;
}

}  // namespace holdfast::session
