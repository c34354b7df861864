// Writes tests/vectors of what a relay and a device sign for each other, as vectors_make.cpp does: receipts with their
// way up the tree, and logins.
#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/merkle.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/protocol/session/vector_file.hpp"
#include "tests/support/catch.hpp"

namespace vectors_make_relay {

using namespace holdfast;
using namespace holdfast::session;
using test::morning;
using test::SeededRandom;
using test::Vector;

namespace {

wire::Receipt some_receipt(SeededRandom& random, std::uint64_t sequence)
{
    wire::decided::Accepted taken;
    taken.account = random.id<AccountId>();
    taken.device = random.id<DeviceId>();
    taken.message = random.id<MessageId>();
    taken.envelopes = random.id<Digest>();
    taken.received = morning;
    taken.held = true;
    taken.promise = wire::Promise{morning + std::chrono::hours{1}, morning + std::chrono::hours{4}};
    wire::Receipt receipt;
    receipt.conversation = random.id<ConversationId>();
    receipt.sequence = sequence;
    receipt.previous = random.id<Digest>();
    receipt.at = morning;
    receipt.tzdata = "2025b";
    receipt.incarnation = random.id<IncarnationId>();
    receipt.event = taken;
    return receipt;
}

void make_receipts()
{
    SeededRandom random{"receipts"};
    const auto relay = crypto::SignKeyPair::generate(random);
    const auto first = wire::encode(some_receipt(random, 1));
    const auto second = wire::encode(some_receipt(random, 7));
    const crypto::MerkleTree tree{
        wire::receipt_path, {{5, crypto::merkle_leaf(first)}, {900, crypto::merkle_leaf(second)}}, random};
    const auto signature =
        crypto::sign(crypto::labels::sign_receipts, relay, wire::encode(wire::ReceiptRoot{tree.root()}));
    const auto write = [&](const std::string& name, const char* expect, const wire::ReceiptProof& proof,
                           std::string_view situation) {
        Vector v;
        v.add("kind", "receipt").add("expect", expect).add("relay_key", relay.pub.view());
        v.add("root", tree.root().view()).add("proof", wire::encode(proof));
        v.add("receipt_hash", receipt_hash(proof.receipt).view()).write(name, situation);
    };
    const wire::ReceiptProof good{first, 5, tree.path(5), signature};
    write("receipt", "ok", good, "One of two receipts in a tree of 1,024 leaves.");
    write("receipt-other-leaf", "ok", {second, 900, tree.path(900), signature}, "The other one, under the same root.");
    auto bad = good;
    bad.index = 4;
    write("receipt-other-place", "bad_signature", bad, "The right path, at another place.");
    bad.index = 5 + 1024;
    write("receipt-no-such-place", "bad_signature", bad, "A place the tree does not have.");
    bad = good;
    bad.path.pop_back();
    write("receipt-short-path", "bad_signature", bad, "Nine digests.");
    bad = good;
    bad.path.push_back({});
    write("receipt-long-path", "bad_signature", bad, "Eleven digests.");
    // A tree of one leaf, well signed: shorter than every tree is.
    bad = {first,
           0,
           {},
           crypto::sign(crypto::labels::sign_receipts, relay,
                        wire::encode(wire::ReceiptRoot{crypto::merkle_leaf(first)}))};
    write("receipt-tree-of-one", "bad_signature", bad, "A tree of one leaf under a good signature.");
    bad = good;
    bad.signature = crypto::sign(crypto::labels::sign_outage, relay, wire::encode(wire::ReceiptRoot{tree.root()}));
    write("receipt-other-purpose", "bad_signature", bad, "The root signed under another label.");
}

void make_logins()
{
    SeededRandom random{"login"};
    const auto relay = crypto::SignKeyPair::generate(random);
    const auto signing = crypto::SignKeyPair::generate(random);
    const auto nonce = [&] { return random.id<Digest>().value; };
    const auto write = [&](const std::string& name, const wire::LoginToken& token, std::string_view situation) {
        const wire::LoginProof proof{practice_id(relay.pub),
                                     to_bytes(random.id<Digest>().view()),
                                     nonce(),
                                     nonce(),
                                     random.id<AccountId>(),
                                     random.id<DeviceId>(),
                                     wire::protocol_version,
                                     41,
                                     token};
        const auto bytes = wire::encode(proof);
        Vector v;
        v.add("kind", "login").add("expect", "ok").add("signing_key", signing.pub.view());
        v.add("practice_id", proof.practice.view()).add("exporter", proof.exporter);
        v.add("client_nonce", BytesView{proof.client_nonce}).add("relay_nonce", BytesView{proof.relay_nonce});
        v.add("account", proof.account.view()).add("device", proof.device.view());
        v.add("last_submit", proof.last_submit).add("token.number", token.number).add("token.mac", token.mac.view());
        v.add("proof", bytes);
        v.add("signature", crypto::sign(crypto::labels::sign_login, signing, bytes).view()).write(name, situation);
    };
    write("login-first", {}, "The first login of a device: no token yet.");
    write("login", {12, random.id<Digest>()}, "A later one, with the token of the login before.");
}

void make_all()
{
    make_receipts();
    make_logins();
}

}  // namespace

TEST_CASE("write the vector files of receipts and logins", "[.][make-vectors]") { make_all(); }

TEST_CASE("the vector files of receipts and logins are what is written anew")
{
    CHECK(test::changed_by(make_all) == std::vector<std::string>{});
}

}  // namespace vectors_make_relay
