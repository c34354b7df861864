#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>

#include "protocol/base/text.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/relay_address.hpp"
#include "server/doctor/judge.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/data_folder.hpp"
#include "server/shell/look.hpp"
#include "server/shell/make_certificate.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;

// The host of the public address, for the name in the certificate; empty when it is not set or not an address.
std::string public_host(const Config& config)
{
    const auto address = session::RelayAddress::parse(config.public_address);
    return address ? address->host : std::string{};
}

// The command an admin types, and --self-made runs.
std::vector<std::string> certificate_command(const Config& config)
{
    const auto host = public_host(config);
    return {"make-certificate", "--dir", config.certificate.parent_path().string(), "--host",
            host.empty() ? "localhost" : host};
}

std::string as_line(const std::vector<std::string>& command)
{
    std::string line;
    for (const auto& word : command) line += line.empty() ? word : ' ' + word;
    return line;
}

bool certificate_there(const Config& config)
{
    std::error_code ignored;
    return fs::exists(config.certificate, ignored) && fs::exists(config.key, ignored);
}

// The script names its two files itself.
bool script_can_make(const Config& config)
{
    return config.certificate.parent_path() == config.key.parent_path() &&
           config.certificate.filename() == "certificate.pem" && config.key.filename() == "key.pem";
}

// Its words go to standard error, so that --json stays one object on standard output. The script is part of the
// program, which may be far from the sources by now.
bool run_script(std::vector<std::string> command)
{
    command.insert(command.begin(), {"sh", "-c", make_certificate_script});
    std::vector<char*> arguments;
    for (auto& word : command) arguments.push_back(word.data());
    arguments.push_back(nullptr);
    const pid_t child = ::fork();
    if (child == 0) {
        ::dup2(STDERR_FILENO, STDOUT_FILENO);
        ::execv("/bin/sh", arguments.data());
        ::_exit(127);
    }
    int status = 0;
    return child > 0 && ::waitpid(child, &status, 0) == child && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

/// The relay's user reads what root has made. Both files are new, and the folder is root's.
bool give_to_relay(const Config& config)
{
    if (::geteuid() != 0) return true;
    const auto owner = host::owner_of(config.data);
    if (!owner) return false;
    for (const auto& file : {config.certificate, config.key})
        if (::lchown(file.c_str(), owner->user, owner->group) != 0) return false;
    return true;
}

std::string next_steps(const Config& config)
{
    std::string text = "\nNext:\n";
    if (!certificate_there(config))
        text += "  ./certs/" + as_line(certificate_command(config)) + "   (in Holdfast's sources)\n";
    if (config.public_address.empty()) text += "  set public_address in the configuration to the name clients use\n";
    return text + "  systemctl start holdfastd\n  holdfastctl invite-therapist --name NAME\n";
}

// A file that somebody else put in the place of the lock keeps everybody out, and is no damage to the store.
bool lock_is_no_file(const DataFolder& folder)
{
    std::error_code ignored;
    const auto about = fs::symlink_status(folder.lock(), ignored);
    return fs::exists(about) && !fs::is_regular_file(about);
}

/// One of key and store without the other: what to do is the doctor's to say.
int fail_half(const Console& console, const Config& config)
{
    const auto findings = doctor::judge(look(ConfigResult{config}, {}, {}));
    const auto* found = doctor::obstacle(findings);
    if (found && (found->subject == "key" || found->subject == "store"))
        return console.fail(found->code, {}, doctor::sentence_of(*found));
    return console.fail(Errc::already_exists, config.data.string());
}

int fail_in_folder(const Console& console, const DataFolder& folder, Errc code, const std::string& place)
{
    if (code == Errc::store_broken && lock_is_no_file(folder))
        return console.fail(code, folder.lock().string(), "This is a link or no file. Remove it and try again.");
    return console.fail(code, place);
}

/// A relay whose store is lost begins again with the key that people know.
int init_store(const Console& console, const Config& config)
{
    crypto::SystemRandom random;
    const auto key = create_empty_store(DataFolder{config.data}, random, system_now());
    if (!key) return fail_in_folder(console, {config.data}, key.errc(), config.data.string());
    const auto practice = to_hex(session::practice_id(*key).view());
    return console.done({{"practice", practice}, {"data", config.data.string()}},
                        "There is an empty store in " + config.data.string() +
                            " now. Everybody has to be invited again.\nNext:\n  systemctl start holdfastd\n  "
                            "holdfastctl invite-therapist --name NAME\n");
}

}  // namespace

