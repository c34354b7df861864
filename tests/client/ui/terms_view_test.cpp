#include "client/ui/terms_view.hpp"

#include "protocol/identity/record_key.hpp"
#include "tests/support/catch.hpp"

namespace terms_view_test {

using namespace holdfast;
using namespace holdfast::ui;

namespace {

wire::PracticeTerms terms(std::optional<DhPublic> key = {}) { return {Instant{}, {90, 40, 7, 365, 1}, key}; }

DhPublic some_key(std::uint8_t byte)
{
    DhPublic key;
    key.value[0] = std::byte{byte};
    return key;
}

bool has(const Lines& lines, std::string_view part)
{
    return std::ranges::any_of(lines, [&](const std::string& line) { return line.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("what the server keeps is said in days, as the practice's word, and that a message goes once delivered")
{
    const auto lines = terms_lines(terms(), wire::Role::client);
    CHECK(has(lines, "The practice says so; your program cannot check it"));
    CHECK(has(lines, "what is written: until it was delivered"));
    CHECK(has(lines, "when messages came and went, without their words: 90 days"));
    CHECK(has(lines, "when it was down: 40 days"));
    CHECK(has(lines, "which invitation was used for which account: 7 days"));
    CHECK(has(lines, "that a device was replaced: 365 days"));
    CHECK(has(lines, "such as closing an account: 1 day"));
    CHECK(has(lines, "it has announced no key"));
    CHECK(terms_lines({}, wire::Role::client) == Lines{"The practice has not said how long its server keeps what."});
}

TEST_CASE("a record key is announced with its number, to each role in its words")
{
    const auto number = session::record_key_number(some_key(9));
    const auto client = terms_lines(terms(some_key(9)), wire::Role::client);
    CHECK(has(client, "Entries that your therapist selects can also be encrypted for the practice's record"));
    CHECK(has(client, number));
    CHECK(has(terms_lines(terms(some_key(9)), wire::Role::therapist), "Entries that you select"));
}

TEST_CASE("of a change only what is new is said, with what held before")
{
    auto now = terms();
    now.kept.receipts = 180;
    CHECK(terms_change_lines({terms(), now}, wire::Role::client) ==
          Lines{"The practice's server now keeps for 180 days, and not for 90 days as before: when messages came and "
                "went, without their words."});
    const auto changed = terms_change_lines({terms(some_key(9)), terms(some_key(10))}, wire::Role::therapist);
    REQUIRE(changed.size() == 2);
    CHECK(has(changed, session::record_key_number(some_key(10))));
    CHECK(has(changed, "Compare it with the practice's paper"));
    CHECK(has(terms_change_lines({terms(some_key(9)), terms()}, wire::Role::client), "has withdrawn its key"));
    CHECK(has(terms_change_lines({terms(), terms(some_key(9))}, wire::Role::client), "New: Entries"));
    CHECK(terms_change_lines({{}, terms()}, wire::Role::client) == terms_lines(terms(), wire::Role::client));
}

}  // namespace terms_view_test
