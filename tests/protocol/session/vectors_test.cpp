// Replays every file in tests/vectors, and every conversation once more with its envelopes damaged. The files are made
// by `test_session "[make-vectors]"` and are meant for other implementations too.
#include <algorithm>
#include <cstddef>
#include <filesystem>
#include <map>

#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/identity/fingerprint.hpp"
#include "protocol/identity/invitation.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/identity/known_names.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/session/content_chain.hpp"
#include "protocol/session/payload_check.hpp"
#include "protocol/wire/frames.hpp"
#include "tests/protocol/session/conversation_vector.hpp"
#include "tests/support/catch.hpp"

namespace vectors_test {

using namespace holdfast;
using namespace holdfast::session;
using test::Conversation;
using test::outcome;
using test::Step;
using test::Vector;

namespace {

/// One envelope, damaged in many ways.
std::vector<Bytes> damaged(const Bytes& body)
{
    std::vector<Bytes> all;
    for (std::size_t i = 0; i < body.size(); i += 1 + i / 40) {
        all.push_back(body);
        all.back()[i] ^= static_cast<std::byte>(1U << (i % 8));
        all.emplace_back(body.begin(), body.begin() + static_cast<std::ptrdiff_t>(i));
    }
    all.push_back(body);
    all.back().push_back({});
    return all;
}

void deliver_damaged(Conversation& talk, const Step& step, wire::Class cls, const Bytes& body)
{
    const auto before = talk.state();
    for (const auto& envelope : damaged(body)) CHECK(talk.deliver(step.side, cls, envelope).has_error());
    for (const auto other : {wire::Class::message, wire::Class::control, wire::Class::report})
        if (other != cls) CHECK(talk.deliver(step.side, other, body).has_error());
    CHECK(talk.state() == before);
}

std::string conversation(const Vector& v)
{
    Conversation talk{v};
    CHECK(to_hex(talk.alice().list.body) == v.text("initiator.list"));
    CHECK(to_hex(talk.bob().list.body) == v.text("responder.list"));
    CHECK(to_hex(talk.initiator().transcript.view()) == v.text("transcript"));
    CHECK(to_hex(talk.initiator().resumption.view()) == v.text("resumption"));
    std::string last = "ok";
    for (const auto& [key, value] : v.lines()) {
        if (key != "step") continue;
        REQUIRE(last == "ok");  // only the last delivery may be refused
        const auto step = Step::parse(value);
        const auto envelope = v.bytes("envelope." + step.number);
        if (step.verb == "send") {
            CHECK(to_hex(talk.send(step.side, step.number)) == to_hex(envelope));
            continue;
        }
        const auto cls = talk.cls(step.number);
        if (v.text("expect") == "ok") deliver_damaged(talk, step, cls, envelope);
        const auto before = talk.state();
        const auto payload = talk.deliver(step.side, cls, envelope);
        last = outcome(payload);
        if (payload.has_value())
            CHECK(to_hex(payload.value()) == v.text("payload." + step.number));
        else
            CHECK(talk.state() == before);
    }
    return last;
}

std::string padding(const Vector& v)
{
    const auto cls = static_cast<wire::Class>(v.number("class"));
    if (v.has("padded")) return outcome(unpad(cls, v.bytes("padded")));
    const Bytes payload(static_cast<std::size_t>(v.number("length")), v.bytes("fill").front());
    const auto padded = pad(cls, payload);
    if (padded.has_error()) return outcome(padded);
    CHECK(padded->size() == v.number("padded.length"));
    CHECK(to_hex(crypto::sha256_raw({padded.value()}).view()) == v.text("padded.sha256"));
    CHECK(unpad(cls, padded.value()).value() == payload);
    return "ok";
}

std::string invitation_text(const Vector& v)
{
    const auto parsed = parse_invitation(v.text("text"));
    if (parsed.has_error()) return outcome(parsed);
    CHECK(parsed->relay.canonical() == v.text("relay"));
    CHECK(to_hex(parsed->secret.view()) == v.text("secret"));
    CHECK(parsed->relay.behind_proxy == v.has("behind_proxy"));
    if (v.has("relay_key")) CHECK(to_hex(parsed->relay_key.value().view()) == v.text("relay_key"));
    return "ok";
}

std::string invitation_keys(const Vector& v)
{
    const auto keys = InvitationKeys::derive(v.secret<16>("secret"));
    CHECK(to_hex(keys.psk.id.view()) == v.text("id"));
    CHECK(to_hex(keys.psk.key.view()) == v.text("psk"));
    CHECK(to_hex(keys.mac_key.view()) == v.text("mac_key"));
    CHECK(to_hex(keys.redeem.pub.view()) == v.text("redeem_key"));
    CHECK(to_hex(keys.conversation_salt) == v.text("conversation_salt"));
    CHECK(to_hex(keys.name_key.view()) == v.text("name_key"));
    return "ok";
}

std::string invitation_record(const Vector& v)
{
    const auto keys = InvitationKeys::derive(v.secret<16>("secret"));
    const auto opened = open_invitation(keys, v.bytes("record"), v.id<Digest>("mac"), v.instant("now"));
    if (opened.has_error()) return outcome(opened);
    const auto name = open_name(keys, opened->sealed_name);
    if (name.has_value()) CHECK(name.value() == v.text("name"));
    if (v.has("agreement"))
        CHECK(to_hex(open_sealed_agreement(keys, opened->sealed_agreement)->body) == v.text("agreement"));
    return outcome(name);
}

std::string known_names(const Vector& v)
{
    const auto identity = crypto::SignKeyPair::from_seed(v.secret<32>("identity_seed"));
    CHECK(to_hex(account_id(identity.pub).view()) == v.text("account"));
    const auto sealed = v.bytes("sealed");
    const auto names = open_names(identity, sealed);
    if (names.has_error()) return outcome(names);
    CHECK(to_hex(wire::encode(names.value())) == v.text("names"));
    auto altered = sealed;
    for (std::size_t at = 0; at < sealed.size(); at += 61) {
        altered[at] ^= std::byte{1};
        CHECK(open_names(identity, altered).errc() == Errc::cannot_decrypt);
        altered[at] ^= std::byte{1};
    }
    return "ok";
}

std::string fingerprint(const Vector& v)
{
    CHECK(numeric_fingerprint({v.bytes("key.a"), v.bytes("id.a")}, {v.bytes("key.b"), v.bytes("id.b")}) ==
          v.text("digits"));
    return "ok";
}

std::string identifiers(const Vector& v)
{
    CHECK(to_hex(account_id(v.id<SignPublic>("identity_key")).view()) == v.text("account_id"));
    CHECK(to_hex(practice_id(v.id<SignPublic>("relay_key")).view()) == v.text("practice_id"));
    const auto roster = wire::decode<wire::Roster>(v.bytes("roster")).value();
    CHECK(to_hex(conversation_id(roster).view()) == v.text("conversation_id"));
    return "ok";
}

std::string device_list(const Vector& v)
{
    const auto list = open_device_list({v.bytes("body"), v.id<Signature>("signature")});
    if (list.has_value()) CHECK(to_hex(account_id(list->identity).view()) == v.text("account_id"));
    return outcome(list);
}

std::string payload(const Vector& v)
{
    const Expected expected{{v.id<AccountId>("self.account"), v.id<DeviceId>("self.device")},
                            {v.id<AccountId>("from.account"), v.id<DeviceId>("from.device")},
                            v.id<ConversationId>("conversation"),
                            static_cast<wire::Class>(v.number("class")),
                            v.id<MessageId>("message")};
    const auto checked = check_payload(v.bytes("payload"), expected);
    if (checked.has_value()) CHECK(to_hex(checked->hash.view()) == v.text("content_hash"));
    return outcome(checked);
}

/// Entries of one conversation's log, each naming the one before.
std::string log(const Vector& v)
{
    Digest previous;
    for (std::uint64_t number = 1; number <= v.number("entries"); ++number) {
        const auto n = "." + std::to_string(number);
        const auto body = v.bytes("entry" + n);
        const auto entry = wire::decode<wire::Receipt>(body);
        if (entry.has_error()) return outcome(entry);
        if (entry->sequence != number || entry->previous != previous) return std::string{name(Errc::broken_chain)};
        CHECK(entry->event.index() + 1 == v.number("kind" + n));
        CHECK(static_cast<std::uint64_t>(entry->at.time_since_epoch().count()) == v.number("at" + n));
        CHECK(wire::encode(*entry) == body);
        previous = receipt_hash(body);
        CHECK(to_hex(previous.view()) == v.text("hash" + n));
    }
    return "ok";
}

/// Decodes to one value and back; no prefix does, and nothing may follow.
template <class Frame>
void check_frame(const Bytes& batch, Result<std::vector<Result<Frame>>> (*decode)(BytesView))
{
    const auto decoded = decode(batch);
    REQUIRE(decoded);
    REQUIRE(decoded->size() == 1);
    REQUIRE(decoded->front());
    Bytes again;
    wire::append_frame(again, decoded->front().value());
    CHECK(to_hex(again) == to_hex(batch));
    for (std::size_t i = 1; i < batch.size(); ++i) CHECK(decode(BytesView{batch}.first(i)).has_error());
    auto longer = batch;
    longer.push_back({});
    CHECK(decode(longer).has_error());
}

std::string frames(const Vector& v)
{
    const bool client = v.text("from") == "client";
    for (const auto& [key, value] : v.lines()) {
        if (key != "frame") continue;
        INFO(value);
        const auto batch = from_hex(value).value();
        client ? check_frame<wire::ClientFrame>(batch, wire::decode_client_batch)
               : check_frame<wire::RelayFrame>(batch, wire::decode_relay_batch);
    }
    return "ok";
}

std::string receipt(const Vector& v)
{
    const auto relay = v.id<SignPublic>("relay_key");
    const auto bytes = v.bytes("proof");
    const auto proof = wire::decode<wire::ReceiptProof>(bytes).value();
    CHECK(to_hex(receipt_hash(proof.receipt).view()) == v.text("receipt_hash"));
    const auto opened = open_receipt(proof, relay);
    if (opened.has_error()) return outcome(opened);
    const auto root = crypto::merkle_root_from_path(crypto::merkle_leaf(proof.receipt), proof.index, proof.path);
    CHECK(to_hex(root.value().view()) == v.text("root"));
    for (const auto& other : damaged(bytes)) {
        const auto changed = wire::decode<wire::ReceiptProof>(other);
        CHECK((changed.has_error() || open_receipt(changed.value(), relay).has_error()));
    }
    return "ok";
}

std::string signed_record(const Vector& v)
{
    const crypto::Label label{v.text("label")};
    const auto key = v.id<SignPublic>("key");
    const auto signature = v.id<Signature>("signature");
    const auto body = v.bytes("body");
    for (const auto& other : damaged(body)) CHECK(crypto::verify(label, key, other, signature).has_error());
    for (const auto& other : damaged(to_bytes(signature.view())))
        if (const auto altered = Signature::from(other)) CHECK(crypto::verify(label, key, body, *altered).has_error());
    CHECK(crypto::verify(crypto::labels::sign_roster, key, body, signature).has_error());
    const auto genuine = crypto::verify(label, key, body, signature);
    return genuine.has_error() ? std::string{name(genuine.errc())} : "ok";
}

std::string content_chain(const Vector& v)
{
    ReadChain chain;
    std::string last = "ok";
    Digest hash;
    for (const auto& [key, value] : v.lines()) {
        if (key == "content") {
            const auto bytes = from_hex(value).value();
            hash = content_hash(bytes);
            const auto followed = chain.follow(wire::decode<wire::Content>(bytes).value(), hash);
            last = outcome(followed);
            if (followed) CHECK_FALSE(followed->broken);
            if (followed) CHECK(followed->missing == 0);
        }
        if (key == "hash") CHECK(to_hex(hash.view()) == value);
    }
    return last;
}

std::string resumption(const Vector& v)
{
    Session session;
    session.resumption = v.secret<32>("res");
    const auto next = next_psk(session);
    CHECK(to_hex(next.key.view()) == v.text("psk"));
    CHECK(to_hex(next.id.view()) == v.text("psk_id"));
    return "ok";
}

std::string login(const Vector& v)
{
    const auto fixed = [&](std::string_view key) { return v.id<Digest>(key).value; };
    const wire::LoginProof proof{v.id<PracticeId>("practice_id"),
                                 v.bytes("exporter"),
                                 fixed("client_nonce"),
                                 fixed("relay_nonce"),
                                 v.id<AccountId>("account"),
                                 v.id<DeviceId>("device"),
                                 wire::protocol_version,
                                 v.number("last_submit"),
                                 {v.number("token.number"), v.id<Digest>("token.mac")}};
    const auto bytes = wire::encode(proof);
    CHECK(to_hex(bytes) == v.text("proof"));
    const auto key = v.id<SignPublic>("signing_key");
    const auto signature = v.id<Signature>("signature");
    for (const auto& other : damaged(bytes))
        CHECK(crypto::verify(crypto::labels::sign_login, key, other, signature).has_error());
    return outcome(crypto::verify(crypto::labels::sign_login, key, bytes, signature));
}

const std::map<std::string, std::string (*)(const Vector&)> kinds = {
    {"conversation", conversation},
    {"padding", padding},
    {"invitation-text", invitation_text},
    {"invitation-keys", invitation_keys},
    {"invitation-record", invitation_record},
    {"fingerprint", fingerprint},
    {"names", known_names},
    {"identifiers", identifiers},
    {"device-list", device_list},
    {"payload", payload},
    {"log", log},
    {"frames", frames},
    {"signed", signed_record},
    {"content-chain", content_chain},
    {"resumption", resumption},
    {"receipt", receipt},
    {"login", login},
};

}  // namespace

TEST_CASE("every vector gives what it says")
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{holdfast::test::source_dir() + "/tests/vectors"}) {
        if (entry.path().extension() != ".txt") continue;
        const auto vector = Vector::parse(test::read_file(entry.path()));
        if (!kinds.contains(vector.text("kind"))) continue;  // other layers keep theirs here too
        INFO(entry.path().filename().string());
        CHECK(kinds.at(vector.text("kind"))(vector) == vector.text("expect"));
        ++count;
    }
    CHECK(count >= 50);
}

}  // namespace vectors_test
