// The client's disk fails, or the program is killed, at every single step of its vault in turn. Whatever the step:
// nothing is lost that was called saved, nothing is shown twice, and no key encrypts two plaintexts (attack 6).
#include <map>

#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fault_vfs.hpp"

namespace client_disk_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using holdfast::test::FaultVfs;

namespace {

/// A disk that says so, one that fails once, and a death that also loses what was not synced (kill -9 loses less).
constexpr FaultVfs::Fault faults[] = {FaultVfs::Fault::disk_full, FaultVfs::Fault::sync_error,
                                      FaultVfs::Fault::power_cut};

/// Runs `act`; when the vault fails in it, starts the program again on a disk that is well. True when it failed.
template <class Act>
bool survive(FaultVfs& vfs, Member& member, const Act& act)
{
    try {
        act();
    } catch (const store::StoreError&) {
    }
    const bool failed = vfs.failed();
    vfs.reset();
    member.restart();
    member.go_online();
    return failed;
}

/// Each message key is named by its ratchet key and number: no two ciphertexts may share one.
void check_no_key_reuse(const Member& member)
{
    std::map<std::pair<Bytes, std::uint32_t>, Bytes> ciphertexts;
    for (const auto& frame : member.sent()) {
        const auto* submit = std::get_if<wire::Submit>(&frame);
        if (!submit) continue;
        for (const auto& envelope : submit->envelopes) {
            const auto sealed = wire::decode<wire::SealedEnvelope>(envelope.body).value();
            const auto [known, fresh] = ciphertexts.emplace(
                std::pair{to_bytes(sealed.header.key.view()), sealed.header.number}, sealed.ciphertext);
            CHECK(known->second == sealed.ciphertext);
        }
    }
}

Lines texts(Member& member)
{
    Lines lines;
    for (const auto* entry : member.client().history(member.conversation())) {
        const auto* text = std::get_if<wire::Text>(&entry->body);
        lines.push_back(text ? text->text : "(missing)");
    }
    return lines;
}

/// A client whose vault lies on the failing disk, with one message exchanged.
Member& client_on(ClientWorld& p, FaultVfs& vfs, Member& therapist)
{
    auto& alice = p.newcomer("Alice", vfs.name());
    alice.step(Command{1, command::Enrol{p.invitation(therapist, "Alice").code, "Alice"}});
    alice.go_online();
    return alice;
}

std::int64_t steps_of(FaultVfs& vfs, const std::function<void()>& act)
{
    vfs.reset();
    act();
    return vfs.operations();
}

}  // namespace

TEST_CASE("attack 6: a vault that fails at any step of sending loses nothing and reuses no key")
{
    for (const auto fault : faults) {
        std::int64_t steps = 1;
        for (std::int64_t n = 0; n <= steps; ++n) {
            FaultVfs vfs;
            ClientWorld p{tuesday_nine};
            auto& okafor = p.therapist("Dr Okafor", tuesdays);
            auto& alice = client_on(p, vfs, okafor);
            alice >> "first";
            okafor >> "answer";
            const auto write = [&] { alice >> "second" >> "third"; };
            if (n == 0) {
                steps = steps_of(vfs, write);
                REQUIRE(steps > 0);
                continue;
            }
            INFO("fault " << static_cast<int>(fault) << " at step " << n << " of " << steps);
            vfs.fail_at(n, fault);
            (void)survive(vfs, alice, write);
            alice >> "last";
            p.after(std::chrono::minutes{2});
            // The answer is in Alice's history between her own words; what she wrote is what arrived, in order.
            auto written = texts(alice);
            std::erase(written, "answer");
            auto read = texts(okafor);
            std::erase(read, "answer");
            CHECK(read == written);
            CHECK(read.back() == "last");
            CHECK(alice.client().status().waiting == 0);
            check_no_key_reuse(alice);
        }
    }
}

TEST_CASE("a vault that fails at any step of receiving shows every message once and in order")
{
    for (const auto fault : faults) {
        std::int64_t steps = 1;
        for (std::int64_t n = 0; n <= steps; ++n) {
            FaultVfs vfs;
            ClientWorld p{tuesday_nine};
            auto& okafor = p.therapist("Dr Okafor", tuesdays);
            auto& alice = client_on(p, vfs, okafor);
            alice >> "first";
            const auto receive = [&] { okafor >> "one" >> "two"; };
            if (n == 0) {
                steps = steps_of(vfs, receive);
                continue;
            }
            INFO("fault " << static_cast<int>(fault) << " at step " << n << " of " << steps);
            vfs.fail_at(n, fault);
            (void)survive(vfs, alice, receive);
            if (texts(okafor) == Lines{"first", "one"}) okafor >> "two";
            p.after(std::chrono::minutes{2});
            CHECK(texts(alice) == Lines{"first", "one", "two"});
            CHECK(okafor.client().history(okafor.conversation()).back()->stage == Stage::confirmed);
        }
    }
}

TEST_CASE("a vault that fails at any step of enrolment is enrolled in the end, under one account")
{
    std::int64_t steps = 1;
    for (std::int64_t n = 0; n <= steps; ++n) {
        FaultVfs vfs;
        ClientWorld p{tuesday_nine};
        auto& okafor = p.therapist("Dr Okafor", tuesdays);
        const auto code = p.invitation(okafor, "Alice").code;
        auto& alice = p.newcomer("Alice", vfs.name());
        const auto enrol = [&] {
            alice.step(Command{1, command::Enrol{code, "Alice"}});
            alice.go_online();
        };
        if (n == 0) {
            steps = steps_of(vfs, enrol);
            continue;
        }
        INFO("killed at step " << n << " of " << steps);
        vfs.fail_at(n, FaultVfs::Fault::killed);
        (void)survive(vfs, alice, enrol);
        if (!alice.client().status().enrolled) enrol();
        REQUIRE(alice.client().status().enrolled);
        alice >> "here";
        CHECK(okafor.read() == Lines{"here"});
        CHECK(okafor.client().conversations().size() == 1);
        check_no_key_reuse(alice);
    }
}

}  // namespace client_disk_test
