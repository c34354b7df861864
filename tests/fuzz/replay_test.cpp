// Every fuzz target on its corpus, on whatever was ever found, and on mutations of both: short, the same each time, and
// without libFuzzer. A property that does not hold aborts; Catch2 then tells the input in hexadecimal.
#include <set>

#include "protocol/base/text.hpp"
#include "tests/fuzz/mutate.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace replay_test {

using namespace holdfast;
using fuzz::Target;

namespace {

std::vector<Bytes> inputs_in(const std::filesystem::path& folder)
{
    std::set<std::filesystem::path> files;
    if (std::filesystem::is_directory(folder))
        for (const auto& entry : std::filesystem::directory_iterator{folder}) files.insert(entry.path());
    std::vector<Bytes> inputs;
    for (const auto& file : files) inputs.push_back(to_bytes(test::read_file(file)));
    return inputs;
}

std::vector<Bytes> inputs_of(const Target& target)
{
    const std::filesystem::path folder{test::source_dir() + "/tests/fuzz"};
    auto inputs = inputs_in(folder / "corpus" / target.name);
    REQUIRE_FALSE(inputs.empty());
    for (auto& found : inputs_in(folder / "found" / target.name)) inputs.push_back(std::move(found));
    return inputs;
}

void run(const Target& target, const Bytes& input)
{
    INFO("printf " << to_hex(input) << " | xxd -r -p");
    target.run(input);
}

/// Each target is a case of its own, so that they run side by side.
void replay(std::string_view name)
{
    for (const auto& target : fuzz::targets()) {
        if (target.name != name) continue;
        const auto inputs = inputs_of(target);
        run(target, {});
        for (const auto& input : inputs) run(target, input);
        for (std::uint32_t seed = 0; seed < target.mutations; ++seed)
            run(target, fuzz::mutated(inputs[seed % inputs.size()], inputs[seed / 7 % inputs.size()], seed));
        return;
    }
    FAIL("there is no such target");
}

}  // namespace

TEST_CASE("all targets are replayed") { CHECK(fuzz::targets().size() == 28); }

TEST_CASE("any input holds the properties of the admin socket") { replay("admin_socket"); }
TEST_CASE("any input holds the properties of command line arguments") { replay("arguments"); }
TEST_CASE("any input holds the properties of calendar files") { replay("calendar_file"); }
TEST_CASE("any input holds the properties of a conversation over any network") { replay("conversation"); }
TEST_CASE("any input holds the properties of device lists, prekeys and rosters") { replay("device_list"); }
TEST_CASE("any input holds the properties of batches of frames") { replay("frames"); }
TEST_CASE("any input holds the properties of answers about hours") { replay("hours_answers"); }
TEST_CASE("any input holds the properties of invitations") { replay("invitation"); }
TEST_CASE("any input holds the properties of messages between windows") { replay("joined_windows"); }
TEST_CASE("any input holds the properties of the line editor") { replay("line_editor"); }
TEST_CASE("any input holds the properties of opening rules") { replay("opening_rules"); }
TEST_CASE("any input holds the properties of orders of programs") { replay("orders"); }
TEST_CASE("any input holds the properties of payloads") { replay("payload"); }
TEST_CASE("any input holds the properties of pictures of codes") { replay("picture"); }
TEST_CASE("any input holds the properties of exports of a conversation") { replay("record_file"); }
TEST_CASE("any input holds the properties of records") { replay("records"); }
TEST_CASE("any input holds the properties of the relay with any visitors") { replay("relay"); }
TEST_CASE("any input holds the properties of the file of those told outside") { replay("outside_people"); }
TEST_CASE("any input holds the properties of the relay's configuration") { replay("relay_config"); }
TEST_CASE("any input holds the properties of the full screen") { replay("screen"); }
TEST_CASE("any input holds the properties of sealed copies of a store") { replay("sealed_copy"); }
TEST_CASE("any input holds the properties of versions of hours") { replay("schedule"); }
TEST_CASE("any input holds the properties of text on its way to a terminal") { replay("terminal"); }
TEST_CASE("any input holds the properties of records of the vault") { replay("vault_records"); }
TEST_CASE("any input holds the properties of clients whose relay lies") { replay("wrong_relay"); }
TEST_CASE("any input holds the properties of zone files and packs") { replay("zone_file"); }
TEST_CASE("any input holds the properties of rules of time zones") { replay("zone_rule"); }

}  // namespace replay_test
