// bench_load SCENARIO SERVER --port P --pid N[,N...] --part NAME [--key value...]: makes a load for one server that
// runs on 127.0.0.1 and prints what it measured (tests/bench/README.md); load/scenarios.hpp says what each takes.
#include <sys/resource.h>

#include <csignal>
#include <cstdio>
#include <exception>

#include "protocol/crypto/random.hpp"
#include "tests/bench/load/scenarios.hpp"
#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

struct Scenario {
    std::string_view name;
    void (*run)(const Run&);
};
constexpr Scenario scenarios[] = {{"exchange", exchange}, {"drain", drain}, {"opening", opening},
                                  {"idle", idle},         {"login", login}, {"survive", survive}};

std::vector<pid_t> processes(const std::string& list)
{
    std::vector<pid_t> found;
    for (std::size_t begin = 0; begin < list.size();) {
        const auto end = std::min(list.find(',', begin), list.size());
        found.push_back(std::stoi(list.substr(begin, end - begin)));
        begin = end + 1;
    }
    return found;
}

void raise_file_limit()
{
    ::rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
}

int run(const std::vector<std::string>& words)
{
    if (words.size() < 2) throw LoadError{"usage: bench_load SCENARIO SERVER --port P --pid N --part NAME ..."};
    const Options options{{words.begin() + 2, words.end()}};
    const Run chosen{options, options.text("part"), words[1], static_cast<std::uint16_t>(options.count("port", 0)),
                     ServerStats{processes(options.text("pid"))}};
    for (const auto& scenario : scenarios)
        if (scenario.name == words[0]) {
            scenario.run(chosen);
            return 0;
        }
    throw LoadError{"no such scenario: " + words[0]};
}

}  // namespace

Loop::MakeSpeaker Run::speaker(bool reads) const { return speaker_for(server, {reads, options.text("relay-key", "")}); }

void Run::print(std::string_view what, double value, std::string_view unit) const
{
    print_alone(std::string{what} + "." + server, value, unit);
}

void Run::print_alone(std::string_view what, double value, std::string_view unit) const
{
    std::printf("%s.%.*s %.6g %.*s\n", part.c_str(), static_cast<int>(what.size()), what.data(), value,
                static_cast<int>(unit.size()), unit.data());
}

}  // namespace holdfast::bench

int main(int count, char** words)
{
    std::signal(SIGPIPE, SIG_IGN);
    try {
        const holdfast::crypto::SystemRandom libsodium_is_ready;
        holdfast::bench::raise_file_limit();
        return holdfast::bench::run({words + 1, words + count});
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "bench_load: %s\n", problem.what());
        return 1;
    }
}
