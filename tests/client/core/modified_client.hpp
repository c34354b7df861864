// A program that holds a member's keys and does not keep to the rules: it seals whatever it is told to, from a copy of
// the member's vault. What it makes is handed to the other side as if the relay had delivered it.
#pragma once

#include <filesystem>
#include <map>

#include "client/core/vault/records.hpp"
#include "client/store/vault_file.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/session/handshake.hpp"
#include "protocol/session/payload_check.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"

namespace holdfast::client::test {

class ModifiedClient {
  public:
    /// Goes on from the member's vault as it stands; the member has one conversation, and a session in it.
    ModifiedClient(ClientWorld& practice, Member& member) : practice_{practice}
    {
        std::filesystem::copy(member.directory(), copy_.path() / "vault");
        auto vault = open_vault(copy_.path() / "vault", as_bytes(passphrase), practice.random(),
                                {crypto::PasswordCost{8, 1}, {}})
                         .value();
        account_ = only<Account>(vault);
        keys_ = only<Keys>(vault);
        conversation_ = only<Conversation>(vault);
        auto peer = only<PeerSessions>(vault);
        session_ = std::move(peer.sessions.at(0));
        for (const auto cls : {wire::Class::message, wire::Class::control}) streams_[cls] = stream(vault, cls);
    }

    /// One more message of this writer, of any body.
    [[nodiscard]] wire::Deliver message(wire::Body body)
    {
        wire::Content content;
        content.conversation = conversation_.id;
        content.account = account_.id;
        content.device = account_.device;
        content.message = practice_.random().id<MessageId>();
        content.cls = wire::class_of(body);
        content.written = practice_.now();
        content.body = std::move(body);
        const auto bytes = streams_[content.cls].append(content);
        auto sealed =
            session::encrypt(session_, content.cls, session::address_payload(session_.peer, bytes), practice_.random())
                .value();
        session_ = std::move(sealed.next);
        return {1'000'000 + ++deliveries_, content.message, conversation_.id, content.cls,     account_.id,
                account_.device,           deliveries_,     practice_.now(),  practice_.now(), sealed.envelope};
    }

    [[nodiscard]] const crypto::SignKeyPair& identity() const noexcept { return keys_.identity; }
    [[nodiscard]] const Address& peer() const noexcept { return session_.peer; }

    /// The account's next device list, in which its device is of another kind.
    [[nodiscard]] wire::Signed list_with_kind(wire::DeviceKind kind) const
    {
        auto list = wire::decode<wire::DeviceList>(account_.device_list.body).value();
        ++list.epoch;
        list.devices.front().kind = kind;
        return session::sign_record(crypto::labels::sign_device_list, keys_.identity, list);
    }

    /// From here on a session of its own, begun under the pre-shared key that follows from the one in the vault.
    void begin_again(const wire::Signed& peer_list, const wire::Signed& signed_prekey)
    {
        if (!next_) next_ = session::next_psk(session_);
        const session::LocalDevice local{session::practice_id(account_.relay_key), account_.device, keys_.agreement,
                                         account_.device_list};
        session_ = session::initiate(local, peer_list, {session_.peer.device, signed_prekey, std::nullopt}, *next_,
                                     practice_.now(), practice_.random())
                       .value();
    }

  private:
    template <class Record>
    static Record only(Vault& vault)
    {
        std::optional<Record> found;
        (void)vault.each(Record::kind, [&](std::uint64_t, BytesView plain) {
            found = wire::decode<Record>(plain).value();
            return true;
        });
        return std::move(found.value());
    }
    static session::WriteChain stream(Vault& vault, wire::Class cls)
    {
        session::WriteChain chain;
        (void)vault.each(Kind::write_stream, [&](std::uint64_t, BytesView plain) {
            const auto stream = wire::decode<WriteStream>(plain).value();
            if (stream.cls == cls) chain = stream.chain;
            return true;
        });
        return chain;
    }

    ClientWorld& practice_;
    holdfast::test::TempDir copy_;
    Account account_;
    Keys keys_;
    Conversation conversation_;
    session::Session session_;
    std::map<wire::Class, session::WriteChain> streams_;
    std::optional<session::Psk> next_;
    std::uint64_t deliveries_ = 0;
};

/// Why the reader refuses what such a program wrote; "taken" where it does not.
inline std::string refused(Member& reader, ModifiedClient& modified, wire::Body body)
{
    reader.forget_shown();
    reader.step(Arrived{{wire::RelayFrame{modified.message(std::move(body))}}});
    const auto shown = reader.last<show::Refused>();
    return shown ? word(Status{shown->reason}) : "taken";
}

}  // namespace holdfast::client::test
