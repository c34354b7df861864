#include "client/shell/options.hpp"

#include "client/shell/arguments.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/version.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::shell::options_test {
namespace {

using Words = std::vector<std::string>;

Options parsed(const Words& words)
{
    auto result = parse_options(words);
    if (const auto* stop = std::get_if<Stop>(&result)) FAIL(stop->text);
    return std::get<Options>(result);
}

Stop stopped(const Words& words)
{
    auto result = parse_options(words);
    REQUIRE(std::holds_alternative<Stop>(result));
    return std::get<Stop>(result);
}

template <class R>
R request_of(const Words& words)
{
    const auto options = parsed(words);
    REQUIRE(std::holds_alternative<R>(options.request));
    return std::get<R>(options.request);
}

}  // namespace

TEST_CASE("no command means the conversation")
{
    CHECK(request_of<request::Chat>({}).with.empty());
    CHECK(request_of<request::Chat>({"--with", "Sam"}).with == "Sam");
}

TEST_CASE("common options may stand before and after the command")
{
    for (const Words& words :
         {Words{"--json", "--profile", "/x", "status"}, Words{"status", "--profile", "/x", "--json"}}) {
        const auto options = parsed(words);
        CHECK(options.json);
        CHECK(options.profile == "/x");
    }
    CHECK(parsed({"hours", "show", "--json"}).json);
    CHECK(request_of<request::Send>({"--with", "Sam", "send", "hi"}).with == "Sam");
}

TEST_CASE("an audit, of all conversations or one, in short or whole")
{
    CHECK_FALSE(request_of<request::Audit>({"audit"}).all);
    CHECK(request_of<request::Audit>({"audit", "--all"}).all);
    CHECK(request_of<request::Audit>({"audit", "--with", "Sam"}).with == "Sam");
}

TEST_CASE("somebody is renamed by two names, or by --with and the new one")
{
    CHECK(request_of<request::Rename>({"rename", "Sam", "Sam Jones"}).words == Words{"Sam", "Sam Jones"});
    const auto renamed = request_of<request::Rename>({"rename", "--with", "Sam", "Sam", "Jones"});
    CHECK(renamed.with == "Sam");
    CHECK(renamed.words == Words{"Sam", "Jones"});
    CHECK(stopped({"rename"}).exit == exit_user);
    CHECK(request_of<request::Invite>({"invite", "--again", "--name", "Sam"}).again);
}

TEST_CASE("an experiment is made in its parts or asked for, and a pulse is a number, or asked for")
{
    using What = request::Experiment::What;
    CHECK(request_of<request::Experiment>({"experiment"}).what == What::list);
    CHECK(only_shows(parsed({"experiment", "list", "--all"}).request));
    const auto said = request_of<request::Experiment>({"experiment", "result", "2", "--number", "20"});
    CHECK(said.what == What::result);
    CHECK(said.which == "2");
    CHECK(said.number == "20");
    CHECK(request_of<request::Experiment>({"experiment", "new", "--with", "Sam", "--expect", "x"}).with == "Sam");
    CHECK(request_of<request::Pulse>({"pulse", "7", "--share"}).value == 7U);
    CHECK_FALSE(request_of<request::Pulse>({"pulse"}).value);
    CHECK(request_of<request::Pulse>({"pulse", "off"}).what == request::Pulse::What::off);
    CHECK(stopped({"pulse", "7", "--share", "--keep"}).exit == exit_user);
}

TEST_CASE("who only looks may stop looking, who changes something is told what became of it")
{
    for (const Words& words : {Words{"read"}, Words{"status"}, Words{"audit"}, Words{"hours", "show"}, Words{"pace"}})
        CHECK(only_shows(parsed(words).request));
    for (const Words& words : {Words{"send", "hi"}, Words{"invite"}, Words{"rename", "A", "B"}, Words{"pace", "agree"},
                               Words{"hours", "set", "24/7"}, Words{"take-back", "abcd"}})
        CHECK_FALSE(only_shows(parsed(words).request));
}

TEST_CASE("a text of several words, from standard input, or beginning with a dash")
{
    CHECK(request_of<request::Send>({"send", "see", "you"}).text == "see you");
    CHECK(request_of<request::Send>({"send", "-"}).text == from_stdin);
    CHECK(request_of<request::Send>({"send", "--with", "Sam", "--", "-5 today"}).text == "-5 today");
    CHECK(request_of<request::RecoveryConfirm>({"recovery", "confirm", "one", "two"}).words == "one two");
}

