// Vectors of kind "conversation": two devices with fixed keys, a handshake, and steps in order. `step = send SIDE N`
// must give envelope.N from payload.N with the randomness random.N (a new ratchet secret where the chain is new, then
// the nonce); `step = deliver SIDE N` must give payload.N back. With an expected error, it is that of the last
// delivery.
#pragma once

#include <optional>
#include <sstream>

#include "tests/protocol/session/party.hpp"
#include "tests/protocol/session/vector_file.hpp"

namespace holdfast::test {

/// Plays bytes back; more than there are is an error of the vector.
class FixedRandom final : public crypto::Random {
  public:
    explicit FixedRandom(Bytes bytes) : bytes_{std::move(bytes)} {}
    void fill(std::span<std::byte> out) override
    {
        if (bytes_.size() - used_ < out.size()) throw std::out_of_range{"the vector has too little randomness"};
        std::copy_n(bytes_.begin() + static_cast<std::ptrdiff_t>(used_), out.size(), out.begin());
        used_ += out.size();
    }
    [[nodiscard]] bool used_up() const noexcept { return used_ == bytes_.size(); }

  private:
    Bytes bytes_;
    std::size_t used_ = 0;
};

class Conversation {
  public:
    explicit Conversation(const Vector& vector) : vector_{vector}
    {
        alice_ = party("initiator");
        bob_ = party("responder");
        if (vector.has("responder.practice")) bob_.practice = vector.id<PracticeId>("responder.practice");
        add_prekeys();
        session::Psk psk;
        psk.id = vector.id<InvitationId>("psk.id");
        psk.key = vector.secret<32>("psk.key");
        FixedRandom random{vector.bytes("ephemeral_secret")};
        a_ = session::initiate(alice_.local(), bob_.list, bob_.bundle(vector.has("one_time.id")), psk,
                               vector.instant("signed_prekey.created"), random)
                 .value();
        bob_psk_.id = vector.has("responder.psk.id") ? vector.id<InvitationId>("responder.psk.id") : psk.id;
        bob_psk_.key = vector.has("responder.psk.key") ? vector.secret<32>("responder.psk.key") : psk.key.clone();
    }

    /// The envelope that a step of sending gives.
    [[nodiscard]] Bytes send(const std::string& side, const std::string& number)
    {
        FixedRandom random{vector_.bytes("random." + number)};
        auto& from = side == "initiator" ? a_ : *b_;
        auto sealed = session::encrypt(from, cls(number), vector_.bytes("payload." + number), random).value();
        require(random.used_up(), "a vector has no randomness left over");
        from = std::move(sealed.next);
        return std::move(sealed.envelope);
    }

    /// Delivers an envelope; the state moves on only when it opened.
    [[nodiscard]] Result<Bytes> deliver(const std::string& side, wire::Class cls, BytesView body)
    {
        const bool first = side == "responder" && !b_;
        auto opened = first ? bob_.accept(bob_psk_, cls, body) : open(side == "initiator" ? a_ : *b_, cls, body);
        if (opened.has_error()) return opened.errc();
        if (side == "initiator")
            a_ = std::move(opened->next);
        else
            b_ = std::move(opened->next);
        return std::move(opened->payload);
    }

    [[nodiscard]] wire::Class cls(const std::string& number) const
    {
        return static_cast<wire::Class>(vector_.number("class." + number));
    }
    [[nodiscard]] const session::Session& initiator() const noexcept { return a_; }
    [[nodiscard]] const Party& alice() const noexcept { return alice_; }
    [[nodiscard]] const Party& bob() const noexcept { return bob_; }

    /// Everything that a refused message must leave alone.
    [[nodiscard]] Bytes state() const
    {
        Bytes all = to_bytes(session::save(a_).view());
        if (b_) append(all, session::save(*b_).view());
        append(all, wire::encode(bob_.prekeys));
        return all;
    }

  private:
    [[nodiscard]] Party party(const std::string& side) const
    {
        Party party;
        party.practice = vector_.id<PracticeId>("practice");
        party.identity = crypto::SignKeyPair::from_seed(vector_.secret<32>(side + ".identity_seed"));
        party.signing = crypto::SignKeyPair::from_seed(vector_.secret<32>(side + ".signing_seed"));
        party.agreement = crypto::DhKeyPair::from_secret(vector_.secret<32>(side + ".agreement_secret"));
        party.device = vector_.id<DeviceId>(side + ".device");
        party.account = session::account_id(party.identity.pub);
        party.list = party.sign_list(1);
        return party;
    }

    void add_prekeys()
    {
        const auto id = static_cast<std::uint32_t>(vector_.number("signed_prekey.id"));
        auto pair = crypto::DhKeyPair::from_secret(vector_.secret<32>("signed_prekey.secret"));
        const auto created = vector_.instant("signed_prekey.created"),
                   expires = vector_.instant("signed_prekey.expires");
        const wire::SignedPrekey record{bob_.account, bob_.device, id, pair.pub, created, expires};
        bob_.prekeys.signed_prekeys.push_back(
            {{id, std::move(pair), session::sign_record(crypto::labels::sign_prekey, bob_.signing, record)},
             created,
             expires,
             {}});
        if (!vector_.has("one_time.id")) return;
        const auto one_time_id = static_cast<std::uint32_t>(vector_.number("one_time.id"));
        auto one_time = crypto::DhKeyPair::from_secret(vector_.secret<32>("one_time.secret"));
        const wire::OneTimePrekey one{bob_.account, bob_.device, one_time_id, one_time.pub};
        bob_.prekeys.one_time.push_back(
            {one_time_id, std::move(one_time),
             session::sign_record(crypto::labels::sign_one_time_prekey, bob_.signing, one)});
    }

    static Result<session::Opened> open(const session::Session& session, wire::Class cls, BytesView body)
    {
        const auto envelope = session::open_envelope(body);
        if (envelope.has_error()) return envelope.errc();
        return session::decrypt(session, cls, envelope.value());
    }

    const Vector& vector_;
    Party alice_, bob_;
    session::Psk bob_psk_;
    session::Session a_;
    std::optional<session::Session> b_;
};

/// The words of a step: "send" or "deliver", the side, the number.
struct Step {
    std::string verb, side, number;
    [[nodiscard]] static Step parse(const std::string& line)
    {
        Step step;
        std::istringstream{line} >> step.verb >> step.side >> step.number;
        return step;
    }
};

}  // namespace holdfast::test
