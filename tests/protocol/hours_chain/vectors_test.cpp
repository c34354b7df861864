// Replays the signed hours in tests/vectors (kind `hours-chain`), and each good one damaged. The files are written by
// `test_hours_chain "[make-vectors]"` and are meant for other implementations too.
#include <filesystem>
#include <sstream>

#include "protocol/hours_chain/chain.hpp"
#include "tests/protocol/session/vector_file.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::hours_chain::vectors_test {
namespace {

using holdfast::test::outcome;
using holdfast::test::Vector;

wire::HoursLink link_of(const Vector& v, const std::string& name)
{
    return {{v.bytes(name + ".version"), v.id<Signature>(name + ".signature")},
            {v.bytes(name + ".receipt"), v.id<Signature>(name + ".receipt_signature")}};
}

Bytes flipped(Bytes bytes, std::size_t at)
{
    bytes[at] ^= static_cast<std::byte>(1U << (at % 8));
    return bytes;
}

Signature flipped(const Signature& signature, std::size_t at)
{
    return Signature::from(flipped(to_bytes(signature.view()), at)).value();
}

/// The same link with one thing wrong: each is refused.
std::vector<wire::HoursLink> damaged(const wire::HoursLink& good)
{
    std::vector<wire::HoursLink> all;
    for (const auto part : {&wire::HoursLink::version, &wire::HoursLink::receipt}) {
        const auto& body = (good.*part).body;
        for (std::size_t i = 0; i < body.size(); i += 1 + i / 30) {
            all.push_back(good);
            (all.back().*part).body = flipped(body, i);
            all.push_back(good);
            (all.back().*part).body.resize(i);
        }
        all.push_back(good);
        (all.back().*part).body.push_back({});
        for (std::size_t i = 0; i < 64; i += 7) {
            all.push_back(good);
            (all.back().*part).signature = flipped((good.*part).signature, i);
        }
    }
    return all;
}

/// Takes the links of a chain in order; the name of the error at the first that is refused.
std::string take(const Vector& v, const std::string& prefix, Chain& chain, bool with_damage)
{
    for (int n = 1; v.has(prefix + std::to_string(n) + ".version"); ++n) {
        const auto name = prefix + std::to_string(n);
        const auto link = link_of(v, name);
        const auto before = chain.head();
        for (const auto& bad : with_damage ? damaged(link) : std::vector<wire::HoursLink>{})
            CHECK(chain.append(bad).has_error());
        CHECK(chain.head() == before);
        const auto taken = chain.append(link);
        if (taken.has_error()) return outcome(taken);
        if (v.has(name + ".hash")) CHECK(to_hex(chain.head()->hash.view()) == v.text(name + ".hash"));
    }
    return "ok";
}

std::string show(const std::optional<Instant>& t) { return t ? std::to_string(t->time_since_epoch().count()) : "none"; }

void check_answers(const Vector& v, const hours::Schedule& schedule)
{
    for (const auto& [key, value] : v.lines()) {
        if (key != "open" && key != "closed" && key != "promise") continue;
        std::istringstream in{value};
        std::int64_t at = 0;
        in >> at;
        const Instant t{std::chrono::milliseconds{at}};
        INFO(key << " " << to_rfc3339(t));
        if (key != "promise") {
            CHECK(schedule.is_open(t) == (key == "open"));
            continue;
        }
        std::string from;
        std::string by;
        in >> from >> by;
        const auto window = schedule.promise(t);
        CHECK(show(window ? std::optional{window->begin} : std::nullopt) == from);
        if (window) CHECK(show(window->end) == by);
    }
}

std::string replay(const Vector& v)
{
    const bool good = v.text("expect") == "ok";
    const auto owner = v.id<AccountId>("owner");
    const auto identity = v.id<SignPublic>("identity_key");
    const auto relay = v.id<SignPublic>("relay_key");
    Chain base{{owner, identity, relay, std::nullopt}};
    auto said = take(v, "base.", base, good);
    if (said != "ok" || !v.has("conversation")) {
        if (said == "ok") check_answers(v, schedule(base));
        return said;
    }
    Chain own{{owner, identity, relay, v.id<ConversationId>("conversation")}};
    said = take(v, "own.", own, good);
    if (said == "ok") check_answers(v, schedule(base, &own));
    return said;
}

TEST_CASE("every vector of signed hours gives what it says, and nothing else is taken for it")
{
    std::size_t count = 0;
    for (const auto& entry : std::filesystem::directory_iterator{holdfast::test::source_dir() + "/tests/vectors"}) {
        if (entry.path().extension() != ".txt") continue;
        const auto vector = Vector::parse(holdfast::test::read_file(entry.path()));
        if (vector.text("kind") != "hours-chain") continue;
        INFO(entry.path().filename().string());
        CHECK(replay(vector) == vector.text("expect"));
        ++count;
    }
    CHECK(count >= 14);
}

}  // namespace
}  // namespace holdfast::hours_chain::vectors_test
