// Whom a name reaches, who may be called what, and that names outlive a device.
#include "client/core/account/naming.hpp"
#include "protocol/identity/known_names.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace naming_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono_literals;

namespace {

std::vector<std::string> names_of(Member& member)
{
    std::vector<std::string> names;
    for (const auto& one : member.client().conversations()) names.push_back(one.name);
    return names;
}

ConversationId with(Member& member, std::string_view name) { return member.client().find(name).value(); }

Errc why(Member& member, std::string_view name) { return member.client().find(name).errc(); }

/// The names the relay was given to keep, sealed, newest last.
std::vector<Bytes> kept_by_relay(const Member& member)
{
    std::vector<Bytes> kept;
    for (const auto& frame : member.sent())
        if (const auto* names = std::get_if<wire::KeepNames>(&frame)) kept.push_back(names->sealed);
    return kept;
}

}  // namespace

TEST_CASE("names are the same whatever their case, their ends and their normalisation, and in no other way")
{
    CHECK(is_same_name("Max", " max\t"));
    CHECK(is_same_name("Zo\u00EB", "zoe\u0308"));
    CHECK(is_same_name("Stra\u00DFe", "STRASSE"));
    CHECK(is_same_name("\u039F\u03B4\u03C5\u03C3\u03C3\u03B5\u03CD\u03C2",
                       "\u039F\u0394\u03A5\u03A3\u03A3\u0395\u038E\u03A3"));
    CHECK(is_same_name("Max", "\u00A0Max\u2003"));
    CHECK_FALSE(is_same_name("Maxine", "Max"));
    CHECK_FALSE(is_same_name("Max", "M\u0430x"));  // a Cyrillic letter
    CHECK_FALSE(is_same_name("Max", "Ma x"));
    CHECK_FALSE(is_same_name("Zoe", "Zo\u00EB"));
    CHECK_FALSE(is_same_name("", ""));
    CHECK_FALSE(is_same_name("Max", "\xFFMax"));
}

TEST_CASE("a name is one line that can be seen")
{
    CHECK(check_name("Anna-Lena \u0416 \u5F20\u4F1F").has_value());
    CHECK(check_name("\u0645\u06CC\u200C\u062E\u0648\u0627\u0647\u0645").has_value());  // a joiner where it belongs
    for (const auto* bad : {"", "  ", "Sam\nLee", "S\u202Eam", "\u200B", "Sam\x1B[2J", "\xFF", "\u2028"})
        CHECK(check_name(bad).errc() == Errc::bad_name);
    CHECK(check_name(std::string(101, 'a')).errc() == Errc::text_too_long);
    CHECK(free_name("Sam", {"sam", "sam 2"}) == "Sam 3");
    CHECK(free_name(std::string(100, 'a'), {std::string(100, 'a')}) == std::string(98, 'a') + " 2");
}

TEST_CASE("only an exact name reaches somebody, and whom one may have meant is known")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    (void)p.client("Maxine", okafor);
    CHECK(okafor.client().find({}).has_value());
    (void)p.client("Lee", okafor);
    (void)p.invitation(okafor, "Max");
    CHECK(why(okafor, "Max") == Errc::not_found);
    CHECK(why(okafor, "M") == Errc::not_found);
    CHECK(okafor.client().find(" MAXINE ").has_value());
    CHECK(why(okafor, {}) == Errc::ambiguous_name);
    CHECK(okafor.client().near("Max") == Lines{"Maxine"});
    CHECK(okafor.client().near("maxime") == Lines{"Maxine"});
    CHECK(okafor.client().near("Kim").empty());
    CHECK(okafor.client().invited(p.now()).size() == 1);
    CHECK(okafor.client().invited(p.now()).front().name == "Max");
}

