#include "server/core/terms.hpp"

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/terms.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::terms_test {
namespace {

struct Practice {
    RelayWorld w{"2026-03-02T20:00:00Z"};
    Person& okafor = w.therapist("okafor", "Tu 09:00-12:00");

    [[nodiscard]] wire::PracticeTerms told()
    {
        w.log_in(okafor);
        return session::open_record<wire::PracticeTerms>(crypto::labels::sign_practice_terms, w.key().pub,
                                                         w.last<wire::LoggedIn>(okafor).terms.value())
            .value();
    }
};

TEST_CASE("every login is told how long the relay keeps what, in the same words as long as it runs")
{
    Practice p;
    const auto first = p.told();
    CHECK(first.kept == wire::RetentionDays{90, 90, 90, 365, 1095});
    CHECK_FALSE(first.record_key);
    p.w.after(std::chrono::hours{1});
    CHECK(p.told() == first);
}

TEST_CASE("what is said after a restart is later than before, also where the clock was put back")
{
    Practice p;
    const auto first = p.told();
    p.w.after(std::chrono::hours{1});
    p.w.tick();
    p.w.restart();
    const auto second = p.told();
    CHECK(second.issued > first.issued);
    p.w.at("2026-02-02T20:00:00Z");
    p.w.restart();
    CHECK(p.told().issued > second.issued);
}

}  // namespace
}  // namespace holdfast::server::test::terms_test
