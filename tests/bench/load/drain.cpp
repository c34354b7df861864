// A mailbox that filled while nobody was there.
#include "tests/bench/load/scenarios.hpp"
#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

constexpr std::size_t most_unanswered = 32;

class Drain final : public Watcher {
  public:
    explicit Drain(const Run& run)
        : run_{run}, count_{run.options.count("count", 20'000)}, loop_{run.port, run.speaker(), *this}
    {
    }

    /// The mailbox is made, and left.
    void make_mailbox()
    {
        Line& reader = loop_.dial({0, true, 0});
        if (!loop_.run_until([&] { return ready_ == 1; })) throw LoadError{"the reader cannot log in"};
        loop_.run_for(seconds(0.3));
        reader.speaker().leave();
        reader.touch();
        loop_.run_for(seconds(0.3));
        loop_.drop(reader);
        loop_.run_for(seconds(1));
    }

    void fill_mailbox()
    {
        writer_ = &loop_.dial({1, false, 0});
        if (!loop_.run_until([&] { return ready_ == 2; })) throw LoadError{"the writer cannot log in"};
        const auto begin = clock_now();
        send_more();
        if (!loop_.run_until([&] { return writer_->accepted == count_; })) throw LoadError{"not all were accepted"};
        run_.print("filled", in_seconds(clock_now() - begin), "s");
    }

    void read_mailbox()
    {
        const auto memory = run_.stats.memory();
        const auto cpu = run_.stats.cpu();
        const auto begin = clock_now();
        loop_.dial({0, true, 0, true});
        if (!loop_.run_until([&] { return received_ == count_; }))
            throw LoadError{"only " + std::to_string(received_) + " messages came"};
        const auto end = clock_now();
        run_.print("reconnect", in_seconds(end - begin), "s");
        run_.print("first", 1e3 * in_seconds(first_ - begin), "ms");
        run_.print("memory", (run_.stats.peak_memory() - memory) / 1024, "MiB");
        loop_.run_for(seconds(0.3));  // for the last acknowledgements
        run_.print("cpu", (run_.stats.cpu() - cpu) / static_cast<double>(count_) * 1e6, "us");
    }

    void ready(Line&) override { ++ready_; }
    void accepted(Line&) override { send_more(); }
    void received(Line&, std::uint32_t) override
    {
        if (received_++ == 0) first_ = clock_now();
    }
    void closed(Line&) override {}

  private:
    void send_more()
    {
        while (writer_->submitted < count_ && writer_->submitted - writer_->accepted < most_unanswered)
            writer_->submit(writer_->submitted);
    }

    const Run& run_;
    std::size_t count_;
    Line* writer_ = nullptr;
    std::size_t ready_ = 0;
    std::size_t received_ = 0;
    Nanoseconds first_{};
    Loop loop_;
};

}  // namespace

void drain(const Run& run)
{
    if (run.server == "nats") make_nats_stream(run.port);
    Drain load{run};
    if (run.server != "holdfast") {
        load.make_mailbox();
        load.fill_mailbox();
    }
    load.read_mailbox();
}

}  // namespace holdfast::bench
