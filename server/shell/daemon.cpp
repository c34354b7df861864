#include "server/shell/daemon.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <optional>
#include <variant>
#include <vector>

#include "protocol/base/exit_code.hpp"
#include "protocol/base/version.hpp"
#include "protocol/usage/describe.hpp"
#include "server/config.hpp"
#include "server/core/clock.hpp"
#include "server/core/relay_key.hpp"
#include "server/core/store/tables.hpp"
#include "server/doctor/judge.hpp"
#include "server/shell/data_folder.hpp"
#include "server/shell/host_linux.hpp"
#include "server/shell/log.hpp"
#include "server/shell/look.hpp"
#include "server/shell/service.hpp"

namespace holdfast::server {
namespace {

constexpr auto description =
    "holdfastd is the relay of a practice: it takes encrypted messages at any time and hands them over when the "
    "therapist's hours are open. It cannot read them.\n\n"
    "Before the first start, holdfastctl init makes the relay's key and store. What the configuration may say is "
    "listed in deploy/holdfastd.toml.";

constexpr auto footer =
    "Signals:\n"
    "  SIGTERM, SIGINT  store what has arrived, let everybody go, exit with 0\n"
    "  SIGHUP           read the certificate and its key again\n\n"
    "Whatever ends it, nothing was accepted that is not stored.\n";

struct Options {
    std::string config{default_config_file};
    bool json = false;
    bool check = false;
};

constexpr auto unset_clock =
    "the clock of this machine was not set over the network since it started, and the relay has not run for more than "
    "ten minutes: nothing is released until the clock has followed its time source for five minutes, or you have "
    "looked "
    "at it: holdfastctl clock confirm";

int complain(Errc code, const std::string& place)
{
    log::error(place.empty() ? sentence(code) : place + ": " + sentence(code));
    return exit_code(code);
}

// Tests and scripts wait for this line: after it, the relay answers.
void announce(const Config& config, const Service& service, bool json)
{
    if (!json) {
        std::cout << "listening on " << config.address << ':' << service.port() << std::endl;
        return;
    }
    boost::json::object said{{"listening", {{"host", config.address}, {"port", service.port()}}}};
    if (const auto port = service.metrics_port()) said["metrics"] = {{"host", config.metrics->host}, {"port", *port}};
    std::cout << said << std::endl;
}

/// Says what keeps a relay from starting, and what to do; the exit code. Empty where nothing does.
std::optional<int> refusal(const std::vector<doctor::Finding>& findings)
{
    const auto* found = doctor::obstacle(findings);
    if (!found) return std::nullopt;
    log::error(doctor::sentence_of(*found));
    return exit_code(found->code);
}

/// Says why a step of the start failed with `code`, by what was found afterwards; `place` where that explains nothing.
int explain(Errc code, const doctor::Facts& facts, const std::string& place)
{
    if (const auto refused = refusal(doctor::judge(facts))) return *refused;
    return complain(code, place);
}

/// For --check: everything that is not as it should be, on standard output. A relay that runs is not disturbed.
int check_settings(const std::string& file)
{
    const auto findings = doctor::judge(look(read_config(file), file, {.port = true}));
    bool well = true;
    for (const auto& finding : findings) {
        if (finding.weight == doctor::Weight::fine) continue;
        std::cout << doctor::sentence_of(finding) << '\n';
        well = false;
    }
    if (well) std::cout << "All is well.\n";
    const auto* found = doctor::obstacle(findings);
    return found ? exit_code(found->code) : exit_ok;
}

/// How serve() ended.
struct Served {
    int code = exit_ok;
    bool again = false;
};

// Started by root, the relay runs as the user whose folder it keeps: they could lead root anywhere from there.
Status leave_root(const DataFolder& folder)
{
    const auto owner = host::owner_of(folder.path);
    if (!owner) return owner.errc();
    return host::become(*owner);
}

Served serve(const Config& config, const Options& options)
{
    const DataFolder folder{config.data};
    if (const auto left = leave_root(folder); !left) return {complain(left.errc(), folder.path.string())};
    // First of all: a restore that was killed between its steps is finished by it.
    const auto lock = take_data_folder(folder);
    auto facts = look(config, options.config, {.mine = lock.has_value()});
    const auto findings = doctor::judge(facts);
    if (const auto refused = refusal(findings)) return {*refused};
    // A backup is no condition of a start, and a practice that has just begun has none.
    for (const auto& finding : findings)
        if (finding.weight == doctor::Weight::look && finding.subject != "backup")
            log::warn(doctor::sentence_of(finding));
    if (!lock) return {complain(lock.errc(), folder.path.string())};
    auto key = load_relay_key(folder.relay_key());
    if (!key) return {complain(key.errc(), folder.relay_key().string())};
    const auto before = copy_before_migration(folder);
    if (!before) return {complain(before.errc(), (folder.path / "backups").string())};
    if (*before)
        log::info("an earlier version of holdfastd made the store: it was copied to " + (*before)->string() +
                  " and is brought up to date");
    crypto::SystemRandom random;
    auto store = RelayStore::open(folder.store(), key->pub, random, system_now());
    if (!store) {
        facts.store_state = doctor::store_state(store.errc());
        return {explain(store.errc(), facts, folder.store().string())};
    }
    if (!believes_start(store->tables().relay.clock().last, system_now(), host::clock_was_set()))
        log::warn(unset_clock);
    auto service = Service::open(config);
    if (!service) {
        facts = look(config, options.config, {.port = true, .mine = true});
        return {explain(service.errc(), facts, options.config)};
    }
    auto relay = std::make_unique<Relay>(
        std::move(store).value(), std::move(key).value(), random,
        RelayConfig{
            .behind_proxy = config.behind_proxy, .retention = config.retention, .record_key = config.record_key});
    announce(config, **service, options.json);
    const int code = (*service)->run(std::move(relay));
    log::info("the relay has stopped");
    return {code, (*service)->wants_new_start()};
}

Served start(const Options& options)
{
    log::start();
    const bool locked = host::protect_memory();
    host::raise_file_limit();
    const auto config = read_config(options.config);
    const auto* settings = std::get_if<Config>(&config);
    if (settings != nullptr && settings->log_format == LogFormat::json) log::use_json();
    if (!locked)
        log::warn("memory of the relay may reach the swap file: the limit on locked memory (ulimit -l) is too low");
    if (const auto* problem = std::get_if<ConfigProblem>(&config)) {
        log::error(problem->place + ": " + problem->message);
        return {exit_code(problem->code)};
    }
    return serve(*settings, options);
}

}  // namespace

int run_daemon(int argc, char** argv)
{
    Options options;
    CLI::App app{description, "holdfastd"};
    app.footer(footer + exit_codes_words());
    app.set_version_flag("--version", version_of("holdfastd"));
    app.add_option("--config", options.config, "The configuration file")->type_name("FILE")->capture_default_str();
    app.add_flag("--json", options.json, "Print the line \"listening on …\" as a JSON object");
    app.add_flag("--check", options.check, "Say whether a relay could start with these settings, and start none");
    usage::add_usage_option(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_user;
    }
    try {
        if (options.check) return check_settings(options.config);
        const auto served = start(options);
        if (served.again) host::run_again(argv);
        return served.code;
    } catch (const std::exception& error) {
        log::error(sentence(Errc::internal) + " (" + error.what() + ")");
        return exit_unexpected;
    }
}

}  // namespace holdfast::server
