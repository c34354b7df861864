// Writing a text about messages, and answering one. What is known of both: client/core/agreement. PROTOCOL.md,
// "Agreement".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

/// The next version goes to everybody this account works with.
void set_agreement(Step& step, Ticket ticket, const command::SetAgreement& order);
void answer_agreement(Step& step, Ticket ticket, const command::AnswerAgreement& order);
/// Somebody joined by an invitation that was made at `invited`, and is sent the text if it is newer than that.
void send_newer_agreement(Step& step, const ConversationId& id, Instant invited);

/// Where the therapist of this account is; before her first hours, in UTC.
[[nodiscard]] Date owners_today(const Step& step);

}  // namespace holdfast::client
