// holdfastctl's end of the admin socket: one question, one answer, bounded in time.
#pragma once

#include <filesystem>

#include "protocol/base/result.hpp"
#include "server/shell/admin_protocol.hpp"

namespace holdfast::server {

/// Errors: relay_not_running (nobody listens there, or it went away before it answered), not_the_admin (the system does
/// not let this user at the socket), timed_out (no answer within 10 seconds, for a backup 10 minutes), and the codec's.
[[nodiscard]] Result<SocketAnswer> ask_daemon(const std::filesystem::path& socket, const SocketRequest& request);

}  // namespace holdfast::server
