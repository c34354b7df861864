// holdfastctl about people, against a real relay: one practice for all of it.
#include <boost/json/array.hpp>
#include <boost/json/parse.hpp>

#include "tests/server/shell/relay_process.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test::ctl_people_test {
namespace {

namespace json = boost::json;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::vector<json::object> lines_of(const std::string& text)
{
    std::vector<json::object> lines;
    std::size_t begin = 0;
    for (auto end = text.find('\n'); end != std::string::npos; begin = end + 1, end = text.find('\n', begin))
        lines.push_back(json::parse(text.substr(begin, end - begin)).as_object());
    return lines;
}

TEST_CASE("invitations have numbers, are listed and revoked, and every deed stands in a record that is checked")
{
    RelayProcess practice;
    practice.start();
    CHECK(contains(practice.ctl({"invitations"}).out, "There are no invitations."));
    CHECK(practice.ctl_json({"invite-therapist", "--name", "Dr Okafor"}).at("number").as_int64() == 1);
    CHECK(contains(practice.ctl({"invite-therapist"}).out, "Invitation 2, for a therapist"));
    CHECK(contains(practice.ctl({"invitations"}).out, "Invitation 2  for a therapist, open until "));
    CHECK(contains(practice.ctl({"invitations", "revoke", "1"}).out, "Invitation 1 is revoked"));
    const auto again = practice.ctl({"invitations", "revoke", "1"});
    CHECK(again.status == 1);
    CHECK(contains(again.err, "Invitation 1: There is none."));
    const auto left = practice.ctl_json({"invitations"}).at("invitations").as_array();
    REQUIRE(left.size() == 1);
    CHECK(left[0].at("state").as_string() == "open");

    for (const auto* command : {"suspend", "resume", "remove"}) {
        const auto unknown = practice.ctl({command, "00ff"});
        CHECK(unknown.status == 1);
        CHECK(contains(unknown.err, "There is no such account. See: holdfastctl accounts"));
    }
    CHECK(contains(practice.ctl({"notice"}).out, "No notice is in force."));

    const auto log = practice.ctl({"log"});
    CHECK(log.status == 0);
    CHECK(contains(log.out, "invited a therapist (Invitation 2)\n"));
    CHECK(contains(log.out, "revoked an invitation (Invitation 1)\n"));
    CHECK(contains(log.out, "The record is whole"));
    const auto lines = lines_of(practice.ctl({"log", "--json"}).out);
    REQUIRE(lines.size() == 4);
    CHECK(lines[1].at("previous") == lines[0].at("hash"));
    CHECK(lines[3].at("whole").as_bool());
    CHECK(lines[3].at("head") == lines[2].at("hash"));
}

}  // namespace
}  // namespace holdfast::test::ctl_people_test
