// The relay as a stranger, a client and a therapist can meet it: connections come and go, time passes, and frames
// arrive that are right, damaged, or made up, before login and after. Whatever comes, nothing but answers leave before
// login, no message reaches the therapist while closed, the log has no hole, and the relay goes on.
#include <map>
#include <set>

#include "protocol/hours/calendar/calendar.hpp"
#include "protocol/identity/ending.hpp"
#include "server/core/store/tables.hpp"
#include "tests/fuzz/kept_store.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/server/core/relay_world.hpp"

namespace holdfast::fuzz {
namespace {

using server::test::Person;
using server::test::RelayWorld;

constexpr const char* relay_hours = "Mo-Fr 09:00-12:00";

const hours::Calendar& opening_hours()
{
    static const auto calendar =
        hours::Calendar::make(hours::parse_rules(relay_hours).value(), hours::TimeZone::find("UTC").value()).value();
    return calendar;
}

constexpr const char* members[] = {"okafor", "alice", "ben"};

/// A therapist with hours and two clients, made once a process.
struct Prepared {
    static server::RelayStore& with_members(RelayWorld& world)
    {
        auto& therapist = world.therapist(members[0], relay_hours);
        for (const auto* name : {members[1], members[2]}) (void)world.client(name, therapist);
        return world.relay().store();
    }

    RelayWorld world{"2026-03-02T08:00:00Z", ":memory:"};
    KeptStore store{with_members(world), world.key().pub};
};

class Visit {
  public:
    explicit Visit(Choices choices) : choices_{choices}
    {
        for (const auto* name : members) {
            auto& person = world_.person(name);
            world_.log_in(person);
            people_.push_back(&person);
            logged_in_.insert(person.connection);
        }
        people_.push_back(&stranger_);
        checked_ = world_.sent().size();
    }
    ~Visit() { prepared_.store.take_back(std::move(world_.relay().store())); }
    Visit(const Visit&) = delete;
    Visit& operator=(const Visit&) = delete;

    void run()
    {
        for (int steps = 0; steps < 100 && !choices_.done(); ++steps) {
            step();
            check_sent();
            require(world_.relay().store().tables().queue.totals_hold(),
                    "the queue's counts are not those of its rows");
        }
        check_log();
    }

  private:
    void step()
    {
        auto& person = *people_[choices_.below(people_.size())];
        switch (choices_.below(11)) {
            case 0: return send(person, batch(a_frame(person)));
            case 1: return send(person, damaged(batch(a_frame(person))));
            case 2: return send(person, to_bytes(choices_.piece()));
            case 3: return pass(std::chrono::minutes{choices_.number(2) % 4000});
            case 4: return (void)world_.wait();
            case 5: return world_.connect(person);
            case 6: return (void)world_.step({server::Closed{person.connection}});
            case 7: return world_.synchronised(choices_.below(2) == 0);
            default: return rare();
        }
    }

    void rare()
    {
        if (choices_.below(2) == 0) return (void)world_.step({server::ClockJumped{}});
        auto request = wire::decode<server::AdminRequest>(choices_.piece());
        if (request.has_value()) (void)world_.admin(std::move(request.value()));
    }

    void pass(Seconds time)
    {
        world_.after(time);
        world_.tick();
    }

    /// A frame that this person could honestly send.
    wire::ClientFrame a_frame(Person& person)
    {
        switch (choices_.below(15)) {
            case 0: return world_.login_of(person);
            case 8: return wire::TokenKept{person.token.number + choices_.below(2)};
            case 1: return world_.submit_of(person, word());
            case 2: return world_.submit_of(person, word(), wire::Class::control);
            case 3: return world_.submit_of(person, word(), wire::Class::report);
            case 4: return wire::Ack{{{choices_.byte(), choices_.byte()}}};
            case 5: return wire::TakeBack{7, person.conversation, RelayWorld::message(word())};
            case 6: return world_.prekeys_of(person, choices_.below(3));
            case 7: return wire::PublishHours{3, world_.version_of(person, relay_hours)};
            case 9: return an_end(person);
            default: return a_question(person);
        }
    }

    /// Of a conversation one is in or not, by oneself or in somebody else's name.
    wire::ClientFrame an_end(const Person& person)
    {
        const auto& other = *people_[choices_.below(people_.size())];
        const wire::ConversationEnd end{other.conversation, choices_.below(3) == 0 ? other.account : person.account,
                                        world_.now(), choices_.below(2) == 0};
        return wire::EndConversation{4, session::sign_ending(person.identity, end)};
    }

    wire::ClientFrame a_question(Person& person)
    {
        const auto& other = *people_[choices_.below(people_.size())];
        const auto keys = world_.invitation_keys(word());
        switch (choices_.below(9)) {
            case 0: return wire::PublishDevices{5, person.signed_list};
            case 1: return wire::FetchBundle{6, other.account};
            case 2: return wire::FetchHours{7, other.account, {}, choices_.byte()};
            case 3: return wire::FetchLog{8, other.conversation, choices_.byte()};
            case 4: return world_.invitation_of(person, keys);
            case 5: return world_.redeem_of(person, keys);
            case 6: return wire::FetchInvitation{9, keys.psk.id};
            case 7: return wire::FetchHolidays{10};
            case 8: return wire::FetchNames{11};
            case 9: return wire::KeepNames{12, Bytes(choices_.below(2) == 0 ? 4096 + 40 : 70)};
            default: return wire::Hello{};
        }
    }

    std::string word() { return std::string(1, static_cast<char>('a' + choices_.below(6))); }

