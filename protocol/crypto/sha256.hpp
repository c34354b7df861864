// SHA-256 and HMAC-SHA-256 themselves, for hash.cpp and hkdf.cpp alone: OpenSSL's, which use the instructions a
// processor has for them, and libsodium's where there is no OpenSSL (CMakeLists.txt chooses).
#pragma once

#include <cstddef>
#include <span>

#include "protocol/base/bytes.hpp"

namespace holdfast::crypto {

/// The hash of what was added, in any pieces. For input that is not secret.
class Sha256 {
  public:
    Sha256() noexcept;
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(BytesView part) noexcept;
    /// Once, and nothing is added afterwards.
    void finish(std::span<std::byte, 32> out) noexcept;

  private:
    alignas(8) std::byte state_[112];
};

/// The MAC of what was added, in any pieces. Wiped at the end of its life.
class Hmac {
  public:
    explicit Hmac(BytesView key);
    ~Hmac();
    Hmac(const Hmac&) = delete;
    Hmac& operator=(const Hmac&) = delete;

    void add(BytesView part);
    /// Once, and nothing is added afterwards.
    void finish(std::span<std::byte, 32> out);

  private:
    alignas(8) std::byte state_[208];
};

}  // namespace holdfast::crypto
