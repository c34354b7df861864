#include "client/core/account/own_contacts.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace own_contacts_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

const std::vector<wire::CrisisContact> anna{{"Anna", "0171 234567"}};

std::string reaches(Member& member)
{
    std::string all;
    for (const auto& contact : member.client().outlook(member.conversation(), Instant{}).contacts)
        all += contact.name + ": " + contact.reach + "\n";
    return all;
}

}  // namespace

TEST_CASE("a client's own contacts stand behind the practice's, without a connection and after a restore")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    command::SetHours order;
    order.contacts = std::vector<wire::CrisisContact>{{"Samaritans", "116 123"}};
    REQUIRE(word(okafor.order(order)) == "ok");
    auto& alice = p.client("Alice", okafor);
    alice.go_offline();
    CHECK(word(alice.order(command::SetOwnContacts{anna})) == "ok");
    CHECK(reaches(alice) == "Samaritans: 116 123\nAnna: 0171 234567\n");
    CHECK(word(alice.order(command::SetOwnContacts{anna})) == "nothing_changed");
    alice.restart();
    CHECK(reaches(alice) == "Samaritans: 116 123\nAnna: 0171 234567\n");
    alice.go_online();
    p.run();
    const auto kit = alice.print_kit();
    alice.lose_device();
    alice.restore(kit);
    p.run();
    CHECK(reaches(alice) == "Samaritans: 116 123\nAnna: 0171 234567\n");
    CHECK(word(alice.order(command::SetOwnContacts{})) == "ok");
    CHECK(reaches(alice) == "Samaritans: 116 123\n");
}

TEST_CASE("a contact is two short parts of one line, and a therapist's stand in the hours")
{
    ClientWorld p{tuesday_nine};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    const auto set = [&](std::vector<wire::CrisisContact> contacts) {
        return word(alice.order(command::SetOwnContacts{std::move(contacts)}));
    };
    CHECK(set({{"", "0171"}}) == "bad_name");
    CHECK(set({{"Anna", " "}}) == "bad_name");
    CHECK(set({{"An\nna", "0171"}}) == "bad_name");
    CHECK(set({{"Anna", "\x1B[2J"}}) == "bad_name");
    CHECK(set({{std::string(wire::max_contact_name_bytes + 1, 'x'), "0171"}}) == "too_large");
    CHECK(set({{"Anna", std::string(wire::max_contact_reach_bytes + 1, '1')}}) == "too_large");
    CHECK(set(std::vector<wire::CrisisContact>(wire::max_own_contacts + 1, {"Anna", "0171"})) == "too_large");
    CHECK(set(std::vector<wire::CrisisContact>(wire::max_own_contacts,
                                               {std::string(wire::max_contact_name_bytes, 'x'),
                                                std::string(wire::max_contact_reach_bytes, '1')})) == "ok");
    CHECK(word(okafor.order(command::SetOwnContacts{anna})) == "not_allowed");
    // The longest there may be still fit into the record of names.
    p.run();
    const auto kit = alice.print_kit();
    alice.lose_device();
    alice.restore(kit);
    p.run();
    CHECK(alice.client().own_contacts().size() == wire::max_own_contacts);
}

}  // namespace own_contacts_test
