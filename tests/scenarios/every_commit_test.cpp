// A draft ends in the commit that stores it as a message, and in no other. The program is killed at every step of every
// commit between the last keystroke and the saved message.
#include <functional>

#include "protocol/store/sqlite.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/client/core/one_enter.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/fault_vfs.hpp"

namespace every_commit_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using holdfast::test::FaultVfs;

namespace {

const std::string words = "I had the dream again";

/// One way from the keyboard to a message: how it is begun, how it is sent, and whether it is still only begun.
struct Way {
    std::string name;
    std::function<void(Member&)> begin;
    std::function<void(Member&)> send;
    std::function<bool(Member&)> is_begun;
};

std::vector<Way> ways()
{
    const auto line_is = [](const std::string& text) {
        return [text](Member& m) { return m.client().draft(m.conversation()) == text; };
    };
    const wire::CheckIn check_in{{{"sleep", 3, 10}}, {}, words};
    return {
        {"text",
         [](Member& m) {
             (void)m.order(command::SaveDraft{m.conversation(), words});
         },
         [](Member& m) {
             m.step(enter(command::SendText{m.conversation(), words + ", and woke"}, m.conversation()));
         },
         line_is(words)},
        {"kept text",
         [](Member& m) {
             (void)m.order(command::SaveDraft{m.conversation(), words, DraftKind::kept});
         },
         [](Member& m) {
             const auto draft = m.client().drafts(m.conversation()).at(0);
             m.step(enter(command::SendText{m.conversation(), draft.text, true, draft.number}, m.conversation()));
         },
         [](Member& m) { return kept(m, m.conversation()) == Lines{words}; }},
        {"check-in",
         [check_in](Member& m) {
             (void)m.order(command::SaveCheckIn{m.conversation(), check_in});
         },
         [check_in](Member& m) {
             (void)m.order(command::SendCheckIn{m.conversation(), check_in});
         },
         [check_in](Member& m) { return m.client().check_in_draft(m.conversation()) == check_in; }},
    };
}

/// Runs `act`; when the vault fails in it, starts the program again on a disk that is well.
template <class Act>
void survive(FaultVfs& vfs, Member& member, const Act& act)
{
    try {
        act();
    } catch (const store::StoreError&) {
    }
    vfs.reset();
    member.restart();
}

/// A therapist and a client, the vault of one of them on the failing disk.
struct Scene {
    explicit Scene(bool hers)
        : okafor{p.therapist("Dr Okafor", tuesdays, "UTC", hers ? vfs.name() : std::string{})},
          alice{p.client("Alice", okafor, hers ? std::string{} : vfs.name())},
          mortal{hers ? okafor : alice}
    {
    }
    /// Starts the program again that was killed, and waits until nothing more happens.
    void come_back()
    {
        okafor.go_online();
        alice.go_online();
        p.after(std::chrono::minutes{2});
    }

    FaultVfs vfs;
    ClientWorld p{monday_evening};
    Member& okafor;
    Member& alice;
    Member& mortal;
};

/// On a scene of its own each time: `prepare`, then `act`, in which the program dies at one step of its vault after
/// another (and once at none), then `judge` looks at what there is after it was started again.
template <class Prepare, class Act, class Judge>
void at_every_step(bool hers, const Prepare& prepare, const Act& act, const Judge& judge)
{
    std::int64_t steps = 1;
    for (std::int64_t n = 0; n <= steps; ++n) {
        Scene scene{hers};
        prepare(scene);
        scene.vfs.reset();
        if (n > 0) scene.vfs.fail_at(n, FaultVfs::Fault::power_cut);
        if (n == 0) {
            act(scene);
            steps = scene.vfs.operations();
            REQUIRE(steps > 0);
            scene.vfs.reset();
            scene.mortal.restart();
        } else {
            survive(scene.vfs, scene.mortal, [&] { act(scene); });
        }
        INFO("death at step " << n << " of " << steps);
        judge(scene, n == 0);
    }
}

std::size_t repairs_in(Member& member)
{
    std::size_t count = 0;
    for (const auto* entry : member.client().history(member.conversation()))
        count += std::holds_alternative<wire::Repair>(entry->body) ? 1U : 0U;
    return count;
}

std::uint32_t versions_of(Member& member)
{
    const auto newest = member.client().newest_hours(member.conversation(), false);
    return newest ? newest->version : 0;
}

}  // namespace

