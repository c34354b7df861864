// Randomness is an argument: whatever needs it takes a `Random&`. The system's generator is used at the edges only;
// the seeded one lives with the tests.
#pragma once

#include <span>

#include "protocol/base/ids.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

class Random {
  public:
    virtual ~Random() = default;
    /// Fills all of `out` with unpredictable bytes.
    virtual void fill(std::span<std::byte> out) = 0;

    /// A fresh random id, e.g. `random.id<MessageId>()`.
    template <class I>
    [[nodiscard]] I id()
    {
        I fresh;
        fill(fresh.value);
        return fresh;
    }
    template <std::size_t N>
    [[nodiscard]] Secret<N> secret()
    {
        Secret<N> fresh;
        fill(fresh.writable());
        return fresh;
    }
};

/// The kernel's generator through libsodium. Stateless; any thread.
class SystemRandom final : public Random {
  public:
    SystemRandom();
    void fill(std::span<std::byte> out) override;
};

}  // namespace holdfast::crypto
