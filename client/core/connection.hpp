// How a client keeps its connection: which frames leave together, and when the next attempt is due. Pure: the shell
// that has the sockets and the clock only carries out what is said here. PROTOCOL.md, "Transport".
#pragma once

#include <chrono>
#include <cstdint>
#include <optional>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/frames.hpp"

namespace holdfast::client {

/// The frames in their order, as batches that are as large as the protocol allows: each is one message of the
/// connection. A frame that is larger than that by itself is in a batch of its own.
[[nodiscard]] std::vector<Bytes> batches_of(const std::vector<wire::ClientFrame>& frames);

enum class Lifetime {
    once,     ///< one connection; when it ends there is no other
    forever,  ///< connect again after it has ended, with growing pauses
};

/// The end of an attempt to be connected.
struct Attempt {
    std::optional<Errc> ended;           ///< why there is no connection any more; empty: there is no address yet
    std::chrono::milliseconds lasted{};  ///< from the attempt to the end of the connection
    bool at_once = false;                ///< another is made for what it was told, see Client::returns()
};

/// The pause after so many attempts without a good connection (0: the first), shorter by up to a half as any number
/// `random` says: clients of a relay that starts again do not come all at once.
[[nodiscard]] std::chrono::milliseconds pause_after(unsigned attempts, std::uint64_t random) noexcept;

/// Whether the relay refuses a device for good with this: nothing is sent or received any more.
[[nodiscard]] constexpr bool stops_device(Errc reason) noexcept
{
    return reason == Errc::device_frozen || reason == Errc::device_revoked || reason == Errc::account_ended;
}

/// Whether no connection will come by waiting, as far as this device can tell.
[[nodiscard]] constexpr bool is_refused(Errc reason) noexcept
{
    return stops_device(reason) || reason == Errc::login_refused || reason == Errc::account_unknown;
}

/// These do not pass by waiting: the relay at this address is another one, or does not want this device.
[[nodiscard]] bool is_final(Errc reason) noexcept;

/// When to try again.
class Reconnection {
  public:
    explicit Reconnection(Lifetime lifetime) noexcept : lifetime_{lifetime} {}

    /// How long to wait until the next attempt; empty where there is none. `random`: any number.
    [[nodiscard]] std::optional<std::chrono::milliseconds> pause_after(const Attempt& attempt,
                                                                       std::uint64_t random) noexcept;

  private:
    Lifetime lifetime_;
    unsigned attempts_ = 0;  ///< since the last good connection
};

/// How often the two below are to be asked.
inline constexpr std::chrono::milliseconds look_every = std::chrono::seconds{5};

/// Notices that the program did not run for a while, since the machine slept or somebody stopped the program, and that
/// the clock on the wall was put to another time. What was waited for by either clock may have passed meanwhile.
class Stall {
  public:
    /// `since_boot`: time that goes on in sleep. True once after each.
    [[nodiscard]] bool noticed(std::chrono::milliseconds since_boot, Instant wall) noexcept;

  private:
    struct Look {
        std::chrono::milliseconds since_boot;
        Instant wall;
    };
    std::optional<Look> last_;
};

/// Notices that nothing comes back on a connection after something was said on it: it may have gone silently. Not every
/// word has an answer, so the connection is to be probed, not ended. Times count from any beginning.
class Silence {
  public:
    void said(std::chrono::milliseconds now) noexcept
    {
        if (!since_) since_ = now;
    }
    void heard() noexcept { since_.reset(); }
    /// True once after each word that was followed by silence.
    [[nodiscard]] bool noticed(std::chrono::milliseconds now) noexcept;

  private:
    std::optional<std::chrono::milliseconds> since_;
};

/// How long a probed connection has for a sign of life.
inline constexpr std::chrono::milliseconds probe_limit = std::chrono::seconds{5};

}  // namespace holdfast::client
