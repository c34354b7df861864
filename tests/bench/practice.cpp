// bench_practice FOLDER NOW [THERAPISTS CLIENTS RULES HELD]...: makes the data folder of a relay with accounts as
// tests/bench/account.hpp numbers them, a therapist before her clients. Each therapist of a group has CLIENTS clients,
// opens by RULES (UTC), and HELD messages wait for her. Everything goes through the relay's own machine, at NOW (RFC
// 3339) and without sockets; so the store is what a relay would have made.
#include <cstdio>
#include <exception>
#include <stdexcept>
#include <string>
#include <vector>

#include "protocol/hours_chain/chain.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/relay.hpp"
#include "server/core/relay_key.hpp"
#include "server/shell/data_folder.hpp"
#include "tests/bench/account.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::bench {
namespace {

namespace labels = crypto::labels;
using namespace server;  // the machine is all this program is about

/// Submits of one step; the machine takes as many of them as it likes.
constexpr std::size_t submits_at_once = 256;

template <class T>
T must(Result<T> result, const char* what)
{
    if (!result) throw std::runtime_error{std::string{what} + ": " + std::string{name(result.errc())}};
    return std::move(result).value();
}

/// An account that is connected to the machine.
struct Guest {
    std::uint32_t number = 0;
    Account account;
    ConnectionId connection = 0;
    wire::Nonce nonce{};  ///< the relay's
    std::uint64_t last_submit = 0;
};

class Practice {
  public:
    Practice(const DataFolder& folder, Instant now, crypto::Random& random)
        : now_{now}, key_{must(load_relay_key(folder.relay_key()), "relay key")}, relay_{open(folder, random)}
    {
        step({Tick{}});
    }

    void add_therapist(std::size_t clients, const std::string& rules, std::size_t held)
    {
        auto therapist = connect(next_number_++);
        const auto keys = invitation_of(therapist.number);
        step({AdminAsked{
            1,
            InviteTherapist{keys.psk.id, keys.redeem.pub, now_ + wire::invitation_lifetime, to_bytes("record"), {}}}});
        redeem(therapist);
        log_in(therapist);
        publish_hours(therapist, rules);
        for (std::size_t i = 0; i < clients; ++i) add_client(therapist, held / clients + (i < held % clients ? 1 : 0));
        disconnect(therapist);
    }

  private:
    Relay open(const DataFolder& folder, crypto::Random& random)
    {
        return Relay{must(RelayStore::open(folder.store(), key_.pub, random, now_), "store"), key_.clone(), random};
    }

    /// All events; what was answered last.
    std::vector<Outgoing> step(const std::vector<Event>& events)
    {
        std::vector<Outgoing> frames;
        for (std::span<const Event> rest{events}; !rest.empty();) {
            auto effects = relay_.step(rest, now_);
            rest = rest.subspan(effects.taken);
            for (const auto& out : effects.frames)
                if (const auto* failure = std::get_if<wire::Failure>(&out.frame))
                    throw std::runtime_error{"refused: " + std::string{name(static_cast<Errc>(failure->code))}};
            frames = std::move(effects.frames);
        }
        return frames;
    }

    std::vector<Outgoing> send(const Guest& guest, wire::ClientFrame frame)
    {
        return step({FrameArrived{guest.connection, std::move(frame)}});
    }

    [[nodiscard]] static Bytes exporter_of(const Guest& guest)
    {
        return Bytes(32, static_cast<std::byte>(guest.connection & 0xff));
    }

    Guest connect(std::uint32_t number)
    {
        Guest guest{number, account(number), next_connection_++, {}, 0};
        step({Opened{guest.connection, exporter_of(guest), "127.0.0.1"}});
        const auto frames = send(guest, wire::Hello{});
        guest.nonce = std::get<wire::Greeting>(frames.at(0).frame).nonce;
        return guest;
    }

    void disconnect(const Guest& guest) { step({Closed{guest.connection}}); }

