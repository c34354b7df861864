// Writes tests/vectors: `test_session "[make-vectors]"`, from fixed seeds, so that a run without a change of the
// protocol changes no file. vectors_test.cpp replays them.
#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/session/fingerprint.hpp"
#include "protocol/session/invitation.hpp"
#include "protocol/session/invitation_code.hpp"
#include "protocol/session/padding.hpp"
#include "protocol/session/payload_check.hpp"
#include "tests/protocol/session/conversation_vector.hpp"
#include "tests/support/catch.hpp"

using namespace holdfast;
using namespace holdfast::session;
using test::morning;
using test::Party;
using test::SeededRandom;
using test::Vector;
using wire::Class;

namespace {

class Recording final : public crypto::Random {
  public:
    explicit Recording(crypto::Random& inner) : inner_{inner} {}
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
class Maker {
  public:
    struct Options {
        bool one_time = true;
        bool zero_psk = false;
    };
    explicit Maker(std::string name) : Maker{std::move(name), Options{}} {}
    Maker(std::string name, Options options) : name_{std::move(name)}, random_{name_}
    {
        vector_.add("kind", "conversation").add("expect", "ok");
        const auto practice = random_.id<PracticeId>();
        vector_.add("practice", practice.view());
        const auto alice = party("initiator", practice);
        bob_ = party("responder", practice);
        Psk psk = options.zero_psk ? Psk::none() : Psk::generate(random_);
        vector_.add("psk.id", psk.id.view()).add("psk.key", psk.key.view());
        describe_prekeys(options.one_time);
        Recording recording{random_};
        a_ = initiate(alice.local(), bob_.list, bob_.bundle(options.one_time), psk, morning, recording).value();
        vector_.add("ephemeral_secret", recording.take());
        vector_.add("initiator.list", alice.list.body).add("responder.list", bob_.list.body);
        vector_.add("transcript", a_.transcript.view()).add("resumption", a_.resumption.view());
        psk_ = std::move(psk);
    }

    int send(const char* side, std::string_view text, Class cls = Class::message)
    {
        auto& from = side == std::string_view{"initiator"} ? a_ : *b_;
        Recording recording{random_};
        auto sealed = encrypt(from, cls, as_bytes(text), recording).value();
        from = std::move(sealed.next);
        const int number = describe(cls, as_bytes(text), sealed.envelope);
        vector_.add("random." + std::to_string(number), recording.take());
        step("send", side, number);
        return number;
    }
    int from_a(std::string_view text, Class cls = Class::message) { return send("initiator", text, cls); }
    int from_b(std::string_view text, Class cls = Class::message) { return send("responder", text, cls); }

    Maker& to_b(int number) { return deliver("responder", number); }
    Maker& to_a(int number) { return deliver("initiator", number); }
    /// alice's empty first notice, and bob's answer to it.
    Maker& connect()
    {
        to_b(from_a("", Class::notice));
        return to_a(from_b("", Class::notice));
    }

    /// A changed copy of an envelope, to be delivered as the last step.
    template <class Change>
    void forge(int number, const char* side, const char* expect, Change change)
    {
        auto envelope = open_envelope(envelopes_.at(static_cast<std::size_t>(number))).value();
        change(envelope);
        inject(side, classes_.at(static_cast<std::size_t>(number)), wire::encode(envelope), expect);
    }
    void inject(const char* side, Class cls, const Bytes& body, const char* expect)
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
    [[nodiscard]] const Session& a() const { return a_; }
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
    int describe(Class cls, BytesView payload, const Bytes& body)
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
    Maker& deliver(const char* side, int number)
    {
        const auto& body = envelopes_.at(static_cast<std::size_t>(number));
        const auto cls = classes_.at(static_cast<std::size_t>(number));
        step("deliver", side, number);
        const auto opened = open_envelope(body).value();
        if (side == std::string_view{"initiator"})
            a_ = decrypt(a_, cls, opened).value().next;
        else if (b_)
            b_ = decrypt(*b_, cls, opened).value().next;
        else
            b_ = bob_.accept(psk_, cls, body).value().next;
        return *this;
    }