TEST_CASE("one commit for one Enter: whatever the death, what was written is a draft or a message, never both or none")
{
    for (const auto& way : ways()) {
        std::int64_t steps = 1;
        for (std::int64_t n = 0; n <= steps; ++n) {
            FaultVfs vfs;
            ClientWorld p{monday_evening};
            auto& okafor = p.therapist("Dr Okafor", tuesdays);
            auto& alice = p.client("Alice", okafor, vfs.name());
            alice.go_offline();
            way.begin(alice);
            const auto before = messages_of_mine(alice);
            vfs.reset();
            if (n == 0) {
                way.send(alice);
                steps = vfs.operations();
                REQUIRE(steps > 0);
            } else {
                vfs.fail_at(n, FaultVfs::Fault::power_cut);
                survive(vfs, alice, [&] { way.send(alice); });
            }
            INFO(way.name << ", death at step " << n << " of " << steps);
            const bool sent = messages_of_mine(alice) == before + 1;
            CHECK(sent != way.is_begun(alice));
            CHECK(messages_of_mine(alice) <= before + 1);
        }
    }
}

TEST_CASE("a repair is its draft or is sent whatever step it dies at, and arrives once or not at all")
{
    const auto prepare = [](Scene& s) {
        s.alice >> "hi";
        s.p.at("2026-03-04T20:00:00Z");
        s.okafor.go_offline();
        (void)s.okafor.order(command::SaveDraft{s.okafor.conversation(), "I am sorry", DraftKind::repair});
    };
    const auto act = [](Scene& s) {
        const auto chat = s.okafor.conversation();
        s.okafor.step(enter(command::Repair{chat, "I am sorry"}, chat));
    };
    at_every_step(true, prepare, act, [](Scene& s, bool whole) {
        const auto chat = s.okafor.conversation();
        const auto sent = repairs_in(s.okafor);
        CHECK(sent <= 1);
        CHECK((sent == 1 || !whole));
        CHECK((sent == 0) == (s.okafor.client().draft(chat, DraftKind::repair) == "I am sorry"));
        CHECK((sent == 0) == !s.okafor.client().unrepaired(chat).empty());
        s.come_back();
        s.p.at("2026-03-10T10:00:00Z");
        CHECK(repairs_in(s.alice) == sent);
        CHECK(repairs_in(s.okafor) == sent);
    });
}

TEST_CASE("a check-in that died at any step is kept or sent, and arrives once or not at all")
{
    const wire::CheckIn check_in{{{"sleep", 3, 10}}, {"tired"}, words};
    const auto prepare = [&](Scene& s) { (void)s.alice.order(command::SaveCheckIn{s.alice.conversation(), check_in}); };
    const auto act = [&](Scene& s) { (void)s.alice.order(command::SendCheckIn{s.alice.conversation(), check_in}); };
    at_every_step(false, prepare, act, [&](Scene& s, bool whole) {
        const auto sent = messages_of_mine(s.alice);
        CHECK(sent <= 1);
        CHECK((sent == 1 || !whole));
        CHECK((sent == 0) == (s.alice.client().check_in_draft(s.alice.conversation()) == check_in));
        s.come_back();
        s.p.at(tuesday_nine);
        CHECK(s.okafor.read() == (sent == 1 ? Lines{"check-in: " + words} : Lines{}));
        CHECK(messages_of_mine(s.alice) == sent);
    });
}

TEST_CASE("hours whose publishing died at any step are published whole or not, once, and the same for everybody")
{
    command::SetHours change;
    change.rules = "Tu,Th 09:00-12:00";
    const auto act = [&](Scene& s) { (void)s.okafor.order(change); };
    at_every_step(
        true, [](Scene&) {}, act,
        [&](Scene& s, bool whole) {
            s.come_back();
            CHECK(versions_of(s.okafor) == versions_of(s.alice));
            CHECK((versions_of(s.okafor) == 2 || !whole));
            const bool published = versions_of(s.okafor) == 2;
            CHECK(s.okafor.client().own_hours()->rules == (published ? *change.rules : tuesdays));
            CHECK(word(s.okafor.order(change)) == (published ? "nothing_changed" : "ok"));
            CHECK(versions_of(s.okafor) == 2);
            CHECK(versions_of(s.alice) == 2);
            CHECK(s.alice.count<show::HoursProblem>() == 0);
        });
}

