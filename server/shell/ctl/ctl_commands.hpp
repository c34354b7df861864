// The commands of holdfastctl. Each tells its outcome on the console and gives the exit code.
#pragma once

#include <string>
#include <vector>

#include "server/config.hpp"
#include "server/shell/ctl/console.hpp"

namespace holdfast::server {

/// Makes the data folder, the relay key and the store; with `self_made` also a certificate where there is none.
struct InitOptions {
    bool self_made = false;
    bool new_store = false;  ///< only an empty store, beside the key that is there
};
[[nodiscard]] int init_relay(const Console& console, const Config& config, const InitOptions& options);

/// `contacts` are written "Name=number".
struct InviteOptions {
    std::string name;
    std::vector<std::string> contacts;
};
[[nodiscard]] int invite_therapist(const Console& console, const Config& config, const InviteOptions& options);

[[nodiscard]] int list_accounts(const Console& console, const Config& config);

/// `account`: the id or an unambiguous beginning of it; empty where the practice has one therapist only. `text` "-":
/// standard input.
struct NoticeOptions {
    std::string account;
    std::string text;
    bool lift = false;
};
[[nodiscard]] int issue_notice(const Console& console, const Config& config, const NoticeOptions& options);

/// `file`: an iCalendar, or a date and a name on each line; "-": standard input. With `withdraw` none is suggested.
struct HolidayOptions {
    std::string file;
    std::string until;         ///< "2027-12-31": how far the list is complete; empty: up to its last date
    bool observances = false;  ///< days that are only remembered are suggested too
    bool withdraw = false;
};
[[nodiscard]] int suggest_holidays(const Console& console, const Config& config, const HolidayOptions& options);

[[nodiscard]] int show_status(const Console& console, const Config& config);

/// Counts of the practice in the text format of Prometheus, with a relay that runs or without.
[[nodiscard]] int tell_metrics(const Console& console, const ConfigResult& config, const std::string& file);

/// The page for the practice's web site; `name` and `source` may be empty.
struct PageOptions {
    std::string name;
    std::string source;
};
[[nodiscard]] int print_page(const Console& console, const Config& config, const PageOptions& options);

/// After a jump of the system clock, when somebody has looked at it: releases go on.
[[nodiscard]] int confirm_clock(const Console& console, const Config& config);

/// Everything that is not as it should be, and what to do about it; with a relay that runs or without. Exit code: 0 all
/// is well, 1 something to look at, 2 the relay cannot start or serve.
[[nodiscard]] int examine(const Console& console, const ConfigResult& config, const std::string& file);

/// The same for a timer: when what is found has changed, the programs in the folder notify.d beside the configuration
/// are called, each with the weight and a sentence; those in heartbeat.d each time, as long as the relay serves and
/// nothing is broken.
[[nodiscard]] int watch(const Console& console, const ConfigResult& config, const std::string& file);

/// Without a file: into the folder `backups` beside the store, where the newest 14 are kept. The copy is checked.
[[nodiscard]] int make_backup(const Console& console, const Config& config, const std::string& file);

/// While the relay does not run.
[[nodiscard]] int restore_backup(const Console& console, const Config& config, const std::string& file);

}  // namespace holdfast::server
