// The facts kept beside a history are those that a look through all of it finds, whatever was done to it.
#include "client/core/history_facts.hpp"

#include <algorithm>
#include <iterator>
#include <map>
#include <set>
#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace history_facts_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace std::chrono_literals;

namespace {

using Entries = std::map<Row, Entry>;

const Instant noon = parse_rfc3339("2026-03-03T12:00:00Z").value();
const ConversationId conversations[] = {ConversationId{{std::byte{1}}}, ConversationId{{std::byte{2}}}};
const AccountId writers[] = {AccountId{{std::byte{1}}}, AccountId{{std::byte{2}}}};

template <class Matches>
std::vector<Row> rows_where(const Entries& entries, const ConversationId& id, const Matches& matches)
{
    std::vector<Row> rows;
    for (const auto& [row, entry] : entries)
        if (entry.conversation == id && matches(ListedEntry{entry})) rows.push_back(row);
    return rows;
}

template <class Rows>
std::vector<Row> listed(const Rows& rows)
{
    return {rows.begin(), rows.end()};
}

void check_lists(const ConversationFacts& facts, const Entries& entries, const ConversationId& id)
{
    const auto where = [&](const auto& matches) { return rows_where(entries, id, matches); };
    CHECK(facts.rows.values() == where([](const auto&) { return true; }));
    CHECK(listed(facts.unseen) == where([](const auto& one) { return !one.shown; }));
    CHECK(listed(facts.missing) == where([](const auto& one) { return one.template is<Missing>(); }));
    CHECK(listed(facts.unreported) ==
          where([](const auto& one) { return !one.mine && one.shown && !one.read && one.is_written(); }));
    CHECK(listed(facts.undelivered) ==
          where([](const auto& one) { return one.stage == Stage::confirmed && !one.delivered; }));
}

void check_windows(const ConversationFacts& facts, const Entries& entries, const ConversationId& id)
{
    for (const auto& entry : entries) {
        const auto& one = entry.second;
        if (one.conversation != id || !one.read) continue;
        const auto same = rows_where(
            entries, id, [&](const auto& other) { return other.mine == one.mine && other.read == one.read; });
        CHECK((one.mine ? facts.own_read : facts.others_read).at(*one.read).values() == same);
    }
    const auto unread = [&](bool mine) {
        return rows_where(entries, id,
                          [mine](const auto& one) {
                              return one.mine == mine && one.received && !one.read && one.stage != Stage::taken_back &&
                                     one.stage != Stage::refused;
                          })
            .size();
    };
    CHECK(facts.own_unread == unread(true));
    CHECK(facts.others_unread == unread(false));
    std::vector<Instant> received;
    for (const auto& [row, one] : entries)
        if (one.conversation == id && one.received) received.push_back(*one.received);
    std::ranges::sort(received);
    CHECK(facts.received.values() == received);
}

void check_words(const ConversationFacts& facts, const Entries& entries, const ConversationId& id)
{
    std::map<Row, Broken> broken;
    std::map<Row, Instant> repairs;
    for (const auto& [row, one] : entries) {
        if (one.conversation != id) continue;
        if (const auto* body = std::get_if<Broken>(&one.body)) broken[row] = *body;
        const auto* repair = std::get_if<wire::Repair>(&one.body);
        if (repair && one.stage != Stage::taken_back && one.stage != Stage::refused)
            repairs[row] = one.received && *one.received < repair->by ? *one.received : repair->by;
    }
    CHECK(facts.broken == broken);
    CHECK(facts.repairs == repairs);
}

void check_pace(const ConversationFacts& facts, const Entries& entries, const ConversationId& id)
{
    const auto paced = rows_where(entries, id, [](const auto& one) {
        return one.mine && (one.template is<wire::Text>() || one.template is<wire::CheckIn>()) &&
               one.stage != Stage::taken_back && one.stage != Stage::refused;
    });
    std::map<std::optional<Instant>, std::size_t> promised;
    std::vector<Instant> written;
    for (const Row row : paced)
        if (const auto& one = entries.at(row); one.promise) {
            ++promised[one.promise->by];
            written.push_back(one.written);
        }
    std::ranges::sort(written);
    CHECK(facts.paced == promised);
    CHECK(facts.paced_written.values() == written);
    CHECK(facts.paced_unpromised == paced.size() - written.size());
}

void check(const HistoryFacts& facts, const Entries& entries)
{
    for (const auto& id : conversations) {
        const auto& one = facts.of(id);
        check_lists(one, entries, id);
        check_windows(one, entries, id);
        check_words(one, entries, id);
        check_pace(one, entries, id);
    }
}

EntryBody any_body(holdfast::test::SeededRandom& random, Instant t)
{
    switch (random.below(5)) {
        case 0: return Missing{};
        case 1: return Broken{Breach::not_read, {t, t + 1h}, {}, {}, false, {}, {}};
        case 2: return wire::Repair{t, t + 1h, "sorry"};
        case 3: return wire::CheckIn{};
        default: return wire::Text{"text"};
    }
}

Entry any_entry(holdfast::test::SeededRandom& random, Row row)
{
    const auto t = noon + 1h * static_cast<int>(random.below(6));
    const auto yes = [&] { return random.below(2) == 0; };
    Entry entry;
    entry.number = row;
    entry.conversation = conversations[random.below(2)];
    entry.mine = yes();
    entry.from = writers[random.below(2)];
    entry.written = t;
    if (yes()) entry.received = t + 30min;
    entry.stage = static_cast<Stage>(1 + random.below(6));
    if (yes()) entry.promise = wire::Promise{t, yes() ? std::optional{t + 2h} : std::nullopt};
    entry.shown = yes();
    if (yes()) entry.read = Span{t, t + 2h};
    entry.delivered = yes();
    entry.body = any_body(random, t);
    return entry;
}

/// The sum of a log of changes.
using Heard = std::multiset<std::pair<Instant, std::optional<Instant>>>;

void apply(Heard& heard, const std::vector<HeardChange>& changes)
{
    for (const auto& one : changes) {
        if (one.gone)
            heard.extract({one.received, one.read});
        else
            heard.insert({one.received, one.read});
    }
}

Heard heard_in(const Entries& entries, const ConversationId& id)
{
    Heard all;
    for (const auto& [row, one] : entries)
        if (one.conversation == id)
            if (const auto said = heard(ListedEntry{one})) all.insert({said->received, said->read});
    return all;
}

}  // namespace

