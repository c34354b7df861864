// What a relay depends on, as it was found: the input of judge(). Values; server/shell/look gathers them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>

#include "protocol/base/instant.hpp"
#include "server/config.hpp"

namespace holdfast::server::doctor {

enum class Sight : std::uint8_t {
    there,
    missing,
    hidden,    ///< this user may not look
    not_usual  ///< something else stands under that name: a folder for a file, a link of somebody else's
};

/// A file or folder.
struct Place {
    Sight sight = Sight::missing;
    std::uint32_t mode = 0;    ///< permission bits
    bool relay_owned = true;   ///< belongs to the user of the data folder
    bool relay_reads = true;   ///< that user may read it (a folder: may look into it)
    bool relay_writes = true;  ///< that user may write it (a folder: may make files in it)
};

enum class Port : std::uint8_t {
    free,
    taken,
    kept,            ///< by the service manager, for the relay
    not_permitted,   ///< below 1024, without the right to it
    not_an_address,  ///< of this machine, or none at all
};

enum class StoreState : std::uint8_t {
    unknown,  ///< not looked at: the relay has it open, or there is none
    whole,
    damaged,
    other_key,
    too_new,
};

/// The relay that answers on the admin socket.
struct Running {
    std::string version;
    std::string tzdata;
    bool clock_suspect = false;
    std::uint64_t stopped_devices = 0;
    std::uint64_t outages = 0;                  ///< in the last 40 days
    std::optional<Instant> outside_asked = {};  ///< when holdfast-outside did last
    std::uint64_t outside_stopped = 0;          ///< people outside whose notices have stopped
};

struct Facts {
    std::filesystem::path config_file;
    std::optional<ConfigProblem> config_problem;  ///< then nothing below but the machine's own facts was looked at
    Config config;

    Place data;
    Place relay_key;
    bool relay_key_usable = true;
    Place store;
    StoreState store_state = StoreState::unknown;
    bool in_use = false;  ///< another program has the data folder
    Place socket_folder;
    bool socket_taken = false;        ///< somebody answers at the admin socket, and it is not this folder's relay
    std::string certificate_problem;  ///< words; empty when certificate and key are usable
    std::optional<Instant> certificate_ends;
    Port port = Port::free;
    Port metrics_port = Port::free;
    std::optional<Running> running;
    bool was_asked = false;  ///< whether anybody was asked on the admin socket

    std::optional<std::uint64_t> free_bytes;  ///< on the disk of the data folder
    bool clock_set = true;                    ///< the system says that it follows a time source
    bool zone_data = true;
    std::string tzdata;
    std::optional<Instant> newest_backup;  ///< in the folder `backups` beside the store
    Instant now;
    std::string version;  ///< of this program
};

}  // namespace holdfast::server::doctor
