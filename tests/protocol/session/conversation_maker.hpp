// Builds the vectors of kind "conversation" step by step and writes them down as it goes.
#pragma once

#include "protocol/crypto/aead.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/protocol/session/vector_file.hpp"

namespace holdfast::test {

class RecordingRandom final : public crypto::Random {
  public:
    explicit RecordingRandom(crypto::Random& inner) : inner_{inner} {}
    void fill(std::span<std::byte> out) override
    {
        inner_.fill(out);
        append(recorded_, out);
    }
    [[nodiscard]] Bytes take() { return std::exchange(recorded_, {}); }

  private:
    crypto::Random& inner_;
    Bytes recorded_;
};

/// Builds one conversation file step by step.
class ConversationMaker {
  public:
    struct Options {
        bool one_time = true;
        bool zero_psk = false;
    };
    explicit ConversationMaker(std::string name) : ConversationMaker{std::move(name), Options{}} {}
    ConversationMaker(std::string name, Options options) : name_{std::move(name)}, random_{name_}
    {
        vector_.add("kind", "conversation").add("expect", "ok");
        const auto practice = random_.id<PracticeId>();
        vector_.add("practice", practice.view());
        const auto alice = party("initiator", practice);
        bob_ = party("responder", practice);
        session::Psk psk = options.zero_psk ? session::Psk::none() : session::Psk::generate(random_);
        vector_.add("psk.id", psk.id.view()).add("psk.key", psk.key.view());
        describe_prekeys(options.one_time);
        RecordingRandom recording{random_};
        a_ =
            session::initiate(alice.local(), bob_.list, bob_.bundle(options.one_time), psk, morning, recording).value();
        vector_.add("ephemeral_secret", recording.take());
        vector_.add("initiator.list", alice.list.body).add("responder.list", bob_.list.body);
        vector_.add("transcript", a_.transcript.view()).add("resumption", a_.resumption.view());
        psk_ = std::move(psk);
    }

    int send(const char* side, std::string_view text, wire::Class cls = wire::Class::message)
    {
        auto& from = side == std::string_view{"initiator"} ? a_ : *b_;
        RecordingRandom recording{random_};
        auto sealed = session::encrypt(from, cls, as_bytes(text), recording).value();
        from = std::move(sealed.next);
        const int number = describe(cls, as_bytes(text), sealed.envelope);
        vector_.add("random." + std::to_string(number), recording.take());
        step("send", side, number);
        return number;
    }
    int from_a(std::string_view text, wire::Class cls = wire::Class::message) { return send("initiator", text, cls); }
    int from_b(std::string_view text, wire::Class cls = wire::Class::message) { return send("responder", text, cls); }

    ConversationMaker& to_b(int number) { return deliver("responder", number); }
    ConversationMaker& to_a(int number) { return deliver("initiator", number); }
    /// alice's empty first control content, and bob's answer to it.
    ConversationMaker& connect()
    {
        to_b(from_a("", wire::Class::control));
        return to_a(from_b("", wire::Class::control));
    }

    /// A changed copy of an envelope, to be delivered as the last step.
    template <class Change>
    void forge(int number, const char* side, const char* expect, Change change)
    {
        auto envelope = session::open_envelope(envelopes_.at(static_cast<std::size_t>(number))).value();
        change(envelope);
        inject(side, classes_.at(static_cast<std::size_t>(number)), wire::encode(envelope), expect);
    }
    void inject(const char* side, wire::Class cls, const Bytes& body, const char* expect)
    {
        step("deliver", side, describe(cls, {}, body));
        vector_.replace("expect", expect);
    }
    void refuse(const char* side, int number, const char* expect)
    {
        step("deliver", side, number);
        vector_.replace("expect", expect);
    }
    void write(std::string_view situation) const { vector_.write(name_, situation); }

    [[nodiscard]] const Bytes& envelope(int number) const { return envelopes_.at(static_cast<std::size_t>(number)); }
    [[nodiscard]] const session::Session& a() const { return a_; }
    [[nodiscard]] Vector& vector() { return vector_; }
    [[nodiscard]] SeededRandom& random() { return random_; }

  private:
    Party party(const std::string& side, const PracticeId& practice)
    {
        auto party = Party::make(random_, practice);
        vector_.add(side + ".identity_seed", party.identity.seed.view());
        vector_.add(side + ".signing_seed", party.signing.seed.view());
        vector_.add(side + ".agreement_secret", party.agreement.secret.view());
        vector_.add(side + ".device", party.device.view());
        return party;
    }
    void describe_prekeys(bool one_time)
    {
        const auto& state = bob_.prekeys.signed_prekeys.back();
        const auto ms = [](Instant t) { return static_cast<std::uint64_t>(t.time_since_epoch().count()); };
        vector_.add("signed_prekey.id", std::uint64_t{state.prekey.id});
        vector_.add("signed_prekey.secret", state.prekey.pair.secret.view());
        vector_.add("signed_prekey.created", ms(state.created)).add("signed_prekey.expires", ms(state.expires));
        if (!one_time) return;
        vector_.add("one_time.id", std::uint64_t{bob_.prekeys.one_time.front().id});
        vector_.add("one_time.secret", bob_.prekeys.one_time.front().pair.secret.view());
    }
    int describe(wire::Class cls, BytesView payload, const Bytes& body)
    {
        const int number = static_cast<int>(envelopes_.size());
        const auto suffix = std::to_string(number);
        vector_.add("class." + suffix, static_cast<std::uint64_t>(cls));
        vector_.add("payload." + suffix, payload).add("envelope." + suffix, body);
        envelopes_.push_back(body);
        classes_.push_back(cls);
        return number;
    }
    void step(const std::string& verb, const std::string& side, int number)
    {
        vector_.add("step", verb + " " + side + " " + std::to_string(number));
    }
    ConversationMaker& deliver(const char* side, int number)
    {
        const auto& body = envelopes_.at(static_cast<std::size_t>(number));
        const auto cls = classes_.at(static_cast<std::size_t>(number));
        step("deliver", side, number);
        const auto opened = session::open_envelope(body).value();
        if (side == std::string_view{"initiator"})
            a_ = session::decrypt(a_, cls, opened).value().next;
        else if (b_)
            b_ = session::decrypt(*b_, cls, opened).value().next;
        else
            b_ = bob_.accept(psk_, cls, body).value().next;
        return *this;
    }

    std::string name_;
    SeededRandom random_;
    Vector vector_;
    Party bob_;
    session::Psk psk_;
    session::Session a_;
    std::optional<session::Session> b_;
    std::vector<Bytes> envelopes_;
    std::vector<wire::Class> classes_;
};

}  // namespace holdfast::test