    static Bytes batch(const wire::ClientFrame& frame)
    {
        Bytes bytes;
        wire::append_frame(bytes, frame);
        return bytes;
    }

    Bytes damaged(Bytes bytes)
    {
        for (auto count = 1 + choices_.below(3); count > 0; --count)
            bytes[choices_.number(2) % bytes.size()] = static_cast<std::byte>(choices_.byte());
        return bytes;
    }

    /// As the shell takes a batch apart.
    void send(const Person& person, const Bytes& bytes)
    {
        const auto frames = wire::decode_client_batch(bytes);
        if (frames.has_error()) return (void)world_.step({server::BadInput{person.connection, frames.errc(), true}});
        std::vector<server::Event> events;
        for (const auto& frame : frames.value())
            events.push_back(frame.has_value() ? RelayWorld::event(person, frame.value())
                                               : server::BadInput{person.connection, frame.errc(), false});
        (void)world_.step(std::move(events));
    }

    void check_sent()
    {
        (void)world_.lines();
        for (; checked_ < world_.sent().size(); ++checked_) check(world_.sent()[checked_]);
    }

    void check(const server::Outgoing& out)
    {
        Bytes bytes;
        wire::append_frame(bytes, out.frame);
        require(wire::decode_relay_batch(bytes).value().at(0).value() == out.frame, "a frame cannot be read");
        if (const auto* in = std::get_if<wire::LoggedIn>(&out.frame)) {
            logged_in_.insert(out.connection);
            for (auto* person : people_)
                if (person->connection == out.connection) person->token = in->token;
        }
        const bool an_answer =
            std::holds_alternative<wire::Greeting>(out.frame) || std::holds_alternative<wire::Failure>(out.frame) ||
            std::holds_alternative<wire::Done>(out.frame) || std::holds_alternative<wire::Invitation>(out.frame) ||
            std::holds_alternative<wire::Redeemed>(out.frame);
        require(an_answer || logged_in_.contains(out.connection), "a stranger is told something");
        const auto* deliver = std::get_if<wire::Deliver>(&out.frame);
        if (deliver != nullptr && deliver->cls == wire::Class::message && deliver->from != people_[0]->account)
            require(opening_hours().is_open(world_.now()), "a message reaches the therapist while closed");
    }

    /// Where each message stands by the log: what waits, and what was let through. Nothing else may be in the store but
    /// what is older than the log, and no account has two messages of one id.
    void check_log()
    {
        auto& db = world_.relay().store().tables().db;
        std::map<std::pair<std::int64_t, wire::MessageRef>, bool> waits;
        std::set<std::int64_t> whole;
        auto log = db.prepare("SELECT conversation, proof FROM receipt ORDER BY conversation, sequence");
        for (auto rows = log.rows(); rows.next();) {
            const auto proof = wire::decode<wire::ReceiptProof>(rows.view(1)).value();
            const auto receipt = wire::decode<wire::Receipt>(proof.receipt).value();
            if (receipt.sequence == 1) whole.insert(rows.int64(0));
            follow(waits, rows.int64(0), receipt.event);
        }
        auto queue = db.prepare(
            "SELECT m.conversation, a.id, s.id, m.id, max(d.released IS NULL) FROM delivery d "
            "JOIN message m ON m.n = d.message JOIN device s ON s.n = m.sender "
            "JOIN account a ON a.n = s.account WHERE m.class = 1 GROUP BY m.n");
        std::set<std::pair<AccountId, MessageId>> ids;
        for (auto rows = queue.rows(); rows.next();) {
            const wire::MessageRef ref{rows.id<AccountId>(1), rows.id<DeviceId>(2), rows.id<MessageId>(3)};
            const auto known = waits.find({rows.int64(0), ref});
            require(known != waits.end() || !whole.contains(rows.int64(0)), "what is in the store is not in the log");
            const bool held = rows.int64(4) != 0;
            require(known == waits.end() || known->second == held, "the log says otherwise of what waits");
            require(ids.emplace(ref.account, ref.message).second, "one id of an account is two messages");
        }
    }

    static void follow(std::map<std::pair<std::int64_t, wire::MessageRef>, bool>& waits, std::int64_t conversation,
                       const wire::Decided& event)
    {
        namespace decided = wire::decided;
        const auto set = [&](const std::vector<wire::MessageRef>& messages, bool wait) {
            for (const auto& message : messages) waits.insert_or_assign({conversation, message}, wait);
        };
        if (const auto* taken = std::get_if<decided::Accepted>(&event); taken && taken->cls == wire::Class::message)
            set({{taken->account, taken->device, taken->message}}, taken->held);
        if (const auto* released = std::get_if<decided::Released>(&event)) set(released->messages, false);
        if (const auto* again = std::get_if<decided::HeldAgain>(&event)) set(again->messages, true);
        if (const auto* back = std::get_if<decided::TakenBack>(&event))
            waits.erase({conversation, {back->account, back->device, back->message}});
        if (const auto* dropped = std::get_if<decided::Dropped>(&event))
            for (const auto& message : dropped->messages) waits.erase({conversation, message});
    }

    static Prepared& prepared()
    {
        static Prepared once;
        return once;
    }

    Choices choices_;
    Prepared& prepared_ = prepared();
    RelayWorld world_{prepared_.world, prepared_.store.lend()};
    Person stranger_ = world_.stranger("stranger", wire::Role::client);
    std::vector<Person*> people_;
    std::set<server::ConnectionId> logged_in_;
    std::size_t checked_ = 0;
};

}  // namespace

void relay(BytesView input) { Visit{Choices{input}}.run(); }

}  // namespace holdfast::fuzz
