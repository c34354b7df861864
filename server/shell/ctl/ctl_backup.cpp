#include <algorithm>
#include <filesystem>
#include <vector>

#include "server/core/relay_key.hpp"
#include "server/core/store/relay_store.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

/// Two weeks of nights.
constexpr std::size_t backups_kept = 14;
constexpr std::string_view backup_begin = "relay-";
constexpr std::string_view backup_end = ".db";
constexpr std::string_view sealed_end = ".db.sealed";

/// "relay-20261130T091200Z.db": sorted by name they are sorted by time.
std::string name_of(Instant now, bool sealed)
{
    auto name = to_rfc3339(now).substr(0, sizeof("2026-11-30T09:12:00") - 1);
    std::erase_if(name, [](char one) { return one == '-' || one == ':'; });
    return std::string{backup_begin} + name + "Z" + std::string{sealed ? sealed_end : backup_end};
}

bool is_backup(const fs::path& file)
{
    const auto name = file.filename().string();
    return name.starts_with(backup_begin) && (name.ends_with(backup_end) || name.ends_with(sealed_end));
}

/// The folder in which backups without a file's name are kept; made for the relay's user. Precondition: acting as them.
Status make_folder(const fs::path& folder)
{
    std::error_code error;
    if (fs::is_directory(folder, error)) return ok();
    if (!fs::create_directory(folder, error)) return Errc::store_broken;
    fs::permissions(folder, fs::perms::owner_all, error);
    return error ? Status{Errc::store_broken} : ok();
}

/// Only those it has made itself, by their names.
void remove_oldest(const fs::path& folder)
{
    std::vector<fs::path> found;
    std::error_code error;
    for (const auto& entry : fs::directory_iterator{folder, error})
        if (is_backup(entry.path())) found.push_back(entry.path());
    std::ranges::sort(found);
    for (std::size_t i = 0; i + backups_kept < found.size(); ++i) fs::remove(found[i], error);
}

/// The copy is opened and read: one that cannot be restored is none.
Status check_copy(const DataFolder& folder, const fs::path& copy)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    const auto key = load_relay_key(folder.relay_key());
    if (!key) return key.errc();
    return RelayStore::check(copy, key->pub);
}

struct Target {
    fs::path written;  ///< by the relay, in its own folder
    fs::path wanted;
};

/// The relay writes into its own folder only: what it sees as /tmp may be another one. This program then moves the
/// copy.
Result<Target> target_of(const DataFolder& folder, const BackupOptions& options)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    const auto backups = folder.path / "backups";
    if (const auto made = make_folder(backups); !made) return made.errc();
    const auto kept = backups / name_of(system_now(), options.encrypted);
    // Under this name it counts as no backup yet.
    const fs::path written = kept.string() + ".writing";
    return Target{written, options.file.empty() ? kept : fs::absolute(options.file).lexically_normal()};
}

Status name_backup(const DataFolder& folder, const Target& target)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    std::error_code error;
    fs::rename(target.written, target.wanted, error);
    return error ? Status{Errc::store_broken} : ok();
}

void remove_copy(const DataFolder& folder, const fs::path& copy)
{
    std::error_code ignored;
    if (const auto acting = act_as_owner(folder)) fs::remove(copy, ignored);
}

/// Checked, then encrypted where that is asked for, then under its name: what has the name can be restored.
Status finish(const DataFolder& folder, Target target, const BackupOptions& options)
{
    if (const auto whole = check_copy(folder, target.written); !whole) return whole;
    if (options.encrypted) {
        const fs::path sealed = target.written.string() + ".sealed";
        if (const auto done = seal_file(folder, target.written, sealed); !done) return done;
        target.written = sealed;
    }
    const auto kept =
        options.file.empty() ? name_backup(folder, target) : move_out(folder, target.written, target.wanted);
    if (!kept) remove_copy(folder, target.written);
    return kept;
}

std::string done_words(const Target& target, bool encrypted)
{
    auto text = "The store was copied to " + target.wanted.string() + ", and the copy is whole. ";
    if (encrypted)
        return text +
               "It is encrypted: without the relay key nobody can open it. Have the key on paper: holdfastctl key "
               "show\n";
    return text +
           "The relay key is not in it: keep that on paper (holdfastctl key show) or a copy of relay.key "
           "somewhere else.\n";
}

}  // namespace

int make_backup(const Console& console, const Config& config, BackupOptions options)
{
    options.encrypted = options.encrypted || config.encrypted_backups;
    const DataFolder folder{config.data};
    const auto target = target_of(folder, options);
    if (!target) return console.fail(target.errc(), (folder.path / "backups").string());
    std::error_code ignored;
    if (!options.file.empty() && fs::exists(fs::symlink_status(target->wanted, ignored)))
        return console.fail(Errc::already_exists, target->wanted.string());
    if (const auto done = ask<AdminDone>(config, MakeBackup{target->written.string()}); !done) {
        if (done.errc() != Errc::timed_out) remove_copy(folder, target->written);  // else it is being written
        return console.fail(done.errc(), target->wanted.string());
    }
    if (const auto kept = finish(folder, *target, options); !kept) {
        remove_copy(folder, target->written);
        return console.fail(
            kept.errc(), target->wanted.string(),
            "The copy could not be kept, or is not whole. It was removed; try again, or look: holdfastctl doctor");
    }
    if (options.file.empty())
        if (const auto acting = act_as_owner(folder)) remove_oldest(folder.path / "backups");
    return console.done({{"file", target->wanted.string()}, {"encrypted", options.encrypted}},
                        done_words(*target, options.encrypted));
}

}  // namespace holdfast::server
