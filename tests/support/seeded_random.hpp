// Randomness that a seed decides, for tests and vectors only: SHA-256 in counter mode. Lives with the tests so that no
// shipped program can be talked into predictable keys.
#pragma once

#include <algorithm>
#include <string_view>

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/random.hpp"

namespace holdfast::test {

class SeededRandom final : public crypto::Random {
  public:
    explicit SeededRandom(std::string_view seed) : key_{crypto::sha256_raw({as_bytes(seed)})} {}
    explicit SeededRandom(std::uint64_t seed) : SeededRandom{std::to_string(seed)} {}

    void fill(std::span<std::byte> out) override
    {
        for (std::byte& byte : out) {
            if (used_ == Digest::size) refill();
            byte = block_.value[used_++];
        }
    }

    /// 0 … bound − 1, near enough to uniform for choosing what a test does next. Precondition: bound > 0.
    [[nodiscard]] std::size_t below(std::size_t bound)
    {
        ByteArray<4> bytes{};
        fill(bytes);
        std::size_t value = 0;
        for (std::byte byte : bytes) value = value << 8 | static_cast<std::size_t>(byte);
        return value % bound;
    }

  private:
    void refill()
    {
        ByteArray<8> number{};
        for (std::size_t i = 0; i < number.size(); ++i) number[i] = static_cast<std::byte>(counter_ >> (8 * i));
        ++counter_;
        block_ = crypto::sha256_raw({key_.view(), number});
        used_ = 0;
    }

    Digest key_;
    Digest block_;
    std::uint64_t counter_ = 0;
    std::size_t used_ = Digest::size;
};

}  // namespace holdfast::test
