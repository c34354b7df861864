// Tools of every fuzz target. A target is one function that takes any bytes whatever: it must come back soon, leave
// no memory behind, and hold its properties with `require`. The same functions are run by libFuzzer (main.cpp) and, on
// their corpus and a few thousand mutations of it, by the tests of every build (replay_test.cpp).
#pragma once

#include <algorithm>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::fuzz {

struct Target {
    std::string_view name;
    void (*run)(BytesView input);
    std::size_t mutations;  ///< how many the tests try: about a second's worth
};

// Each in a file of its name.
void admin_socket(BytesView input);
void arguments(BytesView input);
void calendar_file(BytesView input);
void conversation(BytesView input);
void device_list(BytesView input);
void frames(BytesView input);
void hours_answers(BytesView input);
void invitation(BytesView input);
void joined_windows(BytesView input);
void line_editor(BytesView input);
void measure_file(BytesView input);
void opening_rules(BytesView input);
void orders(BytesView input);
void outside_people(BytesView input);
void payload(BytesView input);
void picture(BytesView input);
void record_file(BytesView input);
void records(BytesView input);
void relay(BytesView input);
void relay_config(BytesView input);
void schedule(BytesView input);
void screen(BytesView input);
void sealed_copy(BytesView input);
void terminal(BytesView input);
void vault_records(BytesView input);
void wrong_relay(BytesView input);
void zone_file(BytesView input);
void zone_rule(BytesView input);

/// All of them.
[[nodiscard]] std::span<const Target> targets() noexcept;

/// An input as decisions: numbers and pieces from its front. An empty one gives zeros.
class Choices {
  public:
    explicit Choices(BytesView input) noexcept : rest_{input} {}

    [[nodiscard]] bool done() const noexcept { return rest_.empty(); }
    [[nodiscard]] std::uint8_t byte() noexcept
    {
        const auto front = take(1);
        return front.empty() ? std::uint8_t{0} : static_cast<std::uint8_t>(front.front());
    }
    [[nodiscard]] std::uint64_t number(std::size_t width) noexcept
    {
        std::uint64_t value = 0;
        while (width-- > 0) value = value << 8 | byte();
        return value;
    }
    /// 0 … bound − 1. Precondition: 0 < bound <= 256.
    [[nodiscard]] std::size_t below(std::size_t bound) noexcept { return byte() % bound; }
    /// At most `count` bytes.
    [[nodiscard]] BytesView take(std::size_t count) noexcept
    {
        const auto front = rest_.first(std::min(count, rest_.size()));
        rest_ = rest_.subspan(front.size());
        return front;
    }
    /// A piece whose length, up to 65,535 bytes, stands before it.
    [[nodiscard]] BytesView piece() noexcept { return take(number(2)); }
    [[nodiscard]] BytesView rest() noexcept { return take(rest_.size()); }

  private:
    BytesView rest_;
};

/// A value has one encoding: what decodes is written again with the same bytes.
template <class T>
void round_trip(BytesView input)
{
    const auto value = wire::decode<T>(input);
    if (value.has_value()) require(wire::encode(value.value()) == to_bytes(input), "a value has two encodings");
}

}  // namespace holdfast::fuzz
