#include "client/core/given_back.hpp"

namespace holdfast::client {
namespace {

template <class Record>
std::optional<AccountId> named_in(const wire::Signed& record, AccountId Record::*signer)
{
    const auto opened = wire::decode<Record>(record.body);
    return opened.has_error() ? std::nullopt : std::optional{opened.value().*signer};
}

}  // namespace

std::optional<AccountId> signer_of(const EntryBody& body)
{
    if (const auto* plan = std::get_if<wire::CopingPlan>(&body)) return named_in(plan->plan, &wire::PlanText::owner);
    if (const auto* answer = std::get_if<wire::CopingPlanAnswer>(&body))
        return named_in(answer->word, &wire::PlanWord::account);
    if (const auto* rhythm = std::get_if<wire::Rhythm>(&body)) return named_in(rhythm->text, &wire::RhythmText::author);
    if (const auto* answer = std::get_if<wire::RhythmAnswer>(&body))
        return named_in(answer->word, &wire::RhythmWord::account);
    return std::nullopt;
}

bool gives_back(const State& state, const wire::Content& content)
{
    const auto* conversation = state.conversation(content.conversation);
    const auto body = entry_body(content.body);
    return body && conversation && conversation->restored && content.account != state.account->id &&
           signer_of(*body) == state.account->id;
}

Result<SignPublic> signer_key(const State& state, const wire::Content& content, const SignPublic* writer)
{
    if (gives_back(state, content)) return state.keys->identity.pub;
    if (writer) return *writer;
    const auto* contact = state.contact(content.account);
    if (!contact) return Errc::wrong_key;
    return list_of(contact->device_list).identity;
}

}  // namespace holdfast::client
