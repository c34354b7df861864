// Bad input and bad luck: each gets one sentence and an exit code, and nothing is lost or half changed.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <filesystem>

#include "protocol/base/result.hpp"
#include "protocol/store/sqlite.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::trouble_test {
namespace {

using Texts = std::vector<std::string>;
namespace fs = std::filesystem;

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

std::string code_of(const Finished& done)
{
    const auto at = done.out.find("\"code\":\"");
    if (at == std::string::npos) return "none/" + std::to_string(done.status);
    const auto begin = at + 8;
    return done.out.substr(begin, done.out.find('"', begin) - begin) + "/" + std::to_string(done.status);
}

}  // namespace

TEST_CASE("a wrong passphrase opens nothing and changes nothing")
{
    Couple c{closed_rules()};
    const auto wrong = c.practice.folder() / "wrong";
    test::write_file(wrong, "open sesame\n");
    const auto done = test::run({test::program("holdfast"), "--json", "--profile", c.sam.profile().string(),
                                 "--passphrase-file", wrong.string(), "read"});
    CHECK(code_of(done) == "wrong_passphrase/1");
    CHECK(c.sam.run({"status"}).status == 0);
}

TEST_CASE("a passphrase is never taken from the command line, and without one there is a sentence")
{
    const ProcessWorld practice;
    const Person somebody{practice, "somebody"};
    CHECK(code_of(test::run({test::program("holdfast"), "--json", "--passphrase", "x", "status"})) == "bad_command/1");
    const auto asked = test::run({"setsid", test::program("holdfast"), "--json", "--profile",
                                  somebody.profile().string(), "enrol", practice.invite_therapist("Dr Okafor")});
    CHECK(code_of(asked) == "no_passphrase/1");
    CHECK(somebody.error({"status"}) == "not_enrolled/1");
}

TEST_CASE("without a home, and without zone data, each is said in a sentence of its own")
{
    const auto homeless =
        test::run({"env", "-u", "HOME", "-u", "XDG_DATA_HOME", test::program("holdfast"), "--json", "status"});
    CHECK(code_of(homeless) == "no_home/1");
    // Whether a code is any good does not matter before that.
    const auto lost =
        test::run({"env", "-u", "XDG_DATA_HOME", "HOME=/dev/null", test::program("holdfast"), "enrol", "x"});
    CHECK(lost.status == 1);
    CHECK(contains(lost.err, "/dev/null is a file, not a folder. Name another: --profile DIR"));

    const ProcessWorld practice;
    const Person sam{practice, "sam"};
    auto hidden = sam.command({"--json", "status"});
    const Command front{"unshare", "-m", "sh", "-c", "mount -t tmpfs none /usr/share/zoneinfo && exec \"$@\"", "sh"};
    hidden.insert(hidden.begin(), front.begin(), front.end());
    const auto zoneless = test::run(hidden);
    if (contains(zoneless.err, "unshare") || contains(zoneless.err, "mount:"))
        return (void)std::puts("skipped: only root can hide the zone data");
    CHECK(contains(zoneless.err, sentence(Errc::no_zone_data)));
}