TEST_CASE("what is known of the history is what a look at every entry finds")
{
    for (const char* seed : {"a", "b", "c"}) {
        holdfast::test::SeededRandom random{seed};
        HistoryFacts facts;
        Entries entries;
        Heard followed;
        for (int i = 0; i < 150; ++i) {
            const Row row = 1 + random.below(40);
            if (const auto was = entries.find(row); was != entries.end()) {
                facts.erase(ListedEntry{was->second});
                entries.erase(was);
            }
            if (random.below(3) != 0) {
                entries[row] = any_entry(random, row);
                CHECK(entries[row].number == row);
                facts.put(entries[row]);
                CHECK(facts.knows_words(entries[row]));
            }
            check(facts, entries);
            const auto changes = facts.take_changes(conversations[0]);
            if (changes)
                apply(followed, *changes);
            else
                followed = heard_in(entries, conversations[0]);
            CHECK(followed == heard_in(entries, conversations[0]));
        }
    }
}

TEST_CASE("nothing is to be done about an entry that is settled")
{
    holdfast::test::SeededRandom random{"settled"};
    for (const bool owner : {false, true}) {
        int settled = 0;
        for (int i = 0; i < 3000; ++i) {
            const auto entry = any_entry(random, 1);
            if (!is_settled(ListedEntry{entry}, owner)) continue;
            ++settled;
            HistoryFacts facts;
            facts.put(entry);
            const auto& one = facts.of(entry.conversation);
            CHECK(one.unseen.empty());
            CHECK(one.missing.empty());
            CHECK(one.broken.empty());
            CHECK(one.repairs.empty());
            CHECK((owner ? one.others_unread : one.own_unread) == 0);
            if (owner) CHECK(one.unreported.empty());
            if (!owner && entry.mine) CHECK(one.undelivered.empty());
            if (!owner) CHECK(one.paced_unpromised == 0);
        }
        CHECK(settled > 50);
    }
}

TEST_CASE("changes nobody asks for are not kept for ever")
{
    holdfast::test::SeededRandom random{"changes"};
    HistoryFacts facts;
    auto entry = any_entry(random, 1);
    entry.conversation = conversations[0];
    entry.received = noon;
    entry.body = wire::Text{"text"};
    facts.put(entry);
    CHECK_FALSE(facts.take_changes(conversations[0]));
    CHECK(facts.take_changes(conversations[0])->empty());
    for (int i = 0; i < 10; ++i) {
        facts.erase(ListedEntry{entry});
        facts.put(entry);
    }
    CHECK_FALSE(facts.take_changes(conversations[0]));
}

}  // namespace history_facts_test
