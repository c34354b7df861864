#include "protocol/identity/agreement.hpp"

#include "protocol/identity/invitation.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/protocol/identity/whole_record.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace agreement_test {

using namespace holdfast;
using namespace holdfast::session;
using namespace std::chrono;

namespace {

constexpr Date today = 2026y / November / 30;

struct Two {
    test::SeededRandom random{"agreement"};
    test::Party okafor = test::Party::make(random);
    test::Party sam = test::Party::make(random);
    ConversationId conversation = random.id<ConversationId>();

    [[nodiscard]] wire::AgreementText text() const { return {okafor.account, 2, today, "I read on Tuesdays."}; }
    [[nodiscard]] wire::AgreementWord word() const
    {
        return {conversation, sam.account, 2, agreement_hash(sign_agreement(okafor.identity, text())), true, today};
    }
};

template <class Change>
Errc text_with(const Two& two, const Change& change)
{
    auto text = two.text();
    change(text);
    return open_agreement(sign_agreement(two.okafor.identity, text), two.okafor.identity.pub).errc();
}

}  // namespace

TEST_CASE("a text counts under its owner's key, with a version and words that fit")
{
    const Two two;
    const auto record = sign_agreement(two.okafor.identity, two.text());
    CHECK(open_agreement(record, two.okafor.identity.pub).value() == two.text());
    CHECK(open_agreement(record, two.sam.identity.pub).errc() == Errc::bad_signature);
    CHECK(text_with(two, [&](auto& text) { text.owner = two.sam.account; }) == Errc::wrong_key);
    CHECK(text_with(two, [](auto& text) { text.version = 0; }) == Errc::out_of_range);
    CHECK(text_with(two, [](auto& text) { text.text.clear(); }) == Errc::out_of_range);
    CHECK(text_with(two, [](auto& text) { text.text.assign(wire::max_agreement_bytes + 1, 'x'); }) ==
          Errc::out_of_range);
    CHECK(text_with(two, [](auto& text) { text.text = "\xFF"; }) == Errc::bad_encoding);
}

TEST_CASE("a word counts for its writer and its conversation, and under its own label")
{
    const Two two;
    const auto record = sign_agreement_word(two.sam.identity, two.word());
    CHECK(open_agreement_word(record, two.sam.identity.pub, two.conversation).value() == two.word());
    CHECK(open_agreement_word(record, two.okafor.identity.pub, two.conversation).errc() == Errc::bad_signature);
    CHECK(open_agreement_word(record, two.sam.identity.pub, {}).errc() == Errc::wrong_address);
    auto forged = two.word();
    forged.account = two.okafor.account;
    CHECK(open_agreement_word(sign_agreement_word(two.sam.identity, forged), two.sam.identity.pub, two.conversation)
              .errc() == Errc::wrong_key);
    const auto other = sign_record(crypto::labels::sign_agreement, two.sam.identity, two.word());
    CHECK(open_agreement_word(other, two.sam.identity.pub, two.conversation).errc() == Errc::bad_signature);
}

TEST_CASE("no prefix of an agreement's records is one, and nothing may follow")
{
    const Two two;
    test::check_whole(two.text());
    test::check_whole(two.word());
    test::check_whole(wire::Agreement{sign_agreement(two.okafor.identity, two.text())});
    test::check_whole(wire::AgreementAnswer{sign_agreement_word(two.sam.identity, two.word())});
}

TEST_CASE("an agreement in an invitation has one length, and opens under the invitation's secret alone")
{
    Two two;
    const auto keys = InvitationKeys::derive(InvitationSecret::from(as_bytes("sixteen letters!")));
    const auto record = sign_agreement(two.okafor.identity, two.text());
    const auto sealed = seal_agreement(keys, record, two.random).value();
    CHECK(open_sealed_agreement(keys, sealed).value() == record);
    auto longest = two.text();
    longest.text.assign(wire::max_agreement_bytes, 'x');
    const auto long_one = seal_agreement(keys, sign_agreement(two.okafor.identity, longest), two.random).value();
    CHECK(long_one.size() == sealed.size());
    const auto others = InvitationKeys::derive(InvitationSecret::from(as_bytes("sixteen letters?")));
    CHECK(open_sealed_agreement(others, sealed).errc() == Errc::cannot_decrypt);
    CHECK(open_sealed_agreement(keys, BytesView{sealed}.first(sealed.size() - 1)).errc() == Errc::cannot_decrypt);
    for (std::size_t at = 0; at < sealed.size(); at += 97) {
        auto damaged = sealed;
        damaged[at] ^= std::byte{1};
        CHECK(open_sealed_agreement(keys, damaged).errc() == Errc::cannot_decrypt);
    }
}

}  // namespace agreement_test
