// Whether everything that was accepted is there after kill -9.
#include <csignal>
#include <set>
#include <thread>

#include "tests/bench/account.hpp"
#include "tests/bench/load/scenarios.hpp"
#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

constexpr std::size_t pairs = 50;
constexpr std::size_t window = 32;
constexpr double wait_for_restart = 60;

/// Of one pair: the numbers of what was accepted, and of what has arrived.
struct Fate {
    std::set<std::uint32_t> accepted;
    std::set<std::uint32_t> arrived;
};

/// Writes until the server is gone.
class Before final : public Watcher {
  public:
    Before(const Run& run, std::vector<Fate>& fates) : fates_{fates}, loop_{run.port, run.speaker(), *this}
    {
        for (std::size_t i = 0; i < pairs; ++i) {
            dial(2 * i, true, i);
            dial(2 * i + 1, false, i);
        }
        if (!loop_.run_until([&] { return ready_ == 2 * pairs; })) throw LoadError{"not all can log in"};
    }

    void write_until_killed(const Run& run)
    {
        for (Line* writer : writers_) fill(*writer);
        loop_.run_for(seconds(run.options.number("seconds", 2)));
        ::kill(static_cast<pid_t>(run.options.count("pid", 0)), SIGKILL);
        // Frames that had left before it died still arrive.
        if (!loop_.run_until([&] { return closed_ == 2 * pairs; }, seconds(10))) throw LoadError{"it does not die"};
    }

    void ready(Line&) override { ++ready_; }
    void accepted(Line& writer) override
    {
        fates_[writer.pair].accepted.insert(writer.accepted - 1);
        fill(writer);
    }
    void received(Line& reader, std::uint32_t number) override { fates_[reader.pair].arrived.insert(number); }
    void closed(Line&) override { ++closed_; }

  private:
    void dial(std::size_t number, bool reads, std::size_t pair)
    {
        const auto own = static_cast<std::uint32_t>(number);
        Line& line = loop_.dial({own, reads, reads ? own : own - 1});
        line.pair = pair;
        if (!reads) writers_.push_back(&line);
    }
    void fill(Line& writer)
    {
        while (writer.submitted - writer.accepted < window && writer.submitted < messages_of_a_pair)
            writer.submit(writer.submitted);
    }

    std::vector<Fate>& fates_;
    std::vector<Line*> writers_;
    std::size_t ready_ = 0;
    std::size_t closed_ = 0;
    Loop loop_;
};

/// Reads what is there.
class After final : public Watcher {
  public:
    After(const Run& run, std::vector<Fate>& fates) : fates_{fates}, loop_{run.port, run.speaker(), *this} {}

    void read()
    {
        for (std::size_t i = 0; i < pairs; ++i) {
            const auto number = static_cast<std::uint32_t>(2 * i);
            loop_.dial({number, true, number, true}).pair = i;
        }
        std::size_t before = 0;
        do {
            before = count_;
            loop_.run_for(seconds(2));
        } while (count_ != before);
    }

    void received(Line& reader, std::uint32_t number) override
    {
        ++count_;
        fates_[reader.pair].arrived.insert(number);
    }

  private:
    std::vector<Fate>& fates_;
    std::size_t count_ = 0;
    Loop loop_;
};

/// Until somebody listens again.
void wait_until_back(const Run& run)
{
    const auto end = clock_now() + seconds(wait_for_restart);
    while (clock_now() < end) {
        try {
            class Quiet final : public Watcher {
              public:
                void ready(Line&) override { is_ready = true; }
                void closed(Line&) override {}
                bool is_ready = false;
            } watcher;
            Loop loop{run.port, run.speaker(false), watcher};
            loop.dial({1, false, 0, true});
            if (loop.run_until([&] { return watcher.is_ready; }, seconds(1))) return;
        } catch (const LoadError&) {
        }
        std::this_thread::sleep_for(std::chrono::milliseconds{100});
    }
    throw LoadError{"the server does not come back"};
}

}  // namespace

void survive(const Run& run)
{
    std::vector<Fate> fates(pairs);
    Before{run, fates}.write_until_killed(run);
    wait_until_back(run);
    After{run, fates}.read();
    std::size_t accepted = 0;
    std::size_t missing = 0;
    for (const auto& fate : fates) {
        accepted += fate.accepted.size();
        for (const auto number : fate.accepted) missing += fate.arrived.contains(number) ? 0U : 1U;
    }
    if (accepted == 0) throw LoadError{"nothing was accepted before it died"};
    run.print("kept", 100.0 * static_cast<double>(accepted - missing) / static_cast<double>(accepted), "percent");
    run.print("accepted", static_cast<double>(accepted), "count");
}

}  // namespace holdfast::bench
