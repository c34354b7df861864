// The recovery kit against its vectors, whole and damaged. They were written by other hands than the programs'.
#include "client/core/account/recovery_kit.hpp"

#include <filesystem>

#include "tests/protocol/session/vector_file.hpp"
#include "tests/support/catch.hpp"

namespace recovery_kit_test {

using namespace holdfast;
using namespace holdfast::client;
using holdfast::test::Vector;

namespace {

Vector kit_vector(const std::string& name)
{
    return Vector::parse(
        holdfast::test::read_file(holdfast::test::source_dir() + "/tests/vectors/recovery-kit-" + name + ".txt"));
}

std::string joined(const std::vector<std::string>& words)
{
    std::string text;
    for (const auto& word : words) text += (text.empty() ? "" : " ") + word;
    return text;
}

}  // namespace

TEST_CASE("a kit says what its vector says, and is written the same again")
{
    const auto v = kit_vector(GENERATE("therapist", "client"));
    const auto kit = parse_kit(v.text("text"));
    REQUIRE(kit.has_value());
    CHECK(to_hex(kit->identity_seed.view()) == v.text("identity_seed"));
    CHECK(to_hex(kit->relay_key.view()) == v.text("relay_key"));
    CHECK(kit->relay.canonical() == v.text("relay"));
    CHECK(kit->relay.behind_proxy == v.has("behind_proxy"));
    std::vector<std::string> therapists;
    for (const auto& [key, value] : v.lines())
        if (key == "therapist") therapists.push_back(value);
    REQUIRE(kit->therapists.size() == therapists.size());
    for (std::size_t i = 0; i < therapists.size(); ++i) CHECK(to_hex(kit->therapists[i].view()) == therapists[i]);
    CHECK(joined(kit_words(kit.value())) == v.text("text"));
}

TEST_CASE("a kit with any character changed, left out or doubled cannot be read")
{
    const auto text = kit_vector(GENERATE("therapist", "client")).text("text");
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == ' ') continue;
        CAPTURE(i);
        auto changed = text;
        changed[i] = text[i] == 'A' ? 'B' : 'A';
        CHECK(parse_kit(changed).has_error());
        CHECK(parse_kit(text.substr(0, i) + text.substr(i + 1)).has_error());
        CHECK(parse_kit(text.substr(0, i) + text[i] + text.substr(i)).has_error());
    }
}

}  // namespace recovery_kit_test
