// The world's people: who they are, how they connect, and what they ask for.
#include <algorithm>

#include "protocol/crypto/aead.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/payload.hpp"
#include "tests/server/core/relay_world.hpp"

namespace holdfast::server::test {
namespace {

namespace labels = crypto::labels;

}  // namespace

Bytes envelope_body(wire::Class cls, std::byte filling)
{
    (void)cls;
    wire::SealedEnvelope sealed;
    sealed.ciphertext = Bytes(session::min_padded_bytes + crypto::aead_overhead, filling);
    return wire::encode(sealed);
}

// ---- people ---------------------------------------------------------------------------------------------------------

Person RelayWorld::stranger(const std::string& name, wire::Role role)
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

void RelayWorld::enrol(Person& person, const session::InvitationKeys& keys)
{
    connect(person);
    send(person, redeem_of(person, keys));
    send(person, login_of(person));
    keep_token(person);
    send(person, prekeys_of(person, 3));
}

Person& RelayWorld::therapist(const std::string& name, const std::string& rules)
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

Person& RelayWorld::client(const std::string& name, Person& therapist)
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

void RelayWorld::connect(Person& person)
{
    person.connection = next_connection_++;
    names_[person.connection] = person.name;
    person.exporter = Bytes(32, static_cast<std::byte>(person.connection));
    random_.fill(person.client_nonce);
    (void)step({Opened{person.connection, person.exporter, "192.0.2.1"},
                event(person, wire::Hello{wire::protocol_version, person.client_nonce})});
    person.greeting = last<wire::Greeting>(person);
}

wire::Login RelayWorld::login_of(const Person& person) const
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

void RelayWorld::log_in(Person& person)
{
    connect(person);
    send(person, login_of(person));
    keep_token(person);
}

Person RelayWorld::second_device(Person& first)
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

void RelayWorld::keep_token(Person& person)
{
    const auto login = std::find_if(sent_.rbegin(), sent_.rend(), [&](const Outgoing& out) {
        return out.connection == person.connection && std::holds_alternative<wire::LoggedIn>(out.frame);
    });
    if (login == sent_.rend()) return;
    person.token = std::get<wire::LoggedIn>(login->frame).token;
    send(person, wire::TokenKept{person.token.number});
}

void RelayWorld::hang_up(Person& person)
{
    (void)step({Closed{person.connection}});
    person.connection = 0;
}

// ---- requests -------------------------------------------------------------------------------------------------------

wire::Submit RelayWorld::submit_of(Person& from, const std::string& word, wire::Class cls)
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

void RelayWorld::submit(Person& from, const std::string& word, wire::Class cls)
{
    send(from, submit_of(from, word, cls));
}

void RelayWorld::ack(const Person& reader, const std::string& word, std::uint16_t code)
{
    send(reader, wire::Ack{{{deliveries_.at({reader.connection, word}), code}}});
}

void RelayWorld::take_back(const Person& writer, const std::string& word)
{
    send(writer, wire::TakeBack{7, conversations_[word], message(word)});
}

wire::PublishPrekeys RelayWorld::prekeys_of(Person& person, std::size_t count)
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

wire::Signed RelayWorld::version_of(Person& therapist, const std::string& rules,
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

void RelayWorld::hours(Person& therapist, const std::string& rules,
                       const std::function<void(wire::HoursVersion&)>& change)
{
    send(therapist, wire::PublishHours{3, version_of(therapist, rules, change)});
}

wire::PublishInvitation RelayWorld::invitation_of(const Person& therapist, const session::InvitationKeys& keys)
{
    (void)therapist;
    return {4, keys.psk.id, keys.redeem.pub, now_ + wire::invitation_lifetime, to_bytes("record"), {}};
}

wire::Redeem RelayWorld::redeem_of(const Person& person, const session::InvitationKeys& keys) const
{
    const wire::RedeemProof proof{session::practice_id(key_.pub), person.exporter, person.client_nonce,
                                  person.greeting.nonce,          keys.psk.id,     keys.conversation_salt,
                                  person.signed_list.body};
    return {5, keys.psk.id, person.signed_list, keys.conversation_salt,
            crypto::sign(labels::sign_redeem, keys.redeem, wire::encode(proof))};
}

AdminAnswer RelayWorld::admin(AdminRequest request)
{
    auto effects = step({AdminAsked{9, std::move(request)}});
    return std::move(effects.answers.at(0).answer);
}

wire::Signed RelayWorld::list_with(Person& person, std::vector<wire::DeviceEntry> devices)
{
    person.list = {person.identity.pub, person.list.epoch + 1, std::move(devices)};
    person.signed_list = session::sign_record(labels::sign_device_list, person.identity, person.list);
    return person.signed_list;
}

}  // namespace holdfast::server::test