    std::string name_;
    SeededRandom random_;
    Vector vector_;
    Party bob_;
    Psk psk_;
    Session a_;
    std::optional<Session> b_;
    std::vector<Bytes> envelopes_;
    std::vector<Class> classes_;
};

void talk(Maker& make)
{
    make.connect();
    for (int round = 0; round < 3; ++round) {
        make.to_b(make.from_a("How was your week?"));
        make.to_b(make.from_a("Take your time."));
        make.to_a(make.from_b("Better than the last one."));
    }
}

void make_conversations()
{
    Maker with{"conversation-with-one-time-prekey"};
    talk(with);
    with.write("A one-time prekey is used; both directions, eight DH steps.");
    Maker without{"conversation-without-one-time-prekey", {.one_time = false}};
    talk(without);
    without.write("No one-time prekey was left: three products instead of four.");
    Maker zero{"conversation-zero-psk", {.zero_psk = true}};
    talk(zero);
    zero.write("A new device of a pinned account: psk and psk id are zero.");

    Maker skips{"conversation-skips"};
    skips.connect();
    const int first = skips.from_a("one"), second = skips.from_a("two"), third = skips.from_a("three");
    skips.to_b(third).to_a(skips.from_b("I have three")).to_b(second);
    const int fourth = skips.from_a("four"), fifth = skips.from_a("five");
    skips.to_b(fifth).to_b(first).to_b(fourth);
    skips.to_a(skips.from_b("all of them"));
    skips.write("Messages arrive late and out of order, one of them after a DH step.");

    Maker held{"conversation-notice-before-messages"};
    held.connect();
    const int monday = held.from_a("Written on Monday"), tuesday = held.from_a("Written on Tuesday");
    held.to_b(held.from_a("", Class::notice)).to_a(held.from_b("", Class::notice));
    const int friday = held.from_a("Written on Friday");
    held.to_b(monday).to_b(tuesday).to_b(friday);
    held.write("Notices pass while messages are held; at the opening all messages open.");

    Maker sizes{"conversation-sizes"};
    sizes.connect();
    for (const std::size_t size : {0U, 1023U, 1024U, 2047U, 2048U}) sizes.to_b(sizes.from_a(std::string(size, 'x')));
    sizes.write("Payloads just below and at the edge of a padding size.");

    Maker unanswered{"conversation-repeated-handshake"};
    const int one = unanswered.from_a("", Class::notice), two = unanswered.from_a("Are you there?");
    unanswered.to_b(two).to_b(one).to_a(unanswered.from_b("Yes"));
    unanswered.to_b(unanswered.from_a("Good"));
    unanswered.write("The hand-shake header is repeated until a reply; the second envelope arrives first.");
}

void make_forged_counters()
{
    struct Row {
        const char* name;
        std::uint32_t previous, number;
        const char* expect;
        const char* situation;
    };
    const Row rows[] = {
        {"refused-counter-at-bound", 1, 1001, "cannot_decrypt",
         "1,000 keys would be skipped: tried, but not authentic."},
        {"refused-counter-over-bound", 1, 1002, "too_many_skipped", "1,001 keys would be skipped."},
        {"refused-counter-2-31", 1, 1U << 31, "too_many_skipped", "A counter of 2^31."},
        {"refused-counter-2-32-1", 1, 0xFFFFFFFF, "too_many_skipped", "A counter of 2^32 - 1."},
    };
    for (const auto& row : rows) {
        Maker make{row.name};
        make.connect().to_b(make.from_a("first of this chain"));
        make.forge(make.from_a("next"), "responder", row.expect, [&](auto& e) {
            e.header.previous = row.previous;
            e.header.number = row.number;
        });
        make.write(row.situation);
    }
    Maker previous{"refused-previous-2-31"};
    previous.connect();
    previous.forge(previous.from_a("new chain"), "responder", "too_many_skipped",
                   [](auto& e) { e.header.previous = 1U << 31; });
    previous.write("A previous chain of 2^31 messages.");
}

void make_refused_messages()
{
    const auto forge = [](const char* name, const char* expect, const char* situation, auto change) {
        Maker make{name};
        make.connect();
        make.forge(make.from_a("new chain"), "responder", expect, change);
        make.write(situation);
    };
    forge("refused-flipped-ciphertext", "cannot_decrypt", "One bit of the ciphertext is flipped.",
          [](auto& e) { e.ciphertext[500] ^= std::byte{1}; });
    forge("refused-flipped-nonce", "cannot_decrypt", "One bit of the nonce is flipped.",
          [](auto& e) { e.nonce[23] ^= std::byte{128}; });
    forge("refused-cut-ciphertext", "bad_padding", "The last byte of the ciphertext is cut off.",
          [](auto& e) { e.ciphertext.pop_back(); });
    forge("refused-other-ratchet-key", "cannot_decrypt", "Another ratchet key in the header.",
          [](auto& e) { e.header.key.value[0] ^= std::byte{1}; });
    forge("refused-low-order-ratchet-key", "bad_key", "A ratchet key of low order.",
          [](auto& e) { e.header.key = {}; });
    forge("refused-noncanonical-ratchet-key", "bad_key", "A ratchet key with the top bit set.",
          [](auto& e) { e.header.key.value[31] |= std::byte{0x80}; });

    Maker trailing{"refused-trailing-byte"};
    trailing.connect();
    auto longer = trailing.envelope(trailing.from_a("whole"));
    longer.push_back({});
    trailing.inject("responder", Class::message, longer, "trailing_bytes");
    trailing.write("One byte follows the envelope.");

    Maker wrong_class{"refused-wrong-class"};
    wrong_class.connect();
    const auto text = wrong_class.envelope(wrong_class.from_a("a message"));
    wrong_class.inject("responder", Class::notice, text, "cannot_decrypt");
    wrong_class.write("A message delivered as a notice: the class is authenticated.");

    Maker replay{"refused-replay"};
    replay.connect();
    const int once = replay.from_a("only once");
    replay.to_b(once).refuse("responder", once, "replayed");
    replay.write("The same envelope twice.");

    Maker reflected{"refused-reflected"};
    reflected.connect();
    reflected.refuse("initiator", reflected.from_a("mine"), "cannot_decrypt");
    reflected.write("A message is handed back to its writer.");

    Maker padded{"refused-bad-padding"};
    padded.connect();
    auto ratchet = padded.a().ratchet.clone();
    const auto out = ratchet.send(padded.random()).value();
    Bytes associated = to_bytes(padded.a().transcript.view());
    append(associated, wire::encode(Class::message));
    append(associated, wire::encode(out.header));
    wire::SealedEnvelope envelope{std::nullopt, out.header, {}, {}};
    envelope.ciphertext = crypto::seal(cipher_key(out.key), {}, associated, Bytes(1024));
    padded.inject("responder", Class::message, wire::encode(envelope), "bad_padding");
    padded.write("Authentic, but the plaintext has no padding mark.");
}

void make_refused_handshakes()
{
    const auto forge = [](const char* name, const char* expect, const char* situation, auto change) {
        Maker make{name};
        make.forge(make.from_a("", Class::notice), "responder", expect, change);
        make.write(situation);
    };
    SeededRandom random{"mallory"};
    const auto mallory = Party::make(random);
    forge("refused-handshake-low-order-ephemeral", "bad_key", "An ephemeral key of low order.",
          [](auto& e) { e.handshake->ephemeral = {}; });
    forge("refused-handshake-other-ephemeral", "cannot_decrypt", "Another ephemeral key.",
          [&](auto& e) { e.handshake->ephemeral = mallory.agreement.pub; });
    forge("refused-handshake-other-list", "cannot_decrypt",
          "Another account's device list in place of the initiator's.", [&](auto& e) {
              e.handshake->device_list = mallory.list;
              e.handshake->initiator = mallory.device;
          });
    forge("refused-handshake-damaged-list", "bad_signature", "One byte of the initiator's device list is changed.",
          [](auto& e) { e.handshake->device_list.body.back() ^= std::byte{1}; });
    forge("refused-handshake-other-responder", "wrong_address", "Meant for another device.",
          [&](auto& e) { e.handshake->responder = mallory.device; });
    forge("refused-handshake-without-one-time", "cannot_decrypt", "The one-time prekey is hidden.",
          [](auto& e) { e.handshake->one_time_prekey = 0; });
    forge("refused-handshake-unknown-prekey", "no_prekeys", "A signed prekey that never was.",
          [](auto& e) { e.handshake->signed_prekey = 77; });

    const auto other = [](const char* name, const char* key, std::size_t size, const char* expect,
                          const char* situation) {
        Maker make{name};
        make.vector().add(key, Bytes(size, std::byte{7}));
        make.refuse("responder", make.from_a("", Class::notice), expect);
        make.write(situation);
    };
    other("refused-handshake-wrong-psk", "responder.psk.key", 32, "cannot_decrypt", "The responder has another psk.");
    other("refused-handshake-unknown-psk", "responder.psk.id", 16, "stranger", "The responder knows no such psk id.");
    other("refused-handshake-other-practice", "responder.practice", 32, "cannot_decrypt",
          "The responder belongs to another practice.");

    Maker replay{"refused-handshake-replay"};
    const int first = replay.from_a("", Class::notice);
    replay.to_b(first).refuse("responder", first, "replayed");
    replay.write("The first message twice.");
}

void make_padding()
{
    const auto good = [](const std::string& name, Class cls, std::size_t length, std::string_view situation) {
        const auto padded = pad(cls, Bytes(length, std::byte{0x61})).value();
        Vector v;
        v.add("kind", "padding").add("expect", "ok").add("class", static_cast<std::uint64_t>(cls));
        v.add("length", std::uint64_t{length}).add("fill", "61").add("padded.length", std::uint64_t{padded.size()});
        v.add("padded.sha256", crypto::sha256_raw({padded}).view());
        v.write(name, situation);
    };
    for (std::size_t size = 1024; size <= 65536; size *= 2)
        good("padding-" + std::to_string(size), Class::message, size - 1, "The longest payload of this size.");
    good("padding-empty-notice", Class::notice, 0, "A notice is always 1 KiB.");

    const auto bad = [](const std::string& name, Class cls, const Bytes& padded, std::string_view situation) {
        Vector v;
        v.add("kind", "padding").add("expect", "bad_padding").add("class", static_cast<std::uint64_t>(cls));
        v.add("padded", padded).write(name, situation);
    };
    bad("padding-other-length", Class::message, pad_to({}, 1536), "A length that does not occur.");
    bad("padding-without-mark", Class::message, Bytes(1024), "Zeros only.");
    bad("padding-wrong-mark", Class::message, Bytes(1024, std::byte{0x81}), "No 0x80 before the zeros.");
    bad("padding-too-large", Class::message, pad_to(as_bytes("short"), 2048), "1 KiB would have been enough.");
    bad("padding-large-notice", Class::notice, pad_to(Bytes(1500), 2048), "A notice of 2 KiB.");
    Vector v;
    v.add("kind", "padding").add("expect", "text_too_long").add("class", std::uint64_t{1});
    v.add("length", std::uint64_t{65536}).add("fill", "61").write("padding-payload-too-long", "No room for the mark.");
}

void make_invitations()
{
    SeededRandom random{"invitation"};
    const auto therapist = Party::make(random);
    const auto secret = random.secret<16>();
    const auto text = [&](const std::string& name, const char* expect, const std::string& typed, const char* relay,
                          std::string_view situation) {
        Vector v;
        v.add("kind", "invitation-text").add("expect", expect).add("text", std::string_view{typed});
        if (expect == std::string_view{"ok"}) v.add("relay", relay).add("secret", secret.view());
        if (typed.starts_with("holdfast")) v.add("relay_key", therapist.signing.pub.view());
        v.write(name, situation);
    };
    const RelayAddress relay{"practice.example", 8443};
    const auto code = invitation_code(relay, secret);
    const auto link =
        invitation_link({relay, secret.clone(), therapist.signing.pub, {{"Crisis line", "0800 111 0 111"}}});
    text("invitation-code", "ok", code, "practice.example:8443", "The short form as it is printed.");
    auto plain = code;
    std::erase(plain, '-');
    std::transform(plain.begin(), plain.end(), plain.begin(),
                   [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    text("invitation-code-plain", "ok", plain, "practice.example:8443", "Lower case, without hyphens.");
    text("invitation-code-port", "ok", invitation_code({"127.0.0.1", 18443}, secret), "127.0.0.1:18443",
         "Another port.");
    text("invitation-code-ipv6", "ok", invitation_code({"2001:db8::7", 8443}, secret), "[2001:db8::7]:8443",
         "An IPv6 address.");
    text("invitation-link", "ok", link, "practice.example:8443", "The full form.");

    auto mistyped = code;
    mistyped[20] = mistyped[20] == 'A' ? 'B' : 'A';
    text("invitation-code-mistyped", "bad_code", mistyped, "", "One character is wrong.");
    text("invitation-code-short", "bad_code", code.substr(0, code.size() - 1), "", "The last character is missing.");
    text("invitation-code-other-relay", "bad_code", "other.example" + code.substr(16), "", "The address is another.");
    auto spare = code;
    spare[17 + 30] = '7';
    text("invitation-code-spare-bits", "bad_code", spare, "", "The spare bits of the secret are not zero.");
    auto digit = code;
    digit[18] = '1';
    text("invitation-code-digit", "bad_code", digit, "", "1 is not a digit of base32.");
    text("invitation-code-address", "bad_address", "not a host/" + code.substr(17), "", "The address is none.");
    text("invitation-code-nothing", "bad_code", "hello", "", "Not an invitation.");

    const auto keys = InvitationKeys::derive(secret);
    Vector derived;
    derived.add("kind", "invitation-keys").add("expect", "ok").add("secret", secret.view());
    derived.add("id", keys.psk.id.view()).add("psk", keys.psk.key.view()).add("mac_key", keys.mac_key.view());
    derived.add("redeem_key", keys.redeem.pub.view()).add("conversation_salt", keys.conversation_salt);
    derived.add("name_key", keys.name_key.view()).write("invitation-keys", "Everything that follows from a secret.");

    const wire::InvitationRecord record{therapist.signing.pub,
                                        therapist.list,
                                        {{"Crisis line", "0800 111 0 111"}},
                                        morning + wire::invitation_lifetime,
                                        seal_name(keys, "Dr Okafor", random).value()};
    const auto bytes = wire::encode(record);
    const auto write = [&](const std::string& name, const char* expect, const Bytes& body, Instant now,
                           std::string_view situation) {
        Vector v;
        v.add("kind", "invitation-record").add("expect", expect).add("secret", secret.view());
        v.add("record", body).add("mac", invitation_mac(keys, bytes).view()).add("name", "Dr Okafor");
        v.add("now", static_cast<std::uint64_t>(now.time_since_epoch().count())).write(name, situation);
    };
    write("invitation-record", "ok", bytes, morning, "A record, its HMAC, and the sealed name.");
    auto tampered = bytes;
    tampered[1] ^= std::byte{1};
    write("invitation-record-tampered", "foreign_invitation", tampered, morning,
          "The relay changed its own key in it.");
    write("invitation-record-expired", "invitation_expired", bytes, record.expires, "Opened at the instant of expiry.");
}

void make_records()
{
    SeededRandom random{"records"};
    const auto party = Party::make(random);
    Vector ids;
    const wire::Roster roster{random.id<Id<struct SaltTag, 16>>().value, party.account, {party.account, AccountId{}}};
    ids.add("kind", "identifiers").add("expect", "ok");
    ids.add("identity_key", party.identity.pub.view()).add("account_id", party.account.view());
    ids.add("relay_key", party.signing.pub.view()).add("practice_id", practice_id(party.signing.pub).view());
    ids.add("roster", wire::encode(roster)).add("conversation_id", conversation_id(roster).view());
    ids.write("identifiers", "Names that are hashes of what they name.");

    const auto list = [&](const std::string& name, const char* expect, const wire::Signed& record,
                          std::string_view text) {
        Vector v;
        v.add("kind", "device-list").add("expect", expect).add("body", record.body);
        v.add("signature", record.signature.view()).add("account_id", party.account.view()).write(name, text);
    };
    const auto resigned = [&](auto change) {
        auto body = open_device_list(party.list).value();
        change(body);
        return sign_record(crypto::labels::sign_device_list, party.identity, body);
    };
    list("device-list", "ok", party.list, "One device, signed by the identity key it names.");
    auto tampered = party.list;
    tampered.body[36] ^= std::byte{1};
    list("device-list-tampered", "bad_signature", tampered, "The epoch was changed after signing.");
    list("device-list-other-purpose", "bad_signature",
         {party.list.body, crypto::sign(crypto::labels::sign_roster, party.identity, party.list.body)},
         "Signed by the right key under another label.");
    list("device-list-empty", "out_of_range", resigned([](auto& l) { l.devices.clear(); }), "No device at all.");
    list("device-list-twice", "out_of_range", resigned([](auto& l) { l.devices.push_back(l.devices.front()); }),
         "One device twice.");
    list("device-list-low-order", "bad_key", resigned([](auto& l) { l.devices.front().agreement = {}; }),
         "An agreement key of low order.");

    SeededRandom fixed{"fingerprint"};
    const auto other = Party::make(fixed);
    const auto key = [](const Party& p) {
        Bytes bytes{std::byte{5}};
        append(bytes, p.identity.pub.view());
        return bytes;
    };
    Vector number;
    number.add("kind", "fingerprint").add("expect", "ok").add("key.a", key(party)).add("id.a", party.account.view());
    number.add("key.b", key(other)).add("id.b", other.account.view());
    number.add("digits", safety_number(party.identity.pub, other.identity.pub));
    number.write("safety-number", "Two accounts compare their safety number.");
}

void make_payloads()
{
    SeededRandom random{"payload"};
    const Address self{random.id<AccountId>(), random.id<DeviceId>()},
        from{random.id<AccountId>(), random.id<DeviceId>()};
    wire::Content content;
    content.conversation = random.id<ConversationId>();
    content.account = from.account;
    content.device = from.device;
    content.message = random.id<MessageId>();
    content.sequence = 1;
    content.written = morning;
    content.body = wire::Text{"I slept better."};
    const auto good = content;
    const auto write = [&](const std::string& name, const char* expect, const Address& recipient, Class cls,
                           std::string_view situation) {
        Vector v;
        const auto bytes = wire::encode(content);
        v.add("kind", "payload").add("expect", expect).add("payload", address_payload(recipient, bytes));
        v.add("self.account", self.account.view()).add("self.device", self.device.view());
        v.add("from.account", from.account.view()).add("from.device", from.device.view());
        v.add("conversation", good.conversation.view()).add("message", good.message.view());
        v.add("class", static_cast<std::uint64_t>(cls)).add("content_hash", content_hash(bytes).view());
        v.write(name, situation);
        content = good;
    };
    write("payload-text", "ok", self, Class::message, "A text, addressed to this device.");
    write("payload-other-recipient", "wrong_address", from, Class::message, "Addressed back to its writer.");
    content.conversation = {};
    write("payload-other-conversation", "wrong_address", self, Class::message, "Moved to another conversation.");
    content.message = {};
    write("payload-other-message", "wrong_address", self, Class::message, "Delivered under another message id.");
    content.cls = Class::notice;
    write("payload-text-in-notice", "human_content_in_notice", self, Class::notice, "A text travels as a notice.");
    write("payload-delivered-as-notice", "wrong_address", self, Class::notice, "The relay calls a message a notice.");
    content.sequence = 0;
    write("payload-sequence-zero", "out_of_range", self, Class::message, "Sequences start at 1.");
}

}  // namespace

TEST_CASE("write the vector files", "[.][make-vectors]")
{
    make_conversations();
    make_forged_counters();
    make_refused_messages();
    make_refused_handshakes();
    make_padding();
    make_invitations();
    make_records();
    make_payloads();
}