TEST_CASE("what is secret need not be an argument: commands ask, or read standard input")
{
    CHECK(request_of<request::Enrol>({"enrol"}).invitation.empty());
    CHECK(request_of<request::Restore>({"restore"}).kit.empty());
    CHECK(request_of<request::Restore>({"restore", "--server", "relay2.example.org:9000"}).server ==
          "relay2.example.org:9000");
    CHECK(request_of<request::RecoveryConfirm>({"recovery", "confirm"}).words.empty());
    CHECK(request_of<request::Send>({"send"}).text.empty());
    CHECK(request_of<request::TakeBack>({"take-back", "--with", "Sam"}).with == "Sam");
    for (const Words& command : {Words{"send"}, {"enrol"}, {"restore"}, {"recovery", "confirm"}}) {
        auto words = command;
        words.push_back("--help");
        CHECK(stopped(words).text.find("others on this machine may see it") != std::string::npos);
    }
}

TEST_CASE("the help names the exit codes, and the version is that of the project")
{
    CHECK(stopped({"--help"}).text.find(exit_codes_words()) != std::string::npos);
    CHECK(stopped({"--version"}).text.starts_with(version_of("holdfast")));
}

TEST_CASE("a questionnaire is answered, offered, listed, shown or checked")
{
    using What = request::Measure::What;
    const auto what = [](std::vector<std::string> words) {
        return request_of<request::Measure>(std::move(words)).what;
    };
    CHECK(what({"measure"}) == What::answer);
    CHECK(what({"measure", "answer", "PHQ-8"}) == What::answer);
    CHECK(what({"measure", "list"}) == What::list);
    CHECK(what({"measure", "show", "PHQ-8"}) == What::show);
    const auto offer = request_of<request::Measure>({"measure", "offer", "PHQ-8", "--with", "Sam"});
    CHECK(offer.name == "PHQ-8");
    CHECK(offer.with == "Sam");
    CHECK_FALSE(offer.names_file());
    CHECK(request_of<request::Measure>({"measure", "check", "mine.toml"}).names_file());
    CHECK(request_of<request::Measure>({"measure", "offer", "-"}).definition == from_stdin);
    const auto answer = request_of<request::Measure>({"measure", "answer", "--values", "0 2 - 1"});
    CHECK(answer.values == "0 2 - 1");
    CHECK(only_shows(request_of<request::Measure>({"measure", "list"})));
    CHECK_FALSE(only_shows(answer));
}

TEST_CASE("an option that may come often takes one word each time")
{
    const auto set = request_of<request::HoursSet>(
        {"hours", "set", "--crisis", "A: 1", "--crisis", "B: 2", "Tu 09:00-12:00", "--zone", "Europe/London"});
    CHECK(set.crisis == Words{"A: 1", "B: 2"});
    CHECK(set.rules == "Tu 09:00-12:00");
    const auto check_in = request_of<request::CheckIn>({"check-in", "--rating", "sleep=3", "--feeling", "sad"});
    CHECK(check_in.ratings == Words{"sleep=3"});
    CHECK(check_in.feelings == Words{"sad"});
}

TEST_CASE("a repair has its own words, the draft's with --yes, or asks")
{
    const auto own = request_of<request::Repair>({"repair", "--with", "Sam", "I", "did", "not"});
    CHECK(own.text == "I did not");
    CHECK(own.with == "Sam");
    CHECK(parsed({"repair", "--yes"}).yes);
    CHECK(request_of<request::Repair>({"repair"}).text.empty());
}

TEST_CASE("replies are promised, not promised, or left as they are")
{
    CHECK(request_of<request::HoursSet>({"hours", "set", "--replies"}).replies == true);
    CHECK(request_of<request::HoursSet>({"hours", "set", "--no-replies"}).replies == false);
    CHECK_FALSE(request_of<request::HoursSet>({"hours", "set", "24/7"}).replies);
    CHECK(std::holds_alternative<Stop>(parse_options({"hours", "set", "--replies", "--no-replies"})));
}

TEST_CASE("hours are looked at without an account, and taken from files that are named")
{
    const auto preview = request_of<request::HoursPreview>({"hours", "preview", "24/7", "--zone", "Etc/UTC"});
    CHECK(preview.choice.rules == "24/7");
    CHECK(preview.choice.zone == "Etc/UTC");
    CHECK(preview.weeks == 6);
    const auto out = request_of<request::HoursExport>({"hours", "export", "--with", "Sam", "--out", "a.ics"});
    CHECK(out.choice.with == "Sam");
    CHECK(out.out == "a.ics");
    CHECK_FALSE(out.choice.rules);
    CHECK(stopped({"hours", "preview", "--weeks", "0"}).exit == exit_user);
    const auto import = request_of<request::HoursImport>({"hours", "import", "-", "--zone", "Europe/Berlin"});
    CHECK(import.file == from_stdin);
    CHECK(import.zone == "Europe/Berlin");
    CHECK(stopped({"hours", "import"}).exit == exit_user);
    CHECK(request_of<request::HoursHolidays>({"hours", "holidays", "england.ics"}).file == "england.ics");
    CHECK(std::holds_alternative<request::HoursEdit>(std::get<Options>(parse_options({"hours", "edit"})).request));
}

