// The notebook and the list for the next session with real programs: notes stay on the device, are found, begun and
// shared one at a time; marks are one list on both sides.
#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::notebook_test {

TEST_CASE("a notebook is written and searched without a server, and one note of it is shared after a yes")
{
    Couple c{open_rules};
    c.practice.stop();
    CHECK(contains(c.sam.ok({"--plain", "note"}, "canary-one\nof a bad night\n"), "sent to nobody"));
    const auto interrupted = c.sam.run({"note", "--prompts"}, "canary-call\n7\n");
    CHECK(interrupted.status == 1);
    CHECK(contains(interrupted.err, "What you wrote is kept here"));
    const auto prompted = c.sam.run({"note", "--prompts"}, "\n\nbreathed\n\n");
    CHECK(prompted.status == 0);
    CHECK(contains(prompted.out, "Enter keeps \"canary-call\""));
    CHECK(contains(c.sam.ok({"note", "show", "2"}), "  How strong was it, 0 to 10: 7"));
    CHECK(contains(c.sam.ok({"note", "list"}), "  1, "));
    CHECK(contains(c.sam.ok({"note", "search", "Bad", "NIGHT"}), "canary-one"));
    CHECK(contains(c.sam.ok({"note", "search", "river"}), "No note has these words in it."));
    CHECK(c.sam.error({"note", "show", "9"}) == "not_found/1");
    CHECK(c.sam.error({"note", "share", "1"}) == "not_confirmed/1");
    CHECK(c.sam.error({"note", "delete", "1"}) == "not_confirmed/1");
    CHECK(files_with(c.practice.folder() / "sam", "canary").empty());

    c.practice.start();
    static_cast<void>(c.sam.ok({"note", "--text", "canary-two"}));
    static_cast<void>(c.sam.ok({"note", "delete", "2", "--yes"}));
    CHECK(c.okafor.texts().empty());
    const auto shared = c.sam.ok({"note", "share", "1", "--mark", "--yes"});
    CHECK(contains(shared, "canary-one"));
    CHECK(contains(shared, "Sent to Dr Okafor."));
    CHECK(c.okafor.texts() == std::vector<std::string>{"canary-one\nof a bad night", "[mark]"});
    CHECK(contains(c.sam.ok({"note", "list"}), ", shared: canary-one"));
    CHECK(files_with(c.practice.relay_data(), "canary").empty());
}

TEST_CASE("what is marked stands on one list for both, and the page begins anew after the session")
{
    Couple c{open_rules};
    static_cast<void>(c.sam.ok({"send", "-"}, "a bad night"));
    const auto offered = c.sam.run({"mark"});
    CHECK(offered.status == 1);
    const auto number = offered.out.substr(2, offered.out.find(',') - 2);
    CHECK(contains(offered.out, ": a bad night"));
    CHECK(c.sam.error({"mark", "99"}) == "not_found/1");
    CHECK(c.sam.error({"mark", number}) == "not_confirmed/1");
    static_cast<void>(c.sam.ok({"mark", number, "--yes"}));
    const auto page = c.okafor.ok({"--plain", "session", "--with", "Sam"});
    for (const auto* part :
         {"For the session with Sam.", "you sent nothing, and Sam sent 1 message.", "To bring to it:", ": a bad night"})
        CHECK(contains(page, part));
    const auto marked = c.okafor.object({"session"}).at("marked").at(0).as_object();
    static_cast<void>(c.okafor.ok({"mark", text_of(marked, "id"), "--done", "--yes"}));
    static_cast<void>(c.sam.ok({"read"}));
    CHECK(c.sam.object({"session"}).at("marked").as_array().empty());
    CHECK(c.sam.object({"session"}).at("done").as_array().size() == 1);
    static_cast<void>(c.sam.ok({"session", "done"}));
    CHECK(contains(c.sam.ok({"session"}), "Since the last one, "));
    CHECK(c.sam.object({"session"}).at("done").as_array().empty());
    CHECK(c.okafor.object({"session"}).at("since").is_null());
}

TEST_CASE(
    "numbers over time are the same on both devices, in words, as a table and as files, and nowhere at the server")
{
    Couple c{open_rules};
    for (const auto* sleep : {"canary-sleep=3", "canary-sleep=7"})
        static_cast<void>(c.sam.ok({"check-in", "--rating", sleep, "--yes"}));
    const auto points = [](const Person& of) { return of.object({"progress"}).at("series").at(0).at("points"); };
    CHECK(points(c.sam) == points(c.okafor));
    CHECK(points(c.sam).as_array().size() == 2);
    CHECK(contains(c.sam.ok({"--plain", "progress", "Canary-Sleep"}), "The last is 7 of 10, 4 higher than the first."));
    CHECK(c.sam.error({"progress", "hope"}) == "not_found/1");
    CHECK(contains(c.okafor.ok({"progress", "--csv"}), "series,time,value,lowest,highest\r\n\"canary-sleep\","));
    const auto svg = (c.practice.folder() / "numbers.svg").string();
    const auto pdf = (c.practice.folder() / "numbers.pdf").string();
    static_cast<void>(c.okafor.ok({"progress", "--svg", svg, "--pdf", pdf}));
    CHECK(test::read_file(svg).starts_with("<?xml"));
    CHECK(test::read_file(pdf).starts_with("%PDF"));
    CHECK(c.okafor.error({"progress", "--svg", svg}) == "already_exists/1");
    CHECK(c.okafor.error({"progress", "--svg", pdf + ".png"}) == "bad_command/1");
    CHECK(files_with(c.practice.relay_data(), "canary").empty());
}

}  // namespace holdfast::e2e::notebook_test
