#include "client/shell/terminal/passphrase_strength.hpp"

#include <zxcvbn.h>

#include <algorithm>
#include <cmath>

#include "protocol/crypto/secret.hpp"

namespace holdfast::shell {
namespace {

/// A guess costs most of a second and 256 MiB; a hundred rented machines with a hundred times of both at once.
constexpr double guesses_a_second = 10'000;
/// Half of 2^45 guesses take them half a century.
constexpr double least_guesses = 45;
/// zxcvbn's time rises with the square of the length; what is longer holds by its beginning.
constexpr std::size_t looked_at = 100;

std::string guessed_within(double seconds)
{
    struct Unit {
        double seconds;
        const char* words;
    };
    constexpr Unit units[] = {{60, "within a minute"},
                              {60 * 60, "within an hour"},
                              {24 * 60 * 60, "within a day"},
                              {31 * 24 * 60 * 60, "within a month"},
                              {366 * 24 * 60 * 60, "within a year"}};
    for (const auto& unit : units)
        if (seconds < unit.seconds) return unit.words;
    return "within some years";
}

}  // namespace

double guesses_of(BytesView passphrase)
{
    Bytes text = to_bytes(passphrase.first(std::min(passphrase.size(), looked_at)));
    text.push_back(std::byte{0});
    const double guesses = ::ZxcvbnMatch(reinterpret_cast<const char*>(text.data()), nullptr, nullptr);
    crypto::wipe(text);
    return guesses;
}

std::string weakness_of(BytesView passphrase)
{
    const double guesses = guesses_of(passphrase);
    if (guesses >= least_guesses) return {};
    // On average the right one comes after half of them.
    return "Somebody who has this device, or a copy of its disk, could guess that passphrase " +
           guessed_within(std::exp2(guesses - 1) / guesses_a_second) +
           ". Five words that have nothing to do with each other hold for longer than a lifetime.";
}

std::string strength_of(BytesView passphrase)
{
    /// Eight times the least: half of it takes more than four centuries.
    constexpr double lifetimes = least_guesses + 3;
    const double guesses = guesses_of(passphrase);
    return guesses >= lifetimes
               ? "That holds: whoever had this computer would guess for more than a lifetime."
               : "That holds: whoever had this computer would guess for decades. A word more would hold for longer.";
}

}  // namespace holdfast::shell