TEST_CASE("a client without zone data says what is missing, and takes nothing for broken meanwhile")
{
    Couple c{closed_rules()};
    const auto zoneless = [&](const Person& person, Command words) {
        auto hidden = person.command(std::move(words));
        const Command front{"unshare", "-m", "sh", "-c", "mount -t tmpfs none /usr/share/zoneinfo && exec \"$@\"",
                            "sh"};
        hidden.insert(hidden.begin(), front.begin(), front.end());
        return test::run(hidden);
    };
    const auto first = zoneless(c.sam, {"send", "for the night"});
    if (contains(first.err, "unshare") || contains(first.err, "mount:"))
        return (void)std::puts("skipped: only root can hide the zone data");
    INFO(first.out << first.err);
    CHECK(first.status == 0);
    CHECK(contains(first.err, sentence(Errc::no_zone_data)));
    const std::string accusations[] = {std::string{sentence(Errc::not_found)},
                                       std::string{sentence(Errc::broken_chain)},
                                       std::string{sentence(Errc::unknown_zone)},
                                       "not kept",
                                       "differ",
                                       "No reading was"};
    const auto accuses_nobody = [&](const Finished& done) {
        for (const auto& words : accusations) {
            INFO(words << " in:\n" << done.out << done.err);
            CHECK_FALSE(contains(done.out + done.err, words));
        }
    };
    accuses_nobody(first);
    const auto shown = zoneless(c.sam, {"--json", "hours", "show"});
    CHECK(contains(shown.out, "no_zone_data"));
    for (const Command& words : {Command{"status"}, {"read", "--all"}, {"hours", "show"}, {"repair"}, {"--plain"}})
        accuses_nobody(zoneless(c.sam, words));
    for (const Command& words : {Command{"status"}, {"read"}, {"repair"}}) accuses_nobody(zoneless(c.okafor, words));
    const auto extra = zoneless(c.okafor, {"hours", "extra", "30m", "--all", "--yes"});
    CHECK(extra.status == 1);
    accuses_nobody(extra);
    CHECK_FALSE(contains(extra.err, "no hours yet"));
    const auto audited = zoneless(c.sam, {"audit"});
    CHECK(audited.status == 1);
    CHECK(contains(audited.err, sentence(Errc::no_zone_data)));
    accuses_nobody(audited);

    // With the data back everything is as if nothing had been amiss.
    accuses_nobody(c.sam.run({"status"}));
    CHECK(c.sam.run({"audit"}).status == 0);
    CHECK(c.sam.texts() == std::vector<std::string>{"for the night"});
    CHECK(contains(c.sam.ok({"send", "and another"}), "Held. Dr Okafor reads"));
}

TEST_CASE("a new account wants a passphrase that holds, and nothing is begun without one")
{
    const ProcessWorld practice;
    const Person sam{practice, "sam"};
    const auto invitation = practice.invite_therapist("Dr Okafor");
    test::write_file(sam.passphrase_file(), "x\n");
    const auto refused = sam.enrol(invitation);
    CHECK(code_of(refused) == "weak_passphrase/1");
    CHECK_FALSE(fs::exists(sam.profile() / "vault.db"));
    test::write_file(sam.passphrase_file(), "four quiet herons walk along the canal\n");
    CHECK(sam.enrol(invitation).status == 0);
}

TEST_CASE("attack 35: the client's heap and stack are locked as far as the limit reaches")
{
    Couple c{open_rules};
    auto following = c.sam.start({"--json", "read", "--follow"});
    c.okafor.ok({"send", "--with", "Sam", "hello"});
    static_cast<void>(following.wait_for_line("hello"));
    const auto status = test::read_file("/proc/" + std::to_string(following.pid()) + "/status");
    const auto at = status.find("VmLck:");
    REQUIRE(at != std::string::npos);
    CHECK(std::stoul(status.substr(at + 6)) > 500);  // KiB; a heap with an open vault has more
    following.signal(SIGTERM);
    static_cast<void>(following.wait());
}

TEST_CASE("invitations: mistyped, foreign, used")
{
    Couple c{closed_rules()};
    const auto invitation = c.okafor.object({"invite", "--name", "Kim"});
    auto code = text_of(invitation, "code");
    const Person kim{c.practice, "kim"};

    auto mistyped = code;
    mistyped.back() = mistyped.back() == 'A' ? 'B' : 'A';
    CHECK(code_of(kim.enrol(mistyped)) == "bad_code/1");
    CHECK_FALSE(fs::exists(kim.profile() / "vault.db"));

    const ProcessWorld other;
    auto foreign = text_of(invitation, "link");
    const auto at = foreign.find(c.practice.address());
    REQUIRE(at != std::string::npos);
    foreign.replace(at, c.practice.address().size(), other.address());
    const Person lost{c.practice, "lost"};
    const auto refused = lost.enrol(foreign);
    INFO(refused.out);
    CHECK((code_of(refused) == "foreign_invitation/1" || code_of(refused) == "wrong_relay/4"));

    REQUIRE(kim.enrol(code).status == 0);
    CHECK(code_of(kim.enrol(code)) == "already_enrolled/1");
    const Person late{c.practice, "late"};
    CHECK(code_of(late.enrol(code)) == "invitation_unusable/1");
    CHECK(code_of(late.enrol("not an invitation")).ends_with("/1"));
    CHECK(kim.run({"send", "hello"}).status == 0);
}

