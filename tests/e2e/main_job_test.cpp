// The main job from end to end, and what goes with it: held, promised, released, answered, taken back, restored.
#include <algorithm>
#include <boost/json/parse.hpp>
#include <csignal>
#include <filesystem>

#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::main_job_test {
namespace {

using Texts = std::vector<std::string>;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

}  // namespace

TEST_CASE("a message and a check-in outside hours are held, promised, released by an extra window, and answered")
{
    Couple c{closed_rules()};

    const auto held = c.sam.object({"send", "the heron stood on one leg"});
    CHECK(text_of(held, "state") == "held");
    CHECK(text_of(held, "id").size() == 32);
    CHECK(text_of(held, "promised_from").ends_with(":00:00Z"));
    CHECK(text_of(held, "promised_by") > text_of(held, "promised_from"));
    const auto words = c.sam.ok({"check-in", "--rating", "sleep=3", "--feeling", "tired", "--note", "a walk helped"});
    CHECK(contains(words, "Held. Dr Okafor reads "));
    CHECK(contains(words, "09:00 to 12:00, that is "));
    CHECK(contains(words, "where you are. You can take it back until then."));
    CHECK(contains(words, "Samaritans: 116 123"));
    for (const auto* canary : {"heron", "a walk helped"}) CHECK(files_with(c.practice.relay_data(), canary).empty());

    // While closed her device gets nothing, not even a number.
    CHECK(c.okafor.objects({"read", "--all"}).empty());
    const auto closed = c.okafor.ok({"read"});
    CHECK(contains(closed, "Closed until "));
    CHECK_FALSE(contains(closed, "Nothing new"));

    const auto shown = c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"});
    CHECK(contains(shown, "Open until "));
    CHECK(c.okafor.texts() == Texts{"the heron stood on one leg", "[check_in]"});
    CHECK(contains(c.sam.ok({"hours", "show"}), "Open until "));

    CHECK(text_of(c.okafor.object({"send", "--with", "Sam", "tell me more"}), "state") == "released");
    const auto answer = c.sam.objects({"read"});
    REQUIRE(answer.size() == 1);
    CHECK(text_of(answer[0], "from") == "Dr Okafor");
    CHECK(text_of(answer[0], "text") == "tell me more");
    for (const auto* key : {"id", "kind", "written", "received", "released"}) CHECK(!text_of(answer[0], key).empty());
    CHECK(c.sam.objects({"read"}).empty());

    // I11: nothing of it on the relay, nothing unsealed in either vault.
    for (const auto* canary : {"heron", "a walk helped", "tell me more", "Okafor"}) {
        CHECK(files_with(c.practice.relay_data(), canary).empty());
        CHECK(files_with(c.okafor.profile(), canary).empty());
        CHECK(files_with(c.sam.profile(), canary).empty());
    }
}

TEST_CASE("neither the relay's log nor its metrics have a name, a word or the id of an account")
{
    Couple c{open_rules, {.more = "log_format = \"json\"\n"}};
    static_cast<void>(c.sam.ok({"send", "the heron stood on one leg"}));
    static_cast<void>(c.okafor.ok({"send", "--with", "Sam", "tell me more"}));
    auto told = c.practice.ctl({"metrics"}).out;
    CHECK(contains(told, "holdfast_accounts{role=\"client\"} 1\n"));
    const auto accounts = c.practice.ctl({"--json", "accounts"}).out;
    c.practice.relay().signal(SIGTERM);
    const auto ended = c.practice.relay().wait();
    CHECK(contains(ended.err, "the relay has started"));
    told += ended.out + ended.err;
    for (const auto* canary : {"heron", "tell me more", "Okafor", "Sam"}) {
        INFO(canary << "\n" << told);
        CHECK_FALSE(contains(told, canary));
    }
    const std::string key = "\"account\":\"";
    std::size_t ids = 0;
    for (auto at = accounts.find(key); at != std::string::npos; at = accounts.find(key, at + 1), ++ids)
        CHECK_FALSE(contains(told, accounts.substr(at + key.size(), 12)));
    CHECK(ids == 2);
}

