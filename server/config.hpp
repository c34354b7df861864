// The settings of a practice, in one TOML file that holdfastd and holdfastctl both read. The one rule: what is not
// understood is refused with its line, never passed over; a misspelt key must not silently mean the default.
//
//     address        = "0.0.0.0"                      # numeric address to listen on; "::" takes both families
//     port           = 8443                           # 0: any free port
//     public_address = "relay.example.org"            # host or host:port as clients reach it; stands in invitations
//     data           = "/var/lib/holdfast"            # store, relay key and lock
//     certificate    = "/etc/holdfast/certificate.pem"
//     key            = "/etc/holdfast/key.pem"
//     admin_socket   = "/run/holdfast/admin.sock"     # default: admin.sock in the data folder
//     outside_socket = "/run/holdfast/outside.sock"   # for holdfast-outside; default: none
//     behind_proxy   = false                          # a proxy terminates TLS: no channel binding
//     metrics        = "127.0.0.1:9464"               # /metrics and /health, loopback only; default: not served
//     log_format     = "text"                         # or "json"
//     encrypted_backups = false                       # copies nobody opens without the relay key
//     record_key     = "…"                            # of holdfastctl record-key; default: none is announced
//
//     [limits]
//     connections    = 2000                           # open at once
//     before_login   = 200                            # of these, not logged in
//     login_seconds  = 60                             # until a connection must have logged in
//     outbound_kib   = 4096                           # waiting to be sent to one connection
//     reserve_mib    = 256                            # with less free on the disk nothing new is taken
//
//     [retention]                                     # in days; see deploy/README.md
//     receipts         = 90                           # the log of decisions, for audits
//     outages          = 90
//     used_invitations = 90
//     dropped_devices  = 365                          # numbers of devices that are in no list any more
//     deeds            = 1095                         # what the practice did
//
// Relative paths start at the folder of the file.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>

#include "protocol/base/ids.hpp"
#include "protocol/base/result.hpp"
#include "server/core/retention.hpp"

namespace holdfast::server {

inline constexpr std::string_view default_config_file = "/etc/holdfast/holdfastd.toml";
inline constexpr std::uint16_t default_port = 8443;

/// Bounds on what strangers and slow readers may cost. The ranges accepted are in config.cpp.
struct Limits {
    /// An idle connection costs about 75 KiB: 2,000 fit a small server, and a practice has some dozens.
    std::size_t connections = 2000;
    /// When one more comes, one of these makes room, see Crowd: a flood cannot lock out who comes from elsewhere.
    std::size_t before_login = 200;
    /// Enrolment included, on a slow line. Part of PROTOCOL.md, "Transport".
    std::chrono::seconds login{60};
    /// In bytes. A page of deliveries is at most one batch of 1 MiB; who lets four gather is not reading.
    std::size_t outbound_bytes = std::size_t{4} << 20;
    /// In bytes. Accepted messages, the log of decisions and the store's own files still need room, and so does the
    /// rest of the system.
    std::uint64_t reserve_bytes = std::uint64_t{256} << 20;
};

/// Where programs of this machine ask. The address is numeric and one of the loopback device.
struct LocalAddress {
    std::string host;
    std::uint16_t port = 0;
    friend bool operator==(const LocalAddress&, const LocalAddress&) = default;
};

enum class LogFormat : std::uint8_t { text, json };

struct Config {
    std::string address = "0.0.0.0";
    std::uint16_t port = default_port;
    std::string public_address;  ///< empty: no invitations can be made
    std::filesystem::path data = "/var/lib/holdfast";
    std::filesystem::path certificate = "/etc/holdfast/certificate.pem";
    std::filesystem::path key = "/etc/holdfast/key.pem";
    std::filesystem::path admin_socket = "/var/lib/holdfast/admin.sock";
    std::filesystem::path outside_socket;  ///< empty: nobody asks for whom something waits
    bool behind_proxy = false;
    std::optional<LocalAddress> metrics;
    LogFormat log_format = LogFormat::text;
    bool encrypted_backups = false;
    Limits limits;
    Retention retention;
    std::optional<DhPublic> record_key;  ///< the public part, as holdfastctl record-key prints it
};

/// Why a configuration is refused: a sentence, and where, e.g. "holdfastd.toml, line 3, port".
struct ConfigProblem {
    Errc code = Errc::bad_configuration;
    std::string place;
    std::string message;
};

using ConfigResult = std::variant<Config, ConfigProblem>;

/// `text` as the content of `file`, which is only used to name places and to start relative paths from.
[[nodiscard]] ConfigResult parse_config(std::string_view text, const std::filesystem::path& file);

/// Reads and parses `file`. A file that is missing or larger than 64 KiB is a problem with the file as its place.
[[nodiscard]] ConfigResult read_config(const std::filesystem::path& file);

}  // namespace holdfast::server
