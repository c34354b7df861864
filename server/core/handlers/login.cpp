#include "server/core/handlers/login.hpp"

#include <algorithm>

#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/outages.hpp"
#include "server/core/store/numbers.hpp"
#include "server/core/terms.hpp"

namespace holdfast::server {
namespace {

namespace labels = crypto::labels;

/// The practice notices that concern an account: its own as a therapist, and those of the therapists it writes to.
std::vector<wire::Signed> notices_for(Step& step, AccountRow account)
{
    std::vector<wire::Signed> notices;
    if (auto own = step.tables.notices.in_force(account)) notices.push_back(std::move(*own));
    for (const AccountRow peer : step.tables.conversations.peers(account))
        if (auto notice = step.tables.notices.in_force(peer)) notices.push_back(std::move(*notice));
    return notices;
}

/// The device, if it exists and signed this login on this connection. Whether it exists makes no difference in work:
/// a signature is verified either way, by the relay's own key when there is no other. Errors: login_refused;
/// account_ended for a device of an account that was removed.
Result<DeviceRecord> proven(Step& step, const Connection& connection, const wire::Login& login)
{
    const wire::LoginProof proof{step.relay.practice,    connection.exporter, connection.client_nonce,
                                 connection.relay_nonce, login.account,       login.device,
                                 wire::protocol_version, login.last_submit,   login.token};
    auto device = step.tables.accounts.find_device({login.account, login.device});
    const auto ended = device ? std::nullopt : step.tables.accounts.ended_device({login.account, login.device});
    const SignPublic key = device ? device->signing : ended.value_or(step.relay.key.pub);
    const auto genuine = crypto::verify(labels::sign_login, key, wire::encode(proof), login.signature);
    if (genuine.has_error() || !(device || ended)) return Errc::login_refused;
    if (ended) return Errc::account_ended;
    return *device;
}

/// What a device is told that is stopped.
Errc refusal_of(Stopped why) { return why == Stopped::by_practice ? Errc::device_revoked : Errc::device_frozen; }

/// Whether the device shows older data than it had: by its submit number, or by a token other than the newest, the one
/// that counts beside it until it is confirmed, or one newer than this store, which a relay restored from a backup
/// meets.
bool is_copy(const Step& step, const DeviceRecord& device, const wire::Login& login)
{
    const auto number = login.token.number;
    const bool counts = number >= device.token || number == device.token_before;
    return login.last_submit < device.last_submit || !counts || !step.relay.tokens.is_own(device.address, login.token);
}

/// A new token: the one shown counts beside it until the device has it on disk.
wire::LoginToken next_token(Step& step, const DeviceRecord& device, const wire::LoginToken& shown)
{
    const auto number = std::max(device.token, shown.number) + 1;
    step.tables.accounts.set_tokens(device.row, number, shown.number);
    return step.relay.tokens.make(device.address, number);
}

}  // namespace

Result<Answer> greet(Step& step, Connection& connection, const wire::Hello& hello)
{
    if (hello.version != wire::protocol_version) {
        step.send(connection.id, wire::Versions{{wire::protocol_version}});  // which of the two is older
        return Errc::unknown_version;
    }
    connection.greeted = true;
    connection.client_nonce = hello.nonce;
    step.random.fill(connection.relay_nonce);
    const wire::GreetingProof proof{connection.exporter, connection.client_nonce, connection.relay_nonce, step.now};
    return wire::Greeting{wire::protocol_version, step.relay.key.pub, connection.relay_nonce, step.now,
                          crypto::sign(labels::sign_relay_hello, step.relay.key, wire::encode(proof))};
}

Result<Answer> log_in(Step& step, Connection& connection, const wire::Login& login)
{
    const auto device = proven(step, connection, login);
    if (device.has_error()) return device.errc();
    if (!is_number(login.last_submit)) return Errc::login_refused;
    const auto account = step.tables.accounts.find(device->account);
    if (account->suspended) return Errc::account_suspended;

    const LoggedInDevice who{device->account, device->row, device->role, device->address, login.last_submit};
    if (device->stopped != Stopped::no) return refusal_of(device->stopped);
    if (is_copy(step, *device, login)) {
        stop(step, who, Stopped::as_copy);
        return Errc::device_frozen;
    }

    if (!step.memory.budgets[device->account].left(step.now)) return Errc::rate_limited;

    if (Connection* before = step.memory.connections.of(device->row)) step.hang_up(*before, Errc::closed);
    step.memory.connections.log_in(connection, who);
    if (const auto month = month_of(step.now); account->last_month != month)
        step.tables.accounts.set_last_month(device->account, month);
    const auto token = next_token(step, *device, login.token);
    connection.token = token.number;
    return wire::LoggedIn{.role = device->role,
                          .last_submit = device->last_submit,
                          .token = token,
                          .incarnation = step.relay.incarnation,
                          .one_time_prekeys = step.tables.prekeys.count(device->row),
                          .tzdata = hours::tzdata_version(),
                          .notices = notices_for(step, device->account),
                          .outages = outages_to_tell(step),
                          .move = step.tables.relay.move(),
                          .terms = terms_to_tell(step)};
}

Result<Answer> confirm_token(Step& step, Connection& connection, const wire::TokenKept& kept)
{
    if (kept.number != connection.token) return Errc::unexpected_frame;
    step.tables.accounts.set_tokens(connection.who->device, connection.token, connection.token);
    connection.confirmed = true;
    step.memory.connections.schedule_delivery(connection.who->device);
    return NoAnswer{};
}

void stop(Step& step, const LoggedInDevice& who, Stopped why)
{
    step.tables.accounts.stop(who.device, why);
    const auto& [account, device] = who.address;
    const auto statement = why == Stopped::by_practice ? wire::Statement{wire::DeviceRevoked{account, device}}
                                                       : wire::Statement{wire::DeviceFrozen{account, device}};
    for (const auto& other : step.tables.accounts.devices(who.account))
        if (other.row != who.device) step.tell(other.row, statement);
    for (const AccountRow peer : step.tables.conversations.peers(who.account)) step.tell(peer, statement);
    if (Connection* open = step.memory.connections.of(who.device)) {
        step.refuse(*open, 0, refusal_of(why));
        step.hang_up(*open, refusal_of(why));
    }
}

}  // namespace holdfast::server