TEST_CASE("both export the conversation with one hash, and any changed byte is found")
{
    Couple c{open_rules};
    static_cast<void>(c.sam.ok({"send", "I could not sleep. \u05e9\u05dc\u05d5\u05dd"}));
    static_cast<void>(c.okafor.ok({"read"}));
    static_cast<void>(c.okafor.ok({"send", "--with", "Sam", "Thank you for telling me."}));
    static_cast<void>(c.sam.ok({"read"}));
    const auto file = [&](const char* name) { return (c.practice.folder() / name).string(); };
    const auto mine = c.sam.object({"export", file("sam.html")});
    const auto hers = c.okafor.object({"export", "--with", "Sam", file("okafor.json")});
    CHECK(text_of(mine, "hash") == text_of(hers, "hash"));
    CHECK(c.sam.object({"verify", file("sam.html"), file("okafor.json")}).at("same") == 2);
    CHECK(text_of(c.sam.object({"verify", file("sam.html")}), "hash") == text_of(mine, "hash"));
    CHECK(contains(c.sam.ok({"export"}), "2. Dr Okafor, "));
    CHECK(c.okafor.object({"export", "--only", "2", file("chosen.md")}).at("entries") == 1);
    CHECK(c.okafor.error({"export", "--only", "3", file("none.md")}) == "out_of_range/1");
    CHECK(c.sam.error({"export", file("sam.html")}) == "already_exists/1");
    CHECK(c.sam.error({"export", file("sam.doc")}) == "bad_command/1");

    auto changed = test::read_file(file("sam.html"));
    changed.replace(changed.find("sleep"), 5, "sleet");
    test::write_file(file("changed.html"), changed);
    CHECK(c.sam.error({"verify", file("changed.html")}) == "bad_record/1");

    CHECK(contains(c.sam.ok({"export", file("sam.pdf")}), "it is not encrypted"));
    const auto printed = test::run({"pdftotext", file("sam.pdf"), "-"}, {});
    INFO(printed.out << printed.err);
    CHECK(contains(printed.out, "Messages of the client and Dr Okafor"));
    CHECK(contains(printed.out, "Thank you for telling me."));
    CHECK(contains(printed.out, text_of(mine, "hash").substr(0, 16)));
}

TEST_CASE("what the practice keeps is said before it is asked, and a change once to each side")
{
    Couple c{open_rules};
    CHECK(contains(c.sam.ok({"status"}), "when messages came and went, without their words: 90 days"));
    CHECK(contains(c.okafor.ok({"status"}), "Nothing is encrypted for the practice's own record"));
    c.practice.stop();
    const auto config = c.practice.folder() / "holdfastd.toml";
    test::write_file(config, test::read_file(config) + "[retention]\nreceipts = 180\n");
    c.practice.start();
    const std::string change = "The practice's server now keeps for 180 days, and not for 90 days as before:";
    for (const auto* person : {&c.sam, &c.okafor}) {
        CHECK(contains(person->ok({"read"}), change));
        CHECK_FALSE(contains(person->ok({"read"}), change));
        const auto status = person->object({"status"});
        CHECK(status.at("terms").at("kept").at("receipts") == 180);
        CHECK(status.at("terms").at("record_key").is_null());
    }
}

