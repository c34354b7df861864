// The agreement of a conversation about messages: it comes with the invitation or as a message, is answered under
// a signature, and keeps nobody from writing.
#include "client/core/agreement/agreements.hpp"

#include "protocol/identity/agreement.hpp"
#include "tests/client/core/modified_client.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/support/catch.hpp"

namespace agreements_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;
using namespace std::chrono;

namespace {

constexpr Date today = 2026y / March / 2;
constexpr std::string_view tuesday = "2026-03-03T09:00:00Z";

struct Practice {
    explicit Practice(std::string_view text = {})
    {
        if (!text.empty()) set(std::string{text});
        alice = &p.client("Alice", okafor);
    }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    void set(std::string text) { REQUIRE(word(okafor.order(command::SetAgreement{std::move(text)})) == "ok"); }
    [[nodiscard]] std::optional<AgreementView> alices() { return alice->client().agreement(alice->conversation()); }
    [[nodiscard]] std::optional<AgreementView> okafors() { return okafor.client().agreement(okafor.conversation()); }
    std::string answer(bool agreed)
    {
        const auto known = alices();
        return word(alice->order(
            command::AnswerAgreement{alice->conversation(), known ? known->hash : Digest{}, agreed, today}));
    }
};

/// What the therapist's device makes of a message of Alice's program that does not keep to the rules.
std::string refused(Practice& t, ModifiedClient& modified, wire::Body body)
{
    t.okafor.forget_shown();
    t.okafor.step(Arrived{{wire::RelayFrame{modified.message(std::move(body))}}});
    const auto shown = t.okafor.last<show::Refused>();
    return shown ? word(Status{shown->reason}) : "taken";
}

}  // namespace

TEST_CASE("the text comes with the invitation, and the answer stands in both histories")
{
    Practice t{"I read on Tuesdays."};
    REQUIRE(t.alices());
    CHECK(t.alices()->text == "I read on Tuesdays.");
    CHECK(t.alices()->version == 1);
    CHECK_FALSE(t.alices()->word);
    CHECK(t.answer(true) == "ok");
    CHECK(t.alices()->is_answered());
    CHECK_FALSE(t.okafors()->word);  // held, as every message
    t.p.at(tuesday);
    CHECK(t.okafor.read() == Lines{"agreed to version 1"});
    CHECK(t.okafors()->is_answered());
    CHECK(t.okafors()->word->on == today);
    CHECK(t.answer(true) == "nothing_changed");
    CHECK(body_text(t.alice->client().history(t.alice->conversation()).back()->body) == "agreed to version 1");
}

TEST_CASE("a later version asks again, a no keeps nobody from writing, and the earlier yes is not taken for it")
{
    Practice t{"first"};
    REQUIRE(t.answer(true) == "ok");
    t.p.at(tuesday);
    t.set("second");
    t.p.run();
    CHECK(t.alice->read() == Lines{"agreement: second"});
    CHECK(t.alices()->version == 2);
    CHECK_FALSE(t.alices()->is_answered());
    CHECK(t.alices()->word->version == 1);
    CHECK(t.answer(false) == "ok");
    CHECK_FALSE(t.okafors()->word->agreed);
    *t.alice >> "still here";
    CHECK(t.okafor.read() == Lines{"agreed to version 1", "declined version 2", "still here"});
    CHECK(word(t.okafor.order(command::SetAgreement{"second"})) == "nothing_changed");
}

TEST_CASE("whoever has no text yet gets the first one as a message, and one invited before it, too")
{
    Practice t;
    CHECK_FALSE(t.alices());
    CHECK(t.answer(true) == "not_found");
    const auto invitation = t.p.invitation(t.okafor, "Bob");
    t.p.at(tuesday);
    t.set("first");
    t.p.run();
    CHECK(t.alice->read() == Lines{"agreement: first"});
    auto& bob = t.p.newcomer("Bob");
    bob.step(Command{1, command::Enrol{invitation.link, {}}});
    bob.go_online();
    CHECK(bob.client().agreement(bob.conversation())->text == "first");
}

TEST_CASE("a text about messages is not taken back from one client, while it is held or before it has left")
{
    Practice t{"first"};
    const auto take_back = [&] {
        return word(t.okafor.order(command::TakeBack{t.okafor.last<show::Saved>()->message}));
    };
    t.set("second");
    CHECK(take_back() == "agreement_stays");
    t.okafor.go_offline();
    t.set("third");
    CHECK(take_back() == "agreement_stays");
    t.okafor.go_online();
    t.p.at(tuesday);
    t.p.run();
    CHECK(t.alices()->hash == t.okafors()->hash);
    CHECK(t.alices()->text == "third");
}

TEST_CASE("an answer counts for the text that was shown, and no longer once it was taken back")
{
    Practice t{"first"};
    const command::AnswerAgreement old{t.alice->conversation(), t.alices()->hash, true, today};
    REQUIRE(t.answer(true) == "ok");
    REQUIRE(word(t.alice->order(command::TakeBack{t.alice->last<show::Saved>()->message})) == "ok");
    CHECK_FALSE(t.alices()->word);
    t.p.at(tuesday);
    CHECK(t.okafor.read().empty());
    t.set("second");
    t.p.run();
    CHECK(word(t.alice->order(old)) == "not_found");
    CHECK(word(t.okafor.order(command::AnswerAgreement{t.okafor.conversation(), t.okafors()->hash, true, today})) ==
          "not_allowed");
    CHECK(word(t.alice->order(command::SetAgreement{"mine"})) == "therapists_only");
    CHECK(word(t.okafor.order(command::SetAgreement{" \n"})) == "empty_text");
    CHECK(word(t.okafor.order(command::SetAgreement{std::string(wire::max_agreement_bytes + 1, 'x')})) ==
          "text_too_long");
}

