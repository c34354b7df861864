// Sends a notice: by SMTP or to a web address, with libcurl. The one rule: without encryption only to this machine.
#pragma once

#include <string>

#include "protocol/base/instant.hpp"
#include "server/outside/people.hpp"

namespace holdfast::server::outside {

/// A letter as SMTP carries it. Pure. `unique` is any text no other letter has.
[[nodiscard]] std::string letter(const People& people, const Person& to, Instant now, const std::string& unique);

/// Why it could not be delivered, without any address or content; empty when it was.
[[nodiscard]] std::string post(const People& people, const Person& to, Instant now, const std::string& unique);

}  // namespace holdfast::server::outside