TEST_CASE("entries are sealed for a record key that was compared once, and opened by it alone")
{
    Couple c{open_rules};
    static_cast<void>(c.sam.ok({"send", "the heron stood on one leg"}));
    static_cast<void>(c.okafor.ok({"read"}));
    const auto file = [&](const char* name) { return (c.practice.folder() / name).string(); };
    const auto exported = [&](const char* sealed, Command more = {}) {
        more.insert(more.begin(), {"export", "--with", "Sam", "--only", "1", "--for-record", file(sealed)});
        return more;
    };
    CHECK(c.okafor.error(exported("a.sealed")) == "not_found/1");

    const auto make = [&](const char* name) {
        return boost::json::parse(c.practice.ctl({"--json", "record-key", file(name)}).out).as_object();
    };
    const auto key = make("record.key");
    const auto number = text_of(key, "number");
    using std::filesystem::perms;
    CHECK(std::filesystem::status(file("record.key")).permissions() == (perms::owner_read | perms::owner_write));
    CHECK(text_of(make("record.key").at("error").as_object(), "code") == "already_exists");
    const auto config = c.practice.folder() / "holdfastd.toml";
    const auto plain = test::read_file(config);
    const auto announce = [&](const std::string& pub) {
        c.practice.stop();
        test::write_file(config, plain + "record_key = \"" + pub + "\"\n");
        c.practice.start();
    };
    announce(text_of(key, "record_key"));
    CHECK(contains(c.sam.ok({"read"}), "New: Entries that your therapist selects can also be encrypted"));
    CHECK(contains(c.sam.ok({"status"}), number));

    CHECK(c.sam.error({"export", "--for-record", file("a.sealed")}) == "therapists_only/1");
    CHECK(c.okafor.error(exported("a.sealed")) == "not_confirmed/1");
    CHECK(c.okafor.error(exported("a.sealed", {"--key-number", "11111"})).starts_with("wrong_key/"));
    CHECK_FALSE(std::filesystem::exists(file("a.sealed")));
    CHECK(c.okafor.object(exported("a.sealed", {"--key-number", number})).at("entries") == 1);
    CHECK(c.okafor.error(exported("a.sealed")) == "already_exists/1");
    CHECK(text_of(c.okafor.object(exported("b.sealed")), "record_key") == number);
    CHECK_FALSE(contains(test::read_file(file("a.sealed")), "heron"));

    const auto open = [&](const char* sealed, const char* with) {
        return c.practice.ctl({"record-open", file(sealed), "--key", file(with)});
    };
    REQUIRE(open("a.sealed", "record.key").status == 0);
    CHECK(c.okafor.object({"verify", file("a.sealed.json")}).at("entries") == 1);
    CHECK(contains(test::read_file(file("a.sealed.json")), "heron"));
    CHECK(contains(open("a.sealed", "record.key").err, "was left as it is"));
    const auto whole = test::read_file(file("b.sealed"));
    test::write_file(file("cut.sealed"), whole.substr(0, whole.size() - 1));
    CHECK(contains(open("cut.sealed", "record.key").err, "changed or cut off"));
    CHECK(contains(open("nowhere.sealed", "record.key").err, "no such file"));
    CHECK(contains(open("b.sealed", "b.sealed").err, "no key of holdfastctl record-key"));
    const auto other = make("other.key");
    CHECK(contains(open("b.sealed", "other.key").err, "sealed for another key"));
    CHECK_FALSE(std::filesystem::exists(file("b.sealed.json")));

    // Another key is no better for having been announced.
    announce(text_of(other, "record_key"));
    CHECK(contains(c.okafor.ok({"read"}), "The practice has announced another key for its record."));
    CHECK(c.okafor.error(exported("c.sealed")) == "not_confirmed/1");
    CHECK_FALSE(std::filesystem::exists(file("c.sealed")));
}

TEST_CASE("a message sent while open arrives at once and is promised for this window")
{
    Couple c{open_rules};
    CHECK(text_of(c.sam.object({"send", "now"}), "state") == "released");
    CHECK(c.okafor.texts() == Texts{"now"});
}

TEST_CASE("what is taken back while held is gone, and the reader sees no gap")
{
    Couple c{closed_rules()};
    static_cast<void>(c.sam.ok({"send", "first"}));
    const auto id = text_of(c.sam.object({"send", "second thoughts"}), "id");
    static_cast<void>(c.sam.ok({"send", "third"}));
    CHECK(text_of(c.sam.object({"take-back", id}), "state") == "taken_back");
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}));
    CHECK(c.okafor.texts() == Texts{"first", "third"});
    CHECK(c.sam.error({"take-back", text_of(c.sam.objects({"read", "--all"}).front(), "id")}) == "too_late/1");
    CHECK(c.sam.error({"take-back", "00000000"}) == "not_found/1");
}

TEST_CASE("taken back at the moment of the opening: the relay's order decides, for both the same")
{
    Couple c{closed_rules()};
    const auto id = text_of(c.sam.object({"send", "on the edge"}), "id");
    auto opening = c.okafor.start({"hours", "extra", "30m", "--with", "Sam", "--yes"});
    const auto back = c.sam.run({"--json", "take-back", id});
    REQUIRE(opening.wait().status == 0);
    INFO(back.out);
    const auto read = c.okafor.texts();
    if (back.status == 0)
        CHECK(read.empty());
    else
        CHECK(read == Texts{"on the edge"});
    static_cast<void>(c.sam.ok({"send", "afterwards"}));
    const auto later = c.okafor.texts();
    CHECK(std::count(later.begin(), later.end(), "[missing]") == 0);
    CHECK(later.back() == "afterwards");
}

