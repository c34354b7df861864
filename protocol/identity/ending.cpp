#include "protocol/identity/ending.hpp"

#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::session {

wire::Signed sign_ending(const crypto::SignKeyPair& identity, const wire::ConversationEnd& end)
{
    return sign_record(crypto::labels::sign_conversation_end, identity, end);
}

wire::Signed sign_deletion(const crypto::SignKeyPair& relay, const wire::ConversationDeletion& deletion)
{
    return sign_record(crypto::labels::sign_conversation_deletion, relay, deletion);
}

Result<wire::ConversationEnd> open_ending(const wire::Signed& end, const SignPublic& identity)
{
    auto opened = open_record<wire::ConversationEnd>(crypto::labels::sign_conversation_end, identity, end);
    if (opened.has_error()) return opened;
    if (opened->account != account_id(identity)) return Errc::wrong_key;
    return opened;
}

Result<wire::ConversationDeletion> open_deletion(const wire::Signed& deletion, const SignPublic& relay)
{
    return open_record<wire::ConversationDeletion>(crypto::labels::sign_conversation_deletion, relay, deletion);
}

}  // namespace holdfast::session
