// Writes tests/vectors of every frame, and of what is signed before and at a login, as vectors_make.cpp does.
#include "protocol/crypto/hash.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/session/payload_check.hpp"
#include "protocol/wire/frames.hpp"
#include "tests/protocol/session/filled.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/protocol/session/vector_file.hpp"
#include "tests/support/catch.hpp"

namespace vectors_make_frames {

using namespace holdfast;
using namespace holdfast::session;
using test::filled;
using test::morning;
using test::Party;
using test::SeededRandom;
using test::Vector;

namespace {

template <class Frame>
void add_frame(Vector& v, const Frame& frame)
{
    Bytes bytes;
    wire::append_frame(bytes, frame);
    v.add("frame", bytes);
}

template <class Frame, std::size_t... I>
void add_frames(Vector& v, std::index_sequence<I...>)
{
    (add_frame(v, filled(Frame{std::in_place_index<I>})), ...);
}

template <std::size_t... I>
void add_statements(Vector& v, std::index_sequence<I...>)
{
    (add_frame(v, wire::RelayFrame{filled(wire::Tell{0, wire::Statement{std::in_place_index<I>}})}), ...);
}

template <class Frame>
Vector frames(std::string_view from)
{
    Vector v;
    v.add("kind", "frames").add("expect", "ok").add("from", from);
    add_frames<Frame>(v, std::make_index_sequence<std::variant_size_v<Frame>>{});
    return v;
}

void make_frames()
{
    frames<wire::ClientFrame>("client").write("frames-client", "Every frame of a client, each as a batch of one.");
    auto relay = frames<wire::RelayFrame>("relay");
    add_statements(relay, std::make_index_sequence<std::variant_size_v<wire::Statement>>{});
    relay.write("frames-relay", "Every frame of a relay, each as a batch of one; then Tell with each statement.");
}

/// A record, whose key signed it, and under which label.
void write_signed(std::string_view name, crypto::Label label, const crypto::SignKeyPair& key, const Bytes& body,
                  std::string_view situation)
{
    Vector v;
    v.add("kind", "signed").add("expect", "ok").add("label", label.text()).add("key", key.pub.view()).add("body", body);
    v.add("signature", crypto::sign(label, key, body).view()).write(name, situation);
}

void make_signed()
{
    namespace labels = crypto::labels;
    SeededRandom random{"signed"};
    const auto party = Party::make(random);
    const auto relay = crypto::SignKeyPair::generate(random);
    const auto redeem = crypto::SignKeyPair::generate(random);
    write_signed("signed-prekey", labels::sign_prekey, party.signing,
                 party.prekeys.signed_prekeys.back().prekey.record.body, "A signed prekey.");
    write_signed("signed-one-time-prekey", labels::sign_one_time_prekey, party.signing,
                 party.prekeys.one_time.front().record.body, "A one-time prekey.");
    write_signed("signed-greeting", labels::sign_relay_hello, relay, wire::encode(filled<wire::GreetingProof>()),
                 "The greeting of a relay: a GreetingProof.");
    write_signed("signed-redeem", labels::sign_redeem, redeem, wire::encode(filled<wire::RedeemProof>()),
                 "The redemption of an invitation: a RedeemProof.");
    write_signed("signed-practice-notice", labels::sign_practice_notice, relay,
                 wire::encode(filled<wire::PracticeNotice>()), "A practice notice.");
    write_signed("signed-holiday-list", labels::sign_holiday_list, relay, wire::encode(filled<wire::HolidayList>()),
                 "The practice's suggestion of holidays.");
    write_signed("signed-agreement", labels::sign_agreement, party.identity,
                 wire::encode(filled<wire::AgreementText>()), "What is agreed about messages: an AgreementText.");
    write_signed("signed-agreement-word", labels::sign_agreement_word, party.identity,
                 wire::encode(filled<wire::AgreementWord>()), "An answer to one: an AgreementWord.");
}

void make_content_chain()
{
    Vector v;
    v.add("kind", "content-chain").add("expect", "ok");
    Digest previous;
    for (const char* text : {"first", "second", "third"}) {
        auto content = filled<wire::Content>();
        content.body = wire::Text{text};
        content.sequence = static_cast<std::uint64_t>(v.lines().size()) / 2;
        content.previous = previous;
        const auto bytes = wire::encode(content);
        previous = content_hash(bytes);
        v.add("content", bytes).add("hash", previous.view());
    }
    v.write("content-chain", "Three contents of one writer, each with the hash of the one before.");
}

void make_resumption()
{
    SeededRandom random{"resumption"};
    Session session;
    session.resumption = random.secret<32>();
    const auto next = next_psk(session);
    Vector v;
    v.add("kind", "resumption").add("expect", "ok").add("res", session.resumption.view());
    v.add("psk", next.key.view()).add("psk_id", next.id.view());
    v.write("resumption", "The pre-shared key that follows from a session.");
}

void make_all()
{
    make_frames();
    make_signed();
    make_content_chain();
    make_resumption();
}

}  // namespace

TEST_CASE("write the vector files of frames and signed records", "[.][make-vectors]") { make_all(); }

TEST_CASE("the vector files of frames and signed records are what is written anew")
{
    CHECK(test::changed_by(make_all) == std::vector<std::string>{});
}

}  // namespace vectors_make_frames
