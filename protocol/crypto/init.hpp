// libsodium's one-time set-up. Every function of this layer that needs it calls `init()` itself; nobody else has to.
#pragma once

namespace holdfast::crypto {

/// Sets libsodium up once; any thread, any number of times. Throws std::runtime_error where the machine has no
/// usable source of randomness.
void init();

}  // namespace holdfast::crypto
