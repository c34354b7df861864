// The loads. Each connects, does its work for a bounded time, and prints its measurements as PART.WHAT.SERVER.
#pragma once

#include <string>
#include <string_view>

#include "tests/bench/load/loop.hpp"
#include "tests/bench/load/options.hpp"
#include "tests/bench/load/server_stats.hpp"

namespace holdfast::bench {

/// The input of every scenario.
struct Run {
    const Options& options;
    std::string part;
    std::string server;
    std::uint16_t port = 0;
    ServerStats stats;

    /// To the server; mailboxes are read unless `reads` is false.
    [[nodiscard]] Loop::MakeSpeaker speaker(bool reads = true) const;
    /// `PART.what.SERVER value unit`.
    void print(std::string_view what, double value, std::string_view unit) const;
    /// `PART.what value unit`, where there is no other server.
    void print_alone(std::string_view what, double value, std::string_view unit) const;
};

/// --pairs N, each with --window M messages on their way, until each has sent --count, or for --seconds.
/// PART.p50, .p99: from submit to delivery; .accepted: to the acknowledgement; .rate; .cpu of the server per message.
void exchange(const Run& run);
/// --count messages are written to a mailbox nobody reads, then it is read. PART.reconnect, .first, .memory.
/// For Holdfast, whose store holds them already, only the reading.
void drain(const Run& run);
/// The hours of reader 0 open at --opens-at (milliseconds since 1970); --held wait for it, others write meanwhile.
/// PART.first.NAME, .bystander.NAME, and the whole time as PART.drained.NAME, for --name.
void opening(const Run& run);
/// --connections log in and stay. PART.N.SERVER: memory per connection.
void idle(const Run& run);
/// --connections log in and leave, --at-once at a time. PART.cpu, .rate.
void login(const Run& run);
/// Writes until the server dies after --seconds, by kill -9; reads on when it is back. PART.kept.SERVER.
void survive(const Run& run);

}  // namespace holdfast::bench
