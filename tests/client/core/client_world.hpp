// A practice in a test: the real relay machine and real clients over real stores in one process, in virtual time, with
// every frame through the wire codec. Everything people are shown is written down, one line per item:
//
//     ClientWorld p{"2026-03-02T20:00:00Z"};                   // a Monday evening
//     auto& okafor = p.therapist("Dr Okafor", "Tu 09:00-12:00");
//     auto& alice = p.client("Alice", okafor);
//     alice >> "hi";                                           // written; held
//     p.at("2026-03-03T09:00:00Z");
//     CHECK(okafor.read() == Lines{"hi"});
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "client/core/client.hpp"
#include "server/core/relay.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/support.hpp"

namespace holdfast::client::test {

using Lines = std::vector<std::string>;

/// Hours, an evening outside them and the beginning of the window after it (in UTC), as most tests have them.
inline constexpr const char* tuesdays = "Tu 09:00-12:00";
inline constexpr std::string_view monday_evening = "2026-03-02T20:00:00Z";
inline constexpr std::string_view tuesday_nine = "2026-03-03T09:00:00Z";

/// Of every vault.
inline constexpr std::string_view passphrase = "correct horse";

class ClientWorld;

/// One installation of the program: a vault on disk, a client over it, a connection.
class Member {
  public:
    Member(ClientWorld& practice, std::string name, std::string vfs = {});

    /// Writes `text` into the only conversation and lets everything run until it is quiet.
    Member& operator>>(const std::string& text);
    /// Texts that arrived since the last call; a gap is "(missing)".
    [[nodiscard]] Lines read();
    /// Everything shown since the last call, one line per item.
    [[nodiscard]] Lines lines() { return std::exchange(lines_, {}); }
    /// The last item of a type that was shown.
    template <class Item>
    [[nodiscard]] std::optional<Item> last() const
    {
        for (auto item = shown_.rbegin(); item != shown_.rend(); ++item)
            if (std::holds_alternative<Item>(*item)) return std::get<Item>(*item);
        return std::nullopt;
    }
    template <class Item>
    [[nodiscard]] std::size_t count() const
    {
        std::size_t n = 0;
        for (const auto& item : shown_) n += std::holds_alternative<Item>(item) ? 1U : 0U;
        return n;
    }
    void forget_shown() { shown_.clear(); }

    /// Gives an order and lets everything run; its error, or success.
    Status order(Order order);
    /// One step, with its effects carried out.
    void step(Event event);

    void go_online();
    void go_offline(Errc reason = Errc::closed);
    /// kill -9, and the program started again (offline).
    void restart();
    /// Somebody puts the files of `copy` in place of the vault.
    void swap_vault(const std::filesystem::path& copy);
    /// Another empty installation in place of this one: the device was lost.
    void lose_device();
    /// Prints the recovery kit, which restore() takes on a new device.
    [[nodiscard]] std::string print_kit();
    void restore(const std::string& kit);

    [[nodiscard]] Client& client() { return *client_; }
    [[nodiscard]] ConversationId conversation() { return client_->conversations().at(0).id; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::filesystem::path directory() const { return directory_->path() / "vault"; }
    [[nodiscard]] bool online() const noexcept { return connection_ != 0; }
    [[nodiscard]] server::ConnectionId connection() const noexcept { return connection_; }
    [[nodiscard]] const std::optional<Instant>& wake_at() const noexcept { return wake_at_; }
    /// Frames sent to the relay so far, all connections.
    [[nodiscard]] const std::vector<wire::ClientFrame>& sent() const noexcept { return sent_; }
    void open_vault();

    /// Clock of this device against the practice's.
    std::chrono::milliseconds clock_error{0};
    /// Sees and may change each frame from the relay; false swallows it.
    std::function<bool(wire::RelayFrame&)> meddle;
    /// The same on the way to the relay.
    std::function<bool(wire::ClientFrame&)> meddle_out;

  private:
    friend class ClientWorld;
    void carry_out(Effects effects);
    [[nodiscard]] std::string line_of(const Show& item) const;

    ClientWorld* practice_;
    std::string name_;
    std::string vfs_;
    std::unique_ptr<holdfast::test::TempDir> directory_;
    holdfast::test::SeededRandom random_;
    std::optional<Client> client_;
    server::ConnectionId connection_ = 0;
    std::optional<Instant> wake_at_;
    std::vector<Show> shown_;
    Lines lines_;
    Lines arrived_;
    std::vector<wire::ClientFrame> sent_;
    std::deque<wire::ClientFrame> out_;
    std::deque<wire::RelayFrame> in_;
    Ticket next_ticket_ = 1;
};

class ClientWorld {
  public:
    explicit ClientWorld(std::string_view now);
    ~ClientWorld();

    /// Enrolled, kit confirmed, hours published (where given), online, and nothing of it in lines().
    Member& therapist(const std::string& name, const std::string& rules = {}, const std::string& zone = "UTC",
                      const std::string& vfs = {});
    Member& client(const std::string& name, Member& therapist, const std::string& vfs = {});
    /// An installation without an account.
    Member& newcomer(const std::string& name, const std::string& vfs = {});
    /// From the next connection on a proxy ends its clients' TLS, or no longer.
    void behind_proxy(bool yes);
    /// The relay is started again with these settings.
    void configure(server::RelayConfig settings);
    /// An invitation as holdfastctl invite-therapist prints it.
    [[nodiscard]] std::string invite_therapist(const std::string& name);
    /// An invitation as `invite` shows it, code or link.
    [[nodiscard]] show::Invitation invitation(Member& therapist, const std::string& name);

    /// Moves time, stopping wherever somebody wants to be woken.
    void at(std::string_view time);
    void after(Seconds time) { advance(now_ + time); }
    [[nodiscard]] Instant now() const noexcept { return now_; }
    /// Until nothing moves any more.
    void run();
    server::AdminAnswer admin(server::AdminRequest request);
    /// A frame that the member's own program would not send, or not now.
    void send_from(const Member& member, const wire::ClientFrame& frame);

    /// The relay stops; until restart_relay() nobody can reach it.
    void relay_down();
    /// The relay killed and started again on its store; or on a copy made earlier.
    void restart_relay();
    void copy_relay();
    void restore_relay();
    /// The relay stopped, its database changed by whoever has the disk, and started again.
    void doctor_relay(const std::string& sql);

    [[nodiscard]] const crypto::SignKeyPair& key() const noexcept { return key_; }
    [[nodiscard]] server::Relay& relay() noexcept { return *relay_; }
    [[nodiscard]] crypto::Random& random() noexcept { return random_; }

  private:
    friend class Member;
    void open_relay();
    void advance(Instant until);
    void step_relay(std::vector<server::Event> events);
    void hand_out(server::Effects effects);
    bool pass_to_relay(Member& member);
    bool pass_to_member(Member& member);

    Instant now_;
    holdfast::test::TempDir directory_;
    holdfast::test::SeededRandom random_{"practice"};
    crypto::SignKeyPair key_;
    std::unique_ptr<server::Relay> relay_;
    std::optional<Instant> relay_wake_;
    server::RelayConfig settings_;
    std::vector<std::unique_ptr<Member>> members_;
    server::ConnectionId next_connection_ = 1;
    std::map<server::ConnectionId, Bytes> exporters_;
    std::optional<server::AdminAnswer> answer_;
};

/// The word of a status: "ok" or the error's name.
[[nodiscard]] std::string word(const Status& status);
/// What an entry says; "(missing)" for a gap.
[[nodiscard]] std::string body_text(const EntryBody& body);

}  // namespace holdfast::client::test
