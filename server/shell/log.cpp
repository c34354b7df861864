#include "server/shell/log.hpp"

#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <memory>
#include <mutex>

namespace holdfast::server::log {
namespace {

// Enough to follow what happens; a flood of refused connections ends up as one number per minute.
constexpr std::uint32_t lines_each_period = 60;
constexpr std::chrono::seconds period{60};

class Log {
  public:
    Log() : lines_{"holdfastd", std::make_shared<spdlog::sinks::stderr_sink_mt>()}
    {
        lines_.set_pattern("%Y-%m-%dT%H:%M:%S%z %l: %v");
        lines_.flush_on(spdlog::level::info);
    }

    void write(spdlog::level::level_enum level, int priority, std::string_view line)
    {
        const std::lock_guard lock{mutex_};
        if (level >= spdlog::level::err) return put(level, priority, line);
        const auto verdict = rate_.ask(std::chrono::steady_clock::now());
        if (verdict.held_back > 0)
            put(spdlog::level::warn, 4, std::to_string(verdict.held_back) + " lines were not written to the log");
        if (verdict.write) put(level, priority, line);
    }

    void use_journal()
    {
        const std::lock_guard lock{mutex_};
        journal_ = true;
        lines_.set_pattern("%v");
    }

    void use_json()
    {
        const std::lock_guard lock{mutex_};
        json_ = true;
        lines_.set_pattern("%v");
    }

  private:
    // journald takes the level from a number in front (sd-daemon(3)) and the time from its own clock.
    void put(spdlog::level::level_enum level, int priority, std::string_view said)
    {
        const auto& name = spdlog::level::to_string_view(level);
        const auto line = json_ ? json_line(system_now(), {name.data(), name.size()}, said) : std::string{said};
        if (journal_)
            lines_.log(level, "<{}>{}", priority, line);
        else
            lines_.log(level, "{}", line);
    }

    spdlog::logger lines_;
    std::mutex mutex_;
    Rate rate_{lines_each_period, period};
    bool journal_ = false;
    bool json_ = false;
};

Log& log()
{
    static Log instance;
    return instance;
}

}  // namespace

void start()
{
    if (std::getenv("JOURNAL_STREAM") != nullptr) log().use_journal();
}

void use_json() { log().use_json(); }

std::string json_line(Instant at, std::string_view level, std::string_view message)
{
    return boost::json::serialize(
        boost::json::object{{"time", to_rfc3339(at)}, {"level", level}, {"message", message}});
}

void error(std::string_view line) { log().write(spdlog::level::err, 3, line); }
void warn(std::string_view line) { log().write(spdlog::level::warn, 4, line); }
void info(std::string_view line) { log().write(spdlog::level::info, 6, line); }

Rate::Verdict Rate::ask(Time now) noexcept
{
    Verdict verdict;
    if (!begun_ || now - *begun_ >= each_) {
        begun_ = now;
        verdict.held_back = held_back_;
        written_ = 0;
        held_back_ = 0;
    }
    verdict.write = written_ < lines_;
    if (verdict.write)
        ++written_;
    else
        ++held_back_;
    return verdict;
}

}  // namespace holdfast::server::log
