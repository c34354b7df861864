// One installation of the client in the simulation, with its disk, its clock and its place in the network.
#pragma once

#include <deque>
#include <filesystem>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/core/client.hpp"
#include "server/core/events.hpp"
#include "tests/sim/action.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::sim {

/// When a process dies beside its disk: after its commit, before or among what it had to hand out.
enum class Crash : std::uint8_t { none, before_effects, among_effects };

/// Somebody between this device and the relay, for so many frames.
struct Meddler {
    std::optional<Kind> mode;
    unsigned frames = 0;
    Choice choice{0};
    std::deque<wire::RelayFrame> heard;  ///< on its way down before, to be played again
    std::deque<wire::ClientFrame> said;
};

struct Device {
    Device(holdfast::test::MemoryVfs& files, std::string who, std::filesystem::path place, bool therapist_role)
        : name{std::move(who)},
          directory{std::move(place)},
          therapist{therapist_role},
          disk{std::make_unique<holdfast::test::FaultVfs>(files)},
          random{name}
    {
    }

    [[nodiscard]] std::string vault_file() const { return (directory / "vault.db").string(); }
    /// Nobody may expect that everything of this device arrives: why is for each flag to say.
    [[nodiscard]] bool excused() const noexcept { return swapped || frozen || orphan || victim; }

    std::string name;
    std::filesystem::path directory;
    bool therapist = false;
    std::unique_ptr<holdfast::test::FaultVfs> disk;
    holdfast::test::SeededRandom random;
    std::optional<client::Client> client;  ///< empty while the program does not run
    std::optional<Instant> wake_at;        ///< in true time
    std::chrono::milliseconds clock_error{0};
    bool clock_changed = false;  ///< since its last login
    std::optional<Address> address;
    std::set<Address> former;                    ///< of the devices that were lost before this one
    std::string kit_words;                       ///< what a lost device is replaced by
    std::optional<ConversationId> conversation;  ///< a client's
    Device* owner = nullptr;                     ///< a client's therapist
    bool inviting = false;

    bool wants_online = true;
    server::ConnectionId link = 0;
    unsigned attempts = 0;
    Seconds latency{0};
    Meddler meddler;
    Crash crash = Crash::none;
    std::uint64_t crash_at = 0;  ///< with among_effects: how many are handed out

    client::Ticket last_ticket = 0;
    std::optional<Errc> answer;
    bool answered = false;
    std::optional<client::show::Kit> kit;
    std::optional<client::show::Invitation> invitation;
    std::optional<client::show::AuditDone> audit;

    bool swapped = false;          ///< somebody put an older copy of the vault in its place
    bool frozen = false;           ///< it was stopped for that, or for what looked like it
    bool orphan = false;           ///< the relay was restored from a backup that does not know it
    bool victim = false;           ///< frames of its connections were altered or replayed
    bool meddled = false;          ///< frames of its connections were dropped, repeated or mixed up
    bool poisoned = false;         ///< the last keys it was offered for somebody were forged
    std::set<MessageId> durable;   ///< what it has called saved, or shown
    std::set<std::string> unsent;  ///< texts it has called kept: each is a draft or a message, never both
    std::map<ConversationId, std::string> lines;       ///< those being written
    std::map<ConversationId, std::string> names_sent;  ///< what others are called in the latest record for the relay
    std::optional<wire::RequestId> keeping_names;      ///< set until that is answered
    /// Names the relay has said it has, and later ones, where it may have them.
    std::map<ConversationId, std::set<std::string>> names_at_relay;
    bool replaced = false;  ///< it is in the place of a lost one
    bool copied = false;
};

}  // namespace holdfast::sim
