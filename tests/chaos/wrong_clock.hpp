// A clock on the wall for a real program (shifted_clock.cpp), to be put wrong while it runs.
#pragma once

#include <chrono>
#include <filesystem>

#include "tests/support/process.hpp"

namespace holdfast::chaos {

class WrongClock {
  public:
    /// Right, at first. `file` lives as long as the programs that go by it.
    explicit WrongClock(std::filesystem::path file);

    /// False where a sanitizer has to be loaded before anything else: then environment() adds nothing, and clocks stay
    /// right.
    [[nodiscard]] static bool possible() noexcept;
    /// The variables that make a program go by this clock, and `more`.
    [[nodiscard]] test::Environment environment(test::Environment more = {}) const;
    /// Ahead by so much; less than 0: behind.
    void shift(std::chrono::seconds by);
    /// As if the machine had slept so much longer, until a moment ago.
    void sleep(std::chrono::seconds longer);

  private:
    void write() const;

    std::filesystem::path file_;
    std::chrono::seconds wall_{};
    std::chrono::seconds slept_{};
};

}  // namespace holdfast::chaos
