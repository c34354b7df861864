// Strangers at a real relay: whatever they send, its memory and descriptors stay inside fixed bounds and the people of
// the practice are not disturbed. What the link answers to each is in tests/protocol/link.
#include <sys/resource.h>

#include <algorithm>
#include <boost/asio/ip/tcp.hpp>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <list>
#include <thread>

#include "tests/chaos/fault_proxy.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/protocol/link/hostile_input.hpp"
#include "tests/protocol/link/link_support.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/memory_bound.hpp"

namespace holdfast::e2e::attack_test {
namespace {

using link::test::frame;
using link::test::RawPeer;
using link::test::repeated;
using link::test::upgrade_request;
using std::chrono::steady_clock;
namespace asio = boost::asio;
namespace fs = std::filesystem;

/// Each kind of abuse comes so often; what leaks then shows.
constexpr int times = 3;
/// Memory an allocator keeps after a burst of handshakes; a leak of one megabyte per stranger would be far more.
constexpr std::size_t memory_slack_kib = 16 * 1024;
/// Connections of the last moment whose end the relay has not seen yet.
constexpr std::size_t descriptor_slack = 4;

struct Footprint {
    std::size_t memory_kib = 0;
    std::size_t descriptors = 0;
};

/// Zero descriptors where only root may look at them.
Footprint footprint_of(pid_t pid)
{
    std::error_code denied;
    std::size_t descriptors = 0;
    for (fs::directory_iterator one{"/proc/" + std::to_string(pid) + "/fd", denied}, end; !denied && one != end;)
        one.increment(denied), ++descriptors;
    return {test::resident_kib(pid), descriptors};
}

/// One raw connection that sends `bytes` after the upgrade and waits for the relay to end it. What it said.
std::string abuse(const ProcessWorld& practice, const std::string& bytes)
{
    RawPeer peer{practice.port()};
    peer.open();
    peer.send(bytes);
    return peer.rest();
}

/// Once its descriptors are back, which is soon after the peers are gone; the last look, however, after some seconds.
Footprint settled(ProcessWorld& practice, const Footprint& before)
{
    const auto deadline = steady_clock::now() + std::chrono::seconds{10};
    for (;;) {
        const auto now = footprint_of(practice.relay().pid());
        if (now.descriptors <= before.descriptors + descriptor_slack || steady_clock::now() > deadline) return now;
        std::this_thread::sleep_for(std::chrono::milliseconds{50});  // between two looks
    }
}

void check_unharmed(Couple& c, const Footprint& before)
{
    const auto after = settled(c.practice, before);
    INFO("KiB: " << before.memory_kib << " → " << after.memory_kib << ", descriptors: " << before.descriptors << " → "
                 << after.descriptors);
    CHECK(after.memory_kib < before.memory_kib + test::bound_kib(memory_slack_kib));
    CHECK(after.descriptors <= before.descriptors + descriptor_slack);
    CHECK(text_of(c.sam.object({"send", "undisturbed"}), "state") == "released");
    CHECK(c.okafor.texts().back() == "undisturbed");
}

/// Sam and Okafor; strangers are let go soon, so that no test waits for the half minute they have by default.
struct Besieged : Couple {
    Besieged() : Couple{open_rules, {0, "relay", "[limits]\nlogin_seconds = 5\n"}} {}
};

std::size_t connections_wanted()
{
    const char* value = std::getenv("HOLDFAST_ATTACK_CONNECTIONS");
    return value ? std::strtoul(value, nullptr, 10) : 500;
}

/// As many descriptors for this process as are allowed; how many that is.
std::size_t raise_descriptor_limit()
{
    rlimit limit{};
    ::getrlimit(RLIMIT_NOFILE, &limit);
    limit.rlim_cur = limit.rlim_max;
    ::setrlimit(RLIMIT_NOFILE, &limit);
    return limit.rlim_cur;
}

}  // namespace

TEST_CASE("attack 18: frames that break the rules cost a real relay nothing that stays")
{
    Besieged c;
    static_cast<void>(abuse(c.practice, link::test::bad_frames().front().bytes));  // what is allocated once, is now
    const auto before = footprint_of(c.practice.relay().pid());
    for (int i = 0; i < times; ++i) {
        for (const auto& bad : link::test::bad_frames()) {
            CAPTURE(bad.what);
            CHECK(abuse(c.practice, bad.bytes).substr(0, 1) == "\x88");
        }
        static_cast<void>(abuse(c.practice, frame(0x02, "x") + repeated(frame(0x00, "x"), 5'000)));
        static_cast<void>(abuse(c.practice, repeated(frame(0x89, ""), 1'000)));
    }
    check_unharmed(c, before);
}

TEST_CASE("attack 18: endless continuation and slow loris, in headers and in frames, end by the relay's own clock")
{
    Besieged c;
    const auto before = footprint_of(c.practice.relay().pid());
    RawPeer in_headers{c.practice.port()};
    REQUIRE(in_headers.handshake());
    in_headers.send("GET /v1 HTTP/1.1\r\nX: ");
    RawPeer in_frame{c.practice.port()};
    in_frame.open();
    in_frame.send("\x82");
    RawPeer endless{c.practice.port()};
    endless.open();
    endless.send(frame(0x02, ""));
    const auto deadline = steady_clock::now() + std::chrono::seconds{40};
    while (endless.send(frame(0x00, "")) && steady_clock::now() < deadline) continue;
    CHECK(steady_clock::now() < deadline);
    static_cast<void>(in_frame.rest());
    static_cast<void>(in_headers.rest());
    CHECK(steady_clock::now() < deadline);
    check_unharmed(c, before);
}

TEST_CASE("attack 18: a foreign Origin is refused and compression is not negotiated by a real relay")
{
    Besieged c;
    RawPeer page{c.practice.port()};
    REQUIRE(page.handshake());
    CHECK(page.upgrade(upgrade_request("/v1", "Origin: https://example.org\r\n")).starts_with("HTTP/1.1 403"));
    RawPeer compressing{c.practice.port()};
    REQUIRE(compressing.handshake());
    const auto answer = compressing.upgrade(upgrade_request("/v1", "Sec-WebSocket-Extensions: permessage-deflate\r\n"));
    CHECK(answer.starts_with("HTTP/1.1 101"));
    CHECK(answer.find("xtensions") == std::string::npos);
}

TEST_CASE("attack 19: HTTP that is not exactly ours costs a real relay nothing that stays")
{
    Besieged c;
    const auto before = footprint_of(c.practice.relay().pid());
    for (int i = 0; i < times; ++i)
        for (const auto& bad : link::test::bad_requests()) {
            CAPTURE(bad.what);
            RawPeer peer{c.practice.port()};
            REQUIRE(peer.handshake());
            CHECK_FALSE(peer.upgrade(bad.request).starts_with("HTTP/1.1 101"));
            static_cast<void>(peer.rest());
        }
    check_unharmed(c, before);
}

TEST_CASE("attack 20: old TLS, resumption, early data and cut messages at a real relay")
{
    Besieged c;
    const auto before = footprint_of(c.practice.relay().pid());
    for (int i = 0; i < times; ++i) {
        RawPeer old{c.practice.port()};
        CHECK_FALSE(old.handshake(RawPeer::Tls::v1_2));
        RawPeer torn{c.practice.port()};
        torn.open();
        torn.send(frame(0x02, "half a mess"));
        torn.cut();
        RawPeer collecting{c.practice.port()};
        collecting.open();
        collecting.send(frame(0x81, "a text message, so that it is let go"));
        static_cast<void>(collecting.rest());
        CHECK_FALSE(collecting.resumable());
        CHECK_FALSE(collecting.early_data());
    }
    check_unharmed(c, before);
}

TEST_CASE("attack 18: a crowd that connects and never logs in leaves logged-in people undisturbed")
{
    Besieged c;
    auto reader = c.okafor.start({"--json", "read", "--follow"});
    static_cast<void>(c.sam.ok({"send", "before the crowd"}));
    static_cast<void>(reader.wait_for_line("before the crowd"));
    constexpr std::size_t own = 100;
    const auto crowd = std::min(connections_wanted(), raise_descriptor_limit() - own);
    std::cout << "measured: " << crowd << " connections before login (" << connections_wanted() << " wanted)\n";

    asio::io_context io;
    std::list<asio::ip::tcp::socket> sockets;
    const asio::ip::tcp::endpoint relay{asio::ip::address_v4::loopback(), c.practice.port()};
    while (sockets.size() < crowd) sockets.emplace_back(io).connect(relay);
    const auto during = footprint_of(c.practice.relay().pid());
    std::cout << "measured: " << during.memory_kib << " KiB, " << during.descriptors << " descriptors of the relay\n";
    constexpr std::size_t most_before_login = 200;
    CHECK(during.descriptors < most_before_login + own);
    CHECK(during.memory_kib < test::bound_kib(200 * 1024));
    const auto began = steady_clock::now();
    static_cast<void>(c.sam.ok({"send", "in the middle of it"}));
    static_cast<void>(reader.wait_for_line("in the middle of it"));
    std::cout << "measured: "
              << std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began).count()
              << " ms for a message in the middle of it\n";
    CHECK(reader.running());
}

TEST_CASE("attack 22: a reader that stops is bounded in bytes, and its messages are kept")
{
    Besieged c;
    auto reader = c.okafor.start({"--json", "read", "--follow"});
    static_cast<void>(c.sam.ok({"send", "first"}));
    static_cast<void>(reader.wait_for_line("first"));
    const auto before = footprint_of(c.practice.relay().pid());
    reader.signal(SIGSTOP);
    // Eight megabytes for one who takes nothing up: twice what may wait in memory for one connection.
    constexpr int messages = 120;
    std::string lines;
    for (int i = 0; i < messages; ++i) lines += std::to_string(i) + " " + std::string(59'000, '.') + "\n";
    CHECK(c.sam.run({"--plain", "--wait", "60"}, lines).status == 0);
    const auto full = footprint_of(c.practice.relay().pid());
    std::cout << "measured: " << before.memory_kib << " → " << full.memory_kib << " KiB with a stopped reader\n";
    CHECK(full.memory_kib < before.memory_kib + test::bound_kib(48 * 1024));
    reader.signal(SIGCONT);
    static_cast<void>(reader.kill());
    CHECK(c.okafor.texts().size() == messages + 1);
}

TEST_CASE("attack 22: a line that goes dead without a word is noticed by the relay within a minute", "[.][attack]")
{
    chaos::FaultProxy proxy;
    ProcessWorld practice{{proxy.port(), "relay", {}}};
    proxy.lead_to(practice.port());
    const Person okafor{practice, "okafor"};
    enrol_therapist(practice, okafor, open_rules);
    const auto reader = okafor.start({"read", "--follow"});
    const auto wait_for = [&](std::int64_t logged_in, std::chrono::seconds limit) {
        const auto deadline = steady_clock::now() + limit;
        while (practice.status().at("logged_in") != logged_in && steady_clock::now() < deadline)
            std::this_thread::sleep_for(std::chrono::milliseconds{200});  // between two looks
    };
    wait_for(1, test::patience);
    REQUIRE(practice.status().at("logged_in") == 1);
    proxy.hold();
    const auto began = steady_clock::now();
    constexpr std::chrono::seconds promised{60};
    wait_for(0, promised + std::chrono::seconds{5});
    const auto took = std::chrono::duration_cast<std::chrono::milliseconds>(steady_clock::now() - began);
    std::cout << "measured: a dead line was noticed after " << took.count() << " ms\n";
    constexpr std::chrono::seconds between_looks{2};
    CHECK(took <= promised + between_looks);
}

}  // namespace holdfast::e2e::attack_test
