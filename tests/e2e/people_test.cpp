// To whom words go: names that reach exactly one person, and what is said when an answer cannot be shown.
#include <csignal>

#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::people_test {
namespace {

using Texts = std::vector<std::string>;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

/// `holdfast WORDS` under a shell that sends its output elsewhere.
Finished redirected(const Person& person, const std::string& where, Command words)
{
    Command command{"bash", "-c", "set -o pipefail; \"$@\" " + where, "bash"};
    for (auto& word : person.command(std::move(words))) command.push_back(std::move(word));
    return test::run(std::move(command), {}, person.environment());
}

/// Open hours, so that what is sent cannot be taken back, and two clients.
struct Clients {
    Couple c{open_rules};
    Person lee{c.practice, "lee"};
    Clients() { enrol_client(c.okafor, lee, "Lee"); }
};

}  // namespace

TEST_CASE("a message for somebody who is not there goes to nobody, however near a name is")
{
    Couple c{open_rules};
    const Person maxine{c.practice, "maxine"};
    enrol_client(c.okafor, maxine, "Maxine");
    static_cast<void>(c.okafor.ok({"invite", "--name", "Max"}));
    const auto sent = c.okafor.run({"send", "--with", "Max", "Max, this is for you alone."});
    CHECK(sent.status == 1);
    CHECK(sent.out.empty());
    CHECK(contains(sent.err, "There is no conversation with Max. Did you mean Maxine?"));
    for (const Command& words :
         {Command{"check-in", "--note", "x"}, Command{"repair", "x"}, Command{"hours", "extra", "30m", "--yes"},
          Command{"hours", "set", "Mo 09:00-10:00", "--yes"}, Command{"hours", "cancel", "2099-12-24", "--yes"},
          Command{"hours", "leave", "2099-08-01..2099-08-14", "--yes"}, Command{"hours", "show"}, Command{"audit"},
          Command{"hours", "explain"}, Command{"hours", "preview"}, Command{"pace"}, Command{"read"},
          Command{"rename", "Somebody"}}) {
        auto with = words;
        with.insert(with.end(), {"--with", "Max"});
        CHECK(c.okafor.error(with) == "not_found/1");
    }
    CHECK(maxine.texts().empty());
    CHECK(c.okafor.object({"hours", "show", "--with", " MAXINE"}).at("open") == true);
    const auto nobody = c.okafor.run({"send", "x"});
    CHECK(nobody.status == 1);
    CHECK(contains(nobody.err, "To whom? Sam or Maxine: add --with Maxine"));
}

TEST_CASE("two people of one name are told apart, and both are reached")
{
    Couple c{open_rules};
    const auto taken = c.okafor.run({"invite", "--name", "Sam"});
    CHECK(taken.status == 1);
    CHECK(contains(taken.err, "There is somebody called Sam already."));
    CHECK(contains(taken.err, "holdfast invite --name \"Sam 2\""));
    CHECK(contains(c.okafor.ok({"rename", "Sam", "Sam Jones"}), "Sam is called Sam Jones now."));
    const Person other{c.practice, "sam2"};
    enrol_client(c.okafor, other, "Sam");
    CHECK(c.okafor.error({"rename", "--with", "Sam", "sam jones"}) == "name_taken/1");
    const auto status = c.okafor.ok({"status"});
    CHECK(contains(status, "\nSam Jones:\n"));
    CHECK(contains(status, "\nSam:\n"));
    CHECK(contains(c.okafor.ok({"send", "--with", "Sam Jones", "for the first"}), "Sent to Sam Jones."));
    CHECK(contains(c.okafor.ok({"send", "--with", "sam", "for the second"}), "Sent to Sam."));
    CHECK(c.sam.texts() == Texts{"for the first"});
    CHECK(other.texts() == Texts{"for the second"});
}

TEST_CASE("an invitation whose code was lost is made again under its name")
{
    Couple c{open_rules};
    const auto nobody = c.okafor.run({"invite"}, "\n");
    CHECK(nobody.status == 1);
    CHECK(contains(nobody.err, "Nobody was invited."));
    CHECK_FALSE(contains(c.okafor.ok({"status"}), "Invited, not here yet"));
    const auto named = c.okafor.run({"invite"}, "Lee\n");
    CHECK(named.status == 0);
    CHECK(contains(named.out, "For Lee (only you see this name)"));
    const auto taken = c.okafor.run({"invite", "--name", "Lee"});
    CHECK(taken.status == 1);
    CHECK(contains(taken.err, "holdfast invite --again --name Lee"));
    CHECK(contains(c.okafor.ok({"status"}), "Invited, not here yet: Lee, until "));
    const Person lee{c.practice, "lee"};
    REQUIRE(lee.enrol(text_of(c.okafor.object({"invite", "--again", "--name", "Lee"}), "link")).status == 0);
    static_cast<void>(c.okafor.ok({"status"}));
    CHECK(contains(c.okafor.ok({"send", "--with", "Lee", "hello"}), "Sent to Lee."));
}

