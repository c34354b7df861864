// A program or a relay of another version, and a device that is another kind of program.
#include <filesystem>
#include <vector>

#include "client/core/tables.hpp"
#include "client/store/vault_file.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/client/core/modified_client.hpp"
#include "tests/scenarios/injected.hpp"
#include "tests/support/catch.hpp"

namespace other_versions_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

TEST_CASE("a relay of another version says which of the two programs is the older one")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    const auto reason_of = [&](std::vector<std::uint16_t> supported) {
        alice.meddle = [supported](wire::RelayFrame& frame) {
            if (std::holds_alternative<wire::Greeting>(frame)) frame = wire::Versions{supported};
            return true;
        };
        alice.forget_shown();
        alice.go_online();
        alice.go_offline();
        return alice.last<show::Offline>()->reason;
    };
    CHECK(reason_of({wire::protocol_version + 1, wire::protocol_version + 2}) == Errc::program_outdated);
    CHECK(reason_of({0}) == Errc::relay_outdated);
    CHECK(reason_of({}) == Errc::unknown_version);
    alice.meddle = {};
    alice.go_online();
    alice >> "still here";
    CHECK(okafor.read() == Lines{"still here"});
}

TEST_CASE("the other side is told that a device is a page in a browser")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    CHECK(alice.client().conversations().at(0).device == wire::device_program);
    ModifiedClient modified{p, okafor};
    Arrived arrived;
    arrived.frames.emplace_back(
        wire::Tell{1'000'000, wire::DevicesChanged{modified.list_with_kind(wire::device_page)}});
    alice.step(std::move(arrived));
    CHECK(alice.last<show::DevicesChanged>()->device == wire::device_page);
    CHECK(alice.client().conversations().at(0).device == wire::device_page);
}

TEST_CASE("a message of a later version is kept, and shown properly by the version that knows it")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "how was it?";
    okafor >> "as you said";
    holdfast::test::TempDir copy;
    const auto swap_kinds = [&](const auto& change) {
        alice.go_offline();
        const auto folder = copy.path() / "vault";
        std::filesystem::copy(alice.directory(), folder);
        auto vault = open_vault(folder, as_bytes(passphrase), p.random(), {crypto::PasswordCost{8, 1}, {}}).value();
        Tables tables;
        REQUIRE(tables.load(vault).has_value());
        std::vector<std::uint64_t> others;
        tables.entries.each([&](const ListedEntry& one) {
            if (!one.mine) others.push_back(one.number);
        });
        for (const auto row : others) change(tables.entries.edit(row).body);
        vault.begin();
        tables.flush(vault);
        vault.commit();
        return folder;
    };
    SECTION("of a kind that is not known")
    {
        const auto folder = swap_kinds([](EntryBody& body) { body = NewerKind{99, to_bytes(as_bytes("later"))}; });
        alice.swap_vault(folder);
        CHECK(alice.client().history(alice.conversation()).back()->body ==
              EntryBody{NewerKind{99, to_bytes(as_bytes("later"))}});
    }
    SECTION("of a kind that has become known")
    {
        const auto folder = swap_kinds([](EntryBody& body) {
            body = NewerKind{wire::Text::tag, wire::encode(wire::Text{"as you said"})};
        });
        alice.swap_vault(folder);
        CHECK(alice.client().history(alice.conversation()).back()->body == EntryBody{wire::Text{"as you said"}});
    }
    SECTION("of an experiment, which counts once it is known and within its range")
    {
        const auto number = GENERATE(80U, 101U);
        const Date day{std::chrono::year{2026}, std::chrono::month{3}, std::chrono::day{3}};
        const wire::Experiment proposed{{}, "I blush", {}, number, "ask", day, day};
        const auto folder = swap_kinds([&](EntryBody& body) {
            body = NewerKind{wire::Experiment::tag, wire::encode(proposed)};
        });
        alice.swap_vault(folder);
        CHECK(alice.client().history(alice.conversation()).back()->body == EntryBody{proposed});
        CHECK(alice.client().experiments(alice.conversation()).size() == (number == 80 ? 1 : 0));
    }
}

TEST_CASE("a message of a kind this version does not know is kept, acknowledged and shown as such")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "hi";
    okafor >> "hello";
    (void)okafor.read();
    ModifiedClient modified{p, alice};
    CHECK(inject(okafor, modified.message(wire::UnknownKind{99, to_bytes(as_bytes("later"))})) == 0);
    const auto entry = *okafor.client().history(okafor.conversation()).back();
    CHECK(entry.body == EntryBody{NewerKind{99, to_bytes(as_bytes("later"))}});
    // Control content of an unknown kind says nothing, and what follows leaves no gap.
    CHECK(inject(okafor, modified.message(wire::UnknownKind{20, {}})) == 0);
    CHECK(inject(okafor, modified.message(wire::Text{"and so on"})) == 0);
    CHECK(okafor.read() == Lines{"(kind 99)", "and so on"});
    okafor.restart();
    CHECK(okafor.client().entry(entry.message)->body == EntryBody{NewerKind{99, to_bytes(as_bytes("later"))}});
}

TEST_CASE("a kind of a later version becomes an entry of its own sort")
{
    const auto body = entry_body(wire::UnknownKind{99, {}});
    REQUIRE(body);
    CHECK(*body == EntryBody{NewerKind{99, {}}});
    CHECK(is_written(*body));
    CHECK_FALSE(read_newer_kind({99, {}}));
    CHECK_FALSE(read_newer_kind({wire::Text::tag, to_bytes(as_bytes("no text"))}));
    CHECK_FALSE(read_newer_kind({wire::Upkeep::tag, {}}));
}

}  // namespace other_versions_test