TEST_CASE("no invitation before the kit is confirmed, and not from a client")
{
    const ProcessWorld practice;
    const Person okafor{practice, "okafor"};
    REQUIRE(okafor.enrol(practice.invite_therapist("Dr Okafor")).status == 0);
    CHECK(okafor.error({"invite"}) == "kit_not_confirmed/1");
    CHECK(okafor.error({"recovery", "confirm", "wrong words entirely"}) == "bad_kit/1");
    static_cast<void>(okafor.confirm_kit());
    const Person sam{practice, "sam"};
    REQUIRE(sam.enrol(text_of(okafor.object({"invite", "--name", "Sam"}), "link")).status == 0);
    CHECK(sam.error({"invite"}) == "therapists_only/1");
    CHECK(sam.error({"hours", "set", "24/7", "--zone", "Europe/London"}) == "therapists_only/1");
}

TEST_CASE("a repair where every promise was kept, and words for it from a client, are refused")
{
    const Couple c{closed_rules()};
    CHECK(c.okafor.error({"repair", "--yes"}) == "not_found/1");
    CHECK(c.okafor.error({"repair", "--with", "Sam", "I did not read."}) == "not_found/1");
    CHECK(c.sam.error({"repair", "--yes"}) == "therapists_only/1");
    CHECK(c.sam.error({"repair", "She did not read."}) == "therapists_only/1");
    CHECK(c.okafor.objects({"hours", "set", "--replies", "--yes"}).back().at("replies").as_bool());
    CHECK(c.sam.ok({"hours", "show"}).find("A reply is promised by the end of the window after") != std::string::npos);
    CHECK(c.sam.object({"status"}).at("conversations").as_array().at(0).at("reading").at("read_in").is_null());
}

TEST_CASE("an unreachable relay: kept in the outbox, said so, and sent on the next connection")
{
    Couple c{open_rules};
    c.practice.stop();
    const auto away = c.sam.run({"send", "kept meanwhile"});
    CHECK(away.status == 3);
    CHECK(contains(away.out, "Kept here, not sent yet."));
    CHECK(contains(away.err, "There is no connection to the practice."));
    const auto json = c.sam.run({"--json", "send", "this too"});
    CHECK(json.status == 3);
    CHECK(contains(json.out, "\"state\":\"saved\""));
    CHECK(code_of(json) == "unreachable/3");
    const auto status = c.sam.run({"--json", "status"});
    CHECK(status.status == 3);
    CHECK(contains(status.out, "\"waiting\":2"));

    c.practice.start();
    CHECK(c.sam.object({"status"}).at("waiting") == 0);
    CHECK(c.okafor.texts() == Texts{"kept meanwhile", "this too"});
}

TEST_CASE("another relay behind the same address is not trusted, and nothing is sent to it")
{
    Couple c{open_rules};
    c.practice.stop();
    c.practice.make_anew();
    c.practice.start();
    CHECK(c.sam.error({"send", "secret"}) == "wrong_relay/4");
    CHECK(c.sam.run({"read"}).status == 4);
    CHECK(contains(c.sam.run({"--json", "status"}).out, "\"waiting\":1"));
}