    void redeem(const Guest& guest)
    {
        const auto keys = invitation_of(guest.number);
        const auto list = session::sign_record(labels::sign_device_list, guest.account.identity, guest.account.list);
        const wire::RedeemProof proof{session::practice_id(key_.pub), exporter_of(guest), {}, guest.nonce, keys.psk.id,
                                      keys.conversation_salt,         list.body};
        (void)send(guest, wire::Redeem{2, keys.psk.id, list, keys.conversation_salt,
                                       crypto::sign(labels::sign_redeem, keys.redeem, wire::encode(proof))});
    }

    void log_in(const Guest& guest)
    {
        const wire::LoginProof proof{
            session::practice_id(key_.pub), exporter_of(guest),     {}, guest.nonce, guest.account.id,
            guest.account.device,           wire::protocol_version, 0,  {}};
        const auto frames =
            send(guest, wire::Login{3,
                                    guest.account.id,
                                    guest.account.device,
                                    0,
                                    {},
                                    crypto::sign(labels::sign_login, guest.account.signing, wire::encode(proof))});
        const auto token = std::get<wire::LoggedIn>(frames.at(0).frame).token;
        (void)send(guest, wire::TokenKept{token.number});
    }

    void publish_hours(const Guest& therapist, const std::string& rules)
    {
        wire::HoursVersion version;
        version.owner = therapist.account.id;
        version.version = 1;
        version.valid_from = now_;
        version.rules = rules;
        version.zone = "UTC";
        version.notice_period = std::chrono::days{7};
        version.last_reading = std::chrono::minutes{30};
        (void)send(therapist, wire::PublishHours{4, hours_chain::sign_version(version, therapist.account.identity)});
    }

    void add_client(const Guest& therapist, std::size_t held)
    {
        auto client = connect(next_number_++);
        const auto keys = invitation_of(client.number);
        (void)send(therapist,
                   wire::PublishInvitation{
                       5, keys.psk.id, keys.redeem.pub, now_ + wire::invitation_lifetime, to_bytes("record"), {}});
        redeem(client);
        if (held > 0) {
            log_in(client);
            submit(client, therapist, held);
        }
        disconnect(client);
    }

    void submit(Guest& client, const Guest& therapist, std::size_t count)
    {
        const auto conversation = conversation_of(client.number, client.account.id, therapist.account.id);
        for (std::size_t sent = 0; sent < count;) {
            std::vector<Event> events;
            for (; sent < count && events.size() < submits_at_once; ++sent) {
                wire::Submit frame;
                frame.number = ++client.last_submit;
                frame.message = random_.id<MessageId>();
                frame.conversation = conversation;
                // As a load reads it: a number, then what does not repeat.
                auto body = Bytes(message_bytes, std::byte{'0'});
                random_.fill(std::span{body}.subspan(8, 32));
                frame.envelopes.push_back({therapist.account.id, therapist.account.device, std::move(body)});
                events.push_back(FrameArrived{client.connection, std::move(frame)});
            }
            (void)step(events);
        }
    }

    Instant now_;
    crypto::SignKeyPair key_;
    test::SeededRandom random_{"messages"};
    Relay relay_;
    std::uint32_t next_number_ = 0;
    ConnectionId next_connection_ = 1;
};

int run(const std::vector<std::string>& words)
{
    if (words.size() < 2 || words.size() % 4 != 2)
        throw std::runtime_error{"usage: bench_practice FOLDER NOW [THERAPISTS CLIENTS RULES HELD]..."};
    const auto now = parse_rfc3339(words[1]);
    if (!now) throw std::runtime_error{"not an instant: " + words[1]};
    const DataFolder folder{words[0]};
    crypto::SystemRandom random;
    (void)must(create_data_folder(folder, random, *now), "data folder");
    Practice practice{folder, *now, random};
    for (std::size_t i = 2; i < words.size(); i += 4)
        for (std::size_t therapist = 0; therapist < std::stoul(words[i]); ++therapist)
            practice.add_therapist(std::stoul(words[i + 1]), words[i + 2], std::stoul(words[i + 3]));
    return 0;
}

}  // namespace
}  // namespace holdfast::bench

int main(int count, char** words)
{
    try {
        return holdfast::bench::run({words + 1, words + count});
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "bench_practice: %s\n", problem.what());
        return 1;
    }
}