TEST_CASE("a name that is taken is given to nobody else, by invitation or by renaming")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    (void)p.client("Sam", okafor);
    CHECK(okafor.order(command::Invite{"Sam"}).errc() == Errc::name_taken);
    CHECK(okafor.order(command::Invite{" s\u00C0M"}).has_value());
    CHECK(okafor.order(command::Invite{"Sa\u0300m "}).errc() == Errc::name_taken);  // invited, not here yet
    CHECK(okafor.order(command::Invite{"\uFF33am"}).errc() == Errc::name_taken);    // looks alike
    CHECK(okafor.order(command::Invite{"sam", true}).errc() == Errc::name_taken);   // a person is not replaced
    CHECK(okafor.client().free_name("Sam", p.now()) == "Sam 2");
    (void)p.client("Lee", okafor);
    CHECK(okafor.order(command::Rename{with(okafor, "Lee"), "SAM"}).errc() == Errc::name_taken);
    CHECK(okafor.order(command::Rename{with(okafor, "Lee"), "Sa\u0300m"}).errc() == Errc::name_taken);
    CHECK(okafor.order(command::Rename{with(okafor, "Lee"), "L\nee"}).errc() == Errc::bad_name);
    CHECK(okafor.order(command::Rename{with(okafor, "Lee"), " LEE  "}).has_value());
    CHECK(names_of(okafor) == Lines{"Sam", "LEE"});
    CHECK(okafor.order(command::Rename{with(okafor, "Sam"), "Sam Jones"}).has_value());
    CHECK(okafor.order(command::Rename{with(okafor, "LEE"), "Sam"}).has_value());
    CHECK(names_of(okafor) == Lines{"Sam Jones", "Sam"});
}

TEST_CASE("an invitation whose code was lost is replaced, and the lost code serves nobody")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto lost = p.invitation(okafor, "Sam");
    CHECK(okafor.order(command::Invite{"Sam"}).errc() == Errc::name_taken);
    REQUIRE(okafor.order(command::Invite{"Sam", true}).has_value());
    const auto found = *okafor.last<show::Invitation>();
    auto& finder = p.newcomer("Finder");
    finder.step(Command{1, command::Enrol{lost.code, {}}});
    finder.go_online();
    CHECK_FALSE(finder.client().status().enrolled);
    auto& sam = p.newcomer("Sam");
    sam.step(Command{1, command::Enrol{found.code, {}}});
    sam.go_online();
    CHECK(sam.client().status().enrolled);
    CHECK(names_of(okafor) == Lines{"Sam"});
}

TEST_CASE("who comes by an invitation whose name somebody else has by now gets a name of their own")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    const auto late = p.invitation(okafor, "Sam");
    okafor.go_offline();
    auto& other = p.newcomer("Another");
    other.step(Command{1, command::Enrol{late.code, {}}});
    other.go_online();
    other.go_offline();
    p.after(std::chrono::days{8});  // the invitation is no longer open
    okafor.meddle = [](wire::RelayFrame& frame) { return !std::holds_alternative<wire::Deliver>(frame); };
    okafor.go_online();
    (void)p.client("Sam", okafor);
    okafor.meddle = {};
    okafor.go_offline();
    okafor.go_online();
    CHECK(names_of(okafor).size() == 2);
    CHECK(okafor.client().find("Sam").has_value());
    CHECK(okafor.client().find("Sam 2").has_value());
    CHECK(okafor.last<show::Joined>()->chosen == "Sam");
}

TEST_CASE("names come back with the kit, the therapist's too, and the relay has seen none of them")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice Canary", okafor);
    (void)p.client("Bob", okafor);
    REQUIRE(okafor.order(command::Rename{with(okafor, "Bob"), "Robert Canary"}).has_value());
    const auto alices = with(okafor, "Alice Canary");
    for (auto* member : {&okafor, &alice}) {
        const auto kit = member->print_kit();
        const auto before = names_of(*member);
        member->lose_device();
        member->restore(kit);
        CHECK(names_of(*member) == before);
        CHECK(member->last<show::Restored>()->names);
        for (const auto& sealed : kept_by_relay(*member)) CHECK(to_text(sealed).find("anary") == std::string::npos);
    }
    CHECK(names_of(alice) == Lines{"Dr Okafor"});
    CHECK(with(okafor, "alice canary") == alices);
    CHECK(okafor.client().status().name == "Dr Okafor");
    // One size for few people, whatever they are called.
    for (const auto& sealed : kept_by_relay(okafor)) CHECK(sealed.size() == session::names_sizes[0] + 40);
}

TEST_CASE("names are kept again for a relay that was restored from a backup, and not twice for nothing")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    (void)p.client("Alice", okafor);
    p.copy_relay();
    REQUIRE(okafor.order(command::Rename{okafor.conversation(), "Alice B"}).has_value());
    const auto count = kept_by_relay(okafor).size();
    okafor.go_offline();
    okafor.go_online();
    CHECK(kept_by_relay(okafor).size() == count);
    p.restore_relay();
    okafor.go_online();
    CHECK(kept_by_relay(okafor).size() == count + 1);
    const auto kit = okafor.print_kit();
    okafor.lose_device();
    okafor.restore(kit);
    CHECK(names_of(okafor) == Lines{"Alice B"});
}

