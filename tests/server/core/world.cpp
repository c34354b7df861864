#include "tests/server/core/world.hpp"

#include <algorithm>

#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "server/core/store/schema.hpp"
#include "server/core/store/tables.hpp"

namespace holdfast::server::test {
namespace {

namespace labels = crypto::labels;

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string show_promise(const std::optional<wire::Promise>& promise)
{
    if (!promise) return "no reading time";
    return "promised " + to_rfc3339(promise->from) + "/" + (promise->by ? to_rfc3339(*promise->by) : "");
}

std::string show_failure(const wire::Failure& failure)
{
    return "refused: " + std::string{holdfast::name(static_cast<Errc>(failure.code))};
}

}  // namespace

Bytes envelope_body(wire::Class cls, std::byte filling)
{
    (void)cls;
    wire::SealedEnvelope sealed;
    sealed.ciphertext = Bytes(session::min_padded_bytes + crypto::aead_overhead, filling);
    return wire::encode(sealed);
}

World::World(std::string_view now, std::filesystem::path path, std::string vfs)
    : now_{parse_rfc3339(now).value()},
      path_{std::move(path)},
      vfs_{std::move(vfs)},
      key_{crypto::SignKeyPair::generate(random_)}
{
    if (path_.empty()) path_ = folder_.emplace() / "relay.db";
    open();
}

World::World(const World& prepared, RelayStore store)
    : now_{prepared.now_},
      random_{prepared.random_},
      key_{prepared.key_.clone()},
      relay_{std::make_unique<Relay>(std::move(store), key_.clone(), random_)},
      next_connection_{prepared.next_connection_}
{
    for (const auto& [name, person] : prepared.people_) {
        auto& copy = *people_.emplace(name, std::make_unique<Person>(person->clone())).first->second;
        copy.connection = 0;
    }
    tick();
}

void World::open()
{
    auto store = RelayStore::open(path_, key_.pub, random_, now_, vfs_);
    if (store.has_error()) throw std::runtime_error{"the store does not open"};
    relay_ = std::make_unique<Relay>(std::move(store.value()), key_.clone(), random_);
}

void World::at(std::string_view time) { now_ = parse_rfc3339(time).value(); }

Effects World::step(std::vector<Event> events)
{
    Effects effects;
    std::span<const Event> rest{events};
    for (steps_ = 0; steps_ == 0 || !rest.empty(); ++steps_) {
        effects = relay_->step(rest, now_, synchronised_, room_);
        rest = rest.subspan(effects.taken);
        wake_at_ = effects.wake_at;
        note(effects);
    }
    return effects;
}

bool World::wait()
{
    if (!wake_at_) return false;
    now_ = *wake_at_;
    tick();
    return true;
}

void World::restart()
{
    relay_.reset();
    for (auto& [name, person] : people_) person->connection = 0;
    open();
    tick();
}

void World::tamper(const std::string& sql) { relay_->store().tables().db.execute(sql); }

std::int64_t World::count(const std::string& sql)
{
    auto query = relay_->store().tables().db.prepare(sql);
    auto rows = query.rows();
    return rows.next() ? rows.int64(0) : -1;
}

std::string World::text(const std::string& sql)
{
    auto query = relay_->store().tables().db.prepare(sql);
    auto rows = query.rows();
    return rows.next() ? rows.text(0) : "";
}

void World::note(const Effects& effects)
{
    for (const auto& out : effects.frames) {
        sent_.push_back(out);
        if (const auto* deliver = std::get_if<wire::Deliver>(&out.frame))
            deliveries_[{out.connection, word_of(deliver->message)}] = deliver->delivery;
        if (const auto* tell = std::get_if<wire::Tell>(&out.frame))
            deliveries_[{out.connection, "tell " + std::to_string(tell->statement.index())}] = tell->delivery;
        lines_.push_back(name_of(out.connection) + ": " + show(out.frame));
    }
    for (const auto& hangup : effects.hangups)
        lines_.push_back(name_of(hangup.connection) + ": hung up, " + std::string{holdfast::name(hangup.reason)});
}

Lines World::lines() { return std::exchange(lines_, {}); }

std::string World::name_of(ConnectionId connection) const
{
    const auto found = names_.find(connection);
    return found == names_.end() ? "nobody" : found->second;
}

std::string World::word_of(const MessageId& id) const
{
    const auto found = words_.find(id);
    return found == words_.end() ? "?" : found->second;
}

std::string World::show(const wire::RelayFrame& frame) const
{
    return std::visit(
        Overloaded{
            [](const wire::Greeting&) -> std::string { return "greeting"; },
            [](const wire::LoggedIn& in) -> std::string { return "logged in, last " + std::to_string(in.last_submit); },
            [](const wire::Invitation&) -> std::string { return "invitation"; },
            [](const wire::Redeemed& r) -> std::string {
                return r.role == wire::Role::therapist ? "redeemed as therapist" : "redeemed as client";
            },
            [](const wire::Done&) -> std::string { return "done"; },
            [](const wire::Bundle& bundle) -> std::string {
                std::string text = "bundle";
                for (const auto& device : bundle.devices) text += device.one_time ? " one-time" : " signed-only";
                return text;
            },
            [](const wire::Rosters& r) -> std::string { return "rosters " + std::to_string(r.rosters.size()); },
            [](const wire::HoursChain& chain) -> std::string {
                return (chain.request == 0 ? "new hours " : "hours ") + std::to_string(chain.links.size());
            },
            [this](const wire::Accepted& accepted) -> std::string {
                const auto receipt = wire::decode<wire::Receipt>(accepted.proof.receipt).value();
                const auto& taken = std::get<wire::decided::Accepted>(receipt.event);
                if (taken.cls != wire::Class::message) return "accepted " + word_of(taken.message);
                return "accepted " + word_of(taken.message) + ", " + show_promise(taken.promise);
            },
            [this](const wire::Deliver& d) -> std::string { return "deliver " + word_of(d.message); },
            [](const wire::TakenBack&) -> std::string { return "taken back"; },
            [](const wire::Holidays& h) -> std::string { return h.list ? "holidays" : "no holidays"; },
            [](const wire::Log& log) -> std::string {
                return "log " + std::to_string(log.entries.size()) + " of " + std::to_string(log.head);
            },
            [this](const wire::Tell& tell) -> std::string {
                return std::visit(
                    Overloaded{
                        [this](const wire::PromiseMoved& moved) -> std::string { return show_moved(moved); },
                        [this](const wire::RefusedByReader& r) -> std::string {
                            return "reader refused " + word_of(r.message) + ": " +
                                   std::string{holdfast::name(static_cast<Errc>(r.code))};
                        },
                        [](const wire::DevicesChanged&) -> std::string { return "devices changed"; },
                        [](const wire::DeviceFrozen&) -> std::string { return "device frozen"; },
                        [](const wire::NoticeIssued& issued) -> std::string {
                            const auto notice = wire::decode<wire::PracticeNotice>(issued.notice.body).value();
                            return "notice " + (notice.text.empty() ? "lifted" : notice.text);
                        },
                    },
                    tell.statement);
            },
            [](const wire::Versions&) -> std::string { return "versions"; },
            [](const wire::Names&) -> std::string { return "names"; },
            [](const wire::Failure& failure) -> std::string { return show_failure(failure); },
        },
        frame);
}

std::string World::show_moved(const wire::PromiseMoved& moved) const
{
    const auto receipt = session::open_receipt(moved.proof, key_.pub).value();
    const auto show = [&](const auto& event) {
        std::string words;
        for (const auto& message : event.messages) words += (words.empty() ? "" : " and ") + word_of(message.message);
        return "moved " + words + ", " + show_promise(event.promise);
    };
    if (const auto* again = std::get_if<wire::decided::HeldAgain>(&receipt.event)) return show(*again);
    return show(std::get<wire::decided::Moved>(receipt.event));
}

MessageId World::message(const std::string& word)
{
    const auto digest = crypto::sha256_raw({as_bytes(word)});
    return MessageId::from(digest.view().first(MessageId::size)).value();
}

session::InvitationKeys World::invitation_keys(const std::string& word) const
{
    const auto digest = crypto::sha256_raw({as_bytes("invitation " + word)});
    return session::InvitationKeys::derive(crypto::Secret<16>::from(digest.view().first(16)));
}

// ---- people ---------------------------------------------------------------------------------------------------------

Person World::stranger(const std::string& name, wire::Role role)
{
    Person person;
    person.name = name;
    person.role = role;
    person.identity = crypto::SignKeyPair::generate(random_);
    person.signing = crypto::SignKeyPair::generate(random_);
    person.agreement = crypto::DhKeyPair::generate(random_);
    person.device = random_.id<DeviceId>();
    person.account = session::account_id(person.identity.pub);
    person.list = {
        person.identity.pub, 1, {{person.device, person.agreement.pub, person.signing.pub, wire::device_program}}};
    person.signed_list = session::sign_record(labels::sign_device_list, person.identity, person.list);
    return person;
}

void World::enrol(Person& person, const session::InvitationKeys& keys)
{
    connect(person);
    send(person, redeem_of(person, keys));
    send(person, login_of(person));
    keep_token(person);
    send(person, prekeys_of(person, 3));
}

Person& World::therapist(const std::string& name, const std::string& rules)
{
    auto& person =
        *people_.emplace(name, std::make_unique<Person>(stranger(name, wire::Role::therapist))).first->second;
    const auto keys = invitation_keys(name);
    (void)admin(
        InviteTherapist{keys.psk.id, keys.redeem.pub, now_ + wire::invitation_lifetime, to_bytes("record"), {}});
    enrol(person, keys);
    if (!rules.empty()) hours(person, rules);
    (void)lines();
    return person;
}

Person& World::client(const std::string& name, Person& therapist)
{
    auto& person = *people_.emplace(name, std::make_unique<Person>(stranger(name, wire::Role::client))).first->second;
    const auto keys = invitation_keys(name);
    send(therapist, invitation_of(therapist, keys));
    wire::Roster roster{keys.conversation_salt, therapist.account, {therapist.account, person.account}};
    std::sort(roster.members.begin(), roster.members.end());
    person.conversation = session::conversation_id(roster);
    person.therapist = therapist.name;
    enrol(person, keys);
    (void)lines();
    return person;
}

// ---- connections ----------------------------------------------------------------------------------------------------

void World::connect(Person& person)
{
    person.connection = next_connection_++;
    names_[person.connection] = person.name;
    person.exporter = Bytes(32, static_cast<std::byte>(person.connection));
    random_.fill(person.client_nonce);
    (void)step({Opened{person.connection, person.exporter, "192.0.2.1"},
                event(person, wire::Hello{wire::protocol_version, person.client_nonce})});
    person.greeting = last<wire::Greeting>(person);
}

wire::Login World::login_of(const Person& person) const
{
    const wire::LoginProof proof{session::practice_id(key_.pub), person.exporter,    person.client_nonce,
                                 person.greeting.nonce,          person.account,     person.device,
                                 wire::protocol_version,         person.last_submit, person.token};
    return {1,
            person.account,
            person.device,
            person.last_submit,
            person.token,
            crypto::sign(labels::sign_login, person.signing, wire::encode(proof))};
}

void World::log_in(Person& person)
{
    connect(person);
    send(person, login_of(person));
    keep_token(person);
}

Person World::second_device(Person& first)
{
    Person device = stranger(first.name + "'s other", first.role);
    device.account = first.account;
    device.conversation = first.conversation;
    device.therapist = first.therapist;
    auto devices = first.list.devices;
    devices.push_back(device.list.devices[0]);
    send(first, wire::PublishDevices{1, list_with(first, devices)});
    log_in(device);
    (void)lines();
    return device;
}

void World::keep_token(Person& person)
{
    const auto login = std::find_if(sent_.rbegin(), sent_.rend(), [&](const Outgoing& out) {
        return out.connection == person.connection && std::holds_alternative<wire::LoggedIn>(out.frame);
    });
    if (login == sent_.rend()) return;
    person.token = std::get<wire::LoggedIn>(login->frame).token;
    send(person, wire::TokenKept{person.token.number});
}

void World::hang_up(Person& person)
{
    (void)step({Closed{person.connection}});
    person.connection = 0;
}

// ---- requests -------------------------------------------------------------------------------------------------------

wire::Submit World::submit_of(Person& from, const std::string& word, wire::Class cls)
{
    words_[message(word)] = word;
    wire::Submit submit;
    submit.number = ++from.last_submit;
    submit.message = message(word);
    submit.cls = cls;
    for (auto& [name, other] : people_) {
        const bool pair = other->therapist == from.name || from.therapist == name;
        if (!pair || (from.role == wire::Role::therapist && !submit.envelopes.empty())) continue;
        submit.conversation = from.role == wire::Role::client ? from.conversation : other->conversation;
        conversations_[word] = submit.conversation;
        for (const auto& device : other->list.devices)
            submit.envelopes.push_back({other->account, device.device, envelope_body(cls, std::byte{0x5a})});
    }
    return submit;
}

void World::submit(Person& from, const std::string& word, wire::Class cls) { send(from, submit_of(from, word, cls)); }

void World::ack(const Person& reader, const std::string& word, std::uint16_t code)
{
    send(reader, wire::Ack{{{deliveries_.at({reader.connection, word}), code}}});
}

void World::take_back(const Person& writer, const std::string& word)
{
    send(writer, wire::TakeBack{7, conversations_[word], message(word)});
}

wire::PublishPrekeys World::prekeys_of(Person& person, std::size_t count)
{
    const auto prekey = crypto::DhKeyPair::generate(random_);
    const wire::SignedPrekey record{person.account, person.device, person.next_prekey++,
                                    prekey.pub,     now_,          now_ + wire::signed_prekey_lifetime};
    wire::PublishPrekeys out{2, session::sign_record(labels::sign_prekey, person.signing, record), {}};
    for (std::size_t i = 0; i < count; ++i) {
        const auto one = crypto::DhKeyPair::generate(random_);
        out.one_time.push_back(
            session::sign_record(labels::sign_one_time_prekey, person.signing,
                                 wire::OneTimePrekey{person.account, person.device, person.next_prekey++, one.pub}));
    }
    return out;
}

wire::Signed World::version_of(Person& therapist, const std::string& rules,
                               const std::function<void(wire::HoursVersion&)>& change)
{
    wire::HoursVersion version;
    version.owner = therapist.account;
    version.version = ++therapist.hours_version;
    version.previous = therapist.hours_hash;
    version.valid_from = now_;
    version.rules = rules;
    version.zone = "UTC";
    version.notice_period = std::chrono::days{7};
    version.last_reading = std::chrono::minutes{30};
    if (change) change(version);
    auto out = hours_chain::sign_version(version, therapist.identity);
    therapist.hours_hash = hours_chain::hash_of(out.body);
    return out;
}

void World::hours(Person& therapist, const std::string& rules, const std::function<void(wire::HoursVersion&)>& change)
{
    send(therapist, wire::PublishHours{3, version_of(therapist, rules, change)});
}

wire::PublishInvitation World::invitation_of(const Person& therapist, const session::InvitationKeys& keys)
{
    (void)therapist;
    return {4, keys.psk.id, keys.redeem.pub, now_ + wire::invitation_lifetime, to_bytes("record"), {}};
}

wire::Redeem World::redeem_of(const Person& person, const session::InvitationKeys& keys) const
{
    const wire::RedeemProof proof{session::practice_id(key_.pub), person.exporter, person.client_nonce,
                                  person.greeting.nonce,          keys.psk.id,     keys.conversation_salt,
                                  person.signed_list.body};
    return {5, keys.psk.id, person.signed_list, keys.conversation_salt,
            crypto::sign(labels::sign_redeem, keys.redeem, wire::encode(proof))};
}

AdminAnswer World::admin(AdminRequest request)
{
    auto effects = step({AdminAsked{9, std::move(request)}});
    return std::move(effects.answers.at(0).answer);
}

wire::Signed World::list_with(Person& person, std::vector<wire::DeviceEntry> devices)
{
    person.list = {person.identity.pub, person.list.epoch + 1, std::move(devices)};
    person.signed_list = session::sign_record(labels::sign_device_list, person.identity, person.list);
    return person.signed_list;
}

}  // namespace holdfast::server::test
