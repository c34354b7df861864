#include "server/core/handlers/login.hpp"

#include <algorithm>

#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/outages.hpp"
#include "server/core/store/numbers.hpp"

namespace holdfast::server {
namespace {

namespace labels = crypto::labels;

/// The practice notices that concern an account: its own as a therapist, and those of the therapists it writes to.
std::vector<wire::Signed> notices_for(Turn& turn, AccountRow account)
{
    std::vector<wire::Signed> notices;
    if (auto own = turn.tables.notices.in_force(account)) notices.push_back(std::move(*own));
    for (const AccountRow peer : turn.tables.conversations.peers(account))
        if (auto notice = turn.tables.notices.in_force(peer)) notices.push_back(std::move(*notice));
    return notices;
}

/// The device, if it exists and signed this login on this connection. Whether it exists makes no difference in work:
/// a signature is verified either way, by the relay's own key when there is no other.
std::optional<DeviceRecord> proven(Turn& turn, const Session& session, const wire::Login& login)
{
    const wire::LoginProof proof{turn.relay.practice,    session.exporter,  session.client_nonce,
                                 session.relay_nonce,    login.account,     login.device,
                                 wire::protocol_version, login.last_submit, login.token};
    auto device = turn.tables.accounts.find_device({login.account, login.device});
    const SignPublic& key = device ? device->signing : turn.relay.key.pub;
    const auto genuine = crypto::verify(labels::sign_login, key, wire::encode(proof), login.signature);
    if (genuine.has_error()) return std::nullopt;
    return device;
}

/// Whether the device shows older data than it had: by its submit number, or by a token other than the newest, the one
/// that counts beside it until it is confirmed, or one newer than this store, which a relay put back from a copy meets.
bool is_copy(const Turn& turn, const DeviceRecord& device, const wire::Login& login)
{
    const auto number = login.token.number;
    const bool counts = number >= device.token || number == device.token_before;
    return login.last_submit < device.last_submit || !counts || !turn.relay.tokens.is_own(device.address, login.token);
}

/// A new token: the one shown counts beside it until the device has it on disk.
wire::LoginToken next_token(Turn& turn, const DeviceRecord& device, const wire::LoginToken& shown)
{
    const auto number = std::max(device.token, shown.number) + 1;
    turn.tables.accounts.set_tokens(device.row, number, shown.number);
    return turn.relay.tokens.make(device.address, number);
}

void refuse_and_hang_up(Turn& turn, Session& session, wire::RequestId request, Errc code)
{
    turn.refuse(session, request, code);
    turn.hang_up(session, code);
}

}  // namespace

void greet(Turn& turn, Session& session, const wire::Hello& hello)
{
    if (hello.version != wire::protocol_version) {
        turn.send(session, wire::Versions{{wire::protocol_version}});
        return refuse_and_hang_up(turn, session, 0, Errc::unknown_version);
    }
    session.greeted = true;
    session.client_nonce = hello.nonce;
    turn.random.fill(session.relay_nonce);
    const wire::GreetingProof proof{session.exporter, session.client_nonce, session.relay_nonce, turn.now};
    turn.send(session, wire::Greeting{wire::protocol_version, turn.relay.key.pub, session.relay_nonce, turn.now,
                                      crypto::sign(labels::sign_relay_hello, turn.relay.key, wire::encode(proof))});
}

void log_in(Turn& turn, Session& session, const wire::Login& login)
{
    const auto device = proven(turn, session, login);
    if (!device || !is_number(login.last_submit))
        return refuse_and_hang_up(turn, session, login.request, Errc::login_refused);

    const Who who{device->account, device->row, device->role, device->address};
    const bool copy = is_copy(turn, *device, login);
    if (copy && !device->frozen) freeze(turn, who);
    if (copy || device->frozen) return refuse_and_hang_up(turn, session, login.request, Errc::device_frozen);

    if (!turn.sessions.budget(device->account).left(turn.now))
        return refuse_and_hang_up(turn, session, login.request, Errc::rate_limited);

    if (Session* before = turn.sessions.of(device->row)) turn.hang_up(*before, Errc::closed);
    turn.sessions.log_in(session, who);
    session.claimed_submit = login.last_submit;
    const auto token = next_token(turn, *device, login.token);
    session.token = token.number;
    turn.send(session, wire::LoggedIn{login.request, device->role, device->last_submit, token, turn.relay.incarnation,
                                      turn.tables.prekeys.count(device->row), hours::tzdata_version(),
                                      notices_for(turn, device->account), outages_to_tell(turn)});
}

void confirm_token(Turn& turn, Session& session, const wire::TokenKept& kept)
{
    if (kept.number != session.token) return refuse_and_hang_up(turn, session, 0, Errc::unexpected_frame);
    turn.tables.accounts.set_tokens(session.who->device, session.token, session.token);
    session.confirmed = true;
    turn.sessions.wish(session.who->device);
}

void freeze(Turn& turn, const Who& who)
{
    turn.tables.accounts.freeze(who.device);
    const wire::DeviceFrozen statement{who.address.account, who.address.device};
    for (const auto& other : turn.tables.accounts.devices(who.account))
        if (other.row != who.device) turn.tell(other.row, statement);
    for (const AccountRow peer : turn.tables.conversations.peers(who.account)) turn.tell(peer, statement);
    if (Session* open = turn.sessions.of(who.device)) {
        turn.refuse(*open, 0, Errc::device_frozen);
        turn.hang_up(*open, Errc::device_frozen);
    }
}

}  // namespace holdfast::server
