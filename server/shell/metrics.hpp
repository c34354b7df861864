// What a relay tells monitoring, in the text format of Prometheus (version 0.0.4): holdfastctl prints it, and the
// loopback listener serves it. The one rule: counts of the whole practice only. No series has the name or the id of
// anybody, and none says who is there. Pure.
#pragma once

#include <optional>
#include <string>

#include "server/doctor/facts.hpp"
#include "server/shell/admin_protocol.hpp"

namespace holdfast::server {

/// As the header Content-Type names the format.
inline constexpr const char* metrics_type = "text/plain; version=0.0.4; charset=utf-8";

/// What doctor::judge() is to know of a relay that answered.
[[nodiscard]] doctor::Running running_of(const ServiceStatus& status);

/// `status` is empty where no relay answered; then the machine's own facts are told all the same.
[[nodiscard]] std::string metrics_text(const doctor::Facts& facts, const std::optional<ServiceStatus>& status);

}  // namespace holdfast::server
