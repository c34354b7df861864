// One installation that a relay lies to, and what must hold after each of its steps, whatever it was told.
#pragma once

#include <deque>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/core/client.hpp"
#include "server/core/events.hpp"
#include "tests/fuzz/enrolled.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::fuzz {

class Victim {
  public:
    Victim(Enrolled& enrolled, Honest& honest, std::string name);

    /// The only one this one writes to and reads.
    void meets(Victim& other);
    void open_vault() { client_.emplace(enrolled_.open_vault(name_, random_)); }
    /// The process dies and is started again.
    void restart();
    void connect(server::ConnectionId connection, Instant now);
    /// The connection has ended; `reason` as for Disconnected.
    void disconnect(Errc reason, Instant now);
    void order(client::Order order, Instant now);
    /// One batch from whoever calls himself the relay.
    void hear(const std::vector<wire::RelayFrame>& frames, Instant now);
    void tick(Instant now);

    [[nodiscard]] const client::Client& client() const { return *client_; }
    [[nodiscard]] const std::string& name() const noexcept { return name_; }
    [[nodiscard]] std::optional<ConversationId> conversation() const;
    [[nodiscard]] std::vector<client::Entry> history() const;
    [[nodiscard]] bool displayed(const std::string& text) const { return displayed_.contains(text); }
    [[nodiscard]] const std::vector<std::string>& wrote() const noexcept { return wrote_; }
    /// A text that no one has written before.
    [[nodiscard]] std::string new_text();
    /// One of its own messages, or none.
    [[nodiscard]] MessageId message(std::size_t which) const;
    /// It was frozen, or the relay knows no such account: its person sees that nothing leaves and nothing arrives.
    [[nodiscard]] bool is_stopped() const;
    /// The end of a text of its own is said beside it: refused, or taken back.
    [[nodiscard]] bool says_why_not(const std::string& text) const;
    /// Its person sees that the signed hours do not hold together: the relay gave two receipts for one version, say.
    [[nodiscard]] bool has_no_hours(Instant now) const;

    server::ConnectionId connection = 0;
    Bytes exporter;
    wire::Nonce nonce{};                 ///< of its Hello
    std::deque<wire::ClientFrame> out;   ///< on its way to the relay
    std::deque<wire::RelayFrame> in;     ///< on its way here
    std::deque<wire::RelayFrame> heard;  ///< to be played back
    bool gives_up = false;               ///< it has ended the connection
    std::optional<Instant> wake_at;

  private:
    void step(client::Event event, Instant now);
    void send(wire::ClientFrame frame);
    void show(const client::Show& item);
    void believe(const wire::RelayFrame& frame);
    void note_moved(const wire::Tell& tell);
    void check_submit(const wire::Submit& submit);
    void check_displayed(const client::Entry& entry);
    void note_gap(const client::Entry& entry);
    void check_order(const ConversationId& conversation) const;
    /// At the end of a connection; not where another one, through a proxy, goes on with what was asked.
    void check_answered() const
    {
        require(tickets_.empty() || client_->relay() != way_, "a command was never answered");
    }
    [[nodiscard]] bool refused_one() const;

    Enrolled& enrolled_;
    Honest& honest_;
    std::string name_;
    holdfast::test::SeededRandom random_;
    std::optional<client::Client> client_;
    bool stepped_ = false;                     ///< since it was started: otherwise its disk has nothing new to be read
    std::optional<client::RelayAddress> way_;  ///< to the relay, as this connection was made
    Victim* other_ = nullptr;
    client::Ticket next_ticket_ = 1;
    std::set<client::Ticket> tickets_;  ///< not answered
    std::vector<std::string> wrote_;
    std::set<std::string> displayed_;
    /// Numbers that were once missing in one line: what comes of them after all stands where it came.
    std::vector<std::pair<std::uint64_t, std::uint64_t>> long_gaps_;
    std::map<std::uint64_t, wire::Submit> submits_;
    std::set<MessageId> receipts_;         ///< of submits, under the relay's signature
    std::set<MessageId> moved_;            ///< named by receipts that move promises, under the relay's signature
    std::map<Bytes, Bytes> sealed_under_;  ///< a message key's header, and what it encrypted
    std::set<Bytes> hand_shakes_;
    bool honest_bundle_ = false;
    std::vector<wire::ClientFrame> last_sent_;
};

}  // namespace holdfast::fuzz
