// TCP between clients and a relay, through a process that can go wrong on command: what a bad line does to a good
// program. It sees ciphertext only, as a line does.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>

namespace holdfast::chaos {

/// Runs on a thread of its own. Every call has taken effect when it returns.
class FaultProxy {
  public:
    FaultProxy();
    ~FaultProxy();
    FaultProxy(const FaultProxy&) = delete;
    FaultProxy& operator=(const FaultProxy&) = delete;

    /// Where clients connect, on 127.0.0.1.
    [[nodiscard]] std::uint16_t port() const noexcept;
    /// Where new connections lead, on 127.0.0.1.
    void lead_to(std::uint16_t relay);

    /// Resets every connection there is, at both ends.
    void cut();
    /// Connections stay open, and nothing comes through in either direction until heal().
    void hold();
    /// Every piece waits this long before it is passed on.
    void delay(std::chrono::milliseconds each);
    /// One bit of the next piece is another.
    void damage_next();
    /// Each connection is reset, in the middle of whatever it carries, once it has carried so much.
    void cut_after(std::size_t bytes);
    /// No faults any more; what was held comes through.
    void heal();

  private:
    struct Impl;
    std::unique_ptr<Impl> impl_;
};

}  // namespace holdfast::chaos
