#include "client/core/account/terms.hpp"

#include "protocol/crypto/dh.hpp"
#include "protocol/identity/record_key.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::client {
namespace {

Result<wire::PracticeTerms> open_terms(const Account& account, const wire::Signed& terms)
{
    auto opened =
        session::open_record<wire::PracticeTerms>(crypto::labels::sign_practice_terms, account.relay_key, terms);
    if (opened.has_error() || !opened->record_key) return opened;
    const auto usable = crypto::check_dh_public(*opened->record_key);
    return usable.has_error() ? Result<wire::PracticeTerms>{usable.errc()} : opened;
}

}  // namespace

std::optional<wire::PracticeTerms> terms_of(const Account& account)
{
    if (!account.terms) return std::nullopt;
    auto terms = wire::decode<wire::PracticeTerms>(account.terms->body);
    return terms.has_error() ? std::nullopt : std::optional{std::move(terms.value())};
}

std::string number_of(const DhPublic& record_key) { return session::record_key_number(record_key); }

void settle_terms(Step& step, const std::optional<wire::Signed>& terms)
{
    if (!terms) return;
    const auto said = open_terms(*step.state.account, *terms);
    if (said.has_error()) return;
    auto before = terms_of(*step.state.account);
    if (before && said->issued <= before->issued) return;
    step.state.account.edit().terms = *terms;
    const bool is_new = !before && step.state.enrolment;
    if (is_new || (before && before->says(*said))) return;
    step.show(show::TermsChanged{std::move(before), *said});
}

void confirm_record_key(Step& step, Ticket ticket, const command::ConfirmRecordKey& order)
{
    if (!step.state.enrolled()) return step.answer(ticket, Errc::not_enrolled);
    if (!step.state.is_therapist()) return step.answer(ticket, Errc::therapists_only);
    const auto terms = terms_of(*step.state.account);
    if (!terms || terms->record_key != order.key) return step.answer(ticket, Errc::not_found);
    step.state.account.edit().record_key = order.key;
    step.answer(ticket);
}

}  // namespace holdfast::client
