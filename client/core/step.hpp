// One step of the machine: what is durable (State), what lives as long as the connection (Live), the time, and the
// effects collected so far. The parts of the machine are functions over it.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <variant>
#include <vector>

#include "client/audit/case.hpp"
#include "client/core/client.hpp"
#include "client/core/state.hpp"
#include "protocol/identity/receipt.hpp"

namespace holdfast::client {

// ---- requests that the relay has not answered -----------------------------------------------------------------------

namespace pending {
struct Login {};
struct FetchInvitation {};
struct Redeem {};
struct PublishDevices {};
struct Prekeys {};
struct Rosters {};
struct Revoke {};
struct Bundle {
    AccountId account;
};
struct Roster {
    ConversationId conversation;
};
struct Hours {
    ChainName chain;
};
struct PublishHours {
    Ticket ticket = 0;  ///< 0: sent again after a restart
    ChainName chain;
};
struct FetchNames {};
struct KeepNames {
    session::KnownNames names;  ///< kept once it is answered
};
struct HoursAgain {};   ///< for a relay that was restored from a backup
struct ListAgain {};    ///< the same
struct InviteAgain {};  ///< the same
struct Invitation {
    Ticket ticket = 0;
    Row row = 0;
    session::InvitationSecret secret;  ///< lives until the relay has the record and the code was shown
};
struct TakeBack {
    Ticket ticket = 0;
    ConversationId conversation;
    MessageId message;
};
struct End {
    ConversationId conversation;
};
struct Holidays {
    Ticket ticket = 0;
};
struct Log {
    Ticket ticket = 0;
    ConversationId conversation;
    std::uint64_t next = 1;  ///< the number asked for
    session::ReceiptOpener opener;
    std::map<Digest, Row> known{};        ///< by its hash, what this device has verified and kept
    std::vector<audit::Entry> entries{};  ///< those before `next`
};
}  // namespace pending

using OpenRequest = std::variant<pending::Login, pending::FetchInvitation, pending::Redeem, pending::PublishDevices,
                                 pending::Prekeys, pending::Rosters, pending::Revoke, pending::Bundle, pending::Roster,
                                 pending::Hours, pending::PublishHours, pending::HoursAgain, pending::ListAgain,
                                 pending::InviteAgain, pending::Invitation, pending::TakeBack, pending::Holidays,
                                 pending::Log, pending::FetchNames, pending::KeepNames, pending::End>;

enum class Phase : std::uint8_t { offline, greeting, enrolling, logging_in, online };

/// Requests count from here, so that an answer can never be taken for that of a submit number.
inline constexpr wire::RequestId first_request = wire::RequestId{1} << 63;

/// State that lasts as long as the connection.
struct ConnectionState {
    Phase phase = Phase::offline;
    Bytes exporter;
    wire::Nonce client_nonce{};
    wire::Nonce relay_nonce{};
    SignPublic relay_key;
    std::map<wire::RequestId, OpenRequest> pending;
    std::vector<wire::Deliver> sealed;   ///< a therapist's, while their own clock says closed
    std::string tzdata;                  ///< the relay's
    bool names_refused = false;          ///< not tried again before the next login
    bool ending_refused = false;         ///< the same
    bool settled = false;                ///< show::CaughtUp was given
    std::optional<Instant> caught_up;    ///< corrected time: everything the relay had let through was here and opened
    bool probed = false;                 ///< nothing was delivered since the last question
    std::uint64_t submitted_before = 0;  ///< submit numbers up to this one were first handed to an earlier connection
};

/// State that lasts as long as the process.
struct Live {
    ConnectionState connection;
    wire::RequestId next_request = first_request;
    std::deque<Command> waiting;  ///< for the relay
    std::optional<Ticket> enrolling;
    bool checking = false;  ///< the invitation is looked at and not redeemed
    bool dropped = false;   ///< the connection was given up here; its Disconnected is expected
    std::optional<Errc> offline_reason;
    bool offers_list = false;   ///< the relay did not know this device: it is shown the account's list before a login
    bool is_unknown = false;    ///< and then said that it does not know the account either
    std::uint32_t returns = 0;  ///< see Client::returns()
    bool ends_soon = false;     ///< see Client::set_ends_soon()
    bool at_next_address = false;                         ///< the next connection goes where the relay said it will be
    std::optional<Instant> judge_at;                      ///< corrected time: the next promised window can be judged
    std::optional<std::chrono::milliseconds> difference;  ///< relay minus here
    std::optional<Instant> away_since;           ///< when it was last there, until what it missed was looked up
    std::optional<Instant> attend_at;            ///< corrected time: a therapist's next window begins
    std::map<ConversationId, Instant> prompted;  ///< the last due time that was told
};

struct Step {
    State& state;
    Live& live;
    crypto::Random& random;
    Instant device_now;
    Instant relay_now;  ///< the device's clock, corrected by the relay's
    Effects out{};
    std::vector<wire::AckItem> acks{};
    std::optional<Instant> wake{};  ///< corrected time

    [[nodiscard]] bool online() const noexcept { return live.connection.phase == Phase::online; }
    void send(wire::ClientFrame frame) { out.send.push_back(std::move(frame)); }
    void show(Show item) { out.show.push_back(std::move(item)); }
    void answer(Ticket ticket, std::optional<Errc> error = {})
    {
        if (ticket != 0) show(show::Answered{ticket, error, std::nullopt});
    }
    /// The same with words of its own.
    void answer(Ticket ticket, const hours::PlacedError& error)
    {
        if (ticket != 0) show(show::Answered{ticket, error.code, error});
    }
    void wake_by(Instant t)
    {
        if (!wake || t < *wake) wake = t;
    }

    /// Sends `frame` under a new request number and remembers what for.
    template <class Frame>
    void request(Frame frame, OpenRequest what)
    {
        frame.request = live.next_request++;
        live.connection.pending.emplace(frame.request, std::move(what));
        send(std::move(frame));
    }
    /// True when a request of this sort is unanswered.
    template <class What>
    [[nodiscard]] bool is_pending() const
    {
        for (const auto& [request, what] : live.connection.pending)
            if (std::holds_alternative<What>(what)) return true;
        return false;
    }
};

/// This device's time corrected by the relay's, where the two are close enough to be corrected.
[[nodiscard]] Instant corrected(const Live& live, Instant now);
/// False where this device's clock and the relay's are too far apart to tell what is over: nothing is judged then.
[[nodiscard]] bool clocks_agree(const Live& live);
/// The relay's time as its latest greeting tells it, however far this device's clock is from it; this device's before
/// any.
[[nodiscard]] Instant relay_time(const Step& step);
/// The earlier of the two clocks. Ages are counted by this one: a clock that is wrong loses
/// nothing.
[[nodiscard]] Instant earliest(const Step& step);
/// Gives the connection up for a reason of ours; everything that waits for the relay is answered with it.
void drop(Step& step, Errc reason);

}  // namespace holdfast::client
