// A check-in: a few numbers, feelings, a note. PROTOCOL.md, "Payload".
#pragma once

#include <cstdint>
#include <string>
#include <tuple>
#include <vector>

namespace holdfast::wire {

/// One question answered with a number, e.g. "sleep" 3 of 10.
struct Rating {
    std::string name;
    std::uint8_t value = 0;
    std::uint8_t of = 10;
    static constexpr auto fields() { return std::tuple{&Rating::name, &Rating::value, &Rating::of}; }
    friend bool operator==(const Rating&, const Rating&) = default;
};

struct CheckIn {
    static constexpr std::uint16_t tag = 2;
    std::vector<Rating> ratings;
    std::vector<std::string> feelings;
    std::string note;
    static constexpr auto fields() { return std::tuple{&CheckIn::ratings, &CheckIn::feelings, &CheckIn::note}; }
    friend bool operator==(const CheckIn&, const CheckIn&) = default;
};

}  // namespace holdfast::wire
