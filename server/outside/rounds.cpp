#include "server/outside/rounds.hpp"

#include <algorithm>
#include <sstream>

#include "protocol/base/text.hpp"

namespace holdfast::server::outside {
namespace {

/// After the first failure a minute, then five times as long each: the last attempt is two and a half hours later.
std::chrono::minutes pause_after(std::uint32_t tries)
{
    std::chrono::minutes pause{1};
    for (std::uint32_t i = 1; i < tries; ++i) pause *= 5;
    return pause;
}

}  // namespace

Rounds Rounds::from_text(std::string_view text)
{
    Rounds rounds;
    std::istringstream lines{std::string{text}};
    std::string hex;
    Course course;
    std::int64_t not_before = 0;
    while (lines >> hex >> course.done >> course.stopped >> course.tries >> not_before) {
        const auto bytes = from_hex(hex);
        const auto account = bytes ? AccountId::from(*bytes) : std::nullopt;
        if (!account) continue;
        course.tries = std::min(course.tries, tries_max);
        course.not_before = Instant{std::chrono::milliseconds{not_before}};
        rounds.courses_[*account] = course;
    }
    return rounds;
}

std::string Rounds::text() const
{
    std::ostringstream lines;
    for (const auto& [account, course] : courses_)
        lines << to_hex(account.view()) << ' ' << course.done << ' ' << course.stopped << ' ' << course.tries << ' '
              << course.not_before.time_since_epoch().count() << '\n';
    return lines.str();
}

std::vector<AccountId> Rounds::due(const std::vector<AccountId>& people, const std::vector<AccountId>& waiting,
                                   Instant now)
{
    std::map<AccountId, Course> courses;
    std::vector<AccountId> due;
    for (const auto& account : people) {
        auto& course = courses[account] = courses_[account];
        if (std::ranges::find(waiting, account) == waiting.end()) {
            course.done = false;
            course.tries = 0;
        } else if (!course.done && now >= course.not_before) {
            due.push_back(account);
        }
    }
    courses_ = std::move(courses);
    return due;
}

void Rounds::told(const AccountId& account, Instant now)
{
    courses_[account] = Course{true, false, 0, now + told_at_most_each};
}

bool Rounds::failed(const AccountId& account, Instant now)
{
    auto& course = courses_[account];
    ++course.tries;
    course.not_before = now + pause_after(course.tries);
    if (course.tries < tries_max) return false;
    course.done = course.stopped = true;
    return true;
}

std::uint32_t Rounds::stopped() const
{
    return static_cast<std::uint32_t>(
        std::ranges::count_if(courses_, [](const auto& one) { return one.second.stopped; }));
}

}  // namespace holdfast::server::outside