int init_relay(const Console& console, const Config& config, const InitOptions& options)
{
    if (options.new_store) return init_store(console, config);
    const bool make_certificate = options.self_made && !certificate_there(config);
    if (make_certificate && !script_can_make(config))
        return console.fail(Errc::bad_configuration, "certificate, key",
                            "--self-made needs them to be certificate.pem and key.pem in one folder.");
    crypto::SystemRandom random;
    const auto key = create_data_folder(DataFolder{config.data}, random, system_now());
    if (!key && key.errc() == Errc::already_exists) return fail_half(console, config);
    if (!key) return fail_in_folder(console, {config.data}, key.errc(), config.data.string());
    if (make_certificate && !(run_script(certificate_command(config)) && give_to_relay(config)))
        return console.fail(Errc::certificate_unusable, as_line(certificate_command(config)));
    const auto practice = to_hex(session::practice_id(*key).view());
    return console.done({{"practice", practice}, {"data", config.data.string()}},
                        "A new relay is in " + config.data.string() +
                            ". Whoever has its relay.key can pose as it: keep that folder to the relay's own user.\n"
                            "Practice id: " +
                            practice + '\n' + next_steps(config));
}

namespace {

int fail_restore(const Console& console, const Config& config, const fs::path& path, Errc code)
{
    if (code == Errc::wrong_relay)
        return console.fail(code, path.string(),
                            "This copy belongs to another relay.key. Put that key in place first.");
    return fail_in_folder(console, {config.data}, code, path.string() + ", " + config.data.string());
}

int tell_drill(const Console& console, const fs::path& path, const RestoreDrill& drill)
{
    return console.done({{"file", path.string()},
                         {"whole", true},
                         {"last", to_rfc3339(drill.last)},
                         {"therapists", drill.therapists},
                         {"clients", drill.clients},
                         {"held_messages", drill.held}},
                        "This copy can be restored: it is whole and this relay's. It ends " +
                            show_time(drill.last, system_now()) + " and has " +
                            count_of(drill.therapists, "therapist", "therapists") + ", " +
                            count_of(drill.clients, "client", "clients") + " and " +
                            count_of(drill.held, "message", "messages") + " held. Nothing was changed.\n");
}

}  // namespace

int restore_backup(const Console& console, const Config& config, const RestoreOptions& options)
{
    const auto path = fs::absolute(options.file).lexically_normal();
    crypto::SystemRandom random;
    if (options.check) {
        const auto drill = try_restore(DataFolder{config.data}, path, random, system_now());
        if (!drill) return fail_restore(console, config, path, drill.errc());
        return tell_drill(console, path, *drill);
    }
    const auto done = restore_store(DataFolder{config.data}, path, random, system_now());
    if (!done) return fail_restore(console, config, path, done.errc());
    return console.done({{"file", path.string()}, {"data", config.data.string()}},
                        "The store is now the copy in " + path.string() +
                            "; the one before is kept as relay.db.replaced. Start the relay: people's devices bring "
                            "back what the copy does not know. Whoever enrolled since the copy needs a new invitation, "
                            "and so does every therapist who was invited and is not here yet. An account or device "
                            "whose access you ended since has it again: see holdfastctl log.\n");
}

int compact(const Console& console, const Config& config)
{
    crypto::SystemRandom random;
    const auto sizes = compact_store(DataFolder{config.data}, random, system_now());
    if (!sizes && sizes.errc() == Errc::data_in_use)
        return console.fail(sizes.errc(), config.data.string(),
                            "The relay runs. Stop it for this: systemctl stop holdfastd");
    if (!sizes) return fail_in_folder(console, {config.data}, sizes.errc(), config.data.string());
    const auto mib = [](std::uint64_t bytes) { return std::to_string((bytes + (1U << 20) - 1) >> 20) + " MiB"; };
    return console.done({{"before", sizes->before}, {"after", sizes->after}},
                        "The store takes " + mib(sizes->after) + " now, before " + mib(sizes->before) +
                            ". Start the relay again: systemctl start holdfastd\n");
}

}  // namespace holdfast::server