TEST_CASE("renamed without a connection, the name is kept at the next one")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    (void)p.client("Alice", okafor);
    const auto kit = okafor.print_kit();
    okafor.go_offline();
    REQUIRE(okafor.order(command::Rename{okafor.conversation(), "Alice B"}).has_value());
    okafor.restart();
    okafor.go_online();
    okafor.lose_device();
    okafor.restore(kit);
    CHECK(names_of(okafor) == Lines{"Alice B"});
}

TEST_CASE("where a relay keeps the names back, or changes them, people can be told apart all the same")
{
    for (const bool damaged : {false, true}) {
        ClientWorld p{tuesday_nine};
        auto& okafor = p.therapist("Dr Okafor", tuesdays);
        (void)p.client("Alice", okafor);
        (void)p.client("Bob", okafor);
        const auto kit = okafor.print_kit();
        okafor.lose_device();
        okafor.meddle = [&](wire::RelayFrame& frame) {
            auto* names = std::get_if<wire::Names>(&frame);
            if (names && damaged) (*names->sealed)[100] ^= std::byte{1};
            if (names && !damaged) names->sealed.reset();
            return true;
        };
        okafor.restore(kit);
        CHECK(names_of(okafor) == Lines{"client 1", "client 2"});
        CHECK_FALSE(okafor.last<show::Restored>()->names);
        REQUIRE(okafor.order(command::Rename{with(okafor, "client 2"), "Bob"}).has_value());
        CHECK(okafor.client().find("bob").has_value());
    }
}

TEST_CASE("another account's names do not open, nor damaged ones, nor those of a size there is not")
{
    holdfast::test::SeededRandom random{"names"};
    const auto one = crypto::SignKeyPair::generate(random);
    const auto other = crypto::SignKeyPair::generate(random);
    const session::KnownNames names{"Dr Okafor", {{AccountId{}, "Alice"}}};
    const auto sealed = session::seal_names(one, wire::Role::therapist, names, random).value();
    CHECK(session::open_names(one, sealed).value() == names);
    CHECK(session::open_names(other, sealed).errc() == Errc::cannot_decrypt);
    for (std::size_t at = 0; at < sealed.size(); at += 97) {
        auto damaged = sealed;
        damaged[at] ^= std::byte{4};
        CHECK(session::open_names(one, damaged).errc() == Errc::cannot_decrypt);
    }
    CHECK(session::open_names(one, BytesView{sealed}.first(sealed.size() - 1)).errc() == Errc::cannot_decrypt);
    CHECK(session::open_names(one, {}).errc() == Errc::cannot_decrypt);
    session::KnownNames many = names;
    for (int i = 0; i < 60; ++i) many.others.push_back({random.id<AccountId>(), std::string(100, 'x')});
    CHECK(session::seal_names(one, wire::Role::client, many, random).errc() == Errc::too_large);
    CHECK(session::seal_names(one, wire::Role::therapist, many, random)->size() == session::names_sizes[1] + 40);
    for (int i = 0; i < 440; ++i) many.others.push_back({random.id<AccountId>(), std::string(100, 'x')});
    CHECK(session::seal_names(one, wire::Role::therapist, many, random).has_value());
    CHECK_FALSE(session::is_names_size(wire::Role::client, session::names_sizes[1] + 40));
    CHECK_FALSE(session::is_names_size(wire::Role::therapist, session::names_sizes[1]));
}

TEST_CASE("a relay takes names of the sizes there are and of no other, and not without end")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    (void)p.client("Alice", okafor);
    std::size_t size = 70;
    okafor.meddle_out = [&](wire::ClientFrame& frame) {
        if (auto* names = std::get_if<wire::KeepNames>(&frame)) names->sealed.assign(size, std::byte{1});
        return true;
    };
    REQUIRE(okafor.order(command::Rename{okafor.conversation(), "Alice B"}).has_value());
    okafor.meddle_out = {};
    const auto kit = okafor.print_kit();
    okafor.lose_device();
    okafor.restore(kit);  // what was kept before stands
    CHECK(names_of(okafor) == Lines{"Alice"});
}

