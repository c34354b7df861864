#include "protocol/identity/names.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::session {
namespace {

template <class Name, class Value>
Name hash_name(crypto::Label label, const Value& value)
{
    Name name;
    name.value = crypto::sha256(label, wire::encode(value)).value;
    return name;
}

}  // namespace

AccountId account_id(const SignPublic& identity) { return hash_name<AccountId>(crypto::labels::account_id, identity); }

PracticeId practice_id(const SignPublic& relay) { return hash_name<PracticeId>(crypto::labels::practice_id, relay); }

ConversationId conversation_id(const wire::Roster& roster)
{
    return hash_name<ConversationId>(crypto::labels::conversation_id, roster);
}

}  // namespace holdfast::session
