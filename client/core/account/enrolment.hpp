// From an invitation, or a recovery kit, to an account that can write. Each arrow is a committed step; after a crash
// the next connection takes up where the last commit stands, and the relay gives the same answers again.
//
//   Enrol ──► fetch ─record under its HMAC─► redeem ─Redeemed─► set up ─prekeys, session, hours─► enrolled
//   Restore ──► publish devices ─Done─► set up ─prekeys, rosters, sessions, hours─► enrolled
//
// PROTOCOL.md, "Invitation" and "Recovery kit".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void start_enrolment(Step& step, Ticket ticket, const command::Enrol& order);
/// Goes as far as the record and leaves nothing behind.
void check_invitation(Step& step, Ticket ticket, const command::CheckInvitation& order);
void start_restore(Step& step, Ticket ticket, const command::Restore& order);

/// After a verified greeting: does what the progress asks for.
void continue_enrolment(Step& step);
void on_invitation(Step& step, const wire::Invitation& answer);
void on_redeemed(Step& step, const wire::Redeemed& answer);
void on_devices_published(Step& step);
void on_rosters(Step& step, const wire::Rosters& answer);
/// The relay refused one of these requests; for good unless it says otherwise.
void on_enrolment_refused(Step& step, const wire::Failure& failure);
/// Everything set-up asked for was answered.
void finish_enrolment(Step& step);

}  // namespace holdfast::client
