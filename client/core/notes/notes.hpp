// The notebook of this device's person: entries of their own, sealed in the vault. One rule: nothing of them leaves the
// device but what is shared, one entry at a time, as a message that was shown. Writing, searching and deleting send
// nothing, and nothing that is sent tells that there are any.
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void save_note(Step& step, Ticket ticket, const command::SaveNote& order);
void delete_note(Step& step, Ticket ticket, const command::DeleteNote& order);
void save_note_draft(Step& step, Ticket ticket, const command::SaveNoteDraft& order);
/// As a message of its words.
void share_note(Step& step, Ticket ticket, const command::ShareNote& order);

}  // namespace holdfast::client
