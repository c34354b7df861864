// SHA-256 itself, for hash.cpp: OpenSSL's, which uses the instructions a processor has for it, and libsodium's where
// there is no OpenSSL (CMakeLists.txt chooses).
#pragma once

#include <cstddef>
#include <span>

#include "protocol/base/bytes.hpp"

namespace holdfast::crypto {

/// The hash of what was added, in any pieces. Lives on the stack and allocates nothing.
class Sha256 {
  public:
    Sha256() noexcept;
    Sha256(const Sha256&) = delete;
    Sha256& operator=(const Sha256&) = delete;

    void add(BytesView part) noexcept;
    /// Once, and nothing is added afterwards.
    void finish(std::span<std::byte, 32> out) noexcept;
    /// For input that is secret: leaves nothing of it behind. The last thing done with it.
    void wipe() noexcept;

  private:
    alignas(8) std::byte state_[112];
};

}  // namespace holdfast::crypto
