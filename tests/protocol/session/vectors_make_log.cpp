// Writes the vectors of a conversation's log: one entry of each kind, in one chain, and what breaks it.
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/protocol/session/party.hpp"
#include "tests/protocol/session/vector_file.hpp"
#include "tests/support/catch.hpp"

namespace vectors_make_log {

using namespace holdfast;
using namespace holdfast::session;
using namespace std::chrono_literals;
using test::morning;
using test::SeededRandom;
using test::Vector;

namespace {

namespace decided = wire::decided;

/// Every kind of entry once, in the order of its number.
std::vector<wire::Decided> one_of_each(SeededRandom& random, const AccountId& owner)
{
    const wire::MessageRef message{random.id<AccountId>(), random.id<DeviceId>(), random.id<MessageId>()};
    const std::vector messages{message};
    const wire::Promise tomorrow{morning + 24h, morning + 27h};
    return {decided::Accepted{message.account, message.device, message.message, wire::Class::message,
                              random.id<Digest>(), morning, true, tomorrow},
            decided::Released{messages},
            decided::HeldAgain{messages, tomorrow},
            decided::TakenBack{message.account, message.device, message.message},
            decided::ClockWentBack{morning + 1h},
            decided::Moved{messages, std::nullopt},
            decided::Dropped{messages},
            decided::WasDown{morning - 2h},
            decided::Noticed{{1, owner, morning, "Dr Okafor cannot read at present."}},
            decided::Ended{{message.account, morning}},
            decided::EndedByMember{{to_bytes(as_bytes("a statement")), {}}}};
}

Bytes entry(SeededRandom& random, std::uint64_t number, const Digest& previous, const wire::Decided& event)
{
    wire::Receipt receipt;
    receipt.conversation = ConversationId::from(Bytes(32, std::byte{7})).value();
    receipt.sequence = number;
    receipt.previous = previous;
    receipt.at = morning + std::chrono::minutes{number};
    receipt.heads.base = wire::HoursHead{2, random.id<Digest>()};
    receipt.tzdata = "2026a";
    receipt.incarnation = IncarnationId::from(Bytes(16, std::byte{9})).value();
    receipt.clock_in_doubt = std::holds_alternative<decided::Moved>(event);
    receipt.event = event;
    return wire::encode(receipt);
}

std::vector<Bytes> chain()
{
    SeededRandom random{"log"};
    std::vector<Bytes> entries;
    Digest previous;
    for (const auto& event : one_of_each(random, random.id<AccountId>())) {
        entries.push_back(entry(random, entries.size() + 1, previous, event));
        previous = receipt_hash(entries.back());
    }
    return entries;
}

void write(const std::string& file, const char* expect, const std::vector<Bytes>& entries, std::string_view situation)
{
    Vector v;
    v.add("kind", "log").add("expect", expect).add("entries", std::uint64_t{entries.size()});
    for (std::size_t i = 0; i < entries.size(); ++i) {
        const auto n = "." + std::to_string(i + 1);
        v.add("kind" + n, std::uint64_t{i + 1});
        v.add("at" + n, static_cast<std::uint64_t>((morning + std::chrono::minutes{i + 1}).time_since_epoch().count()));
        v.add("entry" + n, entries[i]).add("hash" + n, receipt_hash(entries[i]).view());
    }
    v.write(file, situation);
}

void make_log()
{
    const auto good = chain();
    write("log", "ok", good, "Every kind of entry once, each naming the one before.");
    auto broken = good;
    broken.erase(broken.begin() + 3);
    write("log-entry-left-out", "broken_chain", broken, "The fourth entry is left out.");
    broken = good;
    std::swap(broken[4], broken[5]);
    write("log-entries-exchanged", "broken_chain", broken, "Two entries are exchanged.");
    auto cut = good;
    cut.back().pop_back();
    write("log-entry-cut", "truncated", cut, "The last byte of the last entry is missing.");
    auto longer = good;
    longer.back().push_back(std::byte{0});
    write("log-entry-longer", "trailing_bytes", longer, "A byte follows the last entry.");
}

}  // namespace

TEST_CASE("write the vector files of a log", "[.][make-vectors]") { make_log(); }

TEST_CASE("the vector files of a log are what is written anew")
{
    CHECK(test::changed_by(make_log) == std::vector<std::string>{});
}

}  // namespace vectors_make_log
