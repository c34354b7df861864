// Two people with a device each, and a session between them, from one seed.
#pragma once

#include <optional>

#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/session/handshake.hpp"
#include "tests/support/seeded_random.hpp"

namespace holdfast::test {

inline constexpr Instant morning{std::chrono::milliseconds{1'770'000'000'000}};

/// One account with one device.
struct Party {
    PracticeId practice;
    crypto::SignKeyPair identity;
    crypto::SignKeyPair signing;
    crypto::DhKeyPair agreement;
    DeviceId device;
    AccountId account;
    wire::Signed list;
    session::Prekeys prekeys;

    static Party make(crypto::Random& random, PracticeId practice = {})
    {
        Party party;
        party.practice = practice;
        party.identity = crypto::SignKeyPair::generate(random);
        party.signing = crypto::SignKeyPair::generate(random);
        party.agreement = crypto::DhKeyPair::generate(random);
        party.device = random.id<DeviceId>();
        party.account = session::account_id(party.identity.pub);
        party.list = party.sign_list(1);
        session::rotate(party.prekeys, party.owner(), morning, random);
        session::add_one_time(party.prekeys, party.owner(), 2, random);
        return party;
    }

    [[nodiscard]] wire::Signed sign_list(std::uint32_t epoch) const
    {
        const wire::DeviceList devices{identity.pub, epoch, {{device, agreement.pub, signing.pub}}};
        return session::sign_record(crypto::labels::sign_device_list, identity, devices);
    }
    [[nodiscard]] session::PrekeyOwner owner() const { return {account, device, signing}; }
    [[nodiscard]] session::LocalDevice local() const { return {practice, device, agreement, list}; }
    [[nodiscard]] Address address() const { return {account, device}; }

    /// The bundle the relay hands out for this device.
    [[nodiscard]] wire::DevicePrekeys bundle(bool with_one_time = true) const
    {
        wire::DevicePrekeys bundle{device, prekeys.signed_prekeys.back().prekey.record, std::nullopt};
        if (with_one_time) bundle.one_time = prekeys.one_time.front().record;
        return bundle;
    }

    /// The whole way of a first message: find the keys, respond, decrypt, use the keys up.
    [[nodiscard]] Result<session::Opened> accept(const session::Psk& psk, wire::Class cls, BytesView body)
    {
        const auto envelope = session::open_envelope(body);
        if (envelope.has_error()) return envelope.errc();
        if (!envelope->handshake) return Errc::no_session;
        const auto named = session::find_prekeys(prekeys, *envelope->handshake, morning);
        if (named.has_error()) return named.errc();
        const auto initiator = session::initiator_of(*envelope->handshake);
        if (initiator.has_error()) return initiator.errc();
        const auto fresh = session::respond(local(), named.value(), psk, *envelope->handshake, initiator.value());
        if (fresh.has_error()) return fresh.errc();
        auto opened = session::decrypt(fresh.value(), cls, envelope.value());
        if (opened.has_value()) session::use_prekeys(prekeys, *envelope->handshake);
        return opened;
    }
};

/// `alice` (the client) has started a session with `bob` (her therapist), and he has accepted it.
struct Pair {
    explicit Pair(std::string_view seed = "pair") : random{seed}
    {
        const auto practice = random.id<PracticeId>();
        alice = Party::make(random, practice);
        bob = Party::make(random, practice);
        psk = session::Psk::generate(random);
        a = session::initiate(alice.local(), bob.list, bob.bundle(), psk, morning, random).value();
    }

    /// Sends alice's empty first control content and lets bob accept it.
    void connect() { b = bob.accept(psk, wire::Class::control, send(a, "", wire::Class::control)).value().next; }

    [[nodiscard]] Bytes send(session::Session& from, std::string_view text, wire::Class cls = wire::Class::message)
    {
        auto sealed = session::encrypt(from, cls, as_bytes(text), random).value();
        from = std::move(sealed.next);
        return std::move(sealed.envelope);
    }

    /// The text, and the session moved on; or the error and the session as it was.
    static Result<std::string> receive(session::Session& to, BytesView body, wire::Class cls = wire::Class::message)
    {
        const auto envelope = session::open_envelope(body);
        if (envelope.has_error()) return envelope.errc();
        auto opened = session::decrypt(to, cls, envelope.value());
        if (opened.has_error()) return opened.errc();
        to = std::move(opened->next);
        return to_text(opened->payload);
    }

    SeededRandom random;
    Party alice, bob;
    session::Psk psk;
    session::Session a, b;
};

}  // namespace holdfast::test
