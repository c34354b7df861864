// The checks of a decrypted payload. Attack 8: a relay moves ciphertext between conversations, devices and classes.
#include "protocol/session/payload_check.hpp"

#include "protocol/session/content_chain.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/seeded_random.hpp"

namespace payload_check_test {

using namespace holdfast;
using namespace holdfast::session;
using wire::Class;

namespace {

struct Letter {
    explicit Letter(wire::Body body = wire::Text{"hello"})
    {
        expected = {{random.id<AccountId>(), random.id<DeviceId>()},
                    {random.id<AccountId>(), random.id<DeviceId>()},
                    random.id<ConversationId>(),
                    wire::class_of(body),
                    random.id<MessageId>()};
        content.conversation = expected.conversation;
        content.account = expected.from.account;
        content.device = expected.from.device;
        content.message = expected.message;
        content.cls = expected.cls;
        content.sequence = 1;
        content.body = std::move(body);
    }
    [[nodiscard]] Result<Checked> check() const
    {
        return check_payload(address_payload(expected.self, wire::encode(content)), expected);
    }
    [[nodiscard]] Errc refused() const { return check().errc(); }

    test::SeededRandom random{"letter"};
    Expected expected;
    wire::Content content;
};

wire::Content content_number(std::uint64_t sequence, const Digest& previous)
{
    wire::Content content;
    content.message.value[0] = static_cast<std::byte>(sequence);
    content.sequence = sequence;
    content.previous = previous;
    return content;
}

Digest hash_number(std::uint64_t sequence)
{
    Digest digest;
    if (sequence != 0) digest.value[31] = static_cast<std::byte>(sequence);
    return digest;
}

/// Follows contents 1, 2, 3 … that quote each other by `hash_number`.
Result<Followed> follow(ReadChain& chain, std::uint64_t sequence)
{
    return chain.follow(content_number(sequence, hash_number(sequence - 1)), hash_number(sequence));
}

wire::Withdrawn withdrawal(std::uint64_t sequence)
{
    return {content_number(sequence, {}).message, sequence, hash_number(sequence)};
}

}  // namespace

TEST_CASE("a payload that matches its delivery is accepted with the hash of its content")
{
    const Letter letter;
    const auto checked = letter.check().value();
    CHECK(checked.content == letter.content);
    CHECK(checked.hash == content_hash(wire::encode(letter.content)));
}

TEST_CASE("attack 8: a payload for another device, conversation, class or message, or from another writer, is refused")
{
    const auto wrong = [](auto change) {
        Letter letter;
        change(letter);
        return letter.refused();
    };
    CHECK(wrong([](Letter& l) { l.content.conversation = l.random.id<ConversationId>(); }) == Errc::wrong_address);
    CHECK(wrong([](Letter& l) { l.content.account = l.random.id<AccountId>(); }) == Errc::wrong_address);
    CHECK(wrong([](Letter& l) { l.content.device = l.random.id<DeviceId>(); }) == Errc::wrong_address);
    CHECK(wrong([](Letter& l) { l.content.message = l.random.id<MessageId>(); }) == Errc::wrong_address);
    CHECK(wrong([](Letter& l) { l.content.cls = Class::control; }) == Errc::wrong_address);
    CHECK(wrong([](Letter& l) { l.content.sequence = 0; }) == Errc::out_of_range);

    const Letter letter;
    const auto content = wire::encode(letter.content);
    for (const Address& other : {letter.expected.from, Address{letter.expected.self.account, {}}})
        CHECK(check_payload(address_payload(other, content), letter.expected).errc() == Errc::wrong_address);
}

TEST_CASE("a repair is a message about a window that has a length")
{
    const auto nine = parse_rfc3339("2026-03-03T09:00:00Z").value();
    const Letter repair{wire::Repair{nine, nine + std::chrono::hours{3}, "I did not."}};
    CHECK(repair.expected.cls == Class::message);
    CHECK(repair.check().has_value());
    CHECK(Letter{wire::Repair{nine, nine, "I did not."}}.refused() == Errc::out_of_range);
    CHECK(Letter{wire::Repair{nine, nine + std::chrono::hours{3}, std::string(wire::max_text_bytes + 1, 'x')}}
              .refused() == Errc::text_too_long);
}

TEST_CASE("human content sent as control is refused, and upkeep sent as a message too")
{
    Letter text;
    text.content.cls = text.expected.cls = Class::control;
    CHECK(text.refused() == Errc::human_content_in_notice);
    Letter check_in{wire::CheckIn{{{"sleep", 3, 10}}, {}, "note"}};
    CHECK(check_in.check().has_value());
    check_in.content.cls = check_in.expected.cls = Class::report;
    CHECK(check_in.refused() == Errc::human_content_in_notice);
    Letter reading{wire::Reading{{text.content.message}}};
    CHECK(reading.expected.cls == Class::report);
    CHECK(reading.check().has_value());
    for (const auto cls : {Class::message, Class::control}) {
        reading.content.cls = reading.expected.cls = cls;
        CHECK(reading.refused() == Errc::human_content_in_notice);
    }
    Letter upkeep{wire::Upkeep{}};
    CHECK(upkeep.check().has_value());
    upkeep.content.cls = upkeep.expected.cls = Class::message;
    CHECK(upkeep.refused() == Errc::human_content_in_notice);
}

TEST_CASE("text over the limit and a rating above its scale are refused")
{
    CHECK(Letter{wire::Text{std::string(wire::max_text_bytes, 'x')}}.check().has_value());
    CHECK(Letter{wire::Text{std::string(wire::max_text_bytes + 1, 'x')}}.refused() == Errc::text_too_long);
    CHECK(Letter{wire::CheckIn{{{"sleep", 11, 10}}, {}, ""}}.refused() == Errc::out_of_range);
}

TEST_CASE("a payload is refused when cut anywhere or followed by anything")
{
    const Letter letter;
    auto bytes = address_payload(letter.expected.self, wire::encode(letter.content));
    for (std::size_t i = 0; i < bytes.size(); ++i)
        CHECK(check_payload(BytesView{bytes}.first(i), letter.expected).has_error());
    bytes.push_back({});
    CHECK(check_payload(bytes, letter.expected).errc() == Errc::trailing_bytes);
}

TEST_CASE("what a writer appends, a reader follows")
{
    WriteChain writer;
    ReadChain reader;
    for (int i = 0; i < 3; ++i) {
        const auto bytes = writer.append(content_number(0, {}));
        const auto content = wire::decode<wire::Content>(bytes).value();
        CHECK(reader.follow(content, content_hash(bytes)).value() == Followed{});
    }
    CHECK(reader.sequence == 3);
    CHECK(reader.hash == writer.hash);
}

TEST_CASE("a gap is counted once, and a content that comes late is marked so")
{
    ReadChain chain;
    CHECK(follow(chain, 1).value() == Followed{});
    CHECK(follow(chain, 4).value() == Followed{.missing = 2});
    CHECK(follow(chain, 5).value() == Followed{});
    CHECK(follow(chain, 3).value() == Followed{.late = true});
    CHECK(chain.missing == std::vector<std::uint64_t>{2});
    for (const std::uint64_t again : {1U, 3U, 4U, 5U}) {
        const auto before = chain;
        CHECK(follow(chain, again).errc() == Errc::replayed);
        CHECK(chain == before);
    }
}

TEST_CASE("a content that does not quote the one before it breaks the chain")
{
    ReadChain chain;
    follow(chain, 1).value();
    CHECK(chain.follow(content_number(2, hash_number(9)), hash_number(2)).value() == Followed{.broken = true});
    ReadChain first;
    CHECK(first.follow(content_number(1, hash_number(9)), hash_number(1)).value() == Followed{.broken = true});
}

TEST_CASE("a withdrawn content leaves no gap, whether Withdrawn comes before or after the next content")
{
    ReadChain before;
    follow(before, 1).value();
    CHECK_FALSE(before.withdraw(withdrawal(2)));
    CHECK(follow(before, 3).value() == Followed{});
    CHECK(follow(before, 2).errc() == Errc::replayed);

    ReadChain after;
    follow(after, 1).value();
    CHECK(follow(after, 3).value() == Followed{.missing = 1});
    CHECK(after.withdraw(withdrawal(2)));
    CHECK(after.missing.empty());
    CHECK(follow(after, 2).errc() == Errc::replayed);
    CHECK(follow(after, 4).value() == Followed{});
}

TEST_CASE("withdrawing what has come already changes nothing")
{
    ReadChain chain;
    follow(chain, 1).value();
    const auto before = chain;
    CHECK_FALSE(chain.withdraw(withdrawal(1)));
    CHECK(chain == before);
}

TEST_CASE("a number is withdrawn once, whatever a writer says of it again")
{
    ReadChain chain;
    follow(chain, 1).value();
    for (std::uint8_t again = 0; again < 4; ++again) {
        auto notice = withdrawal(3);
        notice.message.value[0] ^= std::byte{again};
        CHECK_FALSE(chain.withdraw(notice));
    }
    CHECK(chain.withdrawn.size() == 1);
    CHECK(follow(chain, 4).value() == Followed{.missing = 1});
}

TEST_CASE("an endless gap costs bounded memory")
{
    ReadChain chain;
    CHECK(chain.follow(content_number(1ULL << 60, {}), {}).value().missing == (1ULL << 60) - 1);
    CHECK(chain.missing.size() == max_missing);
    CHECK(chain.missing.back() == (1ULL << 60) - 1);
}

}  // namespace payload_check_test
