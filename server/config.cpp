#include "server/config.hpp"

#include <arpa/inet.h>
#include <sys/un.h>
#include <toml++/toml.h>

#include <charconv>
#include <fstream>
#include <functional>
#include <optional>
#include <span>

#include "server/core/record_key.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t config_file_max = 64 * 1024;
// The longest path the kernel takes for a Unix socket, without the closing zero.
constexpr std::size_t socket_path_max = sizeof(sockaddr_un::sun_path) - 1;

// A reader stores one value, or says in words what the value has to be.
using Complaint = std::optional<std::string>;
using ReadValue = Complaint (*)(const toml::node& value, Config& config, const fs::path& folder);
struct Key {
    std::string_view name;
    ReadValue read;
};

template <class T>
Complaint number(const toml::node& value, std::int64_t low, std::int64_t high, T& out)
{
    const auto given = value.value_exact<std::int64_t>();
    if (!given || *given < low || *given > high)
        return "must be a whole number from " + std::to_string(low) + " to " + std::to_string(high);
    out = T(*given);
    return {};
}

Complaint text(const toml::node& value, std::string& out)
{
    const auto given = value.value_exact<std::string>();
    if (!given || given->empty()) return "must be text in quotation marks, and not empty";
    out = *given;
    return {};
}

Complaint path(const toml::node& value, const fs::path& folder, fs::path& out)
{
    std::string given;
    if (auto complaint = text(value, given)) return complaint;
    out = (folder / given).lexically_normal();
    return {};
}

Complaint yes_or_no(const toml::node& value, bool& out)
{
    const auto given = value.value_exact<bool>();
    if (!given) return "must be true or false";
    out = *given;
    return {};
}

Complaint socket_path(const toml::node& value, const fs::path& folder, fs::path& out)
{
    if (auto complaint = path(value, folder, out)) return complaint;
    if (out.native().size() > socket_path_max)
        return "is too long for a socket; the whole path may have " + std::to_string(socket_path_max) + " bytes";
    return {};
}

bool is_loopback(const std::string& host) noexcept
{
    in_addr v4{};
    in6_addr v6{};
    if (::inet_pton(AF_INET, host.c_str(), &v4) == 1) return (ntohl(v4.s_addr) >> 24U) == IN_LOOPBACKNET;
    return ::inet_pton(AF_INET6, host.c_str(), &v6) == 1 && IN6_IS_ADDR_LOOPBACK(&v6);
}

/// "127.0.0.1:9464" or "[::1]:9464"; empty where it is neither of this form.
std::optional<LocalAddress> split_address(std::string_view given)
{
    const auto colon = given.rfind(':');
    if (colon == std::string_view::npos) return std::nullopt;
    auto host = given.substr(0, colon);
    const auto digits = given.substr(colon + 1);
    LocalAddress address;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), address.port);
    if (error != std::errc{} || end != digits.data() + digits.size()) return std::nullopt;
    if (host.starts_with('[') && host.ends_with(']')) host = host.substr(1, host.size() - 2);
    address.host = host;
    return address;
}

Complaint local_address(const toml::node& value, std::optional<LocalAddress>& out)
{
    std::string given;
    if (auto complaint = text(value, given)) return complaint;
    out = split_address(given);
    if (!out || !is_loopback(out->host))
        return "must be a loopback address with a port, as \"127.0.0.1:9464\": what is counted is for this machine "
               "only";
    return {};
}

Complaint log_format(const toml::node& value, LogFormat& out)
{
    const auto given = value.value_exact<std::string>();
    if (given != "text" && given != "json") return "must be \"text\" or \"json\"";
    out = given == "json" ? LogFormat::json : LogFormat::text;
    return {};
}

Complaint record_key(const toml::node& value, std::optional<DhPublic>& out)
{
    const auto given = value.value_exact<std::string>();
    const auto key = given ? parse_record_key(*given) : Result<DhPublic>{Errc::bad_key};
    if (key.has_error()) return "must be a key as holdfastctl record-key prints it";
    out = *key;
    return {};
}

