#include "protocol/identity/agreement.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {

wire::Signed sign_agreement(const crypto::SignKeyPair& identity, const wire::AgreementText& text)
{
    return sign_record(crypto::labels::sign_agreement, identity, text);
}

wire::Signed sign_agreement_word(const crypto::SignKeyPair& identity, const wire::AgreementWord& word)
{
    return sign_record(crypto::labels::sign_agreement_word, identity, word);
}

Digest agreement_hash(const wire::Signed& text) { return crypto::sha256(crypto::labels::agreement_hash, text.body); }

Result<wire::AgreementText> open_agreement(const wire::Signed& text, const SignPublic& owner)
{
    auto opened = open_record<wire::AgreementText>(crypto::labels::sign_agreement, owner, text);
    if (opened.has_error()) return opened;
    if (opened->owner != account_id(owner)) return Errc::wrong_key;
    const bool readable = !opened->text.empty() && opened->text.size() <= wire::max_agreement_bytes;
    if (opened->version == 0 || !readable) return Errc::out_of_range;
    return opened;
}

Result<wire::AgreementWord> open_agreement_word(const wire::Signed& word, const SignPublic& account,
                                                const ConversationId& conversation)
{
    auto opened = open_record<wire::AgreementWord>(crypto::labels::sign_agreement_word, account, word);
    if (opened.has_error()) return opened;
    if (opened->account != account_id(account)) return Errc::wrong_key;
    if (opened->conversation != conversation) return Errc::wrong_address;
    return opened;
}

}  // namespace holdfast::session