TEST_CASE("read --follow shows what arrives, as it arrives, until it is ended")
{
    Couple c{open_rules};
    auto follower = c.okafor.start({"--json", "read", "--follow"});
    static_cast<void>(c.sam.ok({"send", "one"}));
    CHECK(contains(follower.wait_for_line("\"text\":\"one\""), "\"from\":\"Sam\""));
    static_cast<void>(c.sam.ok({"send", "two"}));
    static_cast<void>(follower.wait_for_line("\"text\":\"two\""));
    follower.signal(SIGTERM);
    CHECK(follower.wait().status == 0);
    CHECK(c.okafor.objects({"read"}).empty());
}

TEST_CASE("where nobody can be asked, hours are published with --yes alone, and the change is shown either way")
{
    Couple c{closed_rules()};
    const auto before = c.sam.object({"hours", "show"});
    const auto silent = c.okafor.run({"hours", "set", std::string{open_rules}});
    CHECK(silent.status == 1);
    CHECK(contains(silent.out, "days, 09:00 to 12:00.\nHours as changed: Every day, at any time.\n"));
    CHECK(contains(silent.out, "Takes effect at once."));
    CHECK(contains(silent.out, "the practice's server can read them"));
    CHECK(contains(silent.err, "Nothing is published yet."));
    CHECK(c.okafor.error({"hours", "set", std::string{open_rules}}) == "not_confirmed/1");
    CHECK(c.sam.object({"hours", "show"}) == before);

    const auto said = c.okafor.objects({"hours", "set", std::string{open_rules}, "--yes"});
    REQUIRE(said.size() == 2);
    CHECK(said[0].at("plan").as_object().at("at_once") == true);
    CHECK(said[1].at("open") == true);
    CHECK(c.sam.object({"hours", "show"}).at("open") == true);
}

TEST_CASE("hours without a crisis contact say so, also where nobody is asked")
{
    const ProcessWorld practice;
    const Person okafor{practice, "okafor"};
    REQUIRE(okafor.enrol(practice.invite_therapist("Dr Okafor")).status == 0);
    static_cast<void>(okafor.confirm_kit());
    Command set{"hours", "set", std::string{open_rules}, "--zone", "Europe/London"};
    CHECK(contains(okafor.run(set).out, "No crisis contact is given"));
    set.push_back("--yes");
    CHECK(contains(okafor.ok(set), "No crisis contact is given"));
    CHECK_FALSE(contains(okafor.ok({"hours", "set", "--crisis", "Samaritans: 116 123", "--yes"}), "No crisis contact"));
}

TEST_CASE("the therapist's hours can be changed, and every change is shown")
{
    Couple c{closed_rules()};
    const auto before = c.sam.object({"hours", "show"});
    CHECK(before.at("open") == false);
    CHECK(text_of(before, "zone") == "Europe/London");
    CHECK(text_of(before, "rules") == closed_rules());
    static_cast<void>(c.okafor.ok({"hours", "set", std::string{open_rules}, "--yes"}));
    CHECK(c.sam.object({"hours", "show"}).at("open") == true);
    const auto leave = c.okafor.ok({"hours", "leave", "2099-08-01..2099-08-14", "--reason", "summer", "--yes"});
    CHECK(contains(leave, "Leave: Saturday 1 August 2099 to Friday 14 August 2099 (summer)"));
    CHECK(contains(c.okafor.ok({"hours", "cancel", "2099-12-24", "--yes"}), "Cancelled: Thursday 24 December 2099"));
    CHECK(c.okafor.object({"hours", "explain", "--json"}).at("open") == true);
}

TEST_CASE("restored from the kit, the conversation goes on on a new device")
{
    Couple c{open_rules};
    static_cast<void>(c.sam.ok({"send", "before"}));
    CHECK(c.okafor.texts() == Texts{"before"});
    const auto kit = text_of(c.okafor.object({"recovery", "kit"}), "kit");

    const Person anew{c.practice, "okafor-anew"};
    const auto restored = anew.run({"--json", "restore", "--vault-memory", "64", "-"}, kit + "\n");
    INFO(restored.out << restored.err);
    REQUIRE(restored.status == 0);
    static_cast<void>(c.sam.ok({"status"}));
    static_cast<void>(anew.ok({"status"}));
    static_cast<void>(c.sam.ok({"send", "after"}));
    // Nobody learns within the window that the lost device had it, Sam's device least of all: it sends it anew.
    CHECK(anew.texts() == Texts{"before", "after"});
    static_cast<void>(anew.ok({"send", "--with", "Sam", "I am back"}));
    const auto seen = c.sam.texts();
    CHECK(std::find(seen.begin(), seen.end(), "I am back") != seen.end());
}

}  // namespace holdfast::e2e::main_job_test