using Node = toml::node;
constexpr Key top_keys[] = {
    {"address", [](const Node& v, Config& c, const fs::path&) { return text(v, c.address); }},
    {"port", [](const Node& v, Config& c, const fs::path&) { return number(v, 0, 65'535, c.port); }},
    {"public_address", [](const Node& v, Config& c, const fs::path&) { return text(v, c.public_address); }},
    {"data", [](const Node& v, Config& c, const fs::path& f) { return path(v, f, c.data); }},
    {"certificate", [](const Node& v, Config& c, const fs::path& f) { return path(v, f, c.certificate); }},
    {"key", [](const Node& v, Config& c, const fs::path& f) { return path(v, f, c.key); }},
    {"admin_socket", [](const Node& v, Config& c, const fs::path& f) { return socket_path(v, f, c.admin_socket); }},
    {"outside_socket", [](const Node& v, Config& c, const fs::path& f) { return socket_path(v, f, c.outside_socket); }},
    {"behind_proxy", [](const Node& v, Config& c, const fs::path&) { return yes_or_no(v, c.behind_proxy); }},
    {"metrics", [](const Node& v, Config& c, const fs::path&) { return local_address(v, c.metrics); }},
    {"log_format", [](const Node& v, Config& c, const fs::path&) { return log_format(v, c.log_format); }},
    {"encrypted_backups", [](const Node& v, Config& c, const fs::path&) { return yes_or_no(v, c.encrypted_backups); }},
    {"record_key", [](const Node& v, Config& c, const fs::path&) { return record_key(v, c.record_key); }},
};
constexpr Key limit_keys[] = {
    {"connections",
     [](const Node& v, Config& c, const fs::path&) { return number(v, 1, 100'000, c.limits.connections); }},
    {"before_login",
     [](const Node& v, Config& c, const fs::path&) { return number(v, 1, 100'000, c.limits.before_login); }},
    {"login_seconds", [](const Node& v, Config& c, const fs::path&) { return number(v, 1, 600, c.limits.login); }},
    {"outbound_kib",
     [](const Node& v, Config& c, const fs::path&) {
         auto complaint = number(v, 64, 1 << 20, c.limits.outbound_bytes);
         c.limits.outbound_bytes *= 1024;
         return complaint;
     }},
    {"reserve_mib",
     [](const Node& v, Config& c, const fs::path&) {
         auto complaint = number(v, 0, 1 << 20, c.limits.reserve_bytes);
         c.limits.reserve_bytes <<= 20;
         return complaint;
     }},
};

template <std::int64_t Least>
Complaint days(const Node& value, Seconds& out)
{
    std::int64_t given = 0;
    auto complaint = number(value, Least, 36'500, given);
    out = std::chrono::days{given};
    return complaint;
}

/// None shorter than what people's devices still ask for: 90 days of decisions, 40 of outages.
constexpr Key retention_keys[] = {
    {"receipts", [](const Node& v, Config& c, const fs::path&) { return days<90>(v, c.retention.receipts); }},
    {"outages", [](const Node& v, Config& c, const fs::path&) { return days<40>(v, c.retention.outages); }},
    {"used_invitations",
     [](const Node& v, Config& c, const fs::path&) { return days<7>(v, c.retention.used_invitations); }},
    {"dropped_devices",
     [](const Node& v, Config& c, const fs::path&) { return days<90>(v, c.retention.dropped_devices); }},
    {"deeds", [](const Node& v, Config& c, const fs::path&) { return days<30>(v, c.retention.deeds); }},
};

class Parser {
  public:
    explicit Parser(const fs::path& file) : file_{file}, folder_{fs::absolute(file).parent_path()} {}

    ConfigResult parse(std::string_view content)
    {
        try {
            const auto table = toml::parse(content, file_.string());
            read_top(table);
        } catch (const toml::parse_error& error) {
            complain(error.source().begin, {}, std::string{error.description()});
        }
        if (problem_) return *problem_;
        if (!socket_given_) config_.admin_socket = config_.data / "admin.sock";
        return check();
    }

  private:
    void read_top(const toml::table& table)
    {
        for (const auto& [key, value] : table) {
            if (key.str() == "admin_socket") socket_given_ = true;
            if (key.str() == "limits")
                read_section(limit_keys, key, value);
            else if (key.str() == "retention")
                read_section(retention_keys, key, value);
            else
                read(top_keys, key, value, {});
        }
    }

    void read_section(std::span<const Key> known, const toml::key& key, const toml::node& value)
    {
        const std::string name{key.str()};
        const auto* section = value.as_table();
        if (section == nullptr)
            return complain(key.source().begin, name,
                            name + " is a section: write [" + name + "] on a line of its own.");
        for (const auto& [one, given] : *section) read(known, one, given, name + '.');
    }

    void read(std::span<const Key> known, const toml::key& key, const toml::node& value, const std::string& prefix)
    {
        const auto name = prefix + std::string{key.str()};
        for (const auto& candidate : known) {
            if (candidate.name != key.str()) continue;
            if (const auto complaint = candidate.read(value, config_, folder_))
                complain(value.source().begin, name, name + ' ' + *complaint + '.');
            return;
        }
        complain(key.source().begin, name, "There is no setting of this name.");
    }

    // The first problem in the order of the file is the one told.
    void complain(const toml::source_position& at, const std::string& name, std::string message)
    {
        if (problem_ && line_ <= at.line) return;
        line_ = at.line;
        auto place = file_.filename().string() + ", line " + std::to_string(at.line);
        if (!name.empty()) place += ", " + name;
        problem_ = ConfigProblem{Errc::bad_configuration, std::move(place), std::move(message)};
    }

    [[nodiscard]] ConfigResult check() const
    {
        const auto problem = [this](std::string name, std::string message) {
            return ConfigProblem{Errc::bad_configuration, file_.filename().string() + ", " + std::move(name),
                                 std::move(message)};
        };
        if (config_.admin_socket.native().size() > socket_path_max)
            return problem("data", "The path is too long for the socket in it; set admin_socket to a shorter one.");
        if (config_.limits.before_login > config_.limits.connections)
            return problem("limits.before_login", "limits.before_login must not be above limits.connections.");
        return config_;
    }

    fs::path file_;
    fs::path folder_;
    Config config_;
    bool socket_given_ = false;
    std::optional<ConfigProblem> problem_;
    toml::source_index line_ = 0;
};

}  // namespace

ConfigResult parse_config(std::string_view text, const fs::path& file) { return Parser{file}.parse(text); }

ConfigResult read_config(const fs::path& file)
{
    const auto problem = [&](const char* message) {
        return ConfigProblem{Errc::bad_configuration, file.string(), message};
    };
    std::error_code error;
    const auto size = fs::file_size(file, error);
    if (error) return problem("There is no such file, or it cannot be read. Name it with --config FILE.");
    if (size > config_file_max) return problem("This file is too large to be a configuration.");
    std::ifstream in{file, std::ios::binary};
    std::string content(size, '\0');
    if (!in.read(content.data(), static_cast<std::streamsize>(size))) return problem("This file cannot be read.");
    return parse_config(content, file);
}

}  // namespace holdfast::server
