#include "client/core/account/kept_names.hpp"

#include <algorithm>
#include <utility>

#include "client/core/agreement/agreements.hpp"

namespace holdfast::client {
namespace {

session::KnownNames names_of(const State& state)
{
    session::KnownNames names{state.account->name, {}};
    if (state.own_contacts) names.contacts = state.own_contacts->contacts;
    if (state.own_agreement) names.agreement = state.own_agreement->text;
    for (const auto& [row, contact] : state.contacts.rows()) names.others.push_back({contact.account, contact.name});
    return names;
}

void fetch_rosters(Step& step) { step.request(wire::FetchRosters{}, pending::Rosters{}); }

}  // namespace

void keep_names(Step& step)
{
    const auto& state = step.state;
    if (!step.online() || step.live.connection.names_refused || step.is_pending<pending::KeepNames>()) return;
    // Restored names must not be overwritten before they have arrived.
    if (state.enrolment && state.enrolment->restoring) return;
    auto names = names_of(state);
    if (state.kept_names && state.kept_names->names == names) return;
    auto sealed = session::seal_names(state.keys->identity, state.account->role, names, step.random);
    if (sealed.has_error()) return on_names_not_kept(step);
    step.request(wire::KeepNames{0, std::move(sealed.value())}, pending::KeepNames{std::move(names)});
}

void on_names_kept(Step& step, const pending::KeepNames& what) { step.state.kept_names.set({what.names}); }

void on_names_not_kept(Step& step) { step.live.connection.names_refused = true; }

void fetch_names(Step& step) { step.request(wire::FetchNames{}, pending::FetchNames{}); }

void on_names(Step& step, const wire::Names& answer)
{
    if (!step.state.enrolment || !step.state.enrolment->restoring) return;
    if (answer.sealed)
        if (auto names = session::open_names(step.state.keys->identity, *answer.sealed); names.has_value()) {
            step.state.account.edit().name = names->own;
            step.state.enrolment.edit().names = std::move(names->others);
            if (!names->contacts.empty()) step.state.own_contacts.set({std::move(names->contacts)});
            if (names->agreement) restore_own_agreement(step.state, *names->agreement, step.relay_now);
        }
    fetch_rosters(step);
}

void on_no_names(Step& step, const wire::Failure& failure)
{
    if (failure.retry) return drop(step, static_cast<Errc>(failure.code));
    if (step.state.enrolment && step.state.enrolment->restoring) fetch_rosters(step);
}

std::string earlier_name(const State& state, const AccountId& account)
{
    if (!state.enrolment) return {};
    const auto& names = state.enrolment->names;
    const auto found = std::ranges::find(names, account, &session::KnownName::account);
    return found == names.end() ? std::string{} : found->name;
}

bool all_named(const State& state)
{
    const auto& contacts = state.contacts.rows();
    return std::ranges::all_of(contacts,
                               [&](const auto& row) { return !earlier_name(state, row.second.account).empty(); });
}

}  // namespace holdfast::client
