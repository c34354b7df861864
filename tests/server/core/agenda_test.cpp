#include "server/core/agenda.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::test::agenda_test {
namespace {

constexpr ConversationRow first{1};
constexpr ConversationRow second{2};

Instant at(int seconds) { return Instant{Seconds{seconds}}; }

TEST_CASE("of several times of one conversation the earliest counts")
{
    Agenda agenda;
    CHECK_FALSE(agenda.next());
    agenda.note(first, at(20));
    agenda.note(first, at(30));
    CHECK(agenda.next() == at(20));
    agenda.note(first, at(10));
    CHECK(agenda.next() == at(10));
    CHECK(agenda.remove(first) == at(10));
    CHECK_FALSE(agenda.remove(first));
    CHECK_FALSE(agenda.next());
}

TEST_CASE("the conversation that has been due longest comes first")
{
    Agenda agenda;
    agenda.note(first, at(20));
    agenda.note(second, at(10));
    CHECK_FALSE(agenda.due(at(9)));
    CHECK(agenda.due(at(10)) == second);
    CHECK(agenda.is_due(second, at(10)));
    CHECK_FALSE(agenda.is_due(first, at(19)));
    agenda.remove(second);
    CHECK_FALSE(agenda.due(at(19)));
    CHECK(agenda.due(at(30)) == first);
    agenda.clear();
    CHECK_FALSE(agenda.is_due(first, at(30)));
    CHECK_FALSE(agenda.due(at(30)));
}

}  // namespace
}  // namespace holdfast::server::test::agenda_test
