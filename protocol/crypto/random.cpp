#include "protocol/crypto/random.hpp"

#include <sodium.h>

#include "protocol/crypto/sodium.hpp"

namespace holdfast::crypto {

SystemRandom::SystemRandom() { init(); }

void SystemRandom::fill(std::span<std::byte> out) { randombytes_buf(out.data(), out.size()); }

}  // namespace holdfast::crypto
