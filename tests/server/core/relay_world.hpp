// A practice in a test: one relay machine over real SQLite, people who speak to it in frames, and time that only moves
// when the test says so. Everything the relay sends is written down, one line per frame, so that a test compares lists:
//
//     RelayWorld w{"2026-03-02T20:00:00Z"};               // a Monday evening
//     auto& okafor = w.therapist("okafor", "Tu 09:00-12:00");
//     auto& alice = w.client("alice", okafor);
//     w.submit(alice, "hello");
//     CHECK(w.lines() == Lines{"alice: accepted hello, promised 2026-03-03T09:00:00Z/2026-03-03T12:00:00Z"});
#pragma once

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/crypto/dh.hpp"
#include "protocol/crypto/sign.hpp"
#include "protocol/identity/invitation.hpp"
#include "server/core/relay.hpp"
#include "tests/support/seeded_random.hpp"
#include "tests/support/support.hpp"

namespace holdfast::server::test {

using Lines = std::vector<std::string>;

/// The secrets of a person's device, copied only by name.
struct PersonKeys {
    crypto::SignKeyPair identity;
    crypto::SignKeyPair signing;
    crypto::DhKeyPair agreement;
};

/// The rest of one account with one device, and its connection.
struct PersonRecord {
    std::string name;
    wire::Role role = wire::Role::client;
    wire::DeviceList list;
    wire::Signed signed_list;
    AccountId account;
    DeviceId device;
    ConversationId conversation;  ///< a client's only one
    std::string therapist;        ///< a client's
    std::uint64_t last_submit = 0;
    wire::LoginToken token;  ///< of the last login
    std::uint32_t next_prekey = 1;
    ConnectionId connection = 0;
    Bytes exporter;
    wire::Nonce client_nonce{};
    wire::Greeting greeting;
    std::uint32_t hours_version = 0;
    Digest hours_hash;

    [[nodiscard]] Address address() const { return {account, device}; }
};

struct Person : PersonKeys, PersonRecord {
    [[nodiscard]] Person clone() const { return {{identity.clone(), signing.clone(), agreement.clone()}, *this}; }
};

class RelayWorld {
  public:
    /// The store is a file of its own unless `path` names one; `vfs` as in RelayStore::open.
    explicit RelayWorld(std::string_view now, std::filesystem::path path = {}, std::string vfs = {});
    /// The relay, the people and the hour of `prepared` once more, over a copy of its store. Nobody is connected, and
    /// it cannot be restarted.
    RelayWorld(const RelayWorld& prepared, RelayStore store);

    // Time and the machine.
    void at(std::string_view time);
    void after(Seconds time) { now_ += time; }
    [[nodiscard]] Instant now() const noexcept { return now_; }
    /// All events, in as many steps as the relay takes for them; the effects of the last.
    Effects step(std::vector<Event> events);
    [[nodiscard]] std::size_t steps_of_last() const noexcept { return steps_; }
    /// Whether the relay's clock follows a reference; it does until told otherwise.
    void synchronised(bool whether) noexcept { synchronised_ = whether; }
    /// Whether the disk has room; it has until told otherwise.
    void room(bool whether) noexcept { room_ = whether; }
    void tick() { (void)step({Tick{}}); }
    /// Moves to wake_at and ticks there until nothing more is due; false when nothing is to be waited for.
    bool wait();
    [[nodiscard]] const std::optional<Instant>& wake_at() const noexcept { return wake_at_; }
    /// Ends the relay without a goodbye and opens its store again. Connections are gone.
    void restart();
    [[nodiscard]] Relay& relay() noexcept { return *relay_; }
    [[nodiscard]] const crypto::SignKeyPair& key() const noexcept { return key_; }
    /// Writes what the relay has in memory alone, so that the store can be looked at; in a batch, too.
    void write();
    /// Runs SQL on the store, as somebody with the disk could.
    void tamper(const std::string& sql);
    [[nodiscard]] std::int64_t count(const std::string& sql);
    [[nodiscard]] std::string text(const std::string& sql);

    // People. New ones are logged in, with prekeys published, and nothing of it is in lines().
    Person& therapist(const std::string& name, const std::string& rules = {});
    Person& client(const std::string& name, Person& therapist);
    [[nodiscard]] Person stranger(const std::string& name, wire::Role role);
    [[nodiscard]] Person& person(const std::string& name) { return *people_.at(name); }

