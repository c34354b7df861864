// Access that the practice ends and gives back: accounts, devices and invitations, and what everybody else notices.
#include "server/core/handlers/people.hpp"

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::people_handler_test {
namespace {

const AdminAnswer done{AdminDone{}};
AdminAnswer refused(Errc code) { return AdminRefused{code}; }

AccountLine line_of(RelayWorld& w, const Person& person)
{
    const auto lines = std::get<AccountLines>(w.admin(ListAccounts{}));
    for (const auto& line : lines.accounts)
        if (line.account == person.account) return line;
    throw std::runtime_error{"no such account"};
}

InvitationLines invitations(RelayWorld& w) { return std::get<InvitationLines>(w.admin(ListInvitations{})); }

TEST_CASE("invitations are numbered in their order, and accounts say as which they came")
{
    TwoPairs p;
    CHECK(line_of(p.w, p.okafor).invited_as == 1);
    CHECK_FALSE(line_of(p.w, p.okafor).invited_by);
    CHECK(line_of(p.w, p.alice).invited_as == 2);
    CHECK(line_of(p.w, p.alice).invited_by == p.okafor.account);
    const auto lines = invitations(p.w).invitations;
    REQUIRE(lines.size() == 4);
    CHECK(lines[3].number == 4);
    CHECK(lines[3].used_by == p.bob.account);
}

TEST_CASE("an open invitation is revoked by its number, a used one is not")
{
    TwoPairs p;
    const auto keys = session::InvitationKeys::derive(crypto::Secret<16>{});
    p.w.send(p.okafor, p.w.invitation_of(p.okafor, keys));
    CHECK(p.w.admin(RevokeInvitation{2}) == refused(Errc::invitation_unusable));
    CHECK(p.w.admin(RevokeInvitation{9}) == refused(Errc::not_found));
    CHECK(p.w.admin(RevokeInvitation{5}) == done);
    auto stranger = p.w.stranger("carol", wire::Role::client);
    p.w.connect(stranger);
    (void)p.w.lines();
    p.w.send(stranger, p.w.redeem_of(stranger, keys));
    CHECK(p.w.lines() == Lines{"carol: refused: invitation_unusable"});
    CHECK(invitations(p.w).invitations.size() == 4);
}

TEST_CASE("only the month of a connection is kept, and written once a month")
{
    TwoPairs p;
    CHECK(line_of(p.w, p.alice).last_month == month_of(p.w.now()));
    p.w.at("2026-04-30T23:00:00Z");
    p.w.log_in(p.alice);
    CHECK(line_of(p.w, p.alice).last_month == month_of(p.w.now()));
    CHECK(line_of(p.w, p.okafor).last_month == month_of(p.w.now()) - 1);
    CHECK(p.w.count("SELECT count(*) FROM account WHERE last_month > 100000") == 0);
}

TEST_CASE("a suspended client is turned out and refused in words and what is written to her waits until she is back")
{
    TwoPairs p;
    CHECK(p.w.admin(SuspendAccount{p.alice.account}) == done);
    CHECK(p.w.lines() == Lines{"alice: refused: account_suspended", "alice: hung up, account_suspended"});
    CHECK(p.w.admin(SuspendAccount{p.alice.account}) == refused(Errc::nothing_changed));
    p.w.log_in(p.alice);
    CHECK(p.w.lines() ==
          Lines{"alice: greeting", "alice: refused: account_suspended", "alice: hung up, account_suspended"});
    p.w.at("2026-03-03T10:00:00Z");
    p.w.submit(p.okafor, "are you there");
    (void)p.w.lines();
    CHECK(p.w.admin(ResumeAccount{p.alice.account}) == done);
    CHECK(p.w.admin(ResumeAccount{p.alice.account}) == refused(Errc::nothing_changed));
    p.w.log_in(p.alice);
    CHECK(p.w.lines().back().find("are you there") != std::string::npos);
}

TEST_CASE(
    "a suspended therapist's promises are suspended by a notice, her invitations do not count, and all comes back")
{
    TwoPairs p;
    p.w.submit(p.alice, "hello");
    const auto keys = session::InvitationKeys::derive(crypto::Secret<16>{});
    p.w.send(p.okafor, p.w.invitation_of(p.okafor, keys));
    (void)p.w.lines();
    CHECK(p.w.admin(SuspendAccount{p.okafor.account}) == done);
    const auto lines = p.w.lines();
    REQUIRE(lines.size() == 4);
    CHECK(lines[1].starts_with("alice: notice Your therapist cannot read"));
    CHECK(lines[2] == "alice: moved hello, no reading time");
    p.w.at("2026-03-03T09:30:00Z");
    p.w.tick();
    auto carol = p.w.stranger("carol", wire::Role::client);
    p.w.connect(carol);
    (void)p.w.lines();
    p.w.send(carol, p.w.redeem_of(carol, keys));
    CHECK(p.w.lines() == Lines{"carol: refused: invitation_unusable"});
    CHECK(invitations(p.w).invitations.back().waits);
    CHECK(p.w.admin(IssueNotice{p.okafor.account, ""}) == refused(Errc::account_suspended));

    CHECK(p.w.admin(ResumeAccount{p.okafor.account}) == done);
    CHECK(p.w.lines().front() == "alice: notice lifted");
    p.w.send(carol, p.w.redeem_of(carol, keys));
    CHECK(p.w.lines() == Lines{"carol: redeemed as client"});
}

TEST_CASE("the practice's own notice outlasts a suspension")
{
    TwoPairs p;
    CHECK(p.w.admin(IssueNotice{p.okafor.account, "In hospital until May."}) == done);
    CHECK(p.w.admin(SuspendAccount{p.okafor.account}) == done);
    CHECK(p.w.admin(ResumeAccount{p.okafor.account}) == done);
    CHECK(line_of(p.w, p.okafor).notice_in_force);
}

TEST_CASE("a device list of a suspended account is refused, so that no new device gets around it")
{
    TwoPairs p;
    CHECK(p.w.admin(SuspendAccount{p.alice.account}) == done);
    p.w.connect(p.alice);
    (void)p.w.lines();
    p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, p.alice.list.devices)});
    CHECK(p.w.lines() == Lines{"alice: refused: account_suspended"});
}

