#include "tests/bench/account.hpp"

#include <algorithm>
#include <string>

#include "protocol/crypto/dh.hpp"
#include "protocol/identity/names.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::bench {

Account account(std::uint32_t number)
{
    test::SeededRandom random{"account " + std::to_string(number)};
    Account made;
    made.identity = crypto::SignKeyPair::generate(random);
    made.signing = crypto::SignKeyPair::generate(random);
    made.id = session::account_id(made.identity.pub);
    made.device = random.id<DeviceId>();
    const auto agreement = crypto::DhKeyPair::generate(random);
    made.list = {made.identity.pub, 1, {{made.device, agreement.pub, made.signing.pub, wire::device_program}}};
    return made;
}

session::InvitationKeys invitation_of(std::uint32_t number)
{
    test::SeededRandom random{"invitation " + std::to_string(number)};
    return session::InvitationKeys::derive(random.secret<16>());
}

ConversationId conversation_of(std::uint32_t client, const AccountId& client_id, const AccountId& therapist)
{
    wire::Roster roster{invitation_of(client).conversation_salt, therapist, {therapist, client_id}};
    std::sort(roster.members.begin(), roster.members.end());
    return session::conversation_id(roster);
}

}  // namespace holdfast::bench
