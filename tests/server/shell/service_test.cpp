// Connections to a real holdfastd: who is greeted, who is let go, and what strangers may cost.
#include <fstream>
#include <list>

#include "protocol/crypto/labels.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/shell/relay_process.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/memory_bound.hpp"

namespace holdfast::test::service_test {
namespace {

std::uint16_t code_of(const wire::RelayFrame& frame) { return std::get<wire::Failure>(frame).code; }
std::uint16_t number(Errc code) { return static_cast<std::uint16_t>(code); }

TEST_CASE("The greeting proves the relay key on this very connection")
{
    RelayProcess practice;
    practice.start();
    Speaker speaker{practice.port()};
    const auto greeting = speaker.greet();
    const auto proof =
        wire::encode(wire::GreetingProof{to_bytes(speaker.exporter()), speaker.nonce(), greeting.nonce, greeting.time});
    const auto& label = crypto::labels::sign_relay_hello;
    CHECK(crypto::verify(label, greeting.relay_key, proof, greeting.signature));

    Speaker other{practice.port()};
    const auto elsewhere =
        wire::encode(wire::GreetingProof{to_bytes(other.exporter()), speaker.nonce(), greeting.nonce, greeting.time});
    CHECK_FALSE(crypto::verify(label, greeting.relay_key, elsewhere, greeting.signature));
    CHECK(std::chrono::abs(greeting.time - system_now()) < wire::clock_tolerance);
}

TEST_CASE("An unknown version is refused and the connection ends")
{
    RelayProcess practice;
    practice.start();
    Speaker speaker{practice.port()};
    speaker.send({wire::Hello{999, speaker.nonce()}});
    const auto frames = speaker.until_closed();
    REQUIRE(frames.size() == 2);
    CHECK(std::get<wire::Versions>(frames.front()).supported == std::vector<std::uint16_t>{wire::protocol_version});
    CHECK(code_of(frames.back()) == number(Errc::unknown_version));
}

TEST_CASE("A batch that cannot be taken apart is answered and the connection ends")
{
    RelayProcess practice;
    practice.start();
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    speaker.send_raw(to_bytes("this is no batch of frames"));
    const auto frames = speaker.until_closed();
    REQUIRE(frames.size() == 1);
    CHECK(std::get<wire::Failure>(frames.front()).request == 0);
}

TEST_CASE("An unknown frame is answered and the others in its batch stand")
{
    RelayProcess practice;
    practice.start();
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    Bytes batch = {std::byte{0x7f}, std::byte{0xff}, std::byte{0}};
    wire::append_frame(batch, wire::ClientFrame{wire::FetchInvitation{7, {}}});
    speaker.send_raw(batch);
    CHECK(code_of(speaker.next()) == number(Errc::unknown_tag));
    CHECK(speaker.next<wire::Failure>().request == 7);
}

TEST_CASE("Who does not log in within the time is let go")
{
    RelayProcess practice{"[limits]\nlogin_seconds = 1\n"};
    practice.start();
    const auto told_why = [](const std::vector<wire::RelayFrame>& frames) {
        return frames.size() == 1 && code_of(frames.front()) == number(Errc::timed_out);
    };
    Speaker silent{practice.port()};
    CHECK(told_why(silent.until_closed()));
    Speaker talking{practice.port()};
    (void)talking.greet();
    CHECK(told_why(talking.until_closed()));
}

TEST_CASE("The oldest connection that has not logged in makes room for a new one")
{
    RelayProcess practice{"[limits]\nbefore_login = 3\n"};
    practice.start();
    std::list<Speaker> speakers;
    for (int i = 0; i < 4; ++i) {
        speakers.emplace_back(practice.port());
        (void)speakers.back().greet();
    }
    CHECK(speakers.front().until_closed().empty());
    speakers.pop_front();
    for (auto& speaker : speakers) {
        speaker.send({wire::FetchInvitation{1, {}}});
        CHECK(speaker.next<wire::Failure>().request == 1);
    }
    CHECK(practice.ctl_json({"status"}).at("turned_away").to_number<int>() == 1);
}

TEST_CASE("Connections beyond the limit are turned away, and let in when there is room again")
{
    RelayProcess practice{"[limits]\nconnections = 2\nbefore_login = 2\n"};
    practice.start();
    // Before login the oldest makes room, so the number never exceeds the bound whatever comes.
    std::list<Speaker> speakers;
    for (int i = 0; i < 6; ++i) {
        try {
            speakers.emplace_back(practice.port());
        } catch (const std::runtime_error&) {
            // Turned away between two departures.
        }
    }
    CHECK(practice.ctl_json({"status"}).at("connections").to_number<int>() <= 2);
}

TEST_CASE("A flood of the smallest frames is refused as a whole and costs bounded memory")
{
    RelayProcess practice;
    practice.start();
    Speaker flooding{practice.port()};
    (void)flooding.greet();
    // A mebibyte of frames that nobody knows, three bytes each: every one of them would be worth an answer.
    Bytes batch;
    while (batch.size() + 3 <= wire::max_batch_bytes)
        batch.insert(batch.end(), {std::byte{0x7f}, std::byte{0xff}, std::byte{0}});
    flooding.send_raw(std::move(batch));
    const auto frames = flooding.until_closed();
    REQUIRE(frames.size() == 1);
    CHECK(code_of(frames.front()) == number(Errc::too_large));
    CHECK(resident_kib(practice.daemon().pid()) < holdfast::test::bound_kib(100 * 1024));
}

TEST_CASE("Who asks too much before login is let go and others are served")
{
    RelayProcess practice;
    practice.start();
    Speaker greedy{practice.port()};
    (void)greedy.greet();
    Bytes batch;
    for (std::size_t i = 0; i < wire::max_batch_frames; ++i)
        batch.insert(batch.end(), {std::byte{0x7f}, std::byte{0xff}, std::byte{0}});
    greedy.send_raw(std::move(batch));
    const auto frames = greedy.until_closed(wire::max_batch_frames);
    REQUIRE_FALSE(frames.empty());
    CHECK(frames.size() < wire::max_batch_frames);
    CHECK(code_of(frames.back()) == number(Errc::rate_limited));

    Speaker polite{practice.port()};
    (void)polite.greet();
    polite.send({wire::FetchInvitation{1, {}}});
    CHECK(polite.next<wire::Failure>().request == 1);
}

TEST_CASE("What arrives together is stepped together: fewer commits than frames")
{
    RelayProcess practice;
    practice.start();
    const auto count = [&](const char* what) { return practice.ctl_json({"status"}).at(what).to_number<int>(); };
    const int commits = count("commits");
    const int events = count("events");
    Speaker speaker{practice.port()};
    (void)speaker.greet();
    constexpr std::uint64_t frames = 12;
    std::vector<wire::ClientFrame> questions;
    for (std::uint64_t i = 1; i <= frames; ++i) questions.emplace_back(wire::FetchInvitation{i, {}});
    speaker.send(questions);
    for (std::uint64_t i = 1; i <= frames; ++i) CHECK(speaker.next<wire::Failure>().request == i);
    const int stepped = count("events") - events;
    const int committed = count("commits") - commits;
    CHECK(stepped >= int{frames});
    CHECK(committed < stepped / 2);
}

}  // namespace
}  // namespace holdfast::test::service_test
