#include "server/shell/ctl/ctl.hpp"

#include <CLI/CLI.hpp>
#include <boost/json/serialize.hpp>
#include <functional>
#include <iostream>
#include <variant>

#include "protocol/base/exit_code.hpp"
#include "protocol/base/version.hpp"
#include "protocol/usage/describe.hpp"
#include "server/config.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/ctl/ctl_people_options.hpp"

namespace holdfast::server {
namespace {

constexpr auto description =
    "holdfastctl sets up the relay of a practice and looks after it. It runs on the relay's own machine, as root or as "
    "the user that runs holdfastd. It shows counts, never names or content: the relay has none.";

constexpr auto footer =
    "The first evening:\n"
    "  holdfastctl init --self-made\n"
    "  systemctl start holdfastd\n"
    "  holdfastctl invite-therapist --name \"Dr Okafor\"";

constexpr auto init_help =
    "Make the relay: its data folder (mode 0700), its key and an empty store. Refuses when there is a relay already. "
    "Prints the practice id and what to do next. Does not need holdfastd.";
constexpr auto invite_help =
    "Make an invitation for a therapist and print it as a QR code, a link and a code to type. It works once, for seven "
    "days. Clients are not invited here but by their therapist.";
constexpr auto notice_help =
    "Speak for a therapist who cannot act, for example from hospital, after a question. The relay signs the text; all "
    "her clients see it, and no reading times are promised until it is lifted. It opens no window and changes no "
    "hours. Without a text it shows what is in force.";
constexpr auto holidays_help =
    "Suggest public holidays to the therapists, from a calendar file (.ics) or a date and a name on each line. It "
    "changes no hours: each therapist looks at the dates and confirms them with \"holdfast hours holidays\".";
constexpr auto move_help =
    "Announce that the relay is going to be at another name or port, so that people's programs find it there with the "
    "same key. They learn it when they next connect, so announce it some weeks before. Without an address it shows "
    "what is announced.";
constexpr auto status_help = "Tell whether the relay runs, whether its clock is trusted, and how much is waiting.";
constexpr auto metrics_help =
    "Print counts of the practice and the state of the machine in the text format of Prometheus, with a relay that "
    "runs "
    "or without. No line has the name or the id of anybody. With metrics set in the configuration, the relay serves "
    "the "
    "same to this machine.";
constexpr auto page_help =
    "Print a page for the practice's web site, as HTML: what this server can and cannot see, what it keeps and how "
    "long, "
    "its version and its data of time zones. Does not need holdfastd.";
constexpr auto clock_help = "What to do about the clock of this machine when it is in doubt.";
constexpr auto confirm_help =
    "Say that you have looked and the clock is right: the relay promises and releases again at once. Written to the "
    "relay's record of such acts. Without it the relay waits until the clock has followed its time source for five "
    "minutes.";
constexpr auto backup_help =
    "Copy the store to FILE, which must not exist, while the relay runs, and check the copy. Without FILE: into the "
    "folder backups beside the store, where the newest 14 are kept. The relay key is not part of it.";
constexpr auto doctor_help =
    "Look at everything the relay depends on, with a relay that runs or without, and say what to do where something is "
    "not as it should be. Exit code: 0 all is well, 1 something to look at, 2 the relay cannot start or serve.";

constexpr auto compact_help =
    "Give disk back that nothing uses any more, while the relay does not run. It takes the size of the store beside "
    "it.";
constexpr auto reload_help =
    "Let the running relay read its certificate again; no connection ends. It does so by itself when the files change. "
    "A certificate that is of no use is refused, and the old one stays.";
constexpr auto key_help = "The relay key on paper.";
constexpr auto show_key_help =
    "Print the relay key as numbered groups and a QR code, and ask for three of them. Keep the paper where patient "
    "records are kept: with it and a copy of the store a lost server comes back; whoever has it can pose as the relay.";
constexpr auto confirm_key_help = "Confirm the paper later, with the groups that show asked for.";
constexpr auto restore_key_help =
    "Write relay.key again from the groups on the paper, where there is none. The store or a copy of it is put beside "
    "it with restore.";

constexpr auto restore_help =
    "Put FILE, a copy made by backup, in the place of the store, while the relay does not run. Only this way do "
    "people's "
    "devices learn that the relay went back, and bring again what it has lost. The store before is kept beside it.";

constexpr auto record_key_help =
    "Make a key for the practice's record: the private part into FILE, for its owner alone, the public part printed "
    "for "
    "the configuration of the relay (record_key). Therapists can then seal entries that only FILE opens. Make it on "
    "another machine than the relay's, or carry FILE away from it: the relay never needs it. Needs no configuration.";
constexpr auto record_open_help =
    "Open FILE, entries that a therapist has sealed with \"holdfast export --for-record\", with the key of record-key. "
    "Needs no configuration.";

struct Options {
    std::string config{default_config_file};
    bool json = false;
    InitOptions init;
    InviteOptions invite;
    NoticeOptions notice;
    PeopleOptions people;
    HolidayOptions holidays;
    MoveOptions move;
    PageOptions page;
    BackupOptions backup;
    RestoreOptions restore;
    bool doctor = false;
    bool notify = false;
    bool metrics = false;
    std::string record_key;
    RecordOpenOptions record_open;
    std::function<int(const Console&)> offline;  ///< a command that needs no configuration
    Command command;
};

void add_init(CLI::App& app, Options& options)
{
    auto* init = app.add_subcommand("init", init_help);
    init->add_flag("--self-made", options.init.self_made,
                   "Also make a certificate signed by itself, where the configured one is not there");
    init->add_flag(
        "--new-store", options.init.new_store,
        "Only an empty store, beside the relay key that is there; for when the store and all its backups are "
        "lost. What was waiting in it is gone");
    init->callback([&options] {
        options.command = [&options](const Console& console, const Config& config) {
            return init_relay(console, config, options.init);
        };
    });
}

void add_invite(CLI::App& app, Options& options)
{
    auto* invite = app.add_subcommand("invite-therapist", invite_help);
    invite->add_option("--name", options.invite.name,
                       "The therapist's name as clients will see it; sealed, the relay cannot read it");
    invite
        ->add_option("--contact", options.invite.contacts,
                     "A crisis contact, written \"Name=number\"; may be given several times")
        ->take_all();
    invite->callback([&options] {
        options.command = [&options](const Console& console, const Config& config) {
            return invite_therapist(console, config, options.invite);
        };
    });
}

void add_notice(CLI::App& app, Options& options)
{
    auto* notice = app.add_subcommand("notice", notice_help);
    auto* text =
        notice->add_option("text", options.notice.text, "What clients are told; - reads it from standard input");
    notice->add_option("--account", options.notice.account,
                       "The therapist: the id from \"holdfastctl accounts\" or the beginning of it. Not needed where "
                       "there is only one");
    notice->add_flag("--lift", options.notice.lift, "Lift the notice in force")->excludes(text);
    notice->add_flag("--yes", options.notice.yes, "Do not ask");
    notice->callback([&options, text] {
        options.notice.given = text->count() > 0;
        options.command = [&options](const Console& console, const Config& config) {
            return issue_notice(console, config, options.notice);
        };
    });
}

void add_holidays(CLI::App& app, Options& options)
{
    auto* holidays = app.add_subcommand("holidays", holidays_help);
    auto* file = holidays->add_option("file", options.holidays.file, "The list; - reads it from standard input");
    holidays->add_option("--until", options.holidays.until,
                         "The last date for which the list names every holiday, as 2027-12-31; without it the last "
                         "date in it");
    holidays->add_flag("--observances", options.holidays.observances,
                       "Suggest the days people only remember too, on which most work");
    holidays->add_flag("--withdraw", options.holidays.withdraw, "Suggest none any more")->excludes(file);
    holidays->callback([&options] {
        options.command = [&options](const Console& console, const Config& config) {
            return suggest_holidays(console, config, options.holidays);
        };
    });
}

void add_move(CLI::App& app, Options& options)
{
    auto* move = app.add_subcommand("move", move_help);
    auto* address = move->add_option("address", options.move.address, "The new address: host or host:port");
    move->add_flag("--withdraw", options.move.withdraw, "Take the announcement back")->excludes(address);
    move->add_flag("--yes", options.move.yes, "Do not ask");
    move->callback([&options] {
        options.command = [&options](const Console& console, const Config& config) {
            return move_relay(console, config, options.move);
        };
    });
}

void add_page(CLI::App& app, Options& options)
{
    auto* page = app.add_subcommand("page", page_help);
    page->add_option("--name", options.page.name, "The practice, as it calls itself");
    page->add_option("--source", options.page.source, "Where the source code of this version can be had");
    page->callback([&options] {
        options.command = [&options](const Console& console, const Config& config) {
            return print_page(console, config, options.page);
        };
    });
}

void add_reports(CLI::App& app, Options& options)
{
    auto* doctor = app.add_subcommand("doctor", doctor_help);
    doctor->add_flag("--notify", options.notify,
                     "For a timer: when what is found has changed, call the programs in notify.d beside the "
                     "configuration, each with the weight and a sentence; those in heartbeat.d each time, while the "
                     "relay serves and nothing is broken");
    doctor->callback([&options] { options.doctor = true; });
    app.add_subcommand("metrics", metrics_help)->callback([&options] { options.metrics = true; });
    app.add_subcommand("status", status_help)->callback([&options] { options.command = show_status; });
    auto* clock = app.add_subcommand("clock", clock_help);
    clock->require_subcommand(1);
    clock->add_subcommand("confirm", confirm_help)->callback([&options] { options.command = confirm_clock; });
}

void add_copies(CLI::App& app, Options& options)
{
    auto* backup = app.add_subcommand("backup", backup_help);
    backup->add_option("file", options.backup.file, "The new file");
    backup->add_flag("--encrypted", options.backup.encrypted,
                     "Encrypt the copy so that nobody opens it without the relay key");
    backup->callback([&options] {
        options.command = [&options](const Console& console, const Config& config) {
            return make_backup(console, config, options.backup);
        };
    });
    auto* restore = app.add_subcommand("restore", restore_help);
    restore->add_option("file", options.restore.file, "The copy")->required();
    restore->add_flag("--check", options.restore.check,
                      "Only try it, as a drill: nothing is changed, and the relay may run");
    restore->callback([&options] {
        options.command = [&options](const Console& console, const Config& config) {
            return restore_backup(console, config, options.restore);
        };
    });
}

void add_upkeep(CLI::App& app, Options& options)
{
    app.add_subcommand("compact", compact_help)->callback([&options] { options.command = compact; });
    app.add_subcommand("reload", reload_help)->callback([&options] { options.command = reload; });
}

void add_key(CLI::App& app, Options& options)
{
    auto* key = app.add_subcommand("key", key_help);
    key->require_subcommand(1);
    key->add_subcommand("show", show_key_help)->callback([&options] { options.command = show_key; });
    key->add_subcommand("confirm", confirm_key_help)->callback([&options] { options.command = confirm_key; });
    key->add_subcommand("restore", restore_key_help)->callback([&options] { options.command = restore_key; });
}

void add_record(CLI::App& app, Options& options)
{
    auto* make = app.add_subcommand("record-key", record_key_help);
    make->add_option("file", options.record_key, "The new file for the private part")->required();
    make->callback([&options] {
        options.offline = [&options](const Console& console) { return make_record_key(console, options.record_key); };
    });
    auto* open = app.add_subcommand("record-open", record_open_help);
    open->add_option("file", options.record_open.file, "The sealed file")->required();
    open->add_option("--key", options.record_open.key, "The file of record-key")->required()->type_name("FILE");
    open->add_option("--out", options.record_open.out,
                     "Where to; without it beside the file, with .json behind its name")
        ->type_name("FILE");
    open->callback([&options] {
        options.offline = [&options](const Console& console) { return open_record_file(console, options.record_open); };
    });
}

int run_command(const Console& console, const Options& options)
{
    if (options.offline) return options.offline(console);
    const auto config = read_config(options.config);
    if (options.doctor) return (options.notify ? watch : examine)(console, config, options.config);
    if (options.metrics) return tell_metrics(console, config, options.config);
    if (const auto* problem = std::get_if<ConfigProblem>(&config))
        return console.fail(problem->code, problem->place, problem->message);
    return options.command(console, std::get<Config>(config));
}

int run_command(const Options& options)
{
    const Console console{options.json};
    try {
        return run_command(console, options);
    } catch (const std::exception& error) {
        return console.fail(Errc::internal, error.what());
    }
}

// A mistyped command line is answered in the form that was asked for, as far as it was read.
int explain(const CLI::App& app, const CLI::ParseError& error, bool json)
{
    if (error.get_exit_code() != 0 && json) return Console{true}.fail(Errc::bad_command, {}, error.what());
    return app.exit(error) == 0 ? exit_ok : exit_user;
}

}  // namespace

int run_ctl(int argc, char** argv)
{
    Options options;
    CLI::App app{description, "holdfastctl"};
    app.footer(exit_codes_words() + "\n\n" + footer);
    app.set_version_flag("--version", version_of("holdfastctl"));
    app.add_option("--config", options.config, "The configuration file, the one of holdfastd")
        ->type_name("FILE")
        ->capture_default_str();
    app.add_flag("--json", options.json, "One JSON object on one line instead of sentences, errors too");
    app.require_subcommand(1);
    app.fallthrough();
    add_init(app, options);
    add_invite(app, options);
    add_people(app, options.people, options.command);
    add_reports(app, options);
    add_copies(app, options);
    add_upkeep(app, options);
    add_key(app, options);
    add_notice(app, options);
    add_holidays(app, options);
    add_move(app, options);
    add_record(app, options);
    add_page(app, options);
    usage::add_usage_option(app);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        const std::vector<std::string_view> words{argv, argv + argc};
        return explain(app, error, std::find(words.begin(), words.end(), "--json") != words.end());
    }
    return run_command(options);
}

}  // namespace holdfast::server
