#include "server/outside/outside.hpp"

#include <CLI/CLI.hpp>
#include <fstream>
#include <iterator>
#include <variant>

#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"
#include "protocol/base/text.hpp"
#include "protocol/base/version.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/usage/describe.hpp"
#include "server/outside/people.hpp"
#include "server/outside/post.hpp"
#include "server/outside/rounds.hpp"
#include "server/shell/ctl/admin_client.hpp"
#include "server/shell/log.hpp"

namespace holdfast::server::outside {
namespace {

namespace fs = std::filesystem;

constexpr auto description =
    "holdfast-outside tells people outside the program, by e-mail or at a web address, that something is waiting for "
    "them, and no more. It does one round and ends; a timer starts it each minute.\n\n"
    "Nobody is told who is not in the configuration. Something that waits is told once, and nobody more often than "
    "once "
    "an hour. Where somebody cannot be reached it tries five times in three hours, says so in its log, and "
    "\"holdfastctl status\" shows it.";

struct Options {
    std::string config{default_people_file};
    std::string state = "/var/lib/holdfast-outside";
    bool check = false;
};

/// Without one, everybody who is waited for is told, once more perhaps.
Rounds read_rounds(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    return Rounds::from_text(std::string{std::istreambuf_iterator<char>{in}, {}});
}

std::vector<AccountId> accounts_of(const People& people)
{
    std::vector<AccountId> accounts;
    for (const auto& person : people.all) accounts.push_back(person.account);
    return accounts;
}

/// Lines of the log are about nobody: which person it is stands in the state file alone.
void tell(Rounds& rounds, const People& people, const Person& person)
{
    crypto::SystemRandom random;
    const auto now = system_now();
    const auto unique = to_hex(random.id<MessageId>().view());
    const auto wrong = post(people, person, now, unique);
    if (wrong.empty()) {
        rounds.told(person.account, now);
        return log::info("one person was told that something is waiting");
    }
    log::warn("somebody could not be told: " + wrong);
    if (rounds.failed(person.account, now))
        log::error(
            "notices to one person have stopped: five attempts failed. They are told again when something new waits");
}

int one_round(const People& people, const fs::path& folder)
{
    const auto file = folder / "rounds";
    auto rounds = read_rounds(file);
    const auto accounts = accounts_of(people);
    const auto answer = ask_daemon(people.socket, AskWaiting{accounts, people.after_minutes, rounds.stopped()});
    const auto* waiting = answer ? std::get_if<WaitingFor>(&*answer) : nullptr;
    if (waiting == nullptr) {
        const auto* refused = answer ? std::get_if<AdminRefused>(&*answer) : nullptr;
        const auto code = refused != nullptr ? refused->code : answer ? Errc::unexpected_frame : answer.errc();
        log::error(people.socket.string() + ": " + sentence(code));
        return exit_code(code);
    }
    const auto due = rounds.due(accounts, waiting->accounts, system_now());
    for (const auto& person : people.all)
        if (std::ranges::find(due, person.account) != due.end()) tell(rounds, people, person);
    if (const auto written = write_file(file, as_bytes(rounds.text())); !written) {
        log::error(file.string() + ": " + sentence(written.errc()));
        return exit_code(written.errc());
    }
    return exit_ok;
}

}  // namespace

int run_outside(int argc, char** argv)
{
    Options options;
    CLI::App app{description, "holdfast-outside"};
    app.footer(exit_codes_words());
    app.set_version_flag("--version", version_of("holdfast-outside"));
    app.add_option("--config", options.config, "Who is told, and how")->type_name("FILE")->capture_default_str();
    app.add_option("--state", options.state, "The folder of its own in which it keeps whom it has told")
        ->type_name("FOLDER")
        ->capture_default_str();
    app.add_flag("--check", options.check, "Say whether the configuration can be used, and tell nobody");
    usage::add_usage_option(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? exit_ok : exit_user;
    }
    try {
        log::start();
        const auto people = read_people(options.config);
        if (const auto* problem = std::get_if<ConfigProblem>(&people)) {
            log::error(problem->place + ": " + problem->message);
            return exit_code(problem->code);
        }
        return options.check ? exit_ok : one_round(std::get<People>(people), options.state);
    } catch (const std::exception& error) {
        log::error(sentence(Errc::internal) + " (" + error.what() + ")");
        return exit_unexpected;
    }
}

}  // namespace holdfast::server::outside
