#include "protocol/identity/coping_plan.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
wire::Signed sign_plan(const crypto::SignKeyPair& identity, const wire::PlanText& plan)
{
    return sign_record(crypto::labels::sign_plan, identity, plan);
}

wire::Signed sign_plan_word(const crypto::SignKeyPair& identity, const wire::PlanWord& word)
{
    return sign_record(crypto::labels::sign_plan_word, identity, word);
}

Digest plan_hash(const wire::Signed& plan) { return crypto::sha256(crypto::labels::plan_hash, plan.body); }

Status check_plan(const std::string& note, const std::vector<wire::PlanStep>& steps)
{
    if (steps.empty()) return Errc::empty_text;
    if (steps.size() > wire::max_plan_steps) return Errc::text_too_long;
    if (const auto fits = check_words(note, wire::max_plan_note_bytes); fits.has_error()) return fits;
    for (const auto& step : steps) {
        if (step.heading.empty()) return Errc::empty_text;
        if (const auto fits = check_words(step.heading, wire::max_plan_heading_bytes); fits.has_error()) return fits;
        if (const auto fits = check_words(step.words, wire::max_plan_words_bytes); fits.has_error()) return fits;
    }
    return ok();
}

Status check_plan_words(const std::vector<std::string>& words)
{
    if (words.size() > wire::max_plan_steps) return Errc::text_too_long;
    for (const auto& one : words)
        if (const auto fits = check_words(one, wire::max_plan_words_bytes); fits.has_error()) return fits;
    return ok();
}

Result<wire::PlanText> open_plan(const wire::Signed& plan, const SignPublic& owner, const ConversationId& conversation)
{
    auto opened = open_record<wire::PlanText>(crypto::labels::sign_plan, owner, plan);
    if (opened.has_error()) return opened;
    if (opened->owner != account_id(owner)) return Errc::wrong_key;
    if (opened->conversation != conversation) return Errc::wrong_address;
    if (opened->version == 0) return Errc::out_of_range;
    if (const auto fits = check_plan(opened->note, opened->steps); fits.has_error()) return fits.errc();
    return opened;
}

Result<wire::PlanWord> open_plan_word(const wire::Signed& word, const SignPublic& account,
                                      const ConversationId& conversation)
{
    auto opened = open_record<wire::PlanWord>(crypto::labels::sign_plan_word, account, word);
    if (opened.has_error()) return opened;
    if (opened->account != account_id(account)) return Errc::wrong_key;
    if (opened->conversation != conversation) return Errc::wrong_address;
    if (const auto fits = check_plan_words(opened->words); fits.has_error()) return fits.errc();
    return opened;
}

}  // namespace holdfast::session
