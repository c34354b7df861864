#include "server/shell/daemon.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <variant>

#include "protocol/base/exit_code.hpp"
#include "protocol/base/version.hpp"
#include "protocol/usage/describe.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/link/link.hpp"
#include "server/config.hpp"
#include "server/core/relay_key.hpp"
#include "server/shell/data_folder.hpp"
#include "server/shell/host_linux.hpp"
#include "server/shell/log.hpp"
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
};

int complain(Errc code, const std::string& place)
{
    log::error(place.empty() ? sentence(code) : place + ": " + sentence(code));
    return exit_code(code);
}

// Tests and scripts wait for this line: after it, the relay answers.
void announce(const Config& config, std::uint16_t port, bool json)
{
    if (json)
        std::cout << boost::json::object{{"listening", {{"host", config.address}, {"port", port}}}} << std::endl;
    else
        std::cout << "listening on " << config.address << ':' << port << std::endl;
}

std::string place_of(Errc code, const Config& config)
{
    if (code == Errc::certificate_unusable) return link::certificate_problem(config.certificate, config.key);
    return config.address + ':' + std::to_string(config.port) + ", " + config.admin_socket.string();
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

Served serve(const Config& config, bool json)
{
    if (hours::zone_names().empty()) return {complain(Errc::no_zone_data, {})};
    const DataFolder folder{config.data};
    if (const auto left = leave_root(folder); !left) return {complain(left.errc(), folder.path.string())};
    const auto lock = take_data_folder(folder);
    if (!lock) return {complain(lock.errc(), folder.path.string())};
    auto key = load_relay_key(folder.relay_key());
    if (!key) return {complain(key.errc(), folder.relay_key().string())};
    crypto::SystemRandom random;
    auto store = RelayStore::open(folder.store(), key->pub, random, system_now());
    if (!store) return {complain(store.errc(), folder.store().string())};
    auto service = Service::open(config);
    if (!service) return {complain(service.errc(), place_of(service.errc(), config))};
    auto relay = std::make_unique<Relay>(std::move(store).value(), std::move(key).value(), random,
                                         RelayConfig{.behind_proxy = config.behind_proxy});
    announce(config, (*service)->port(), json);
    log::info("the relay has started");
    const int code = (*service)->run(std::move(relay));
    log::info("the relay has stopped");
    return {code, (*service)->wants_new_start()};
}

Served start(const Options& options)
{
    log::start();
    if (!host::protect_memory())
        log::warn("memory of the relay may reach the swap file: the limit on locked memory (ulimit -l) is too low");
    host::raise_file_limit();
    const auto config = read_config(options.config);
    if (const auto* problem = std::get_if<ConfigProblem>(&config)) {
        log::error(problem->place + ": " + problem->message);
        return {exit_code(problem->code)};
    }
    return serve(std::get<Config>(config), options.json);
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
    usage::add_usage_option(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : exit_user;
    }
    try {
        const auto served = start(options);
        if (served.again) host::run_again(argv);
        return served.code;
    } catch (const std::exception& error) {
        log::error(sentence(Errc::internal) + " (" + error.what() + ")");
        return exit_unexpected;
    }
}

}  // namespace holdfast::server
