// Whether somebody is told now: pure. Something that waits is told once; nobody is told more often than once an hour;
// one that cannot be reached is tried five times, and then no more until something new waits.
//
//     nothing waits ──something waits──► due ──told──► told ──fetched──► nothing waits
//                                        │  ▲
//                                        └──┘ failed: later; the fifth time: stopped ──fetched──► nothing waits
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"

namespace holdfast::server::outside {

inline constexpr std::chrono::hours told_at_most_each{1};
inline constexpr std::uint32_t tries_max = 5;

struct Course {
    bool done = false;     ///< what waits was told, or given up
    bool stopped = false;  ///< the last was given up; what is told later takes it back
    std::uint32_t tries = 0;
    Instant not_before;  ///< no attempt earlier
    friend bool operator==(const Course&, const Course&) = default;
};

class Rounds {
  public:
    /// Of what text() gave; what does not belong to it is passed over.
    [[nodiscard]] static Rounds from_text(std::string_view text);
    [[nodiscard]] std::string text() const;

    /// Those of `people` who are to be told now. Others are forgotten.
    [[nodiscard]] std::vector<AccountId> due(const std::vector<AccountId>& people,
                                             const std::vector<AccountId>& waiting, Instant now);
    void told(const AccountId& account, Instant now);
    /// True when it was given up.
    [[nodiscard]] bool failed(const AccountId& account, Instant now);
    [[nodiscard]] std::uint32_t stopped() const;

  private:
    std::map<AccountId, Course> courses_;
};

}  // namespace holdfast::server::outside
