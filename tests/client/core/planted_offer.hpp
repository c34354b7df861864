// A questionnaire that both of a conversation know as offered, put into their vaults: for what follows from an offer
// that one of the two would not make or take by itself.
#pragma once

#include <filesystem>

#include "client/core/vault/records.hpp"
#include "client/core/vault/table.hpp"
#include "client/store/vault_file.hpp"
#include "protocol/measure/check.hpp"
#include "tests/client/core/client_world.hpp"

namespace holdfast::client::test {

/// The member is offline after it, and knows no other questionnaire before.
inline void plant_offer(ClientWorld& practice, Member& member, const MessageId& offer, const wire::Measure& measure)
{
    const auto id = member.conversation();
    member.go_offline();
    const holdfast::test::TempDir folder;
    const auto copy = folder.path() / "vault";
    std::filesystem::copy(member.directory(), copy, std::filesystem::copy_options::recursive);
    {
        auto vault =
            open_vault(copy, as_bytes(passphrase), practice.random(), {crypto::PasswordCost{8, 1}, {}}).value();
        vault.begin();
        put_record(vault, 1, KnownMeasure{measure::hash_of(measure), measure});
        put_record(vault, 1, OfferedMeasure{id, offer, measure::hash_of(measure), practice.now(), {}, {}, {}});
        vault.commit();
    }
    member.swap_vault(copy);
}

}  // namespace holdfast::client::test