TEST_CASE("what somebody else writes stays out of the conversation one is in, and is new there")
{
    const Clients p;
    auto okafor = p.c.okafor.start({"--plain", "--with", "Lee"});
    static_cast<void>(okafor.wait_for_line("Connected."));
    static_cast<void>(p.c.sam.ok({"send", "not for Lee's eyes"}));
    static_cast<void>(p.c.sam.ok({"send", "nor this"}));
    CHECK(contains(okafor.wait_for_line("Sam has written."), "/with Sam"));
    okafor.write("for Lee\n");
    static_cast<void>(okafor.wait_for_line("Sent to Lee."));
    CHECK(contains(p.lee.ok({"read"}), "for Lee"));  // before Lee answers it
    static_cast<void>(p.lee.ok({"send", "from Lee"}));
    static_cast<void>(okafor.wait_for_line("  from Lee"));
    CHECK_FALSE(contains(okafor.out(), "eyes"));
    okafor.write("/people\n");
    static_cast<void>(okafor.wait_for_line("  Sam (new)"));
    okafor.write("/with Sam\n");
    static_cast<void>(okafor.wait_for_line("  not for Lee's eyes"));
    static_cast<void>(okafor.wait_for_line("  nor this"));
    // Nobody is called so: what comes next is not for the one before.
    okafor.write("/with Sa\nmeant for somebody else\n");
    static_cast<void>(okafor.wait_for_line("There is no conversation with Sa. Did you mean Sam?"));
    static_cast<void>(okafor.wait_for_line("With whom?"));
    okafor.close_input();
    const auto done = okafor.wait();
    CHECK(done.status == 1);
    const auto seen = p.c.sam.texts();
    CHECK(seen == Texts{"not for Lee's eyes", "nor this"});
    CHECK(p.lee.texts() == Texts{"for Lee", "from Lee"});
    CHECK(contains(p.c.okafor.ok({"read", "--all", "--with", "Lee"}), "You to Lee, "));
}

TEST_CASE("an answer that cannot be written says what became of the message, and the exit code tells")
{
    Couple c{open_rules};
    const auto full = redirected(c.sam, ">/dev/full", {"send", "only once, please"});
    CHECK(full.status == 5);
    CHECK(contains(full.err, "Sent to Dr Okafor."));
    CHECK_FALSE(contains(full.err, "try again"));
    const auto closed = redirected(c.sam, ">&-", {"send", "closed"});
    CHECK(closed.status == 5);
    CHECK(contains(closed.err, "Sent to Dr Okafor."));
    const auto json = redirected(c.sam, ">/dev/full", {"--json", "send", "for a program"});
    CHECK(json.status == 5);
    CHECK(c.okafor.texts() == Texts{"only once, please", "closed", "for a program"});
    // A plan that was never sent says that.
    const auto plan = redirected(c.okafor, ">/dev/full", {"hours", "set", "Mo 09:00-10:00", "--yes"});
    CHECK(plan.status == 2);
    CHECK(contains(plan.err, "Nothing was sent or changed"));
    CHECK(c.sam.object({"hours", "show"}).at("open") == true);
    const auto made = redirected(c.okafor, ">/dev/full", {"invite", "--name", "Lee"});
    CHECK(made.status == 5);
    CHECK(contains(made.err, "holdfast invite --again --name Lee"));
    // A reader of output may stop reading: that is no error.
    CHECK(redirected(c.sam, "| head -n 0", {"read", "--all"}).status == 0);
    c.practice.stop();
    const auto kept = redirected(c.sam, ">/dev/full", {"send", "offline"});
    CHECK(kept.status == 3);
    CHECK(contains(kept.err, "Kept here, not sent yet."));
}

TEST_CASE("taken back twice, and what is only kept here is never called held")
{
    Couple c{closed_rules()};
    const auto held = c.sam.object({"send", "for the night"});
    const auto id = text_of(held, "id");
    CHECK(text_of(held, "to") == "Dr Okafor");
    CHECK(contains(c.sam.ok({"take-back", id}), "Taken back. It is gone from the practice's server"));
    CHECK(contains(c.sam.ok({"take-back", id}), "That message is taken back already."));
    c.practice.stop();
    const auto kept = c.sam.run({"send", "kept"});
    CHECK(kept.status == 3);
    CHECK_FALSE(contains(kept.out + kept.err, "Held"));
    CHECK_FALSE(contains(kept.out + kept.err, "held"));
    auto sam = c.sam.start({"--plain"});
    CHECK(contains(sam.wait_for_line("Not connected: what you write now is kept here"), "Closed until "));
    sam.write("and this\n");
    static_cast<void>(sam.wait_for_line("Kept here. It goes out by itself as soon as there is a connection"));
    sam.write("/take-back\nyes\n");
    static_cast<void>(sam.wait_for_line("Taken back. It never left this device."));
    CHECK_FALSE(contains(sam.out(), "held"));
    CHECK_FALSE(contains(sam.out(), "Held"));
    sam.signal(SIGINT);
    static_cast<void>(sam.wait());
}

TEST_CASE("an extra window tells whoever had something held that it has gone out")
{
    Couple c{closed_rules()};
    static_cast<void>(c.sam.ok({"send", "held until then"}));
    auto sam = c.sam.start({"--plain"});
    static_cast<void>(sam.wait_for_line("Connected."));
    static_cast<void>(c.okafor.ok({"send", "held, too"}));
    CHECK(contains(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}),
                   "Your message to Sam, held until now, has gone out."));
    CHECK(contains(sam.wait_for_line("Dr Okafor's hours opened earlier than planned"),
                   "Your message has gone out, so it can no longer be taken back."));
    sam.close_input();
    CHECK(sam.wait().status == 0);
}

}  // namespace holdfast::e2e::people_test
