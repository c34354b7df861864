// An opening: one therapist waits for hers beside many for whom nothing changes, and a bystander writes on.
#include "protocol/base/instant.hpp"
#include "tests/bench/load/scenarios.hpp"
#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

/// Between two submits of the bystander.
constexpr Nanoseconds pace = std::chrono::milliseconds{5};
/// The bystander's slowest submit in this time before the opening is compared with the slowest in as much time after
/// it.
constexpr Nanoseconds watched = std::chrono::seconds{2};

class Opening final : public Watcher {
  public:
    explicit Opening(const Run& run)
        : run_{run},
          held_{run.options.count("held", 1000)},
          opens_at_{std::chrono::milliseconds{run.options.count("opens-at", 0)}},
          loop_{run.port, run.speaker(), *this}
    {
    }

    void connect()
    {
        const auto bystander = static_cast<std::uint32_t>(run_.options.count("bystander", 0));
        loop_.dial({0, true, 0});
        loop_.dial({bystander, true, bystander});
        writer_ = &loop_.dial({bystander + 1, false, bystander});
        if (!loop_.run_until([&] { return ready_ == 3; })) throw LoadError{"not all can log in"};
        if (until_opening() < watched) throw LoadError{"connecting took until the opening"};
    }

    void measure()
    {
        submit();
        const auto memory = run_.stats.memory();
        const auto quiet = clock_now() + until_opening() + watched;
        const auto is_over = [&] {
            write_when_due();
            return received_ >= held_ && clock_now() > quiet && waits_;
        };
        if (!loop_.run_until(is_over, until_opening() + seconds(120)))
            throw LoadError{"only " + std::to_string(received_) + " of " + std::to_string(held_) + " were released"};
        const auto name = run_.options.text("name");
        run_.print_alone("first." + name, first_, "ms");
        run_.print_alone("drained." + name, last_ / 1e3, "s");
        run_.print_alone("bystander." + name, std::max(0.0, worst_after_ - worst_before_), "ms");
        run_.print_alone("bystander_before." + name, worst_before_, "ms");
        run_.print_alone("memory." + name, (run_.stats.peak_memory() - memory) / 1024, "MiB");
    }

    void ready(Line&) override { ++ready_; }

    void accepted(Line&) override
    {
        const auto took = 1e3 * in_seconds(clock_now() - submitted_at_);
        const auto after = -until_opening();
        const auto submitted_after = after - (clock_now() - submitted_at_);
        if (after > Nanoseconds{} && submitted_after < watched) worst_after_ = std::max(worst_after_, took);
        if (after <= Nanoseconds{} && submitted_after > -watched) worst_before_ = std::max(worst_before_, took);
        next_submit_ = clock_now() + pace;
        waits_ = true;
    }

    void received(Line& line, std::uint32_t) override
    {
        if (line.person().number != 0) return;
        last_ = -1e3 * in_seconds(until_opening());
        if (received_++ == 0) first_ = last_;
    }

  private:
    [[nodiscard]] Nanoseconds until_opening() const { return opens_at_ - system_now().time_since_epoch(); }

    /// The bystander's next submit.
    void write_when_due()
    {
        if (waits_ && clock_now() >= next_submit_) submit();
    }

    void submit()
    {
        waits_ = false;
        submitted_at_ = clock_now();
        writer_->submit(writer_->submitted);
    }

    const Run& run_;
    std::size_t held_;
    std::chrono::milliseconds opens_at_;
    Line* writer_ = nullptr;
    std::size_t ready_ = 0;
    std::size_t received_ = 0;
    double first_ = 0;
    double last_ = 0;
    double worst_before_ = 0;
    double worst_after_ = 0;
    bool waits_ = false;
    Nanoseconds submitted_at_{};
    Nanoseconds next_submit_{};
    Loop loop_;
};

}  // namespace

void opening(const Run& run)
{
    Opening load{run};
    load.connect();
    load.measure();
}

}  // namespace holdfast::bench
