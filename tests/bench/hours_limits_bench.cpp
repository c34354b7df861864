// The most that publishing takes, in milliseconds of the processor: the dearest question of every kind, asked of a
// schedule that knows nothing yet; and what 200 versions in force cost over four weeks beside one. Asserts nothing.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <ctime>
#include <string>
#include <vector>

#include "protocol/hours/calendar/work.hpp"
#include "protocol/hours/schedule/checked.hpp"
#include "protocol/hours/schedule/report_window.hpp"
#include "protocol/hours/schedule/schedule.hpp"

using namespace holdfast;
using namespace std::chrono_literals;
using hours::HoursContent;
using hours::Schedule;
using hours::VersionInForce;
using Chain = std::vector<VersionInForce>;

namespace {

constexpr int rounds = 7;
constexpr double target_ms = 5;

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

const Instant afternoon = at("2026-03-02T12:00:00Z");

std::string two_digits(int value) { return (value < 10 ? "0" : "") + std::to_string(value); }

HoursContent content(std::string rules)
{
    HoursContent out;
    out.rules = std::move(rules);
    out.zone = "Europe/Berlin";
    out.notice_period = hours::max_notice;
    return out;
}

/// `count` versions in an afternoon that all count for a quarter; `alike`: they differ in other things than their
/// rules.
Chain many(int count, bool alike = false)
{
    Chain chain;
    for (int i = 0; i < count; ++i) {
        const int minute = alike ? 0 : i % 60;
        const int hour = alike ? 12 : 12 + i / 60 % 8;
        auto version = content("Mo-Fr 08:00-" + std::to_string(hour) + ":" + two_digits(minute));
        version.last_reading = std::chrono::seconds{i};
        chain.push_back({std::move(version), afternoon + i * 1min});
    }
    return chain;
}

/// Rules at the limit of what is taken, of which no date can be left out.
HoursContent hardest(const std::string& begin, const std::string& times, const std::string& end)
{
    auto rules = begin;
    for (int i = 0;; ++i) {
        auto more = rules + "; week " + std::to_string(1 + i % 40) + "-53/" + std::to_string(2 + i % 7) + " " + times;
        if ((more + end).size() > hours::max_rules_bytes || !hours::check(content(more + end)))
            return content(rules + end);
        rules = std::move(more);
    }
}

/// As many times of day as are taken, which all have to be put in their place on every date.
HoursContent many_times()
{
    std::string times;
    for (int i = 0;; ++i) {
        const auto minute = 7 * i % 1430;
        const auto text = two_digits(minute / 60) + ":" + two_digits(minute % 60) + "-" +
                          two_digits((minute + 9) / 60) + ":" + two_digits((minute + 9) % 60);
        const auto more = times + (i > 0 ? "," : "") + text;
        if (more.size() + 6 > hours::max_rules_bytes || !hours::check(content(more + "; off"))) break;
        times = more;
    }
    return content(times + "; off");
}

volatile long long sink = 0;

void use(const std::optional<hours::Window>& window)
{
    if (window) sink = sink + window->begin.time_since_epoch().count();
}

double median(std::vector<double> values)
{
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

/// Of the processor: what else the machine does counts for nothing.
double milliseconds_now()
{
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e3 + static_cast<double>(now.tv_nsec) / 1e6;
}

template <typename Work>
double milliseconds(Work work)
{
    const auto begin = milliseconds_now();
    work();
    return milliseconds_now() - begin;
}

class Dearest {
  public:
    explicit Dearest(const Schedule& schedule) : schedule_{schedule} {}

    void ask_all(Instant t)
    {
        ask([t](const Schedule& s) { sink = sink + (s.is_open(t) ? 1 : 0); });
        ask([t](const Schedule& s) { use(s.window_at(t)); });
        ask([t](const Schedule& s) { use(s.next_window(t)); });
        ask([t](const Schedule& s) { sink = sink + (s.next_change(t) ? 1 : 0); });
        ask([t](const Schedule& s) { use(s.promise(t)); });
        ask([t](const Schedule& s) { use(s.span_at(t).next); });
        ask([t](const Schedule& s) { sink = sink + (s.explain(t).open ? 1 : 0); });
        ask([t](const Schedule& s) { sink = sink + static_cast<long long>(s.trace(t).size()); });
        ask([t](const Schedule& s) { sink = sink + (hours::report_passes_at(s, t) ? 1 : 0); });
    }
    [[nodiscard]] double time() const noexcept { return time_; }
    [[nodiscard]] unsigned long long steps() const noexcept { return steps_; }

  private:
    template <typename Question>
    void ask(Question question)
    {
        std::vector<double> times;
        for (int i = 0; i < rounds; ++i) {
            const Schedule fresh = schedule_;
            const auto before = hours::steps_taken();
            times.push_back(milliseconds([&] { question(fresh); }));
            steps_ = std::max<unsigned long long>(steps_, hours::steps_taken() - before);
        }
        time_ = std::max(time_, median(std::move(times)));
    }

    const Schedule& schedule_;
    double time_ = 0;
    unsigned long long steps_ = 0;
};

void report(const char* name, const Chain& base, const Chain& own = {})
{
    Schedule schedule;
    const auto made = milliseconds([&] { schedule = Schedule::make(base, own); });
    if (schedule.problem()) return static_cast<void>(std::printf("%-40s refused\n", name));
    Dearest dearest{schedule};
    const auto last = base.back().received;
    for (const auto t : {last - 1h, last + 1h, last + 24h * 3, last + 24h * 60, last + 24h * 91, last + 24h * 500})
        dearest.ask_all(t);
    std::printf("%-40s %8.3f ms  %8llu steps  read and made in %8.3f ms  target %g ms: %s\n", name, dearest.time(),
                dearest.steps(), made, target_ms, dearest.time() < target_ms ? "met" : "missed");
}

void report_with_many(const char* name, const HoursContent& content)
{
    report(name, {{content, afternoon}});
    auto chain = many(190);
    chain.push_back({content, chain.back().received + 1min});
    report("  and 190 versions in force", chain);
    report("  and as many for a conversation", chain, chain);
}

/// In microseconds.
double time_of_four_weeks(const Schedule& schedule)
{
    const Schedule fresh = schedule;
    int asked = 0;
    const auto time = milliseconds([&] {
        for (auto t = afternoon + 24h; t < afternoon + 24h * 29; t += 7min, ++asked) use(fresh.span_at(t).promise);
    });
    return time * 1000 / asked;
}

void compare_four_weeks()
{
    const auto one = Schedule::make(many(1));
    const auto all = Schedule::make(many(200));
    std::vector<double> of_one;
    std::vector<double> of_all;
    for (int i = 0; i < rounds; ++i) {
        of_all.push_back(time_of_four_weeks(all));
        of_one.push_back(time_of_four_weeks(one));
    }
    const auto ratio = median(of_all) / median(of_one);
    std::printf("%-40s %8.3f us  one %8.3f us  ratio %5.1f  target 10: %s\n", "a question, 200 versions in force",
                median(of_all), median(of_one), ratio, ratio < 10 ? "met" : "missed");
}

}  // namespace

int main()
{
    report("one plain version", many(1));
    report("200 versions with equal rules", many(200, true));
    report("200 versions in force", many(200));
    report_with_many("the hardest rules, never open", hardest("00:00-24:00", "10:00-11:00", "; off"));
    report_with_many("the hardest rules, never closed", hardest("00:00-24:00", "00:00-12:00,12:00-24:00", ""));
    report_with_many("as many times as are taken", many_times());
    compare_four_weeks();
    return 0;
}
