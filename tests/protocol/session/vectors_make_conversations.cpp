// The conversations among the vectors: accepted ones, and one refused situation each. See vectors_make.cpp.
#include "tests/protocol/session/conversation_maker.hpp"
#include "tests/support/catch.hpp"

namespace vectors_make_conversations {

using namespace holdfast;
using namespace holdfast::session;
using test::Party;
using test::SeededRandom;
using wire::Class;

namespace {

using Maker = test::ConversationMaker;

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
    held.to_b(held.from_a("", Class::control)).to_a(held.from_b("", Class::control));
    const int friday = held.from_a("Written on Friday");
    held.to_b(monday).to_b(tuesday).to_b(friday);
    held.write("Notices pass while messages are held; at the opening all messages open.");

    Maker sizes{"conversation-sizes"};
    sizes.connect();
    for (const std::size_t size : {0U, 1023U, 1024U, 2047U, 2048U}) sizes.to_b(sizes.from_a(std::string(size, 'x')));
    sizes.write("Payloads just below and at the edge of a padding size.");

    Maker unanswered{"conversation-repeated-handshake"};
    const int one = unanswered.from_a("", Class::control), two = unanswered.from_a("Are you there?");
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
    wrong_class.inject("responder", Class::control, text, "cannot_decrypt");
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
        make.forge(make.from_a("", Class::control), "responder", expect, change);
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
        make.refuse("responder", make.from_a("", Class::control), expect);
        make.write(situation);
    };
    other("refused-handshake-wrong-psk", "responder.psk.key", 32, "cannot_decrypt", "The responder has another psk.");
    other("refused-handshake-unknown-psk", "responder.psk.id", 16, "stranger", "The responder knows no such psk id.");
    other("refused-handshake-other-practice", "responder.practice", 32, "cannot_decrypt",
          "The responder belongs to another practice.");

    Maker replay{"refused-handshake-replay"};
    const int first = replay.from_a("", Class::control);
    replay.to_b(first).refuse("responder", first, "replayed");
    replay.write("The first message twice.");
}

void make_all()
{
    make_conversations();
    make_forged_counters();
    make_refused_messages();
    make_refused_handshakes();
}

}  // namespace

TEST_CASE("write the vector files of conversations", "[.][make-vectors]") { make_all(); }

TEST_CASE("the vector files of conversations are what is written anew")
{
    CHECK(test::changed_by(make_all) == std::vector<std::string>{});
}

}  // namespace vectors_make_conversations
