// Whether the disk has room for more: what is free is compared with a reserve, so that the relay refuses in words while
// it can still write, and a full disk never stops it in the middle. Pure; the ledger asks it before every step.
#pragma once

#include <cstdint>
#include <optional>

namespace holdfast::server {

class RoomWatch {
  public:
    explicit RoomWatch(std::uint64_t reserve) noexcept : reserve_{reserve} {}

    /// `free` in bytes; empty where the system does not tell, and then there is room. Once there is none it takes an
    /// eighth more than the reserve, so that the answer does not change with every message.
    [[nodiscard]] bool room(std::optional<std::uint64_t> free) noexcept
    {
        const auto least = room_ ? reserve_ : reserve_ + reserve_ / 8;
        room_ = !free || *free >= least;
        return room_;
    }

  private:
    std::uint64_t reserve_;
    bool room_ = true;
};

}  // namespace holdfast::server
