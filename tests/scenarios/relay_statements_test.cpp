// The relay's statements: how many one message takes, and that none looks through a table that grows.
#include <cstdint>
#include <set>
#include <string>
#include <vector>

#include "server/core/store/tables.hpp"
#include "tests/server/core/relay_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::relay_statements_test {
namespace {

// ---- plans ----------------------------------------------------------------------------------------------------------

/// Every statement that the relay has prepared.
std::vector<std::string> statements_of(store::Database& db)
{
    std::vector<std::string> out;
    auto query = db.prepare("SELECT sql FROM sqlite_stmt WHERE sql NOT LIKE '%sqlite_stmt%' ORDER BY sql");
    for (auto rows = query.rows(); rows.next();) out.push_back(rows.text(0));
    return out;
}

/// The names, as the statement gives them, of the tables it looks through from one end to the other.
std::set<std::string> scanned_by(store::Database& db, const std::string& sql)
{
    constexpr std::string_view scan = "SCAN ";
    std::string one_value = "EXPLAIN QUERY PLAN ";
    for (const char c : sql) one_value += c == '?' ? std::string{"?1"} : std::string{c};
    auto query = db.prepare(one_value);
    const bool has_values = sql.find('?') != std::string::npos;
    auto rows = has_values ? query.rows(std::nullopt) : query.rows();
    std::set<std::string> out;
    while (rows.next()) {
        const auto detail = rows.text(3);
        if (!detail.starts_with(scan)) continue;
        out.insert(detail.substr(scan.size(), detail.find(' ', scan.size()) - scan.size()));
    }
    return out;
}

/// Tables that stay small, and rows that a statement makes itself.
const std::set<std::string> small{"relay", "holiday_list", "outage", "CONSTANT", "held", "next", "slice"};

/// A question of the practice, of a start or a restore, or once per hour, that is about everything there is.
bool asks_for_all(const std::string& sql)
{
    const auto is = [&](std::string_view begin) { return sql.starts_with(begin); };
    return is("SELECT n, id, role, epoch, device_list, signature, created, invited_as") ||
           is("SELECT c.n, c.id, c.owner, c.ended IS NOT NULL FROM conversation c") ||
           is("DELETE FROM device WHERE n IN (SELECT n FROM device WHERE dropped = 1") ||
           is("DELETE FROM invitation WHERE used_by IS NULL") || is("SELECT number, inviter, made") ||
           is("SELECT n, hash FROM deed WHERE hash IS NOT NULL ORDER BY n DESC LIMIT 1") ||
           is("SELECT n, at, what, account, detail FROM deed WHERE hash IS NULL") ||
           is("SELECT count(*) FROM account") || is("SELECT count(*) FROM device") ||
           is("SELECT (SELECT count(*) FROM delivery)") || is("SELECT coalesce(sum(one), 0) FROM (SELECT CASE") ||
           is("DELETE FROM one_time_prekey") || is("SELECT changed FROM change") || is("DELETE FROM change") ||
           is("SELECT DISTINCT therapist FROM practice_notice ORDER BY therapist") ||
           is("SELECT conversation FROM ending WHERE deleted IS NULL");  // by an index of those alone
}

TEST_CASE("no statement of the relay looks through a table that grows, but where all of it is asked for")
{
    RelayWorld w{"2026-03-03T10:00:00Z"};
    auto& db = w.relay().store().tables().db;
    const auto statements = statements_of(db);
    CHECK(statements.size() > 100);
    for (const auto& sql : statements) {
        if (sql.starts_with("INSERT") || asks_for_all(sql)) continue;
        INFO(sql);
        for (const auto& table : scanned_by(db, sql)) {
            INFO(table);
            CHECK(small.contains(table));
        }
    }
}

// ---- one message ----------------------------------------------------------------------------------------------------

/// A pair whose hours are open, both there.
struct Pair {
    RelayWorld w{"2026-03-03T10:00:00Z"};
    Person& okafor{w.therapist("okafor", "24/7")};
    Person& alice{w.client("alice", okafor)};

    [[nodiscard]] std::uint64_t steps() { return w.relay().store().tables().db.steps(); }
    /// Submits so many in one step and acks them in another; the steps of statements that each took.
    double cost(std::size_t messages)
    {
        std::vector<Event> submits;
        for (std::size_t i = 0; i < messages; ++i)
            submits.push_back(RelayWorld::event(alice, w.submit_of(alice, std::to_string(written_++))));
        const auto before = steps();
        (void)w.step(std::move(submits));
        wire::Ack ack;
        const auto last = w.last<wire::Deliver>(okafor).delivery;
        for (auto number = last + 1 - messages; number <= last; ++number) ack.items.push_back({number, 0});
        w.send(okafor, ack);
        w.tick();
        const auto taken = steps() - before;
        CHECK(w.count("SELECT count(*) FROM delivery WHERE message IS NOT NULL AND acked IS NULL") == 0);
        return static_cast<double>(taken) / static_cast<double>(messages);
    }

  private:
    std::size_t written_ = 0;
};

// Steps of statements: each statement has at least one, and one more for each row but the first.
TEST_CASE("a message to a reader who is there takes few statements, from its submit to its ack")
{
    Pair p;
    (void)p.cost(1);  // some of it is read once
    CHECK(p.cost(1) <= 8);
    CHECK(p.cost(32) <= 5.2);
}

TEST_CASE("a message takes no more statements where much waits for its reader already")
{
    Pair p;
    (void)p.cost(1);
    const auto alone = p.cost(32);
    for (int i = 0; i < 10; ++i) (void)p.cost(32);
    CHECK(p.cost(32) <= alone + 0.1);
}

}  // namespace
}  // namespace holdfast::server::test::relay_statements_test
