#include "server/core/record_key.hpp"

#include "protocol/base/text.hpp"
#include "protocol/crypto/dh.hpp"

namespace holdfast::server {

std::string record_key_text(const DhPublic& key) { return to_base32(key.view()); }

Result<DhPublic> parse_record_key(std::string_view text)
{
    const auto bytes = from_base32(text);
    if (bytes.has_error()) return bytes.errc();
    const auto key = DhPublic::from(*bytes);
    if (!key) return Errc::bad_key;
    const auto usable = crypto::check_dh_public(*key);
    return usable.has_error() ? Result<DhPublic>{usable.errc()} : *key;
}

}  // namespace holdfast::server
