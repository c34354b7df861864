// The cost of one message to the relay's machine, without sockets and TLS: submitted, delivered to a reader who is
// there, and acked, the settling at the end of a day included. Prints the steps of statements, commits and processor
// time per message.
//
//     step_bench PAIRS IN_FLIGHT ROUNDS
//
// Every round each of PAIRS clients submits IN_FLIGHT messages of 1 KiB, all in one step, and all readers ack them in
// another. Instructions, which repeat on a noisy machine:
//
//     valgrind --tool=callgrind --collect-atstart=no '--toggle-collect=*measured*' step_bench 1 1 400
#include <cstdio>
#include <ctime>
#include <exception>
#include <map>
#include <span>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/crypto/aead.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "server/core/store/tables.hpp"
#include "tests/server/core/relay_world.hpp"

using namespace holdfast;
using namespace holdfast::server;
using server::test::Person;
using server::test::RelayWorld;

namespace {

constexpr std::size_t text_bytes = 1024;
/// A therapist has this many clients.
constexpr std::size_t clients_each = 10;
/// Below the quota of an account, and of what may wait for one device until the day ends.
constexpr std::size_t messages_a_day = 500;

struct Pair {
    Person* therapist = nullptr;
    Person* client = nullptr;
};

/// One step of the machine, and nothing of the world around it; the first round is not measured.
[[gnu::noinline]] Effects measured(Relay& relay, std::span<const Event> events, Instant now)
{
    return relay.step(events, now);
}

double processor_microseconds()
{
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e6 + static_cast<double>(now.tv_nsec) / 1e3;
}

class Bench {
  public:
    explicit Bench(std::size_t pairs)
    {
        for (std::size_t i = 0; i < pairs; ++i) {
            if (i % clients_each == 0) therapist_ = &world_.therapist("therapist " + std::to_string(i), "24/7");
            pairs_.push_back({therapist_, &world_.client("client " + std::to_string(i), *therapist_)});
        }
        wire::SealedEnvelope sealed;
        sealed.ciphertext = Bytes(text_bytes + crypto::aead_overhead, std::byte{0x5a});
        body_ = wire::encode(sealed);
        now_ = world_.now();
        (void)run({Tick{}});
    }

    void round(std::size_t in_flight)
    {
        if ((today_ += in_flight) > messages_a_day) {
            now_ += std::chrono::hours{24};
            today_ = in_flight;
            (void)run({Tick{}});
        }
        std::vector<Event> events;
        for (const Pair& pair : pairs_)
            for (std::size_t i = 0; i < in_flight; ++i) events.push_back(submit(pair));
        // Each page of acks brings what did not fit in flight before.
        while (!events.empty()) events = acks_of(run(std::move(events)));
    }

    [[nodiscard]] std::uint64_t statements() { return world_.relay().store().tables().db.steps(); }

    bool warm = false;  ///< what is read once has been read
    std::size_t delivered = 0;
    std::size_t steps = 0;
    double spent = 0;

  private:
    Event submit(const Pair& pair)
    {
        wire::Submit submit;
        submit.number = ++pair.client->last_submit;
        submit.message = world_.random().id<MessageId>();
        submit.conversation = pair.client->conversation;
        submit.envelopes.push_back({pair.therapist->account, pair.therapist->device, body_});
        return RelayWorld::event(*pair.client, std::move(submit));
    }

    /// All events, in as many steps as it takes.
    std::vector<Outgoing> run(std::vector<Event> events)
    {
        std::vector<Outgoing> sent;
        std::span<const Event> rest{events};
        while (!rest.empty()) {
            now_ += std::chrono::milliseconds{20};
            const auto begin = processor_microseconds();
            auto effects = warm ? measured(world_.relay(), rest, now_) : world_.relay().step(rest, now_);
            spent += processor_microseconds() - begin;
            ++steps;
            rest = rest.subspan(effects.taken);
            if (!effects.hangups.empty()) throw std::runtime_error{"the relay hung up"};
            for (auto& frame : effects.frames) sent.push_back(std::move(frame));
        }
        return sent;
    }

    std::vector<Event> acks_of(const std::vector<Outgoing>& sent)
    {
        std::map<ConnectionId, wire::Ack> acks;
        for (const auto& [connection, frame] : sent) {
            if (std::holds_alternative<wire::Failure>(frame)) throw std::runtime_error{"a submit was refused"};
            const auto* deliver = std::get_if<wire::Deliver>(&frame);
            if (deliver == nullptr) continue;
            acks[connection].items.push_back({deliver->delivery, 0});
            ++delivered;
        }
        std::vector<Event> out;
        for (auto& [connection, ack] : acks) out.emplace_back(FrameArrived{connection, std::move(ack)});
        return out;
    }

    RelayWorld world_{"2026-03-03T10:00:00Z"};
    Person* therapist_ = nullptr;
    std::vector<Pair> pairs_;
    Bytes body_;
    Instant now_;
    std::size_t today_ = 0;
};

int run(std::size_t pairs, std::size_t in_flight, std::size_t rounds)
{
    Bench bench{pairs};
    bench.round(in_flight);
    bench.warm = true;
    bench.delivered = bench.steps = 0;
    bench.spent = 0;
    const auto before = bench.statements();
    for (std::size_t i = 0; i < rounds; ++i) bench.round(in_flight);
    const auto messages = static_cast<double>(bench.delivered);
    std::printf("step.steps.%zux%zu %.2f count\n", pairs, in_flight,
                static_cast<double>(bench.statements() - before) / messages);
    std::printf("step.commits.%zux%zu %.3f count\n", pairs, in_flight, static_cast<double>(bench.steps) / messages);
    std::printf("step.cpu.%zux%zu %.1f us\n", pairs, in_flight, bench.spent / messages);
    return bench.delivered == pairs * in_flight * rounds ? 0 : 1;
}

}  // namespace

int main(int argc, char** argv)
{
    if (argc != 4) {
        std::fprintf(stderr, "step_bench PAIRS IN_FLIGHT ROUNDS\n");
        return 2;
    }
    try {
        return run(std::stoul(argv[1]), std::stoul(argv[2]), std::stoul(argv[3]));
    } catch (const std::exception& error) {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}
