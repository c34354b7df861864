// The terms of the practice: how long its server keeps what, and its key for records. PROTOCOL.md, "What the practice
// says".
#pragma once

#include <optional>
#include <string>

#include "client/core/step.hpp"
#include "protocol/wire/terms.hpp"

namespace holdfast::client {

/// Empty where the practice has said nothing yet.
[[nodiscard]] std::optional<wire::PracticeTerms> terms_of(const Account& account);

/// The number of the practice's record key, which people compare: six groups of five digits.
[[nodiscard]] std::string number_of(const DhPublic& record_key);

/// At a login: the newest is kept, and a change is told. What the relay's key did not sign, what is older than what is
/// known, and no word at all change nothing. The first word to a new account is shown with all else that is new.
void settle_terms(Step& step, const std::optional<wire::Signed>& terms);

void confirm_record_key(Step& step, Ticket ticket, const command::ConfirmRecordKey& order);

}  // namespace holdfast::client
