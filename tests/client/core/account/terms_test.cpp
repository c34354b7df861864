#include "client/core/account/terms.hpp"

#include "protocol/identity/signed_records.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace terms_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

struct Pair {
    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member& alice = p.client("Alice", okafor);
    const DhPublic key = crypto::DhKeyPair::generate(p.random()).pub;

    void keep_for(std::chrono::days receipts, std::optional<DhPublic> record_key = {})
    {
        server::RelayConfig settings{.record_key = record_key};
        settings.retention.receipts = receipts;
        p.after(std::chrono::minutes{5});
        p.configure(settings);
        okafor.go_online();
        alice.go_online();
    }
    /// Every login is answered with this.
    void forge(std::optional<wire::Signed> terms)
    {
        alice.meddle = [terms](wire::RelayFrame& frame) {
            if (auto* answer = std::get_if<wire::LoggedIn>(&frame)) answer->terms = terms;
            return true;
        };
        alice.go_offline();
        alice.go_online();
        alice.meddle = {};
    }
    [[nodiscard]] wire::PracticeTerms known() { return alice.client().status().terms.value(); }
};

}  // namespace

TEST_CASE("both know from the first login on what the practice keeps and for how long")
{
    Pair w;
    const wire::RetentionDays days{90, 90, 90, 365, 1095};
    CHECK(w.known().kept == days);
    CHECK(w.okafor.client().status().terms->kept == days);
    CHECK_FALSE(w.known().record_key);
    // It stands in what comes with the account, and is no news.
    CHECK(w.alice.count<show::TermsChanged>() == 0);
    w.alice.restart();
    CHECK(w.known().kept == days);
}

TEST_CASE("a change is told once, with what held before, and not again after a restart of either side")
{
    Pair w;
    w.keep_for(std::chrono::days{180}, w.key);
    for (Member* member : {&w.okafor, &w.alice}) {
        REQUIRE(member->count<show::TermsChanged>() == 1);
        const auto told = *member->last<show::TermsChanged>();
        CHECK(told.before->kept.receipts == 90);
        CHECK(told.now.kept.receipts == 180);
        CHECK(told.now.record_key == w.key);
    }
    w.keep_for(std::chrono::days{180}, w.key);
    w.alice.restart();
    w.alice.go_online();
    CHECK(w.alice.count<show::TermsChanged>() == 1);
    CHECK(w.known().kept.receipts == 180);
}

TEST_CASE("attack 2: terms that the relay key did not sign, older ones and none at all change nothing")
{
    Pair w;
    const auto first = w.known();
    const auto sign = [&](const wire::PracticeTerms& terms, const crypto::SignKeyPair& by) {
        return session::sign_record(crypto::labels::sign_practice_terms, by, terms);
    };
    auto later = first;
    later.issued += std::chrono::hours{1};
    later.kept.receipts = 5000;
    w.forge(sign(later, crypto::SignKeyPair::generate(w.p.random())));
    auto older = first;
    older.issued -= std::chrono::hours{1};
    older.record_key = w.key;
    w.forge(sign(older, w.p.key()));
    w.forge(std::nullopt);
    auto unusable = later;
    unusable.record_key = DhPublic{};
    w.forge(sign(unusable, w.p.key()));
    CHECK(w.known() == first);
    CHECK(w.alice.count<show::TermsChanged>() == 0);
    // The relay itself may say what it likes: it is told, as its word.
    w.forge(sign(later, w.p.key()));
    CHECK(w.known() == later);
    CHECK(w.alice.count<show::TermsChanged>() == 1);
}

TEST_CASE("a therapist confirms the record key that is announced, and another one is not confirmed by that")
{
    Pair w;
    CHECK(w.okafor.order(command::ConfirmRecordKey{w.key}).errc() == Errc::not_found);
    w.keep_for(std::chrono::days{90}, w.key);
    CHECK(w.alice.order(command::ConfirmRecordKey{w.key}).errc() == Errc::therapists_only);
    CHECK_FALSE(w.okafor.client().status().record_key);
    CHECK(w.okafor.order(command::ConfirmRecordKey{w.key}).has_value());
    w.okafor.restart();
    CHECK(w.okafor.client().status().record_key == w.key);
    const auto other = crypto::DhKeyPair::generate(w.p.random()).pub;
    w.keep_for(std::chrono::days{90}, other);
    CHECK(w.okafor.client().status().record_key == w.key);
    CHECK(w.okafor.client().status().terms->record_key == other);
    CHECK(w.okafor.order(command::ConfirmRecordKey{w.key}).errc() == Errc::not_found);
}

}  // namespace terms_test
