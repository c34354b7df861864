#include "client/record/record.hpp"

#include <algorithm>

#include "tests/client/record/some_record.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::record::record_test {

using namespace test;

TEST_CASE("what both have is hashed alike on both devices, whatever their clocks, names and order")
{
    const auto mine = some_record();
    auto theirs = mine;
    theirs.by = sam;
    theirs.people[1].name = "S. from Tuesdays";
    theirs.zone = "America/New_York";
    for (auto& message : theirs.messages) {
        message.written += std::chrono::hours{3};
        message.received.reset();
        message.read.reset();
    }
    std::ranges::reverse(theirs.messages);
    CHECK(shared_hash(theirs) == shared_hash(mine));
}

TEST_CASE("any other word, writer, device, number, id or conversation is another hash")
{
    const auto record = some_record();
    const auto changed = [&](const auto& change) {
        auto other = record;
        change(other);
        return shared_hash(other) != shared_hash(record);
    };
    CHECK(changed([](Record& r) { r.messages[0].body.back() ^= std::byte{1}; }));
    CHECK(changed([](Record& r) { r.messages[0].from = okafor; }));
    CHECK(changed([](Record& r) { r.messages[0].device = DeviceId{}; }));
    CHECK(changed([](Record& r) { r.messages[0].sequence = 7; }));
    CHECK(changed([](Record& r) { r.messages[0].id = MessageId{}; }));
    CHECK(changed([](Record& r) { r.conversation = ConversationId{}; }));
    CHECK(changed([](Record& r) { r.messages.pop_back(); }));
    CHECK(changed([](Record& r) { r.messages[1].shared = false; }));
}

TEST_CASE("what has not left its device, and what the program remarks, is no part of the hash")
{
    const auto record = some_record();
    auto more = record;
    more.messages.push_back(message_of(okafor, 2, "a draft"));
    more.messages.back().shared = false;
    more.messages.push_back({});
    CHECK(shared_hash(more) == shared_hash(record));
    CHECK(name_of(record, sam) == "Sam");
    CHECK(name_of(record, AccountId{}).empty());
}

}  // namespace holdfast::record::record_test
