// A question of holdfastctl to the daemon that expects one kind of answer.
#pragma once

#include <optional>
#include <utility>
#include <variant>

#include "server/config.hpp"
#include "server/doctor/facts.hpp"
#include "server/shell/ctl/admin_client.hpp"
#include "server/shell/data_folder.hpp"

namespace holdfast::server {

/// The answer when it is an `Answer`. The socket lies where the relay's user could put another one in its place, so
/// root connects as that user. Errors: act_as_owner's, those of ask_daemon, the code with which the relay refused, and
/// unexpected_frame for an answer of another kind; no_relay_yet where there is nothing that could run.
template <class Answer>
[[nodiscard]] Result<Answer> ask(const Config& config, const SocketRequest& request)
{
    const auto acting = act_as_owner({config.data});
    if (!acting) return acting.errc();
    auto answer = ask_daemon(config.admin_socket, request);
    if (!answer && answer.errc() == Errc::relay_not_running && !may_have_relay({config.data}))
        return Errc::no_relay_yet;
    if (!answer) return answer.errc();
    if (const auto* refused = std::get_if<AdminRefused>(&*answer)) return refused->code;
    if (auto* expected = std::get_if<Answer>(&*answer)) return std::move(*expected);
    return Errc::unexpected_frame;
}

/// Puts into `facts` what the relay says of itself, where one runs. Its status; empty where none gave one that this
/// program can read.
std::optional<ServiceStatus> ask_relay(doctor::Facts& facts);

}  // namespace holdfast::server
