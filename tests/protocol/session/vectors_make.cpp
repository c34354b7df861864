// Writes tests/vectors: `test_session "[make-vectors]"`, from fixed seeds, so that a run without a change of the
// protocol changes no file. vectors_test.cpp replays them; the conversations are in vectors_make_conversations.cpp.
#include "protocol/crypto/hash.hpp"
#include "protocol/identity/agreement.hpp"
#include "protocol/identity/fingerprint.hpp"
#include "protocol/identity/invitation.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/session/payload_check.hpp"
#include "tests/protocol/measure/small_measure.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/protocol/session/vector_file.hpp"
#include "tests/support/catch.hpp"

namespace vectors_make {

using namespace holdfast;
using namespace holdfast::session;
using test::morning;
using test::Party;
using test::SeededRandom;
using test::Vector;
using wire::Class;

namespace {

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
    good("padding-empty-notice", Class::control, 0, "A notice is always 1 KiB.");

    const auto bad = [](const std::string& name, Class cls, const Bytes& padded, std::string_view situation) {
        Vector v;
        v.add("kind", "padding").add("expect", "bad_padding").add("class", static_cast<std::uint64_t>(cls));
        v.add("padded", padded).write(name, situation);
    };
    bad("padding-other-length", Class::message, pad_to({}, 1536), "A length that does not occur.");
    bad("padding-without-mark", Class::message, Bytes(1024), "Zeros only.");
    bad("padding-wrong-mark", Class::message, Bytes(1024, std::byte{0x81}), "No 0x80 before the zeros.");
    bad("padding-too-large", Class::message, pad_to(as_bytes("short"), 2048), "1 KiB would have been enough.");
    bad("padding-large-notice", Class::control, pad_to(Bytes(1500), 2048), "A notice of 2 KiB.");
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
        if (name.ends_with("-proxy")) v.add("behind_proxy", "yes");
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
    auto alike = code.substr(0, 16) + " / " + code.substr(17);
    std::replace(alike.begin() + 18, alike.end(), '-', ' ');
    std::replace(alike.begin() + 18, alike.end(), 'I', '1');
    std::replace(alike.begin() + 18, alike.end(), 'O', '0');
    text("invitation-code-looks-alike", "ok", alike, "practice.example:8443",
         "Typed with spaces, and with 0 and 1 for the letters they look like.");
    text("invitation-code-port", "ok", invitation_code({"127.0.0.1", 18443}, secret), "127.0.0.1:18443",
         "Another port.");
    text("invitation-code-ipv6", "ok", invitation_code({"2001:db8::7", 8443}, secret), "[2001:db8::7]:8443",
         "An IPv6 address.");
    const RelayAddress proxied{"practice.example", 8443, true};
    text("invitation-code-proxy", "ok", invitation_code(proxied, secret), "practice.example:8443",
         "A proxy ends TLS in front of the relay.");
    text("invitation-link-proxy", "ok", invitation_link({proxied, secret.clone(), therapist.signing.pub, {}}),
         "practice.example:8443", "The same in the full form.");
    auto turned = code;
    turned[17 + 30] = invitation_code(proxied, secret)[17 + 30];
    text("invitation-code-proxy-turned", "bad_code", turned, "", "The bit for a proxy was turned, the check was not.");
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
    text("invitation-code-digit", "bad_code", digit, "", "1 is read as I or L, and the letter is neither.");
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
                                        seal_name(keys, "Dr Okafor", random).value(),
                                        {}};
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
    auto agreeing = record;
    const auto agreement = sign_agreement(
        therapist.identity, {therapist.account, 1, std::chrono::year{2026} / 11 / 30, "I read on Tuesdays."});
    agreeing.sealed_agreement = seal_agreement(keys, agreement, random).value();
    const auto with = wire::encode(agreeing);
    Vector v;
    v.add("kind", "invitation-record").add("expect", "ok").add("secret", secret.view());
    v.add("record", with).add("mac", invitation_mac(keys, with).view()).add("name", "Dr Okafor");
    v.add("now", static_cast<std::uint64_t>(morning.time_since_epoch().count()));
    v.add("agreement", agreement.body).write("invitation-record-agreement", "A record that brings an agreement.");
    write("invitation-record-expired", "invitation_expired", bytes, record.expires, "Opened at the instant of expiry.");
}

void make_records()
{
    SeededRandom random{"records"};
    const auto party = Party::make(random);
    Vector ids;
    const wire::Roster roster{random.id<Id<struct SaltTag, 16>>().value, party.account, {AccountId{}, party.account}};
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
    content.body = wire::Agreement{{to_bytes(as_bytes("a text")), {}}};
    write("payload-agreement", "ok", self, Class::message, "An agreement; whose it is, is looked at later.");
    content.body = wire::AgreementAnswer{{to_bytes(as_bytes("a word")), {}}};
    write("payload-agreement-answer", "ok", self, Class::message, "An answer to one.");
    content.body = wire::AgreementAnswer{{to_bytes(as_bytes("a word")), {}}};
    content.cls = Class::control;
    write("payload-agreement-in-notice", "human_content_in_notice", self, Class::control,
          "An answer travels as a notice.");
    content.body = wire::MeasureOffer{test::small_measure()};
    write("payload-measure-offer", "ok", self, Class::message, "A questionnaire; whose it is, is looked at later.");
    content.body = wire::MeasureAnswers{good.message, {}, {0, std::nullopt, 2, 3}, morning};
    write("payload-measure-answers", "ok", self, Class::message, "Answers to one, of which one is left out.");
    content.body = wire::Rhythm{{to_bytes(as_bytes("a rhythm")), {}}};
    write("payload-rhythm", "ok", self, Class::message, "A rhythm of check-ins; whose it is, is looked at later.");
    content.body = wire::RhythmAnswer{{to_bytes(as_bytes("a word")), {}}};
    write("payload-rhythm-answer", "ok", self, Class::message, "A word on one.");
    content.body = wire::RhythmCheckIn{{}, morning, {7}, {{{"sleep", 4, 10}}, {"tired"}, "so so"}};
    write("payload-rhythm-check-in", "ok", self, Class::message, "Answers to what one asks.");
    write("payload-other-recipient", "wrong_address", from, Class::message, "Addressed back to its writer.");
    content.conversation = {};
    write("payload-other-conversation", "wrong_address", self, Class::message, "Moved to another conversation.");
    content.message = {};
    write("payload-other-message", "wrong_address", self, Class::message, "Delivered under another message id.");
    content.cls = Class::control;
    write("payload-text-in-notice", "human_content_in_notice", self, Class::control, "A text travels as a notice.");
    write("payload-delivered-as-notice", "wrong_address", self, Class::control, "The relay calls a message a notice.");
    content.sequence = 0;
    write("payload-sequence-zero", "out_of_range", self, Class::message, "Sequences start at 1.");
}

void make_all()
{
    make_padding();
    make_invitations();
    make_records();
    make_payloads();
}

}  // namespace

TEST_CASE("write the vector files of single values", "[.][make-vectors]") { make_all(); }

TEST_CASE("the vector files of single values are what is written anew")
{
    CHECK(test::changed_by(make_all) == std::vector<std::string>{});
}

}  // namespace vectors_make
