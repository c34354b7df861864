#include "server/shell/look.hpp"

#include <sys/stat.h>
#include <unistd.h>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <cerrno>
#include <variant>

#include "protocol/base/version.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/link/link.hpp"
#include "server/core/relay_key.hpp"
#include "server/core/store/relay_store.hpp"
#include "server/doctor/judge.hpp"
#include "server/shell/admin_socket.hpp"
#include "server/shell/data_folder.hpp"
#include "server/shell/host_linux.hpp"
#include "server/shell/programs.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;
using doctor::Facts;
using doctor::Place;
using doctor::Sight;
using doctor::StoreState;

constexpr std::uint32_t permission_bits = 07777;
constexpr std::chrono::seconds systemctl_max{5};

/// Whether `user` has the right `bit` (4 read, 2 write, 1 enter) by the mode; root always has.
bool may(const host::Owner& user, const struct stat& about, std::uint32_t bit)
{
    if (user.user == 0) return true;
    if (about.st_uid == user.user) return ((about.st_mode >> 6U) & bit) == bit;
    if (about.st_gid == user.group) return ((about.st_mode >> 3U) & bit) == bit;
    return (about.st_mode & bit) == bit;
}

enum class Kind { file, folder };

Place place(const fs::path& path, const host::Owner& relay, Kind kind)
{
    Place found;
    struct stat about {};
    if (::stat(path.c_str(), &about) != 0) {
        found.sight = errno == EACCES ? Sight::hidden : Sight::missing;
        return found;
    }
    const bool is_folder = kind == Kind::folder;
    const bool usual = is_folder ? S_ISDIR(about.st_mode) : S_ISREG(about.st_mode);
    found.sight = usual ? Sight::there : Sight::not_usual;
    found.mode = about.st_mode & permission_bits;
    found.relay_owned = about.st_uid == relay.user;
    found.relay_reads = may(relay, about, is_folder ? 5 : 4);
    found.relay_writes = may(relay, about, is_folder ? 3 : 2);
    return found;
}

StoreState state_of(const DataFolder& folder)
{
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return StoreState::unknown;
    const auto checked = RelayStore::check(folder.store(), key->pub);
    return checked ? StoreState::whole : doctor::store_state(checked.errc());
}

doctor::Port port_of(const std::string& host, std::uint16_t port)
{
    namespace asio = boost::asio;
    boost::system::error_code error;
    const auto address = asio::ip::make_address(host, error);
    if (error) return doctor::Port::not_an_address;
    asio::io_context io;
    asio::ip::tcp::acceptor acceptor{io};
    const asio::ip::tcp::endpoint here{address, port};
    acceptor.open(here.protocol(), error);
    if (!error) acceptor.set_option(asio::socket_base::reuse_address{true}, error);
    if (!error) acceptor.bind(here, error);
    if (!error) return doctor::Port::free;
    if (error == boost::system::errc::permission_denied) return doctor::Port::not_permitted;
    return error == boost::system::errc::address_in_use ? doctor::Port::taken : doctor::Port::not_an_address;
}

/// What listens may be systemd, which hands the socket over when it starts the relay.
doctor::Port relay_port(const Config& config)
{
    const auto port = port_of(config.address, config.port);
    std::error_code error;
    if (port != doctor::Port::taken || !fs::exists("/run/systemd/system", error)) return port;
    const bool kept = run_program("/usr/bin/systemctl", {"is-active", "--quiet", "holdfastd.socket"}, systemctl_max);
    return kept ? doctor::Port::kept : port;
}

/// The age of the newest file in `backups`.
std::optional<Instant> newest_in(const fs::path& backups)
{
    std::optional<Instant> newest;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{backups, error}) {
        struct stat about {};
        if (entry.path().extension() != ".db" || ::stat(entry.path().c_str(), &about) != 0) continue;
        const Instant at{std::chrono::seconds{about.st_mtime}};
        if (!newest || *newest < at) newest = at;
    }
    return newest;
}

void look_into_folder(Facts& facts, const DataFolder& folder, const host::Owner& relay, const LookAt& what)
{
    const auto acting = host::ActingAs::start(relay);
    if (!acting) return;
    facts.relay_key = place(folder.relay_key(), relay, Kind::file);
    facts.store = place(folder.store(), relay, Kind::file);
    const auto key = load_relay_key(folder.relay_key());
    facts.relay_key_usable = key.has_value() || key.errc() != Errc::bad_key;
    facts.newest_backup = newest_in(folder.path / "backups");
    facts.free_bytes = host::free_bytes(folder.path);
    if (!what.mine) {
        const auto lock = host::FileLock::take(folder.lock());
        facts.in_use = lock.has_error() && lock.errc() == Errc::data_in_use;
    }
    if (what.whole_store && !facts.in_use && facts.store.sight == Sight::there) facts.store_state = state_of(folder);
}

void look_at_relay(Facts& facts, const LookAt& what)
{
    const auto& config = facts.config;
    const DataFolder folder{config.data};
    const auto owner = host::owner_of(folder.path);
    const host::Owner relay = owner ? *owner : host::Owner{::geteuid(), ::getegid()};
    facts.data = place(folder.path, relay, Kind::folder);
    if (owner.has_error() && owner.errc() == Errc::unsafe_folder) facts.data.sight = Sight::not_usual;
    if (facts.data.sight == Sight::there) look_into_folder(facts, folder, relay, what);
    facts.socket_folder = place(config.admin_socket.parent_path(), relay, Kind::folder);
    facts.certificate_problem = link::certificate_problem(config.certificate, config.key);
    facts.certificate_ends = link::certificate_ends(config.certificate);
    if (!what.port || facts.in_use) return;
    facts.port = relay_port(config);
    if (const auto& metrics = config.metrics) facts.metrics_port = port_of(metrics->host, metrics->port);
    facts.socket_taken = is_alive(config.admin_socket);
}

}  // namespace

Facts look(const ConfigResult& config, const fs::path& file, const LookAt& what)
{
    Facts facts;
    facts.config_file = file;
    facts.now = system_now();
    facts.version = version();
    facts.clock_set = host::clock_was_set();
    facts.zone_data = !hours::zone_names().empty();
    facts.tzdata = hours::tzdata_version();
    if (const auto* problem = std::get_if<ConfigProblem>(&config)) {
        facts.config_problem = *problem;
        return facts;
    }
    facts.config = std::get<Config>(config);
    look_at_relay(facts, what);
    return facts;
}

}  // namespace holdfast::server
