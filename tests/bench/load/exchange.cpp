// Pairs of a writer and a reader, each pair with a window of messages on their way.
#include <array>

#include "tests/bench/account.hpp"
#include "tests/bench/load/scenarios.hpp"
#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

class Exchange final : public Watcher {
  public:
    explicit Exchange(const Run& run)
        : run_{run},
          pairs_{run.options.count("pairs", 1)},
          window_{run.options.count("window", 1)},
          most_{run.options.count("count", messages_of_a_pair)},
          loop_{run.port, run.speaker(), *this}
    {
    }

    void connect()
    {
        for (std::size_t i = 0; i < pairs_.size(); ++i) {
            const auto reader = static_cast<std::uint32_t>(2 * i);
            pairs_[i].reader = &loop_.dial({reader, true, reader});
            pairs_[i].reader->pair = i;
            const auto before = ready_;
            if (!loop_.run_until([&] { return ready_ > before; })) throw LoadError{"a reader cannot log in"};
            pairs_[i].writer = &loop_.dial({reader + 1, false, reader});
            pairs_[i].writer->pair = i;
            if (!loop_.run_until([&] { return ready_ > before + 1; })) throw LoadError{"a writer cannot log in"};
        }
    }

    void measure()
    {
        const auto limit = seconds(run_.options.number("seconds", 60));
        const auto cpu = run_.stats.cpu();
        const auto begin = clock_now();
        sends_ = true;
        for (auto& pair : pairs_) fill(pair);
        loop_.run_until([&] { return arrived() && is_full(); }, limit);
        sends_ = false;
        if (!loop_.run_until([&] { return arrived(); }, seconds(60))) throw LoadError{"messages are missing"};
        const auto time = in_seconds(clock_now() - begin);
        const auto count = static_cast<double>(submitted_);
        run_.print("cpu", (run_.stats.cpu() - cpu) / count * 1e6, "us");
        run_.print("rate", count / time, "per_s");
        run_.print("p50", quantile(deliveries_, 0.5), "us");
        run_.print("p99", quantile(deliveries_, 0.99), "us");
        run_.print("accepted", quantile(acceptances_, 0.5), "us");
    }

    void ready(Line&) override { ++ready_; }

    void accepted(Line& writer) override
    {
        auto& pair = pairs_[writer.pair];
        acceptances_.push_back(since(pair, writer.accepted - 1));
        ++accepted_;
        fill(pair);
    }

    void received(Line& reader, std::uint32_t number) override
    {
        auto& pair = pairs_[reader.pair];
        if (number != reader.received - 1) throw LoadError{"a message came out of order"};
        deliveries_.push_back(since(pair, number));
        ++received_;
        fill(pair);
    }

  private:
    static constexpr std::size_t remembered = std::size_t{1} << 12;

    struct Pair {
        Line* reader = nullptr;
        Line* writer = nullptr;
        std::array<Nanoseconds, remembered> sent_at{};
    };

    static double since(const Pair& pair, std::uint32_t number)
    {
        return 1e6 * in_seconds(clock_now() - pair.sent_at[number % remembered]);
    }

    /// Every pair has sent what it may.
    [[nodiscard]] bool is_full() const { return submitted_ == most_ * pairs_.size(); }
    [[nodiscard]] bool arrived() const { return received_ == submitted_ && accepted_ == submitted_; }

    void fill(Pair& pair)
    {
        if (pair.writer == nullptr) return;
        while (sends_ && pair.writer->submitted - std::min(pair.writer->accepted, pair.reader->received) < window_ &&
               pair.writer->submitted < most_) {
            const auto number = pair.writer->submitted;
            pair.sent_at[number % remembered] = clock_now();
            ++submitted_;
            pair.writer->submit(number);
        }
    }

    const Run& run_;
    std::vector<Pair> pairs_;
    std::size_t window_;
    std::size_t most_;  // of one pair
    bool sends_ = false;
    std::size_t ready_ = 0;
    std::size_t submitted_ = 0;
    std::size_t accepted_ = 0;
    std::size_t received_ = 0;
    std::vector<double> deliveries_;
    std::vector<double> acceptances_;
    Loop loop_;
};

}  // namespace

void exchange(const Run& run)
{
    if (run.server == "nats") make_nats_stream(run.port);
    Exchange load{run};
    load.connect();
    load.measure();
}

}  // namespace holdfast::bench
