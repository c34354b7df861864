// A clock that every program of a test goes by, put to given moments.
#pragma once

#include <cstdlib>
#include <optional>
#include <string_view>

#include "protocol/base/instant.hpp"
#include "tests/chaos/wrong_clock.hpp"
#include "tests/support/support.hpp"

namespace holdfast::e2e {

/// While it lives, every program that is started goes by it.
class PutClock {
  public:
    PutClock()
    {
        for (const auto& [name, value] : clock_.environment()) ::setenv(name.c_str(), value.c_str(), 1);
    }
    ~PutClock()
    {
        for (const auto& [name, value] : clock_.environment()) ::unsetenv(name.c_str());
    }
    PutClock(const PutClock&) = delete;
    PutClock& operator=(const PutClock&) = delete;

    /// For all of them, at once. From one moment to the next, machines sleep.
    void put(std::string_view moment)
    {
        at_ = parse_rfc3339(moment).value();
        const auto before = off_;
        off_ = std::chrono::ceil<std::chrono::seconds>(at_ - system_now());
        before ? clock_.sleep(*off_ - *before) : clock_.shift(*off_);
    }
    /// Back to that moment, whatever was waited for meanwhile.
    void hold() { put(to_rfc3339(at_)); }

  private:
    test::TempDir folder_;
    chaos::WrongClock clock_{folder_.path() / "clock"};
    Instant at_;
    std::optional<std::chrono::seconds> off_;  ///< of real time
};

}  // namespace holdfast::e2e
