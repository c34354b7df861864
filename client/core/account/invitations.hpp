// A therapist's side of inviting: the secret is made here and shown once; the relay gets what it cannot forge.
// PROTOCOL.md, "Invitation".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void invite(Step& step, Ticket ticket, const command::Invite& order);
/// The relay has the record: only now is there something to hand over.
void on_invitation_published(Step& step, const pending::Invitation& what);
void on_invitation_refused(Step& step, const pending::Invitation& what, const wire::Failure& failure);
/// At login: nobody has seen the codes of invitations whose publication was not answered; and the very old go.
void forget_unpublished_invitations(Step& step);
/// At login: rosters the relay does not have yet, for the day this device is lost.
void publish_rosters(Step& step);

void show_kit(Step& step, Ticket ticket);
void confirm_kit(Step& step, Ticket ticket, const command::ConfirmKit& order);

/// A relay that was restored from a backup forgets open invitations, since some may have been used: it gets again those
/// nobody has.
void give_back_invitations(Step& step);

}  // namespace holdfast::client