TEST_CASE(
    "of a removed client nothing is left that could be used, and the therapist is told and gets what was sent to her")
{
    TwoPairs p;
    p.w.submit(p.alice, "a last word");
    p.w.at("2026-03-03T09:30:00Z");
    p.w.hang_up(p.alice);
    p.w.submit(p.okafor, "for alice");
    (void)p.w.lines();
    CHECK(p.w.admin(RemoveAccount{p.alice.account}) == done);
    CHECK(p.w.admin(RemoveAccount{p.alice.account}) == refused(Errc::not_found));
    CHECK(p.w.admin(ResumeAccount{p.alice.account}) == refused(Errc::not_found));
    CHECK(p.w.lines() == Lines{"okafor: account ended"});
    const auto end = session::open_record<wire::AccountEnd>(
        crypto::labels::sign_account_end, p.w.key().pub,
        std::get<wire::AccountEnded>(p.w.last<wire::Tell>(p.okafor).statement).end);
    REQUIRE(end);
    CHECK(end->account == p.alice.account);

    p.w.submit(p.okafor, "more for alice");
    CHECK(p.w.lines() == Lines{"okafor: refused: conversation_ended"});
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: refused: account_ended", "alice: hung up, account_ended"});
    p.w.write();
    for (const auto* left :
         {"SELECT count(*) FROM one_time_prekey k JOIN device d ON d.n = k.device WHERE d.dropped = 1",
          "SELECT count(*) FROM account WHERE ended IS NOT NULL AND length(device_list) > 0",
          "SELECT count(*) FROM delivery d JOIN device r ON r.n = d.device WHERE r.dropped = 1"})
        CHECK(p.w.count(left) == 0);
    CHECK(std::get<AccountLines>(p.w.admin(ListAccounts{})).accounts.size() == 3);
}

