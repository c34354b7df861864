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

/// `account`: the id or an unambiguous beginning of it. `yes`: not to be asked.
struct AccountOptions {
    std::string account;
    bool yes = false;
};
[[nodiscard]] int suspend_account(const Console& console, const Config& config, const AccountOptions& options);
[[nodiscard]] int resume_account(const Console& console, const Config& config, const AccountOptions& options);
/// Where nobody can be asked, only with `yes`.
[[nodiscard]] int remove_account(const Console& console, const Config& config, const AccountOptions& options);

struct DeviceOptions {
    AccountOptions account;
    std::string device;  ///< the id or an unambiguous beginning of it
};
[[nodiscard]] int list_devices(const Console& console, const Config& config, const AccountOptions& options);
/// Where nobody can be asked, only with `yes`.
[[nodiscard]] int revoke_device(const Console& console, const Config& config, const DeviceOptions& options);

[[nodiscard]] int list_invitations(const Console& console, const Config& config);
[[nodiscard]] int revoke_invitation(const Console& console, const Config& config, std::uint64_t number);

/// What the practice did. Exit code 4 where the chain of the record does not hold.
[[nodiscard]] int show_log(const Console& console, const Config& config);

/// `account`: the id or an unambiguous beginning of it; empty where the practice has one therapist only. `text` "-":
/// standard input. Neither a text nor `lift`: the notices in force are shown.
struct NoticeOptions {
    std::string account;
    std::string text;
    bool given = false;  ///< a text
    bool lift = false;
    bool yes = false;  ///< not to be asked
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

/// Without an address: what is announced.
struct MoveOptions {
    std::string address;
    bool withdraw = false;
    bool yes = false;
};
/// The relay is going to be at another name or port.
[[nodiscard]] int move_relay(const Console& console, const Config& config, const MoveOptions& options);

/// A new key pair for the practice's record, the private part in the new file `file`, for its owner alone. Needs
/// neither a relay nor its configuration.
[[nodiscard]] int make_record_key(const Console& console, const std::string& file);

/// Without `out`: beside `file`, with ".json" behind its name.
struct RecordOpenOptions {
    std::string file;
    std::string key;
    std::string out;
};
/// What a therapist has sealed for the practice's record. Needs no relay either.
[[nodiscard]] int open_record_file(const Console& console, const RecordOpenOptions& options);

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
struct BackupOptions {
    std::string file;
    bool encrypted = false;
};
[[nodiscard]] int make_backup(const Console& console, const Config& config, BackupOptions options);

/// While the relay does not run; `check`: only tried, beside a relay that may run.
struct RestoreOptions {
    std::string file;
    bool check = false;
};
[[nodiscard]] int restore_backup(const Console& console, const Config& config, const RestoreOptions& options);

/// While the relay does not run: gives disk back that nothing uses any more.
[[nodiscard]] int compact(const Console& console, const Config& config);

/// The running relay reads its certificate again.
[[nodiscard]] int reload(const Console& console, const Config& config);

/// The relay key on paper: numbered groups and a QR code, confirmed by three of the groups.
[[nodiscard]] int show_key(const Console& console, const Config& config);
/// Asks for the groups that show asked for; all of them do, too. Groups come from standard input, never from the
/// command line, which other users see.
[[nodiscard]] int confirm_key(const Console& console, const Config& config);
/// Writes the key of that paper where there is none.
[[nodiscard]] int restore_key(const Console& console, const Config& config);

}  // namespace holdfast::server