TEST_CASE("malformed hours name the place, and what was in force stays")
{
    Couple c{closed_rules()};
    const auto before = c.sam.object({"hours", "show"});
    const auto rules = c.okafor.run({"--json", "hours", "set", "Tu 09:00-12:00, Xx 10:00-11:00"});
    CHECK(code_of(rules) == "bad_rules/1");
    CHECK(contains(rules.out, "\"column\":17"));
    CHECK(contains(c.okafor.run({"hours", "set", "Tu 25:00-26:00"}).err, "character"));
    CHECK(c.okafor.error({"hours", "set", "Tu 09:00-12:00", "--zone", "Europe/Lundun"}) == "unknown_zone/1");
    CHECK(c.okafor.error({"hours", "extra", "3m", "--with", "Sam"}) == "bad_duration/1");
    CHECK(c.okafor.error({"hours", "extra", "soon"}) == "bad_duration/1");
    CHECK(c.okafor.error({"hours", "cancel", "2026-02-30"}) == "bad_date/1");
    CHECK(c.okafor.error({"hours", "leave", "2026-08-14..2026-08-01"}) == "bad_date/1");
    CHECK(c.sam.object({"hours", "show"}) == before);
}

TEST_CASE("a text over the limit is refused with the limit, an empty one plainly")
{
    Couple c{open_rules};
    const auto long_text = c.sam.run({"send", "-"}, std::string(60'001, 'x'));
    CHECK(long_text.status == 1);
    CHECK(contains(long_text.err, "60000"));
    CHECK(c.sam.error({"send", ""}) == "empty_text/1");
    CHECK(c.sam.run({"send", "-"}, std::string(60'000, 'x')).status == 0);
    CHECK(c.okafor.texts() == Texts{std::string(60'000, 'x')});
}

TEST_CASE("a second process with nobody to join is turned away")
{
    Couple c{open_rules};
    auto first = c.sam.start({"read", "--follow"});
    static_cast<void>(first.wait_for_line("Open"));
    std::filesystem::remove(c.sam.profile() / "open.sock");
    CHECK(c.sam.error({"status"}) == "vault_in_use/1");
    CHECK(contains(c.sam.run({"status"}).err, "Use that one, or end it there."));
    first.signal(SIGINT);
    CHECK(first.wait().status == 0);
    CHECK(c.sam.run({"status"}).status == 0);
}

TEST_CASE("attack 24: a vault of a newer program is left alone")
{
    Couple c{open_rules};
    const auto file = c.sam.profile() / "vault.db";
    auto bytes = test::read_file(file);
    constexpr std::size_t user_version = 60;  // of the SQLite header, big-endian
    const auto before = bytes.substr(user_version, 4);
    bytes[user_version + 3] = 99;
    test::write_file(file, bytes);
    CHECK(c.sam.error({"status"}) == "store_too_new/1");
    CHECK(test::read_file(file) == bytes);
    bytes.replace(user_version, 4, before);
    test::write_file(file, bytes);
    CHECK(c.sam.run({"status"}).status == 0);
}

TEST_CASE("attack 7: an old message that was swapped on the disk is not shown, and it is said how to come back")
{
    Couple c{open_rules};
    c.sam.ok({"send", "hello"});
    {
        constexpr std::string_view migrations[] = {""};
        auto vault = store::Database::open(c.sam.profile() / "vault.db", {0x48465631, migrations});
        REQUIRE(vault.has_value());
        vault->execute("UPDATE record SET nonce = zeroblob(24) WHERE kind = 10");
    }
    CHECK(c.sam.run({"status"}).status == 0);
    const auto refused = c.sam.run({"read", "--all"});
    CHECK(refused.status != 0);
    CHECK(contains(refused.err, sentence(Errc::vault_rolled_back)));
    CHECK_FALSE(contains(refused.out, "hello"));
}

TEST_CASE("a vault that is damaged says how to go on without it")
{
    Couple c{open_rules};
    const auto file = c.sam.profile() / "vault.db";
    auto bytes = test::read_file(file);
    constexpr std::size_t header = 100;  // of SQLite, which stays
    std::fill(bytes.begin() + header, bytes.end(), 'x');
    test::write_file(file, bytes);
    CHECK(c.sam.error({"status"}) == "store_broken/2");
    for (const Command& words : {Command{"read"}, {"send", "hello"}, {"read", "--follow"}})
        CHECK(contains(c.sam.run(words).err,
                       "What is stored here is damaged and cannot be opened. With your recovery "
                       "kit you can start afresh: holdfast restore."));
    CHECK(test::read_file(file) == bytes);
}

TEST_CASE("a disk that takes no more: said so, nothing lost")
{
    Couple c{closed_rules()};
    static_cast<void>(c.sam.ok({"send", "before"}));
    auto limited = c.sam.command({"--json", "send", "-"});
    // No file may grow beyond 32 KiB (64 blocks): small writes succeed, this message does not.
    limited.insert(limited.begin(), {"sh", "-c", "trap '' XFSZ; ulimit -f 64; exec \"$@\"", "sh"});
    const auto full = test::run(limited, std::string(60'000, 'x'), c.sam.environment());
    INFO(full.out << full.err);
    CHECK((code_of(full) == "disk_full/2" || code_of(full) == "store_broken/2"));
    static_cast<void>(c.sam.ok({"send", "after"}));
    static_cast<void>(c.okafor.ok({"hours", "extra", "30m", "--with", "Sam", "--yes"}));
    const auto read = c.okafor.texts();
    CHECK(read.front() == "before");
    CHECK(read.back() == "after");
    CHECK(std::count(read.begin(), read.end(), "[missing]") == 0);
}

TEST_CASE("explaining hours needs no account, and a batch answers every line")
{
    const auto program = test::program("holdfast");
    const auto one = test::run({program, "hours", "explain", "Tu,Th 09:00-12:00", "--zone", "Europe/London", "--at",
                                "2025-10-10T20:00:00Z", "--json"});
    CHECK(one.status == 0);
    CHECK(contains(one.out, "\"open\":false"));
    CHECK(contains(one.out, "\"promised_from\":\"2025-10-14T08:00:00Z\""));
    const auto batch = test::run({program, "hours", "explain", "--batch"},
                                 "{\"rules\":\"24/7\",\"zone\":\"UTC\",\"at\":\"2025-10-10T20:00:00Z\"}\nnonsense\n"
                                 "{\"rules\":\"Xx\",\"zone\":\"UTC\",\"at\":\"2025-10-10T20:00:00Z\"}\n");
    CHECK(batch.status == 0);
    CHECK(std::count(batch.out.begin(), batch.out.end(), '\n') == 3);
    CHECK(contains(batch.out, "\"open\":true"));
    CHECK(contains(batch.out, "\"error\""));
    CHECK(test::run({program, "hours", "explain", "Xx", "--zone", "UTC", "--json"}).status == 1);
}

TEST_CASE("attack 9: hostile names and texts are inert on the screen")
{
    const ProcessWorld practice;
    const Person okafor{practice, "okafor"};
    REQUIRE(okafor.enrol(practice.invite_therapist("Dr \x1B]0;owned\x07Okafor")).status == 0);
    static_cast<void>(okafor.confirm_kit());
    static_cast<void>(okafor.ok({"hours", "set", "24/7", "--zone", "Europe/London", "--yes"}));
    const Person sam{practice, "sam"};
    CHECK(okafor.error({"invite", "--name", "S\u202Eam"}) == "bad_name/1");
    const auto link = text_of(okafor.object({"invite", "--name", "Sam"}), "link");
    REQUIRE(sam.enrol(link).status == 0);
    static_cast<void>(okafor.ok({"status"}));
    static_cast<void>(sam.ok({"send", "-"}, "\x1B[2J\x1B]52;c;ZXZpbA==\x07 \u202Egpj.exe \u200B\nnext"));
    static_cast<void>(okafor.ok({"send", "hello \x1B[31m"}));
    for (const auto& said : {okafor.ok({"read"}), okafor.ok({"status"}), sam.ok({"read"}), sam.ok({"hours", "show"}),
                             sam.ok({"--json", "read", "--all"}), okafor.ok({"--json", "status"})}) {
        CHECK_FALSE(contains(said, "\x1B"));
        CHECK_FALSE(contains(said, "\x07"));
        CHECK_FALSE(contains(said, "\u202E"));
        CHECK_FALSE(contains(said, "\u200B"));
    }
}

}  // namespace holdfast::e2e::trouble_test
