// What the practice says of its server, in words: how long it keeps what, and its key for records. It is shown before
// the first message, by `status`, and where it changes.
#pragma once

#include <optional>
#include <string>

#include "client/ui/view.hpp"
#include "protocol/wire/terms.hpp"

namespace holdfast::ui {

/// For the person of this role; empty terms: the practice has said nothing.
[[nodiscard]] Lines terms_lines(const std::optional<wire::PracticeTerms>& terms, wire::Role role);

/// What is said otherwise than before, and nothing else.
[[nodiscard]] Lines terms_change_lines(const client::show::TermsChanged& changed, wire::Role role);

}  // namespace holdfast::ui