    // Connections.
    void connect(Person& person);
    [[nodiscard]] wire::Login login_of(const Person& person) const;
    /// As an honest program does it: the token is shown, and the new one kept and confirmed.
    void log_in(Person& person);
    /// Another device of the same account, listed and logged in beside the first.
    Person second_device(Person& first);
    /// Confirms the token of the last login, if there was one on this connection.
    void keep_token(Person& person);
    void hang_up(Person& person);
    void send(const Person& person, wire::ClientFrame frame) { (void)step({event(person, std::move(frame))}); }
    [[nodiscard]] static Event event(const Person& person, wire::ClientFrame frame)
    {
        return FrameArrived{person.connection, std::move(frame)};
    }

    // Requests. Each is one step with one frame, unless it says otherwise.
    [[nodiscard]] wire::Submit submit_of(Person& from, const std::string& word, wire::Class cls = wire::Class::message);
    void submit(Person& from, const std::string& word, wire::Class cls = wire::Class::message);
    void ack(const Person& reader, const std::string& word, std::uint16_t code = 0);
    void take_back(const Person& writer, const std::string& word);
    [[nodiscard]] wire::PublishPrekeys prekeys_of(Person& person, std::size_t count);
    [[nodiscard]] wire::Signed version_of(Person& therapist, const std::string& rules,
                                          const std::function<void(wire::HoursVersion&)>& change = {});
    void hours(Person& therapist, const std::string& rules,
               const std::function<void(wire::HoursVersion&)>& change = {});
    [[nodiscard]] wire::PublishInvitation invitation_of(const Person& therapist, const session::InvitationKeys& keys);
    [[nodiscard]] wire::Redeem redeem_of(const Person& person, const session::InvitationKeys& keys) const;
    AdminAnswer admin(AdminRequest request);
    /// Another device for `person`: the list with the next epoch, signed; not yet published.
    [[nodiscard]] wire::Signed list_with(Person& person, std::vector<wire::DeviceEntry> devices);

    // The frames sent since the last call, oldest first.
    [[nodiscard]] Lines lines();
    /// The last frame of a type that was sent to `person`.
    template <class Frame>
    [[nodiscard]] const Frame& last(const Person& person) const
    {
        for (auto out = sent_.rbegin(); out != sent_.rend(); ++out)
            if (out->connection == person.connection && std::holds_alternative<Frame>(out->frame))
                return std::get<Frame>(out->frame);
        throw std::runtime_error{"no such frame was sent"};
    }
    [[nodiscard]] const std::vector<Outgoing>& sent() const noexcept { return sent_; }

    [[nodiscard]] static MessageId message(const std::string& word);
    [[nodiscard]] session::InvitationKeys invitation_keys(const std::string& word) const;
    [[nodiscard]] crypto::Random& random() noexcept { return random_; }

  private:
    void open();
    void enrol(Person& person, const session::InvitationKeys& keys);
    [[nodiscard]] std::string name_of(ConnectionId connection) const;
    [[nodiscard]] std::string word_of(const MessageId& id) const;
    [[nodiscard]] std::string show(const wire::RelayFrame& frame) const;
    [[nodiscard]] std::string show_moved(const wire::PromiseMoved& moved) const;
    void note(const Effects& effects);

    Instant now_;
    bool synchronised_ = true;
    bool room_ = true;
    std::size_t steps_ = 0;
    std::optional<holdfast::test::TempDir> folder_;
    std::filesystem::path path_;
    std::string vfs_;
    holdfast::test::SeededRandom random_{"world"};
    crypto::SignKeyPair key_;
    std::unique_ptr<Relay> relay_;
    std::map<std::string, std::unique_ptr<Person>> people_;
    std::map<ConnectionId, std::string> names_;
    std::map<MessageId, std::string> words_;
    std::map<std::string, ConversationId> conversations_;  ///< in which a word was written
    std::map<std::pair<ConnectionId, std::string>, std::uint64_t> deliveries_;
    ConnectionId next_connection_ = 1;
    std::optional<Instant> wake_at_;
    std::vector<Outgoing> sent_;
    std::size_t shown_ = 0;
    Lines lines_;
};

/// A sealed envelope of the right shape that nobody can open.
[[nodiscard]] Bytes envelope_body(wire::Class cls, std::byte filling);

}  // namespace holdfast::server::test