TEST_CASE("what is taken back twice is said to be taken back already")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "once";
    const auto message = alice.last<show::Accepted>()->message;
    CHECK(alice.order(command::TakeBack{message}).has_value());
    CHECK_FALSE(alice.last<show::TakenBack>()->never_left);
    CHECK(alice.order(command::TakeBack{message}).errc() == Errc::taken_back_already);
    alice.go_offline();
    alice >> "never sent";
    const auto kept = alice.last<show::Saved>()->message;
    CHECK(alice.order(command::TakeBack{kept}).has_value());
    CHECK(alice.last<show::TakenBack>()->never_left);
    CHECK(alice.order(command::TakeBack{kept}).errc() == Errc::taken_back_already);
}

TEST_CASE("whose message goes out with an extra window is told at once, or at the next connection")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    auto& bob = p.client("Bob", okafor);
    alice >> "held one" >> "held two";
    bob >> "held too";
    bob.go_offline();
    REQUIRE(okafor.order(command::SendText{with(okafor, "Alice"), "held answer"}).has_value());
    REQUIRE(okafor.order(command::GiveExtra{30min, {}}).has_value());
    REQUIRE(alice.count<show::ReleasedEarly>() == 1);
    const auto told = *alice.last<show::ReleasedEarly>();
    CHECK(told.messages.size() == 2);
    CHECK(told.at == p.now());
    CHECK(told.closes == p.now() + 30min);
    CHECK(okafor.last<show::ReleasedEarly>()->messages.size() == 1);
    p.after(2h);
    bob.go_online();
    REQUIRE(bob.count<show::ReleasedEarly>() == 1);
    CHECK_FALSE(bob.last<show::ReleasedEarly>()->closes);
    // A message that went out in its own window is not news, and nothing is told twice.
    alice >> "for tomorrow";
    p.at("2026-03-03T11:30:00Z");
    REQUIRE(okafor.order(command::GiveExtra{30min, {}}).has_value());
    CHECK(alice.count<show::ReleasedEarly>() == 1);
    CHECK(bob.count<show::ReleasedEarly>() == 1);
}

TEST_CASE("somebody whose device was stopped comes back by an invitation of the same name, and is stopped no more")
{
    ClientWorld p{"2026-03-03T09:00:00Z"};
    auto& okafor = p.therapist("Dr Okafor", "Tu 09:00-12:00");
    auto& alice = p.client("Alice", okafor);
    alice >> "before";
    CHECK(word(okafor.order(command::Invite{"Alice", true})) == "name_taken");  // she is there
    alice.restart();
    const holdfast::test::TempDir copy;
    std::filesystem::copy(alice.directory(), copy.path() / "vault", std::filesystem::copy_options::recursive);
    alice.go_online();
    alice >> "since the copy";
    alice.go_offline();
    alice.swap_vault(copy.path() / "vault");
    alice.go_online();
    REQUIRE(alice.client().status().frozen);
    REQUIRE(okafor.client().conversations().at(0).stopped);
    CHECK(word(okafor.order(command::Invite{"Alice"})) == "name_taken");
    CHECK(word(okafor.order(command::Invite{"Alice", true})) == "ok");
    CHECK(word(okafor.order(command::Invite{"Alice", true})) == "ok");  // the code was lost once more
    CHECK(okafor.client().conversations().at(0).stopped);               // until she is here
    auto& again = p.newcomer("Alice on another device");                // whose keys are others
    again.step(Command{1, command::Enrol{okafor.last<show::Invitation>()->code, "Alice"}});
    again.go_online();
    again >> "I am back";
    (void)okafor.read();
    for (const bool restarted : {false, true}) {
        if (restarted) okafor.restart();
        okafor.go_online();
        const auto all = okafor.client().conversations();
        REQUIRE(all.size() == 2);
        CHECK(all[0].name == "Alice (before)");
        CHECK_FALSE(all[0].stopped);
        CHECK(all[0].returned == "Alice");
        CHECK(all[1].name == "Alice");
        CHECK_FALSE(all[1].stopped);
        CHECK_FALSE(all[1].returned);
        CHECK(okafor.client().find("Alice").value() == all[1].id);
        CHECK(word(okafor.order(command::SendText{all[0].id, "to nobody"})) == "not_found");
        CHECK(okafor.last<show::Answered>()->place->message.find("Alice came back with a new invitation") == 0);
        CHECK(word(okafor.order(command::SendText{all[1].id, "welcome back"})) == "ok");
        CHECK(again.read() == Lines{"welcome back"});
    }
    CHECK(okafor.client().invited(p.now()).empty());
}

}  // namespace naming_test
