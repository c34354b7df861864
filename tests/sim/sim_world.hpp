// A practice in which things go wrong: the real relay machine and real clients over real stores on disks in memory, a
// network with delays, and everything a plan does to them, in virtual time. What is seen on the way is checked at once;
// after the plan everything is put right, and what must be true in the end is checked (invariants.hpp).
//
// Throws Violation. One process plays one world at a time.
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "server/core/relay.hpp"
#include "tests/sim/coverage.hpp"
#include "tests/sim/device.hpp"
#include "tests/sim/ledger.hpp"
#include "tests/support/support.hpp"

namespace holdfast::sim {

/// One connection as both ends see it, which is not always the same.
struct Link {
    server::ConnectionId id = 0;
    Device* device = nullptr;
    bool client_open = true;
    bool relay_open = true;
    bool hole = false;  ///< nothing arrives any more and nobody says so
    bool lost = false;  ///< what was on its way is gone
    Instant up_free;    ///< what is sent later arrives later
    Instant down_free;
    Choice noise{0};
    std::set<std::uint64_t> in_flight;  ///< deliveries without an ack
};

/// The memory and descriptors of this process.
struct Resources {
    std::size_t bytes = 0;  ///< asked of the heap and not given back
    std::size_t descriptors = 0;
};
[[nodiscard]] Resources resources_now();

class SimWorld {
  public:
    SimWorld(const Plan& plan, Coverage& coverage);
    ~SimWorld();
    SimWorld(const SimWorld&) = delete;
    SimWorld& operator=(const SimWorld&) = delete;

    /// Set up, every action of the plan, healing, and the checks at the end.
    void run();

    // For actions.cpp and invariants.cpp.
    [[nodiscard]] Instant now() const noexcept { return now_; }
    [[nodiscard]] Instant relay_now() const noexcept { return now_ + relay_error_; }
    [[nodiscard]] Instant now_at(const Device& device) const noexcept { return now_ + device.clock_error; }
    [[nodiscard]] std::vector<std::unique_ptr<Device>>& devices() noexcept { return devices_; }
    [[nodiscard]] Device* therapist_of(const ConversationId& conversation) noexcept;
    [[nodiscard]] Device* client_of(const ConversationId& conversation) noexcept;
    [[nodiscard]] std::vector<ConversationId> conversations_of(const Device& device) const;
    [[nodiscard]] Device* device_at(const Address& address) noexcept;
    /// Whether a device was lost and replaced by another.
    [[nodiscard]] bool is_lost(const Address& address) noexcept
    {
        const auto* device = device_at(address);
        return device && device->address != address;
    }
    [[nodiscard]] server::Relay* relay() noexcept { return relay_.get(); }
    [[nodiscard]] holdfast::test::MemoryVfs& files() noexcept { return files_; }
    [[nodiscard]] holdfast::test::FaultVfs& relay_disk() noexcept { return *relay_disk_; }
    [[nodiscard]] std::string relay_file() const { return (directory_ / "relay.db").string(); }
    [[nodiscard]] Ledger& ledger() noexcept { return ledger_; }
    [[nodiscard]] Coverage& coverage() noexcept { return coverage_; }
    /// Whether the relay has acks that a crash would undo.
    [[nodiscard]] bool has_unwritten() const noexcept { return unwritten_; }
    [[nodiscard]] const Resources& before() const noexcept { return before_; }

    /// `line`: the conversation in which this was the line being written.
    void give(Device& device, client::Order order, std::optional<ConversationId> line = std::nullopt);
    void step(Device& device, client::Event event);
    void advance(Instant until);
    void later(Seconds delay, std::function<void()> act);

    void kill(Device& device, holdfast::test::FaultVfs::Fault how, Seconds until_restart);
    void start(Device& device);
    /// Gone for good; its person goes on from the recovery kit, on a new one.
    void lose(Device& device);
    void swap_vault(Device& device, const std::string& copy);
    void kill_relay(holdfast::test::FaultVfs::Fault how, Seconds until_restart);
    void start_relay();
    void crash_relay_at(Crash crash, std::uint64_t at) noexcept;
    void jump_relay_clock(std::chrono::milliseconds by);
    void fill_relay_disk(bool full) noexcept { relay_has_room_ = !full; }
    void back_up();
    void restore(std::size_t which);
    void tell_relay(server::AdminRequest request);

