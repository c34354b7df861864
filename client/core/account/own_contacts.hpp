// Whom a client turns to besides the practice's contacts. They stay with the account: on this device, and sealed in the
// record of names for the next one. PROTOCOL.md, "Names".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void set_own_contacts(Step& step, Ticket ticket, const command::SetOwnContacts& order);

}  // namespace holdfast::client