TEST_CASE("with a removed therapist her conversations end: what is held in them is gone from the relay, and said so")
{
    TwoPairs p;
    p.w.submit(p.alice, "to nobody");
    p.w.submit(p.bob, "to weiss");
    (void)p.w.lines();
    CHECK(p.w.admin(RemoveAccount{p.okafor.account}) == done);
    CHECK(p.w.lines() ==
          Lines{"okafor: refused: account_ended", "alice: account ended", "okafor: hung up, account_ended"});
    p.w.submit(p.alice, "again");
    CHECK(p.w.lines() == Lines{"alice: refused: conversation_ended"});
    CHECK(std::get<RelayStatus>(p.w.admin(AskStatus{})).held_messages == 1);
    p.w.write();
    CHECK(p.w.count("SELECT count(*) FROM hours") == 1);
    CHECK(p.w.count("SELECT sum(waiting_owned) FROM account WHERE ended IS NOT NULL") == 0);

    p.w.restart();  // the loss of hours is no broken store, and an outage is written into logs that go on
    p.w.after(std::chrono::hours{48});
    p.w.tick();
    p.w.log_in(p.alice);
    CHECK(p.w.lines().front() == "alice: greeting");
}

TEST_CASE("attack 38: a removed account comes back by no list of its own, no invitation used before, and no bundle")
{
    TwoPairs p;
    CHECK(p.w.admin(RemoveAccount{p.alice.account}) == done);
    p.w.connect(p.alice);
    (void)p.w.lines();
    p.w.send(p.alice, wire::PublishDevices{1, p.w.list_with(p.alice, p.alice.list.devices)});
    CHECK(p.w.lines() == Lines{"alice: refused: account_ended"});
    p.w.send(p.okafor, wire::FetchBundle{2, p.alice.account});
    CHECK(p.w.lines() == Lines{"okafor: refused: not_found"});
    auto stranger = p.w.stranger("mallory", wire::Role::client);
    p.w.connect(stranger);
    auto login = p.w.login_of(stranger);
    login.account = p.alice.account;
    login.device = p.alice.device;
    (void)p.w.lines();
    p.w.send(stranger, login);  // without the device's key it is told nothing
    CHECK(p.w.lines().front() == "mallory: refused: login_refused");
}

TEST_CASE("a device the practice stops is refused as that, and both sides are told")
{
    TwoPairs p;
    CHECK(p.w.admin(RevokeDevice{p.alice.account, p.bob.device}) == refused(Errc::not_found));
    CHECK(p.w.admin(RevokeDevice{p.alice.account, p.alice.device}) == done);
    CHECK(p.w.lines() ==
          Lines{"alice: refused: device_revoked", "okafor: device revoked", "alice: hung up, device_revoked"});
    CHECK(p.w.admin(RevokeDevice{p.alice.account, p.alice.device}) == refused(Errc::nothing_changed));
    p.w.log_in(p.alice);
    CHECK(p.w.lines() == Lines{"alice: greeting", "alice: refused: device_revoked", "alice: hung up, device_revoked"});
    const auto devices = std::get<DeviceLines>(p.w.admin(ListDevices{p.alice.account})).devices;
    CHECK(devices == std::vector{DeviceLine{p.alice.device, Stopped::by_practice}});
}

TEST_CASE("every deed is in the record, with whom it was about")
{
    TwoPairs p;
    (void)p.w.admin(SuspendAccount{p.alice.account});
    (void)p.w.admin(ResumeAccount{p.alice.account});
    (void)p.w.admin(RemoveAccount{p.alice.account});
    const auto all = std::get<Deeds>(p.w.admin(ReadDeeds{1}));
    std::vector<std::string> words;
    for (const auto& deed : all.deeds) words.push_back(deed.what);
    CHECK(words == std::vector<std::string>{"invite-therapist", "invite-therapist", "suspend", "resume", "remove"});
    CHECK(all.deeds.back().account == p.alice.account);
    CHECK(all.head == deed_hash(all.deeds.back()));
}

}  // namespace
}  // namespace holdfast::server::test::people_handler_test
