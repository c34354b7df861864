// The relay's login tokens: a counter for each device under a MAC. A device shows the newest it has; an older one shows
// that its data is a copy. The key comes from the relay key and is in no store, so that a relay restored from a backup
// knows a newer token as its own. PROTOCOL.md, "Login".
#pragma once

#include "protocol/base/ids.hpp"
#include "protocol/crypto/secret.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::server {

class LoginTokens {
  public:
    explicit LoginTokens(const crypto::SignKeyPair& relay);

    [[nodiscard]] wire::LoginToken make(const Address& device, std::uint64_t number) const;
    /// Whether this relay made it for this device, or it is the absence of one.
    [[nodiscard]] bool is_own(const Address& device, const wire::LoginToken& token) const;

  private:
    crypto::Secret<32> key_;
};

}  // namespace holdfast::server
