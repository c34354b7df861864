// HMAC-SHA-256 (RFC 2104) over pieces, for hash.cpp and hkdf.cpp alone; the others ask hash.hpp.
#pragma once

#include "protocol/crypto/sha256.hpp"

namespace holdfast::crypto {

/// Wiped at the end of its life.
class Hmac {
  public:
    explicit Hmac(BytesView key) noexcept;
    ~Hmac();
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;

    void add(BytesView part) noexcept { inner_.add(part); }
    /// Once, and nothing is added afterwards.
    void finish(std::span<std::byte, 32> out) noexcept;

  private:
    Sha256 inner_;
    Sha256 outer_;
};

}  // namespace holdfast::crypto