TEST_CASE("an answer that is taken back leaves the one before it standing for both")
{
    Practice t{"first"};
    REQUIRE(t.answer(true) == "ok");
    t.p.at(tuesday);
    t.p.at("2026-03-03T13:00:00Z");
    REQUIRE(t.answer(false) == "ok");
    CHECK_FALSE(t.alices()->word->agreed);
    REQUIRE(word(t.alice->order(command::TakeBack{t.alice->last<show::Saved>()->message})) == "ok");
    CHECK(t.alices()->word->agreed);
    t.p.at("2026-03-10T09:00:00Z");
    CHECK(t.okafors()->word == t.alices()->word);
}

TEST_CASE("attack 2: an acceptance of another's, or of a text that was never sent, is refused by its name")
{
    Practice t{"first"};
    *t.alice >> "hello";
    t.p.at(tuesday);
    t.set("second");
    t.p.run();
    ModifiedClient modified{t.p, *t.alice};
    const auto second = t.okafors()->hash;
    const auto& alices = modified.identity();
    const wire::AgreementWord good{t.alice->conversation(), session::account_id(alices.pub), 2, second, true, today};
    const auto signed_by = [](const crypto::SignKeyPair& key, const wire::AgreementWord& word) {
        return wire::Body{wire::AgreementAnswer{session::sign_agreement_word(key, word)}};
    };
    const auto with = [&](auto change) {
        auto changed = good;
        change(changed);
        return signed_by(alices, changed);
    };
    const auto stranger = crypto::SignKeyPair::generate(t.p.random());
    const auto okafor = *t.okafor.client().status().account;
    CHECK(refused(t, modified, signed_by(stranger, good)) == "bad_signature");
    CHECK(refused(t, modified, with([&](auto& one) { one.account = okafor; })) == "wrong_key");
    CHECK(refused(t, modified, with([](auto& one) { one.conversation = {}; })) == "wrong_address");
    CHECK(refused(t, modified, with([](auto& one) { one.version = 1; })) == "out_of_range");
    CHECK(refused(t, modified, with([](auto& one) { one.version = 3; })) == "out_of_range");
    CHECK(refused(t, modified, with([](auto& one) { one.text = {}; })) == "out_of_range");
    const wire::AgreementText text{session::account_id(alices.pub), 3, today, "never"};
    CHECK(refused(t, modified, wire::Agreement{session::sign_agreement(alices, text)}) == "not_allowed");
    CHECK_FALSE(t.okafors()->word);
    CHECK(refused(t, modified, signed_by(alices, good)) == "taken");
    CHECK(t.okafors()->is_answered());
}

TEST_CASE("attack 2: a text of somebody else's, or another one under the same version, is refused by its name")
{
    Practice t{"first"};
    *t.alice >> "hello";
    t.p.at(tuesday);
    t.okafor >> "good morning";
    ModifiedClient modified{t.p, t.okafor};
    const auto take = [&](wire::Body body) {
        t.alice->forget_shown();
        t.alice->step(Arrived{{wire::RelayFrame{modified.message(std::move(body))}}});
        const auto shown = t.alice->last<show::Refused>();
        return shown ? word(Status{shown->reason}) : std::string{"taken"};
    };
    const auto stranger = crypto::SignKeyPair::generate(t.p.random());
    wire::AgreementText text{session::account_id(modified.identity().pub), 1, today, "another first"};
    CHECK(take(wire::Agreement{session::sign_agreement(stranger, text)}) == "bad_signature");
    CHECK(take(wire::Agreement{session::sign_agreement(modified.identity(), text)}) == "out_of_range");
    const wire::AgreementWord yes{t.alice->conversation(), text.owner, 1, t.alices()->hash, true, today};
    CHECK(take(wire::AgreementAnswer{session::sign_agreement_word(modified.identity(), yes)}) == "not_allowed");
    CHECK(t.alices()->text == "first");
}

TEST_CASE("a restored client is sent the text again, and asked again")
{
    Practice t{"first"};
    REQUIRE(t.answer(true) == "ok");
    const auto kit = t.alice->print_kit();
    t.p.at(tuesday);
    CHECK(t.okafor.read() == Lines{"agreed to version 1"});
    t.alice->lose_device();
    t.alice->restore(kit);
    t.p.run();
    REQUIRE(t.alices());
    CHECK(t.alices()->text == "first");
    CHECK_FALSE(t.alices()->is_answered());
    CHECK(t.okafors()->is_answered());
    REQUIRE(t.answer(true) == "ok");
    t.p.run();
    CHECK(t.alices()->is_answered());
    CHECK(t.okafor.read() == Lines{"agreed to version 1"});
}

TEST_CASE("a restored therapist goes on with the text she had")
{
    Practice t{"first"};
    const auto kit = t.okafor.print_kit();
    t.p.run();
    t.okafor.lose_device();
    t.okafor.restore(kit);
    t.p.run();
    REQUIRE(t.okafor.client().own_agreement());
    CHECK(t.okafor.client().own_agreement()->text == "first");
    REQUIRE(t.answer(true) == "ok");
    t.p.at(tuesday);
    CHECK(t.okafors()->is_answered());
    t.set("second");
    CHECK(t.okafor.client().own_agreement()->version == 2);
}

}  // namespace agreements_test