    void connect(Device& device);
    void cut(Device& device, Errc reason, Seconds relay_notices, bool lost);
    void flood(Device& device, Choice choice);
    void swallow(Device& device);
    /// A new installation that accepts what `therapist` was given.
    void enrol(const std::string& name, const std::string& invitation, Device& therapist);
    /// The next invitation this therapist gets is accepted by somebody.
    void invite(Device& therapist);

  private:
    void set_up();
    void heal();
    void settle();
    void open_vault(Device& device);
    Device& add_device(const std::string& name, bool therapist);
    void order(Device& device, client::Order order);
    [[nodiscard]] std::string therapist_invitation(const std::string& name);

    void carry_out(Device& device, client::Effects effects);
    void note(Device& device, const client::Show& item);
    void fall(Device& device);
    void step_relay(std::vector<server::Event> events);
    void check_deliveries(const server::Effects& effects);
    void write_soon(bool unwritten);
    void carry_out(server::Effects effects);
    void hang_up(Link& link);
    void try_again(Device& device);
    [[nodiscard]] Link* link_of(const Device& device);
    [[nodiscard]] Link* open_link(server::ConnectionId id);

    void note_names(Device& device, wire::RequestId request);
    void note_names_kept(Device& device, const std::vector<Result<wire::RelayFrame>>& frames);
    void send_up(Device& device, std::vector<wire::ClientFrame> frames);
    void send_down(Link& link, std::vector<wire::RelayFrame> frames);
    void arrive_up(server::ConnectionId id, const Bytes& batch);
    void arrive_down(server::ConnectionId id, const Bytes& batch, bool forged);
    [[nodiscard]] Instant arrival(Link& link, Instant& free);
    [[nodiscard]] std::optional<Instant> next_wake() const;
    bool wake_one();

    Plan plan_;
    Coverage& coverage_;
    Instant now_;
    holdfast::test::TempDir directory_;
    holdfast::test::MemoryVfs files_;
    std::unique_ptr<holdfast::test::FaultVfs> relay_disk_;
    holdfast::test::SeededRandom random_;
    crypto::SignKeyPair key_;
    std::unique_ptr<server::Relay> relay_;
    bool behind_proxy_ = false;  ///< a proxy ends TLS: in some plans the practice moves behind one and back
    unsigned relay_starts_ = 0;
    std::optional<Instant> relay_wake_;  ///< by the relay's clock
    bool unwritten_ = false;             ///< the relay has acks in memory alone
    std::chrono::milliseconds relay_error_{0};
    bool relay_has_room_ = true;
    bool jumped_while_down_ = false;
    Crash relay_crash_ = Crash::none;
    std::uint64_t relay_crash_at_ = 0;
    std::vector<std::string> backups_;
    std::vector<std::unique_ptr<Device>> devices_;
    std::size_t next_person_ =
        0;  ///< invitations in flight have no device yet, and no two people share a name and vault
    std::map<server::ConnectionId, Link> links_;
    server::ConnectionId next_connection_ = 1;
    std::multimap<Instant, std::function<void()>> due_;
    std::size_t moves_ = 0;
    Resources before_ = resources_now();
    std::string mover_;  ///< the latest
    Ledger ledger_;
};

/// One action of a plan.
void act(SimWorld& world, const Action& action);

/// The frames somebody between makes of one. `forged` becomes true where the reader has to refuse it.
struct Meddled {
    std::vector<wire::RelayFrame> frames;
    bool forged = false;
};
[[nodiscard]] Meddled meddle(SimWorld& world, Device& device, wire::RelayFrame frame);
[[nodiscard]] std::vector<wire::ClientFrame> meddle(SimWorld& world, Device& device, wire::ClientFrame frame);

}  // namespace holdfast::sim
