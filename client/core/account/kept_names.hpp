// The names of people, kept with the relay for this account's next device: a restored device would otherwise know
// keys and nobody. Sealed (identity/known_names.hpp), sent again whenever a name has changed. PROTOCOL.md, "Names".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// Sends the names where the relay does not have them as they are; one record at a time.
void keep_names(Step& step);
void on_names_kept(Step& step, const pending::KeepNames& what);
/// Not tried again on this connection: nobody waits for it.
void on_names_not_kept(Step& step);

/// A restored device asks for the names before it asks who there is.
void fetch_names(Step& step);
/// Names that do not open are as good as none; the rosters are asked for next.
void on_names(Step& step, const wire::Names& answer);
void on_no_names(Step& step, const wire::Failure& failure);

/// The name an earlier device gave somebody; empty where that is not known.
[[nodiscard]] std::string earlier_name(const State& state, const AccountId& account);
/// True when every contact has the name an earlier device gave. Precondition: a restore is under way.
[[nodiscard]] bool all_named(const State& state);

}  // namespace holdfast::client
