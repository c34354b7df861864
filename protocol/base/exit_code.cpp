#include "protocol/base/exit_code.hpp"

namespace holdfast {

int exit_code(Errc code) noexcept
{
    switch (code) {
        case Errc::bad_key:
        case Errc::bad_signature:
        case Errc::wrong_key:
        case Errc::wrong_relay:
        case Errc::bad_certificate:
        case Errc::broken_chain:
        case Errc::fork:
        case Errc::stranger: return exit_not_trusted;
        case Errc::unreachable:
        case Errc::closed:
        case Errc::timed_out:
        case Errc::relay_stopping:
        case Errc::relay_not_running:
        case Errc::login_refused:
        case Errc::device_frozen:
        case Errc::device_revoked:
        case Errc::account_suspended:
        case Errc::account_ended:
        case Errc::account_unknown:
        case Errc::submit_conflict:
        case Errc::queue_full:
        case Errc::rate_limited:
        case Errc::no_prekeys:
        case Errc::no_session:
        case Errc::unexpected_frame:
        case Errc::unknown_tag:
        case Errc::unknown_version:
        case Errc::relay_outdated:
        case Errc::program_outdated: return exit_network;
        case Errc::disk_full:
        case Errc::store_broken:
        case Errc::internal: return exit_unexpected;
        default: return exit_user;
    }
}

std::string exit_codes_words()
{
    std::string words = "Exit codes:";
    for (const auto& one : exit_codes)
        words += (one.code == exit_codes.front().code ? " " : ", ") + std::to_string(one.code) + " " +
                 std::string{one.words};
    return words + ".";
}

}  // namespace holdfast
