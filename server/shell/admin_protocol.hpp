// The messages between holdfastctl and holdfastd on the admin socket: one request, one answer, each a uint32 length and
// that many bytes in the wire codec. Both programs come from one build, so there is no version to agree on.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <tuple>
#include <variant>

#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/events.hpp"

namespace holdfast {

/// For the codec: any number is an Errc to it, since AdminRefused is only shown.
constexpr bool is_known(Errc) noexcept { return true; }

}  // namespace holdfast

namespace holdfast::server {

/// Longest request or answer; the account lines of 30,000 people.
inline constexpr std::size_t admin_message_max = std::size_t{4} << 20;
/// Bytes of the length in front.
inline constexpr std::size_t admin_length_size = 4;

/// Writes a copy of the store to a new file, as the user that runs holdfastd. Absolute path.
struct MakeBackup {
    static constexpr std::uint16_t tag = 50;
    std::string file;
    static constexpr auto fields() { return std::tuple{&MakeBackup::file}; }
    friend bool operator==(const MakeBackup&, const MakeBackup&) = default;
};

/// The certificate and its key are read again; connections stay.
struct ReloadCertificate {
    static constexpr std::uint16_t tag = 51;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const ReloadCertificate&, const ReloadCertificate&) = default;
};

/// Answers ReloadCertificate.
struct CertificateRead {
    static constexpr std::uint16_t tag = 151;
    std::string problem;  ///< why the new one is of no use, and the old one stays; empty: it is in use
    static constexpr auto fields() { return std::tuple{&CertificateRead::problem}; }
    friend bool operator==(const CertificateRead&, const CertificateRead&) = default;
};

using SocketRequest =
    std::variant<InviteTherapist, ListAccounts, IssueNotice, AskStatus, ConfirmClock, SuggestHolidays, SuspendAccount,
                 ResumeAccount, RemoveAccount, ListDevices, RevokeDevice, ListInvitations, RevokeInvitation, ReadDeeds,
                 ListNotices, MakeBackup, ReloadCertificate, AskWaiting, AnnounceMove, AskMove>;

/// What the program that tells people outside said when it asked last.
struct OutsideReport {
    Instant at;
    std::uint32_t people = 0;
    std::uint32_t stopped = 0;  ///< of them, those whose notices have stopped
    static constexpr auto fields()
    {
        return std::tuple{&OutsideReport::at, &OutsideReport::people, &OutsideReport::stopped};
    }
    friend bool operator==(const OutsideReport&, const OutsideReport&) = default;
};

/// The relay's status with the shell's own counts.
struct ServiceStatus {
    static constexpr std::uint16_t tag = 150;
    RelayStatus relay;
    Instant started;
    std::uint64_t connections = 0;
    std::uint64_t before_login = 0;  ///< of the connections
    std::uint64_t commits = 0;       ///< since the start, as are the rest
    std::uint64_t events = 0;
    std::uint64_t turned_away = 0;  ///< connections that found no room
    std::string version;            ///< of the program that answers
    bool room = true;               ///< on the disk, for more
    std::optional<OutsideReport> outside;
    bool clock_set = false;  ///< over the network, since the machine started
    static constexpr auto fields()
    {
        return std::tuple{&ServiceStatus::relay,        &ServiceStatus::started,  &ServiceStatus::connections,
                          &ServiceStatus::before_login, &ServiceStatus::commits,  &ServiceStatus::events,
                          &ServiceStatus::turned_away,  &ServiceStatus::version,  &ServiceStatus::room,
                          &ServiceStatus::outside,      &ServiceStatus::clock_set};
    }
    friend bool operator==(const ServiceStatus&, const ServiceStatus&) = default;
};

using SocketAnswer = std::variant<AdminDone, AdminRefused, AccountLines, ServiceStatus, DeviceLines, InvitationNumber,
                                  InvitationLines, Deeds, NoticeLines, CertificateRead, WaitingFor, MoveLine>;

/// `message` with its length in front. Precondition: at most admin_message_max bytes.
template <class Message>
[[nodiscard]] Bytes admin_frame(const Message& message)
{
    const auto body = wire::encode(message);
    require(body.size() <= admin_message_max, "an admin message over the limit");
    wire::Writer out;
    out.number(body.size(), admin_length_size);
    out.raw(body);
    return std::move(out).take();
}

/// The length that `head` (admin_length_size bytes) announces. Errc::too_large.
[[nodiscard]] Result<std::size_t> admin_length(BytesView head);

}  // namespace holdfast::server
