#include "client/core/plan/plans.hpp"

#include <algorithm>

#include "client/core/given_back.hpp"
#include "protocol/identity/coping_plan.hpp"

namespace holdfast::client {
namespace {

/// Of one conversation; the oldest go, but for the one that is agreed. All of them stand in the history.
constexpr std::size_t most_plan_versions = 24;
/// Words on one version: whoever takes the last back has said what the one before it says.
constexpr std::size_t most_plan_words = 8;

/// Of a record that was opened before it was stored.
wire::PlanText plan_in(const wire::Signed& record) { return wire::decode<wire::PlanText>(record.body).value(); }

bool is_older(const wire::PlanText& a, const wire::PlanText& b)
{
    return std::pair{a.made, a.version} < std::pair{b.made, b.version};
}

/// The newest first.
std::vector<Row> plan_rows(const State& state, const ConversationId& id)
{
    std::vector<std::pair<Row, wire::PlanText>> found;
    for (const auto& [row, version] : state.plans.rows())
        if (version.conversation == id) found.emplace_back(row, plan_in(version.plan));
    std::ranges::sort(found, [](const auto& a, const auto& b) { return is_older(b.second, a.second); });
    std::vector<Row> rows;
    for (const auto& [row, plan] : found) rows.push_back(row);
    return rows;
}

std::optional<Row> plan_row(const State& state, const ConversationId& id, const Digest& hash)
{
    return state.plans.find([&](const PlanVersion& version) {
        return version.conversation == id && session::plan_hash(version.plan) == hash;
    });
}

CopingPlanView plan_view(const PlanVersion& version)
{
    auto plan = plan_in(version.plan);
    CopingPlanView view{
        session::plan_hash(version.plan), plan.version, plan.made, std::move(plan.note), std::move(plan.steps), {}};
    if (version.words.empty()) return view;
    view.word = version.words.back().word;
    for (std::size_t i = 0; i < view.word->words.size() && i < view.steps.size(); ++i)
        view.steps[i].words = view.word->words[i];
    return view;
}

bool was_agreed(const PlanVersion& version)
{
    return std::ranges::any_of(version.words, [](const KeptPlanWord& kept) { return kept.word.agreed; });
}

void add_plan(State& state, const ConversationId& id, const wire::Signed& plan, const MessageId& message)
{
    if (plan_row(state, id, session::plan_hash(plan))) return;
    state.plans.add({id, plan, message, {}});
    const auto rows = plan_rows(state, id);
    if (rows.size() <= most_plan_versions) return;
    const auto agreed = agreed_plan(state, id);
    const bool stays = agreed && agreed->hash == session::plan_hash(state.plans.at(rows.back()).plan);
    state.plans.erase(stays ? rows[rows.size() - 2] : rows.back());
}

bool has_word(const State& state, const ConversationId& id, const Digest& plan)
{
    const auto row = plan_row(state, id, plan);
    return row && !state.plans.at(*row).words.empty();
}

/// Behind those that were written before it: one that was missing comes late.
void add_plan_word(State& state, KeptPlanWord kept)
{
    const auto row = plan_row(state, kept.word.conversation, kept.word.plan);
    if (!row) return;
    auto& words = state.plans.edit(*row).words;
    const auto later = std::ranges::find_if(
        words, [&](const KeptPlanWord& one) { return one.device == kept.device && one.sequence > kept.sequence; });
    words.insert(later, std::move(kept));
    if (words.size() > most_plan_words) words.erase(words.begin());
}

Status check_version(const State& state, const ConversationId& id, const wire::Signed& record, const SignPublic& owner)
{
    const auto plan = session::open_plan(record, owner, id);
    if (plan.has_error()) return plan.errc();
    for (const auto& [row, version] : state.plans.rows()) {
        if (version.conversation != id || version.plan.body == record.body) continue;
        const auto known = plan_in(version.plan);
        if (known.version == plan->version && known.made == plan->made) return Errc::out_of_range;
    }
    return ok();
}

/// A therapist's device that was restored knows no earlier version: a word on one of those is kept in the history and
/// counts for nothing.
Status check_plan_word(const State& state, const wire::PlanWord& word)
{
    const auto row = plan_row(state, word.conversation, word.plan);
    const auto* conversation = state.conversation(word.conversation);
    if (!row) return conversation && conversation->restored ? ok() : Status{Errc::out_of_range};
    const auto steps = plan_in(state.plans.at(*row).plan).steps.size();
    return word.words.empty() || word.words.size() == steps ? ok() : Status{Errc::out_of_range};
}

std::optional<Row> plan_draft_row(const State& state, const ConversationId& id)
{
    return state.plan_drafts.find([&](const PlanDraft& draft) { return draft.conversation == id; });
}

}  // namespace

std::optional<CopingPlanView> newest_plan(const State& state, const ConversationId& id)
{
    const auto rows = plan_rows(state, id);
    if (rows.empty()) return std::nullopt;
    return plan_view(state.plans.at(rows.front()));
}

std::optional<CopingPlanView> agreed_plan(const State& state, const ConversationId& id)
{
    for (const Row row : plan_rows(state, id)) {
        const auto& version = state.plans.at(row);
        auto view = plan_view(version);
        if (view.is_agreed()) return view;
        if (was_agreed(version)) return std::nullopt;
    }
    return std::nullopt;
}

std::optional<CopingPlanView> plan_while_closed(const State& state, const ConversationId& id)
{
    if (auto agreed = agreed_plan(state, id)) return agreed;
    auto newest = newest_plan(state, id);
    if (newest && newest->word) return std::nullopt;
    return newest;
}

PlanVersion kept_plan(const State& state, const ConversationId& id, const Digest& hash)
{
    return state.plans.at(plan_row(state, id, hash).value());
}

CopingPlanDraft plan_draft(const State& state, const ConversationId& id)
{
    const auto row = plan_draft_row(state, id);
    if (!row) return {};
    return {state.plan_drafts.at(*row).note, state.plan_drafts.at(*row).steps};
}

Status check_plan(const State& state, const wire::Content& content, const SignPublic* writer)
{
    const auto* plan = std::get_if<wire::CopingPlan>(&content.body);
    const auto* answer = std::get_if<wire::CopingPlanAnswer>(&content.body);
    if (!plan && !answer) return ok();
    const auto identity = signer_key(state, content, writer);
    if (identity.has_error()) return identity.errc();
    if (plan) return check_version(state, content.conversation, plan->plan, *identity);
    const auto word = session::open_plan_word(answer->word, *identity, content.conversation);
    if (word.has_error()) return word.errc();
    return check_plan_word(state, *word);
}

void note_plan(State& state, const wire::Content& content)
{
    if (const auto* plan = std::get_if<wire::CopingPlan>(&content.body))
        add_plan(state, content.conversation, plan->plan, content.message);
    const auto* answer = std::get_if<wire::CopingPlanAnswer>(&content.body);
    if (!answer) return;
    auto word = wire::decode<wire::PlanWord>(answer->word.body).value();
    // A word of this device counts, and not one of an earlier device.
    if (gives_back(state, content) && has_word(state, content.conversation, word.plan)) return;
    add_plan_word(state, {std::move(word), content.message, content.device, content.sequence});
}

void note_own_plan(State& state, const ConversationId& id, const wire::Signed& plan, const MessageId& message)
{
    add_plan(state, id, plan, message);
    set_plan_draft(state, id, {});
}

void note_own_plan_word(State& state, const wire::PlanWord& word, const MessageId& message)
{
    const auto row = state.entry_row(message);
    add_plan_word(state, {word, message, state.account->device, row ? state.entries.head(*row).sequence : 0});
    set_plan_draft(state, word.conversation, {});
}

void forget_plan(State& state, const Entry& entry)
{
    if (std::holds_alternative<wire::CopingPlan>(entry.body)) {
        const auto row = state.plans.find([&](const PlanVersion& version) { return version.message == entry.message; });
        if (row) state.plans.erase(*row);
        return;
    }
    const auto* answer = std::get_if<wire::CopingPlanAnswer>(&entry.body);
    if (!answer) return;
    const auto word = wire::decode<wire::PlanWord>(answer->word.body);
    if (word.has_error()) return;
    if (const auto row = plan_row(state, entry.conversation, word->plan))
        std::erase_if(state.plans.edit(*row).words,
                      [&](const KeptPlanWord& kept) { return kept.message == entry.message; });
}

void set_plan_draft(State& state, const ConversationId& id, const CopingPlanDraft& draft)
{
    if (const auto row = plan_draft_row(state, id)) state.plan_drafts.erase(*row);
    if (!draft.empty()) state.plan_drafts.add({id, draft.note, draft.steps});
}

}  // namespace holdfast::client