TEST_CASE("an invitation whose making died at any step is there under its name or not, and can be made again")
{
    const auto act = [](Scene& s) { (void)s.okafor.order(command::Invite{"Bob"}); };
    at_every_step(
        true, [](Scene&) {}, act,
        [](Scene& s, bool whole) {
            s.come_back();
            const auto open = s.okafor.client().invited(s.p.now());
            CHECK(open.size() <= 1);
            CHECK((open.size() == 1 || !whole));
            CHECK(word(s.okafor.order(command::Invite{"Bob", true})) == "ok");
            const auto invited = s.okafor.client().invited(s.p.now());
            REQUIRE(invited.size() == 1);
            CHECK(invited[0].name == "Bob");
            auto& bob = s.p.newcomer("Bob");
            bob.step(Command{1, command::Enrol{s.okafor.last<show::Invitation>()->code, "Bob"}});
            bob.go_online();
            s.p.after(std::chrono::minutes{1});
            CHECK(bob.client().status().enrolled);
            REQUIRE(s.okafor.client().conversations().size() == 2);
            CHECK(s.okafor.client().conversations()[1].name == "Bob");
            CHECK(s.okafor.client().invited(s.p.now()).empty());
        });
}

TEST_CASE("a name whose change died at any step is the old or the new one, and the line goes with the change")
{
    const auto prepare = [](Scene& s) {
        (void)s.okafor.order(command::SaveDraft{s.okafor.conversation(), "/rename Lee"});
    };
    const auto act = [](Scene& s) {
        const auto chat = s.okafor.conversation();
        s.okafor.step(enter(command::Rename{chat, "Lee"}, chat));
        s.p.run();
    };
    at_every_step(true, prepare, act, [](Scene& s, bool whole) {
        const auto chat = s.okafor.conversation();
        const bool renamed = s.okafor.client().partner(chat) == "Lee";
        CHECK((renamed || s.okafor.client().partner(chat) == "Alice"));
        CHECK((renamed || !whole));
        CHECK(s.okafor.client().draft(chat) == (renamed ? "" : "/rename Lee"));
        s.come_back();
        CHECK(s.okafor.client().partner(chat) == (renamed ? "Lee" : "Alice"));
        CHECK(messages_of_mine(s.okafor) == 0);
        // The practice keeps what this device says, for a device that is restored.
        const auto kit = s.okafor.print_kit();
        s.okafor.lose_device();
        s.okafor.restore(kit);
        CHECK(s.okafor.client().partner(s.okafor.conversation()) == (renamed ? "Lee" : "Alice"));
    });
}

TEST_CASE("a taking back that died at any step is done or not, and what is taken back is never read")
{
    const bool held = GENERATE(true, false);  // at the practice, or still here
    CAPTURE(held);
    const auto prepare = [&](Scene& s) {
        if (!held) s.alice.go_offline();
        s.alice >> words;
    };
    const auto act = [](Scene& s) {
        (void)s.alice.order(command::TakeBack{s.alice.client().history(s.alice.conversation()).at(0)->message});
    };
    at_every_step(false, prepare, act, [](Scene& s, bool whole) {
        s.come_back();
        const auto* entry = s.alice.client().history(s.alice.conversation()).at(0);
        const bool taken = entry->stage == Stage::taken_back;
        CHECK((taken || !whole));
        CHECK(messages_of_mine(s.alice) == 1);
        CHECK(word(s.alice.order(command::TakeBack{entry->message})) == (taken ? "taken_back_already" : "ok"));
        s.p.at(tuesday_nine);
        CHECK(s.okafor.read() == Lines{});
        s.alice >> "later";
        CHECK(s.okafor.read() == Lines{"later"});  // and no gap before it
    });
}

TEST_CASE("an agreement to a pace that died at any step is in the line or given, and arrives once or not at all")
{
    const auto prepare = [](Scene& s) {
        command::SetHours pace;
        pace.pace = wire::Pace{5, 0};
        REQUIRE(word(s.okafor.order(pace)) == "ok");
        (void)s.alice.order(command::SaveDraft{s.alice.conversation(), "/agree"});
    };
    const auto act = [](Scene& s) {
        const auto chat = s.alice.conversation();
        s.alice.step(enter(command::AnswerPace{chat, true}, chat));
        s.p.run();
    };
    at_every_step(false, prepare, act, [](Scene& s, bool whole) {
        const auto chat = s.alice.conversation();
        const bool agreed = s.alice.client().draft(chat).empty();
        CHECK((agreed || !whole));
        s.come_back();
        s.p.at(tuesday_nine);
        CHECK(s.okafor.read() == (agreed ? Lines{"agreed to 5x0"} : Lines{}));
    });
}

}  // namespace every_commit_test
