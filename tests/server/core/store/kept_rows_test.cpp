// Rows kept in memory are those of the store after every commit, and those of before where there was none.
#include "server/core/store/kept_rows.hpp"

#include "server/core/store/tables.hpp"
#include "tests/server/core/two_pairs.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::server::test::kept_rows_test {
namespace {

using namespace std::chrono_literals;

constexpr Quota bundles{QuotaKind::bundle, 3, 24h};

/// The tables of a practice whose rows the test changes itself.
struct Desk {
    TwoPairs p;

    [[nodiscard]] Tables& tables() { return p.w.relay().store().tables(); }
    [[nodiscard]] DeviceRecord alice() { return tables().accounts.find_device(p.alice.address()).value(); }
    [[nodiscard]] ConversationRow conversation() { return tables().conversations.find(p.alice.conversation)->row; }
    /// One of everything that is kept.
    void change()
    {
        const auto device = alice();
        tables().accounts.set_last_submit(device.row, 7);
        tables().accounts.set_tokens(device.row, 40, 39);
        CHECK(tables().accounts.next_delivery(device.row) == deliveries + 1);
        tables().conversations.set_chain_head(conversation(), 12, Digest{});
        CHECK(tables().quotas.use(bundles, device.account, p.w.now(), {}, 3));
    }
    [[nodiscard]] std::string in_store()
    {
        const auto row = std::to_string(static_cast<int>(alice().row));
        return p.w.text(
            "SELECT last_submit || ' ' || token || ' ' || token_before || ' ' || last_delivery || ' ' || "
            "(SELECT max(sequence) FROM conversation) || ' ' || "
            "(SELECT count(*) FROM quota WHERE kind = 1 AND used = 3) FROM device WHERE n = " +
            row);
    }
    [[nodiscard]] std::string in_memory()
    {
        const auto device = alice();
        const auto left = tables().quotas.fits(bundles, device.account, p.w.now(), {}, 1) ? " 0" : " 1";
        return std::to_string(device.last_submit) + " " + std::to_string(device.token) + " " +
               std::to_string(device.token_before) + " " +
               std::to_string(p.w.count("SELECT last_delivery FROM device WHERE n = " +
                                        std::to_string(static_cast<int>(device.row)))) +
               " " + std::to_string(tables().conversations.chain_head(conversation()).sequence) + left;
    }

    std::uint64_t deliveries = static_cast<std::uint64_t>(
        p.w.count("SELECT last_delivery FROM device WHERE n = " + std::to_string(static_cast<int>(alice().row))));
};

TEST_CASE("what is changed in memory is in the store once it is committed")
{
    Desk d;
    {
        Batch batch = d.p.w.relay().store().begin();
        d.change();
        batch.commit();
    }
    const auto after = "7 40 39 " + std::to_string(d.deliveries + 1) + " 12 1";
    CHECK(d.in_store() == after);
    CHECK(d.in_memory() == after);
    d.p.w.restart();
    CHECK(d.in_memory() == after);
}

TEST_CASE("what was changed in memory is forgotten where it is not committed")
{
    Desk d;
    const auto before = d.in_store();
    CHECK(d.in_memory() == before);
    {
        Batch batch = d.p.w.relay().store().begin();
        d.change();
    }
    CHECK(d.in_store() == before);
    CHECK(d.in_memory() == before);
    Batch batch = d.p.w.relay().store().begin();
    CHECK(d.tables().accounts.next_delivery(d.alice().row) == d.deliveries + 1);
}

TEST_CASE("a device dropped in the step in which it submitted keeps its number")
{
    Desk d;
    const auto device = d.alice();
    const auto entry = d.p.alice.list.devices.at(0);
    {
        Batch batch = d.p.w.relay().store().begin();
        d.tables().accounts.set_last_submit(device.row, 7);
        d.tables().prekeys.drop(device.row);
        d.tables().accounts.drop_device(device.row, Instant{});
        CHECK_FALSE(d.tables().accounts.find_device(device.row));
        CHECK(d.tables().accounts.devices(device.account).empty());
        d.tables().accounts.put_device(device.account, entry);
        CHECK(d.tables().accounts.last_submit(device.row) == 7);
        batch.commit();
    }
    CHECK(d.alice().last_submit == 7);
}

TEST_CASE("recipients follow the devices of the members at once")
{
    Desk d;
    const auto device = d.alice();
    const auto owner = d.tables().accounts.find(d.p.okafor.account)->row;
    const auto recipients = [&] { return d.tables().conversations.recipients(d.conversation(), owner); };
    REQUIRE(recipients().size() == 1);
    CHECK(recipients().at(0).row == device.row);
    CHECK(recipients().at(0).prekey_expires > d.p.w.now());
    Batch batch = d.p.w.relay().store().begin();
    d.tables().prekeys.set_signed(device.row, {}, d.p.w.now() + 1h);
    CHECK(recipients().at(0).prekey_expires == d.p.w.now() + 1h);
    d.tables().prekeys.drop(device.row);
    CHECK(recipients().at(0).prekey_expires == Instant{});
    d.tables().accounts.drop_device(device.row, Instant{});
    CHECK(recipients().empty());
}

TEST_CASE("a row is noted in the commits that change it and written once")
{
    KeptRows<int, std::string> kept;
    std::vector<std::string> noted;
    std::vector<std::string> written;
    const auto note = [&](int, const std::string& row) { noted.push_back(row); };
    const auto write = [&](int, const std::string& row) { written.push_back(row); };
    kept.keep(1, "read");
    kept.keep(2, "read");
    for (const char* row : {"a", "b"}) {
        *kept.find(1) = row;
        kept.changed(1);
        kept.note_changes(note);
    }
    kept.note_changes(note);
    CHECK(noted == std::vector<std::string>{"a", "b"});
    *kept.find(2) = "c";
    kept.changed(2);
    kept.write_back(write);
    kept.write_back(write);
    CHECK(written == std::vector<std::string>{"b", "c"});
}

TEST_CASE("of more rows than are kept each leaves in its turn")
{
    KeptRows<int, std::string> kept;
    std::size_t written = 0;
    for (int i = 0; i <= static_cast<int>(max_kept_rows); ++i) kept.keep(i, "read");
    *kept.find(3) = "changed";
    kept.changed(3);
    kept.changed(3);
    kept.write_back([&](int key, const std::string& row) {
        CHECK(key == 3);
        CHECK(row == "changed");
        ++written;
    });
    CHECK(written == 1);
    CHECK(kept.find(0) == nullptr);
    CHECK(kept.find(3) != nullptr);
    kept.keep(0, "read again");
    std::vector<int> left;
    kept.write_back([](int, const std::string&) {}, [&](int key, const std::string&) { left.push_back(key); });
    CHECK(left == std::vector{1});
}

}  // namespace
}  // namespace holdfast::server::test::kept_rows_test
