// Many connections that only log in: idle ones, and such that come and go.
#include "tests/bench/load/scenarios.hpp"
#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

class Crowd final : public Watcher {
  public:
    Crowd(const Run& run, bool stays)
        : run_{run},
          stays_{stays},
          wanted_{run.options.count("connections", 1000)},
          at_once_{run.options.count("at-once", 32)},
          accounts_{run.options.count("accounts", wanted_)},
          loop_{run.port, run.speaker(false), *this}
    {
    }

    void log_in_all()
    {
        const bool done = loop_.run_until([&] {
            drop_leaving();
            while (dialled_ < wanted_ && dialled_ - ready_ < at_once_) dial();
            return ready_ == wanted_;
        });
        if (!done) throw LoadError{"only " + std::to_string(ready_) + " connections could log in"};
    }

    void measure_memory()
    {
        const auto before = run_.stats.memory();
        log_in_all();
        loop_.run_for(seconds(run_.options.number("hold", 3)));
        run_.print(std::to_string(wanted_), (run_.stats.memory() - before) / static_cast<double>(wanted_), "KiB");
    }

    void measure_logins()
    {
        const auto cpu = run_.stats.cpu();
        const auto begin = clock_now();
        log_in_all();
        const auto time = in_seconds(clock_now() - begin);
        const auto count = static_cast<double>(wanted_);
        run_.print("cpu", (run_.stats.cpu() - cpu) / count * 1e6, "us");
        run_.print("rate", count / time, "per_s");
    }

    void ready(Line& line) override
    {
        ++ready_;
        if (!stays_) leaving_.push_back(&line);
    }

    void closed(Line& line) override
    {
        if (stays_) Watcher::closed(line);
    }

  private:
    void dial()
    {
        const auto number = static_cast<std::uint32_t>(dialled_++ % accounts_);
        loop_.dial({number, true, number});
    }

    void drop_leaving()
    {
        for (Line* line : leaving_) loop_.drop(*line);
        leaving_.clear();
    }

    const Run& run_;
    bool stays_;
    std::size_t wanted_;
    std::size_t at_once_;
    std::size_t accounts_;
    std::size_t dialled_ = 0;
    std::size_t ready_ = 0;
    std::vector<Line*> leaving_;
    Loop loop_;
};

}  // namespace

void idle(const Run& run) { Crowd{run, true}.measure_memory(); }

void login(const Run& run) { Crowd{run, false}.measure_logins(); }

}  // namespace holdfast::bench