TEST_CASE("a vault's memory has a least value and a usual one")
{
    CHECK(request_of<request::Enrol>({"enrol", "X"}).vault_memory_mib == 256);
    CHECK(request_of<request::Enrol>({"enrol", "X", "--vault-memory", "64"}).vault_memory_mib == 64);
    CHECK(stopped({"enrol", "X", "--vault-memory", "8"}).exit == exit_user);
}

TEST_CASE("what makes no sense is refused with exit code 1, help is not")
{
    CHECK(stopped({"frobnicate"}).exit == exit_user);
    CHECK(stopped({"hours"}).exit == exit_user);
    CHECK(stopped({"status", "--passphrase-fd", "3", "--passphrase-file", "x"}).exit == exit_user);
    CHECK(stopped({"status", "--passphrase", "secret"}).exit == exit_user);
    CHECK(stopped({"hours", "import", "--json"}).json);
    CHECK(stopped({"hours", "set", "--pace-messages", "0"}).exit == exit_user);
    CHECK(stopped({"hours", "set", "--pace-characters", "65536"}).exit == exit_user);
    CHECK(stopped({"hours", "set", "--pace-messages", "3", "--no-pace"}).exit == exit_user);
    CHECK(stopped({"pace", "perhaps"}).exit == exit_user);
    CHECK(stopped({"--help"}).exit == exit_ok);
    CHECK(stopped({"enrol", "--help"}).text.find("CODE") != std::string::npos);
}

TEST_CASE("a message without words is the draft, and a pace is answered or looked at")
{
    CHECK(request_of<request::Send>({"send"}).text.empty());
    CHECK_FALSE(request_of<request::Send>({"send", "hi"}).anyway);
    CHECK(request_of<request::Send>({"send", "--anyway"}).anyway);
    CHECK_FALSE(request_of<request::Pace>({"pace"}).agreed);
    CHECK(request_of<request::Pace>({"pace", "agree", "--with", "Sam"}).agreed == true);
    CHECK(request_of<request::Pace>({"pace", "agree", "--with", "Sam"}).with == "Sam");
    CHECK(request_of<request::Pace>({"pace", "decline"}).agreed == false);
    CHECK(request_of<request::HoursSet>({"hours", "set", "--pace-messages", "3"}).pace_messages == 3);
    CHECK(request_of<request::HoursSet>({"hours", "set", "--no-pace"}).no_pace);
}

TEST_CASE("durations, dates, contacts and ratings are read strictly")
{
    CHECK(parse_duration("30m").value() == Seconds{1800});
    CHECK(parse_duration("7d").value() == Seconds{7 * 86400});
    for (const auto* text : {"", "m", "30", "-5m", "30 m", "5x", "99999999999m", "1.5h"})
        CHECK(parse_duration(text).errc() == Errc::bad_duration);

    CHECK(parse_date("2024-02-29").has_value());
    for (const auto* text : {"2023-02-29", "2026-3-5", "tomorrow", "", "2026-03-05T"})
        CHECK(parse_date(text).errc() == Errc::bad_date);

    CHECK(parse_contact("Samaritans: 116 123").value() == wire::CrisisContact{"Samaritans", "116 123"});
    CHECK(parse_contact("Samaritans").errc() == Errc::bad_command);
    CHECK(parse_rating("sleep=3").value() == wire::Rating{"sleep", 3, 10});
    CHECK(parse_rating("pain = 2/5").value() == wire::Rating{"pain", 2, 5});
    CHECK(parse_rating("sleep=11").errc() == Errc::out_of_range);
    CHECK(parse_rating("sleep=300").errc() == Errc::bad_command);
    CHECK(parse_rating("sleep").errc() == Errc::bad_command);
    CHECK(ui::comma_parts(" sad, ,tired ") == Words{"sad", "tired"});
}

TEST_CASE("every kind of error has its exit code")
{
    CHECK(exit_code(Errc::wrong_passphrase) == 1);
    CHECK(exit_code(Errc::bad_code) == 1);
    CHECK(exit_code(Errc::vault_in_use) == 1);
    CHECK(exit_code(Errc::internal) == 2);
    CHECK(exit_code(Errc::disk_full) == 2);
    CHECK(exit_code(Errc::unreachable) == 3);
    CHECK(exit_code(Errc::timed_out) == 3);
    CHECK(exit_code(Errc::wrong_relay) == 4);
    CHECK(exit_code(Errc::wrong_key) == 4);
    CHECK(exit_code(Errc::bad_signature) == 4);
}

}  // namespace holdfast::shell::options_test
