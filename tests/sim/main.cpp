// sim --seeds A..B [--jobs N] [--profile N]   plays seeds, shrinks what fails
// sim --replay FILE                           plays one list of events
// sim --seeds A --print                       writes the list of a seed
//
// The last line says how many runs and how many failures; above it stands what they met. Exit code 1 where an invariant
// was broken, or where a run of 200 seeds and more never met one of the faults it should.
#include <sys/wait.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <array>
#include <chrono>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <sstream>

#include "protocol/crypto/sodium.hpp"
#include "tests/sim/runner.hpp"

using namespace holdfast;
using namespace holdfast::sim;

namespace {

/// So many runs meet everything there is, or something is wrong with the simulation.
constexpr std::uint64_t enough_for_all = 200;
/// After so many failures there is enough to look at.
constexpr std::size_t enough_failures = 5;

struct Options {
    std::string seeds = "1..100";
    std::string replay;
    unsigned jobs = 1;
    unsigned profile = 0;
    bool no_shrink = false;
    bool print = false;
    std::uint64_t first = 1;
    std::uint64_t last = 100;
};

bool read_seeds(Options& options)
{
    const auto dots = options.seeds.find("..");
    options.first = std::stoull(options.seeds.substr(0, dots));
    options.last = dots == std::string::npos ? options.first : std::stoull(options.seeds.substr(dots + 2));
    return options.first <= options.last;
}

void tell(const Violation& violation, const Plan& plan, std::uint64_t seed, bool shrinks)
{
    std::ostringstream out;
    out << "FAILED seed " << seed << " (" << plan.actions.size() << " actions): " << violation.what() << '\n';
    if (shrinks) out << to_text(shrink(plan, violation.invariant()));
    std::cout << out.str() << std::flush;
}

/// One worker's share; its counts go into `out`, a line each.
void work(const Options& options, unsigned worker, std::FILE* out)
{
    Coverage coverage;
    std::size_t failures = 0;
    for (auto seed = options.first + worker; seed <= options.last && failures < enough_failures; seed += options.jobs) {
        const auto plan = make_plan(seed, static_cast<Profile>(options.profile));
        if (const auto failed = play(plan, coverage)) {
            ++failures;
            tell(*failed, plan, seed, !options.no_shrink);
        }
    }
    coverage.add("failures", failures);
    for (const auto& [what, times] : coverage.counts())
        std::fprintf(out, "%llu %s\n", static_cast<unsigned long long>(times), what.c_str());
    std::fclose(out);
}

Coverage gather(std::FILE* in)
{
    Coverage coverage;
    unsigned long long times = 0;
    std::array<char, 200> what{};
    while (std::fscanf(in, "%llu %199[^\n]", &times, what.data()) == 2) coverage.add(what.data(), times);
    std::fclose(in);
    return coverage;
}

Coverage play_all(const Options& options)
{
    std::vector<std::FILE*> results;
    for (unsigned worker = 0; worker < options.jobs; ++worker) {
        std::array<int, 2> ends{};
        if (::pipe(ends.data()) != 0) throw std::runtime_error{"pipe"};
        if (::fork() == 0) {
            ::close(ends[0]);
            work(options, worker, ::fdopen(ends[1], "w"));
            std::cout.flush();
            ::_exit(0);
        }
        ::close(ends[1]);
        results.push_back(::fdopen(ends[0], "r"));
    }
    Coverage all;
    for (auto* result : results) all.add(gather(result));
    while (::wait(nullptr) > 0) continue;
    return all;
}

int run_seeds(const Options& options)
{
    const auto began = std::chrono::steady_clock::now();
    const auto coverage = play_all(options);
    const auto took = std::chrono::duration<double>(std::chrono::steady_clock::now() - began).count();
    std::uint64_t runs = 0;
    std::uint64_t failures = 0;
    for (const auto& [what, times] : coverage.counts()) {
        if (what == "runs") runs = times;
        if (what == "failures") failures = times;
        std::printf("%10llu  %s\n", static_cast<unsigned long long>(times), what.c_str());
    }
    bool complete = true;
    if (options.profile == 0 && options.last - options.first + 1 >= enough_for_all)
        for (const auto& what : never_reached(coverage)) {
            std::printf("never reached: %s\n", what.c_str());
            complete = false;
        }
    std::printf("%llu runs without a violation, %llu with, in %.0f s\n", static_cast<unsigned long long>(runs),
                static_cast<unsigned long long>(failures), took);
    return failures == 0 && complete && runs + failures > 0 ? 0 : 1;
}

int replay(const Options& options)
{
    std::ifstream in{options.replay};
    std::ostringstream text;
    text << in.rdbuf();
    const auto plan = plan_from(text.str());
    if (!in || !plan) {
        std::printf("%s cannot be read.\n", options.replay.c_str());
        return 2;
    }
    Coverage coverage;
    const auto failed = play(*plan, coverage);
    std::printf("%s\n", failed ? failed->what() : "no violation");
    return failed ? 1 : 0;
}

}  // namespace

int main(int argc, char** argv)
{
    CLI::App app{"A practice in which things go wrong"};
    Options options;
    app.add_option("--seeds", options.seeds, "A..B");
    app.add_option("--replay", options.replay, "a list of events");
    app.add_option("--jobs", options.jobs, "processes");
    app.add_option("--profile", options.profile, "which sort of trouble; any: chosen by the seed")
        ->transform(CLI::CheckedTransformer(std::map<std::string, unsigned>{{"any", 0},
                                                                            {"plain", 1},
                                                                            {"crashes", 2},
                                                                            {"relay_crashes", 3},
                                                                            {"disks", 4},
                                                                            {"network", 5},
                                                                            {"clocks", 6},
                                                                            {"restores", 7},
                                                                            {"vaults", 8},
                                                                            {"attacker", 9},
                                                                            {"losses", 10}}));
    app.add_flag("--print", options.print, "the list of events of the first seed, not played");
    app.add_flag("--no-shrink", options.no_shrink, "failures as they are");
    CLI11_PARSE(app, argc, argv);
    crypto::init();
    if (!options.replay.empty()) return replay(options);
    if (!read_seeds(options) || options.jobs == 0) return 2;
    if (options.print) {
        std::cout << to_text(make_plan(options.first, static_cast<Profile>(options.profile)));
        return 0;
    }
    return run_seeds(options);
}
