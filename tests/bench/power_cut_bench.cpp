// Whether every message that was accepted is there after a power cut: the relay's machine on a disk that, at some write
// or sync, keeps only what was synced (torn: of the rest any part). Its therapist then reads what arrives at the
// opening. Prints the share of accepted messages that came.
#include <cstdio>
#include <exception>
#include <set>
#include <string>

#include "tests/server/core/relay_world.hpp"
#include "tests/support/fault_vfs.hpp"

using namespace holdfast;
using holdfast::server::test::RelayWorld;
using holdfast::test::FaultVfs;

namespace {

constexpr int cuts = 60;
/// Of one life; less than a page of deliveries.
constexpr int messages = 40;

struct Fate {
    std::size_t accepted = 0;
    std::size_t present = 0;
};

/// Submits until the power is cut at the n-th step of the disk.
std::set<std::uint64_t> live(RelayWorld& w, FaultVfs& vfs, std::int64_t n, FaultVfs::Fault fault)
{
    auto& alice = w.person("alice");
    vfs.reset();
    vfs.fail_at(n, fault);
    std::set<std::uint64_t> accepted;
    const auto before = w.sent().size();
    try {
        for (int i = 0; i < messages; ++i) w.submit(alice, "message " + std::to_string(i));
    } catch (const store::StoreError&) {
        // Its end; what was answered before counts.
    }
    if (!vfs.failed()) vfs.strike(fault);
    for (std::size_t i = before; i < w.sent().size(); ++i)
        if (const auto* one = std::get_if<wire::Accepted>(&w.sent()[i].frame)) accepted.insert(one->number);
    return accepted;
}

std::size_t delivered_after_restart(RelayWorld& w)
{
    w.restart();
    w.log_in(w.person("okafor"));
    const auto before = w.sent().size();
    w.at("2026-03-03T09:00:01Z");
    w.tick();
    std::set<MessageId> found;
    for (std::size_t i = before; i < w.sent().size(); ++i)
        if (const auto* one = std::get_if<wire::Deliver>(&w.sent()[i].frame)) found.insert(one->message);
    return found.size();
}

Fate cut_at(std::int64_t n, FaultVfs::Fault fault)
{
    FaultVfs vfs;
    const holdfast::test::TempDir folder;
    RelayWorld w{"2026-03-02T20:00:00Z", folder / "relay.db", vfs.name()};
    w.client("alice", w.therapist("okafor", "Tu 09:00-12:00"));
    vfs.shuffle(static_cast<std::uint64_t>(n));
    const auto accepted = live(w, vfs, n, fault).size();
    vfs.reset();
    // The message in hand when the power went may be there as well, though nobody was told.
    return {accepted, std::min(accepted, delivered_after_restart(w))};
}

}  // namespace

int main()
{
    try {
        Fate all;
        for (int i = 0; i < cuts; ++i) {
            // Two or more steps of the disk a message.
            const auto one =
                cut_at(1 + i * 2 % 80 + i / 40, i % 2 == 0 ? FaultVfs::Fault::power_cut : FaultVfs::Fault::torn);
            all.accepted += one.accepted;
            all.present += one.present;
        }
        if (all.accepted == 0) throw std::runtime_error{"nothing was accepted"};
        std::printf("power_cut.kept.holdfast %.6g percent\npower_cut.accepted.holdfast %zu count\n",
                    100.0 * static_cast<double>(all.present) / static_cast<double>(all.accepted), all.accepted);
        return 0;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "power_cut_bench: %s\n", problem.what());
        return 1;
    }
}
