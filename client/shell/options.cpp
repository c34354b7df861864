#include "client/shell/options.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <limits>
#include <tuple>

#include "client/shell/usage_words.hpp"
#include "client/ui/hours/weeks.hpp"
#include "client/ui/input/chat_help.hpp"
#include "client/ui/input/typed_text.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/version.hpp"
#include "protocol/usage/describe.hpp"

namespace holdfast::shell {
namespace {

constexpr const char* about =
    "Holdfast: messages between sessions, held until the therapist's agreed hours.\n"
    "Without a command: the conversation itself. Everything stays encrypted from end to end.";

/// Said with every word that may be a secret.
constexpr const char* seen_by_others = "; others on this machine may see it, and the shell keeps it";

constexpr const char* closing =
    "Errors are one sentence on standard error; with --json they are {\"error\":{\"code\",\"message\"}} on standard "
    "output.\n"
    "Texts and codes are best not given as arguments: they are asked for, or read from standard input.";

/// Vaults cost 256 MiB of memory to try one passphrase on. 64 MiB is the least: for machines with little memory, and
/// for tests that open many vaults.
constexpr std::uint32_t default_vault_memory = 256;
constexpr std::uint32_t least_vault_memory = 64;
constexpr std::uint32_t most_vault_memory = 4096;
constexpr int longest_wait = 600;

/// `holdfast --with NAME send …` means the same as `holdfast send --with NAME …`.
template <class R>
void inherit_with(R& request, const std::string& with)
{
    if constexpr (requires { request.with; })
        if (request.with.empty()) request.with = with;
    if constexpr (requires { request.choice; })
        if (request.choice.with.empty()) request.choice.with = with;
}

/// Builds the commands; each remembers how to become a Request.
class Grammar {
  public:
    Grammar()
    {
        app_.footer(exit_codes_words() + "\n" + closing);
        app_.set_help_flag("-h,--help", "print this and end");
        app_.set_version_flag("--version", version_of("holdfast"), "print the version and end");
        const auto words = app_.get_formatter();
        words->label("SUBCOMMAND", "COMMAND");
        words->label("Excludes", "not with");
        words->label("REQUIRED", "needed");
        app_.require_subcommand(0, 1);
        app_.fallthrough();
        common();
        account();
        hours();
        messages();
        endings();
        coping_plan();
        rhythm();
        notebook();
        sessions();
        experiments();
        pulse();
        usage::add_usage_option(app_, {{"IN THE CONVERSATION", ui::chat_help()}});
    }

    std::variant<Options, Stop> parse(std::vector<std::string> words)
    {
        const bool json = std::find(words.begin(), words.end(), "--json") != words.end();
        std::reverse(words.begin(), words.end());  // as CLI11 wants them
        try {
            app_.parse(words);
        } catch (const CLI::ParseError& end) {
            return stop(end, json);
        }
        return finished();
    }

  private:
    CLI::App* command(CLI::App& parent, const char* name, const char* help)
    {
        auto* sub = parent.add_subcommand(name, help);
        sub->fallthrough();
        return sub;
    }
    void with(CLI::App* sub, std::string& name)
    {
        sub->add_option("--with", name, "the conversation with this person")->type_name("NAME");
    }
    void vault_memory(CLI::App* sub, std::uint32_t& mib)
    {
        mib = default_vault_memory;
        sub->add_option("--vault-memory", mib,
                        "memory that trying one passphrase costs, 64 to 4096; less for small machines")
            ->check(CLI::Range(least_vault_memory, most_vault_memory).description(""))
            ->type_name("MIB")
            ->capture_default_str();
    }

    void common();
    void account();
    void measures();
    void hours();
    void changes(CLI::App& hours);
    void pace_bounds(CLI::App* set);
    void calendars(CLI::App& hours);
    void choice(CLI::App* sub, request::HoursChoice& choice, int& weeks);
    void messages();
    void endings();
    void coping_plan();
    void rhythm();
    void notebook();
    void sessions();
    void experiments();
    void pulse();
    std::variant<Options, Stop> finished();
    Stop stop(const CLI::ParseError& end, bool json);
    [[nodiscard]] Request chosen();
    [[nodiscard]] Request chosen_crisis();
    [[nodiscard]] Request chosen_agreement();
    [[nodiscard]] Request chosen_measure();
    [[nodiscard]] Request chosen_end();
    [[nodiscard]] Request chosen_plan();
    [[nodiscard]] Request chosen_rhythm();
    [[nodiscard]] Request chosen_note();
    [[nodiscard]] Request chosen_experiment();
    [[nodiscard]] Request chosen_pulse();

    CLI::App app_{about, "holdfast"};
    Options options_;
    std::string profile_, passphrase_file_, new_passphrase_file_;
    int passphrase_fd_ = -1;
    long wait_ = 10;
    std::vector<std::string> words_;

    request::Chat chat_;
    request::Enrol enrol_;
    request::Restore restore_;
    request::Invite invite_;
    request::Agreement agreement_;
    request::Measure measure_;
    request::End end_;
    request::Block block_;
    request::CopingPlan coping_plan_;
    std::vector<std::string> steps_;
    request::Rhythm rhythm_;
    std::vector<std::string> items_;
    request::Note note_;
    request::Mark mark_;
    bool mark_off_ = false, mark_done_ = false;
    request::Session session_;
    request::Progress progress_;
    request::Experiment experiment_;
    request::Pulse pulse_;
    request::Rename rename_;
    request::HoursShow hours_show_;
    request::HoursSet hours_set_;
    request::HoursExtra hours_extra_;
    request::HoursCancel hours_cancel_;
    request::HoursLeave hours_leave_;
    request::HoursExplain hours_explain_;
    request::HoursPreview hours_preview_;
    request::HoursExport hours_export_;
    request::HoursImport hours_import_;
    request::HoursHolidays hours_holidays_;
    request::Send send_;
    request::CheckIn check_in_;
    request::Pace pace_;
    request::Repair repair_;
    request::Read read_;
    request::TakeBack take_back_;
    request::Drafts drafts_;
    request::Status status_;
    request::Audit audit_;
    request::Export export_;
    request::Verify verify_;
    request::Unlock unlock_{"15m", false, {}};
    int report_to_ = -1;
};

void Grammar::common()
{
    app_.add_option("--profile", profile_, "folder of this account (default: holdfast in the user's data folder)")
        ->type_name("DIR");
    auto* file = app_.add_option("--passphrase-file", passphrase_file_, "read the passphrase from the first line of F")
                     ->type_name("F");
    app_.add_option("--passphrase-fd", passphrase_fd_, "read the passphrase from the first line of descriptor N")
        ->type_name("N")
        ->check(CLI::NonNegativeNumber.description(""))
        ->excludes(file);
    app_.add_flag("--json", options_.json,
                  "for programs: one JSON object a line; without a command, orders as JSON-RPC on standard input");
    app_.add_flag("--inline", options_.inline_lines,
                  "the conversation in the terminal's own lines, for screen readers and review cursors");
    app_.add_option("--lock-after", options_.lock_after,
                    "ask for the passphrase after so long without a key, such as 10m (full screen)")
        ->type_name("TIME");
    app_.add_flag("--bell", options_.bell, "ring when something new has arrived in the conversation");
    app_.add_flag("--notify", options_.notify, "show a notification on the desktop, without any content");
    app_.add_flag("--plain", options_.plain,
                  "lines of words alone, as for a screen reader: nothing drawn, times as they are spoken (also "
                  "HOLDFAST_PLAIN=1)");
    app_.add_flag(
        "--yes", options_.yes,
        "publish changed hours, send a repair's draft or end a conversation without being asked; it is shown all "
        "the same");
    app_.add_option("--wait", wait_, "how long to wait for the practice's server, 1 to 600")
        ->type_name("SECONDS")
        ->check(CLI::Range(1, longest_wait).description(""))
        ->capture_default_str();
    with(&app_, chat_.with);
    vault_memory(&app_, chat_.vault_memory_mib);
}

void Grammar::account()
{
    auto* enrol = command(app_, "enrol", "accept an invitation: this makes the account; asks for the code");
    enrol->add_option("CODE", enrol_.invitation, std::string{"code or link of the invitation"} + seen_by_others);
    enrol->add_option("--name", enrol_.name, "what to be called, instead of what the invitation says");
    vault_memory(enrol, enrol_.vault_memory_mib);

    auto* recovery = command(app_, "recovery", "the recovery kit: one's key on paper");
    recovery->require_subcommand(1);
    command(*recovery, "kit", "show the kit, to be printed");
    auto* confirm = command(*recovery, "confirm", "confirm that the kit is on paper; asks for some groups of it");
    confirm->add_option("GROUPS", words_, std::string{"the groups asked for, or all"} + seen_by_others);

    auto* restore =
        command(app_, "restore", "come back with a recovery kit, on a new device or on this one; asks for it");
    restore->add_option("KIT", words_, std::string{"all groups of the kit"} + seen_by_others);
    restore->add_option("--server", restore_.server, "where the practice's server is now, if that is not in the kit")
        ->type_name("HOST[:PORT]");
    vault_memory(restore, restore_.vault_memory_mib);

    auto* passphrase = command(app_, "passphrase", "the passphrase of this device");
    passphrase->require_subcommand(1);
    command(*passphrase, "change", "choose another one; asks for the one there is")
        ->add_option("--new-passphrase-file", new_passphrase_file_, "read the new one from the first line of F")
        ->type_name("F");

    auto* invite = command(app_, "invite", "invite a client (therapists); prints a code, a link and a QR picture");
    invite->add_option("--name", invite_.name, "what you call this client; the practice never learns it");
    invite->add_flag("--again", invite_.again, "in place of the open invitation of this name, whose code was lost");

    invite
        ->add_option("--page", invite_.page,
                     "also make a page to print, with the QR picture and the first steps: .pdf, .svg or .png")
        ->type_name("FILE");

    auto* crisis = command(app_, "crisis", "whom you turn to besides the practice's contacts (clients)");
    crisis->require_subcommand(0, 1);
    command(*crisis, "list", "those you added");
    command(*crisis, "add", "one more: 'NAME: NUMBER'")->add_option("CONTACT", words_, "'NAME: NUMBER'")->required();
    command(*crisis, "remove", "take one out")->add_option("NAME", words_, "the name it was added by")->required();

    auto* agreement = command(app_, "agreement", "what you both agree about messages");
    agreement->require_subcommand(0, 1);
    with(agreement, agreement_.with);
    with(command(*agreement, "show", "the text, and where it stands"), agreement_.with);
    for (const auto& [name, help] : {std::pair{"agree", "agree to it: it is shown first, and you are asked"},
                                     std::pair{"decline", "rather not: you can write either way"}}) {
        auto* answer = command(*agreement, name, help);
        with(answer, agreement_.with);
        answer->add_option("--text-version", agreement_.read, "the version you have read; without it you are asked");
    }
    command(*agreement, "edit", "write the next version; asks for it, or reads standard input (therapists)")
        ->add_option("TEXT", words_, "the text; - reads standard input");

    measures();

    auto* rename = command(app_, "rename", "give somebody another name; only you see it");
    rename->add_option("NAME", rename_.words, "the new name, with --with; or the old name and the new one")->required();
    with(rename, rename_.with);

    auto* audit = command(app_, "audit", "check every decision of the practice's server against the signed hours");
    audit->add_flag("--all", audit_.all, "every finding, not only the first");
    with(audit, audit_.with);

    command(app_, "status", "account, connection, hours, what is held, and what waits to be sent")
        ->add_flag("--safety-number", status_.safety_number,
                   "the safety number alone, in groups of five and as a picture, to be compared in person");

    auto* unlock = command(app_, "unlock", "for a time, commands ask for no passphrase; holdfast lock ends it");
    unlock->add_option("--for", unlock_.length, "how long, from 1m to 24h, e.g. 30m")
        ->type_name("LENGTH")
        ->capture_default_str();
    unlock->add_flag("--stay", unlock_.stay, "do not go into the background; Ctrl-C ends it");
    unlock->add_option("--report-to", report_to_)->group("");
    command(app_, "lock", "ends holdfast unlock");
}

void Grammar::measures()
{
    auto* measure = command(app_, "measure", "questionnaires: answers the oldest that is open; a therapist's list");
    measure->require_subcommand(0, 1);
    with(measure, measure_.with);
    auto* answer = command(*measure, "answer", "answer one, question by question; kept when you stop (clients)");
    answer->add_option("NAME", measure_.name, "which one; without it the oldest that is open");
    answer->add_option("--values", measure_.values, "for scripts: a number for each question, or -, as '0 2 - 1'")
        ->type_name("VALUES");
    with(answer, measure_.with);
    auto* offer = command(*measure, "offer", "ask somebody to fill one in; it is shown first (therapists)");
    offer->add_option("NAME", measure_.name, "a shipped one, such as PHQ-8; or a file of yours; - reads one")
        ->required();
    with(offer, measure_.with);
    with(command(*measure, "list", "those that were offered, and what they came to"), measure_.with);
    auto* show = command(*measure, "show", "the answers, question by question, with the results so far");
    show->add_option("NAME", measure_.name, "which one; without it the one answered last");
    with(show, measure_.with);
    command(*measure, "check", "what is wrong with a file of yours, and where; no account is needed")
        ->add_option("FILE", measure_.name, "the file; - reads standard input")
        ->required();
}

void Grammar::hours()
{
    auto* hours = command(app_, "hours", "see, set and explain the hours");
    hours->require_subcommand(1);

    with(command(*hours, "show", "the hours and the next reading time"), hours_show_.with);

    auto* explain = command(*hours, "explain", "why an instant is open or closed; with RULES no account is needed");
    explain->add_option("RULES", hours_explain_.rules, "opening hours to explain; without them one's own");
    explain->add_option("--zone", hours_explain_.zone, "time zone")->type_name("ZONE");
    explain->add_option("--at", hours_explain_.at, "the instant, RFC 3339 (default: now)")->type_name("TIME");
    explain->add_option("--holiday", hours_explain_.holidays, "a date that PH means; once for each")
        ->type_name("DATE")
        ->allow_extra_args(false);
    explain->add_flag("--batch", hours_explain_.batch,
                      "one JSON object {\"rules\",\"zone\",\"at\"} a line from standard input, one answer a line");
    with(explain, hours_explain_.with);
    calendars(*hours);
    changes(*hours);
}

void Grammar::choice(CLI::App* sub, request::HoursChoice& choice, int& weeks)
{
    sub->add_option("RULES", choice.rules, "opening hours to look at; without them those of this account");
    sub->add_option("--zone", choice.zone, "time zone of RULES, e.g. Europe/London")->type_name("ZONE");
    sub->add_option("--holiday", choice.holidays, "a date that PH means in RULES; once for each")
        ->type_name("DATE")
        ->allow_extra_args(false);
    sub->add_option("--weeks", weeks, "how many weeks")
        ->check(CLI::Range(1, ui::most_weeks).description(""))
        ->type_name("N")
        ->capture_default_str();
    with(sub, choice.with);
}

void Grammar::calendars(CLI::App& hours)
{
    choice(command(hours, "preview", "the coming weeks, date by date; with RULES no account is needed"),
           hours_preview_.choice, hours_preview_.weeks);
    auto* to_file = command(hours, "export", "the coming windows as a calendar file (.ics), without names");
    choice(to_file, hours_export_.choice, hours_export_.weeks);
    to_file->add_option("--out", hours_export_.out, "write to FILE (default: standard output)")->type_name("FILE");

    auto* from_file = command(hours, "import", "take hours and days off from a calendar file (.ics) (therapists)");
    from_file->add_option("FILE", hours_import_.file, "the calendar; - reads it from standard input")->required();
    from_file->add_option("--zone", hours_import_.zone, "time zone of the hours, e.g. Europe/London")
        ->type_name("ZONE");
    command(hours, "edit", "set the hours by answering questions, with no notation to learn (therapists)");
    auto* holidays = command(hours, "holidays",
                             "confirm the public holidays the practice suggests, or those of a file (therapists)");
    holidays->add_option("FILE", hours_holidays_.file,
                         "a calendar (.ics), or a date and a name on each line; - for stdin; none: the practice's");
    holidays->add_option("--until", hours_holidays_.until, "the last date for which the list names every holiday")
        ->type_name("DATE");
}

void Grammar::pace_bounds(CLI::App* set)
{
    constexpr unsigned most_messages = std::numeric_limits<std::uint8_t>::max();
    constexpr unsigned most_characters = std::numeric_limits<std::uint16_t>::max();
    auto* messages = set->add_option("--pace-messages", hours_set_.pace_messages, "propose so many messages a window")
                         ->check(CLI::Range(1U, most_messages).description(""))
                         ->type_name("N");
    auto* characters =
        set->add_option("--pace-characters", hours_set_.pace_characters, "propose so many characters a message")
            ->check(CLI::Range(1U, most_characters).description(""))
            ->type_name("N");
    set->add_flag("--no-pace", hours_set_.no_pace, "propose no pace")->excludes(messages)->excludes(characters);
}

void Grammar::changes(CLI::App& hours)
{
    auto* set = command(hours, "set", "publish new hours (therapists)");
    set->add_option("RULES", hours_set_.rules, "opening hours, e.g. 'Tu,Th 09:00-12:00'");
    set->add_option("--zone", hours_set_.zone, "time zone, e.g. Europe/London")->type_name("ZONE");
    set->add_option("--notice", hours_set_.notice, "how long before reductions take effect, e.g. 7d");
    set->add_option("--last-reading", hours_set_.last_reading,
                    "what comes later is promised for the next window, e.g. 30m");
    set->add_option("--holiday", hours_set_.holidays, "a date that PH means; once for each")
        ->type_name("DATE")
        ->allow_extra_args(false);
    set->add_option("--holidays-until", hours_set_.holidays_until, "the last date the list speaks for")
        ->type_name("DATE");
    set->add_option("--crisis", hours_set_.crisis, "whom to turn to, shown while closed: 'NAME: NUMBER'; once for each")
        ->allow_extra_args(false);
    auto* replies = set->add_flag_callback(
        "--replies", [this] { hours_set_.replies = true; },
        "promise a reply by the end of the window after the one a message is read in");
    set->add_flag_callback(
           "--no-replies", [this] { hours_set_.replies = false; }, "promise reading only")
        ->excludes(replies);
    pace_bounds(set);
    with(set, hours_set_.with);

    auto* extra =
        command(hours, "extra", "open an extra window now, or keep the open one open this much longer (therapists)");
    extra->add_option("LENGTH", hours_extra_.length, "5m to 120m");
    extra->add_flag("--all", hours_extra_.all, "for every client");
    with(extra, hours_extra_.with);

    auto* cancel = command(hours, "cancel", "no window on this date (therapists)");
    cancel->add_option("DATE", words_, "e.g. 24 Dec, 2026-12-24 or tomorrow");
    cancel->add_option("--reason", hours_cancel_.reason, "said to your clients; the practice's server can read it");
    cancel->add_flag("--undo", hours_cancel_.undo, "the windows of this date take place after all");
    with(cancel, hours_cancel_.with);

    auto* leave = command(hours, "leave", "no windows on these dates (therapists)");
    leave->add_option("DATES", words_, "the first and the last, e.g. 1 Aug to 14 Aug, or 2026-08-01..2026-08-14");
    leave->add_option("--reason", hours_leave_.reason, "said to your clients; the practice's server can read it");
    leave->add_flag("--undo,--cancel", hours_leave_.undo, "these dates are no longer leave");
    with(leave, hours_leave_.with);
}

void Grammar::messages()
{
    auto* send =
        command(app_, "send", "write a message: asks for it, or reads standard input; it says when it is read");
    send->add_option("TEXT", words_, std::string{"the message"} + seen_by_others);
    send->add_flag("--anyway", send_.anyway,
                   "also when it is more than the pace you agreed on; without a text, what was kept for that reason");
    with(send, send_.with);

    auto* pace = command(app_, "pace", "the pace your therapist proposes: how many messages, how long");
    pace->require_subcommand(0, 1);
    with(pace, pace_.with);
    for (const auto& [name, agreed, help] :
         {std::tuple{"agree", true, "agree to it: it is shown first, and you are asked"},
          std::tuple{"decline", false, "rather not: nothing changes"}}) {
        auto* answer = command(*pace, name, help);
        answer->callback([this, agreed = agreed] { pace_.agreed = agreed; });
        with(answer, pace_.with);
        answer->add_option("--messages", pace_.messages, "of the pace you have read; without them you are asked");
        answer->add_option("--characters", pace_.characters, "of the pace you have read");
    }

    auto* check_in = command(app_, "check-in", "a few numbers, feelings, a note; asks when nothing is given");
    check_in->add_option("--rating", check_in_.ratings, "NAME=VALUE, of 10 or NAME=VALUE/OF; once for each")
        ->allow_extra_args(false);
    check_in->add_option("--feeling", check_in_.feelings, "a word; once for each")->allow_extra_args(false);
    check_in->add_option("--note", check_in_.note,
                         std::string{"in your own words; - reads them from standard input"} + seen_by_others);
    check_in->add_flag("--free", check_in_.free, "beside the agreed check-ins, also when one is due");
    check_in->add_flag("--due", check_in_.due, "these are the answers to the one that is due, by the names agreed");
    with(check_in, check_in_.with);

    auto* repair =
        command(app_, "repair", "speak about a promised window that was not kept; shows a draft (therapists)");
    repair->add_option(
        "TEXT", words_,
        std::string{"your words; none: the draft, after asking; - reads standard input"} + seen_by_others);
    with(repair, repair_.with);

    auto* read = command(app_, "read", "what has arrived");
    read->add_flag("--follow", read_.follow, "stay, and show what arrives");
    read->add_flag("--all", read_.all, "the whole conversation, not only what is new");
    with(read, read_.with);

    auto* exports = command(app_, "export", "a conversation as a file; without FILE, a numbered list of it");
    exports->add_option("FILE", export_.file, ".pdf, .html, .md or .json; it is not encrypted")->type_name("");
    exports->add_option("--from", export_.from, "from this date on, such as 2026-03-05")->type_name("DATE");
    exports->add_option("--until", export_.until, "up to this date")->type_name("DATE");
    exports->add_option("--only", export_.only, "only these numbers of the list, such as \"1-3, 5\"")
        ->type_name("NUMBERS");
    exports
        ->add_option("--for-record", export_.for_record,
                     "seal the same for the practice's record, which only its offline key opens (therapists)")
        ->type_name("FILE");
    exports->add_option("--key-number", export_.key_number, "the number of that key, as the practice's paper has it")
        ->type_name("NUMBER");
    with(exports, export_.with);

    auto* verify = command(app_, "verify", "whether an export is as it was made, and says the same as another");
    verify->add_option("FILE", verify_.file, "the export")->required()->type_name("");
    verify->add_option("OTHER", verify_.other, "the export of the other person")->type_name("");

    auto* drafts = command(app_, "drafts", "what was written and not sent");
    with(drafts, drafts_.with);
    drafts->require_subcommand(0, 1);
    auto* forget = command(*drafts, "forget", "remove one of them, after asking");
    forget->add_option("NUMBER", drafts_.forget, "as drafts shows it")->required()->check(CLI::PositiveNumber);
    with(forget, drafts_.with);

    auto* back = command(app_, "take-back", "take a held message back; asks which");
    back->add_option("N", take_back_.which,
                     "its number, as read and status show it; or its id, as read --all --json shows it");
    with(back, take_back_.with);
}

void Grammar::endings()
{
    auto* end = command(app_, "end", "end a conversation, for you both and for good; shows what that means and asks");
    end->require_subcommand(0, 1);
    auto* back = end->add_flag("--take-back", end_.take_back, "what of yours was not read is taken back");
    end->add_flag("--keep", end_.keep, "it stays to be read in the next window; so also where nothing is said")
        ->excludes(back);
    with(end, end_.with);
    with(command(*end, "show", "how it ended, or the end that is agreed on or proposed"), end_.with);
    auto* propose = command(*end, "propose", "propose a last window, also in the place of one agreed on");
    propose->add_option("DATE", words_, "the date of that window, e.g. 15 Dec or 2026-12-15")->required();
    with(propose, end_.with);
    with(command(*end, "agree", "agree to the last window that is proposed"), end_.with);
    with(command(*end, "decline", "say no to it, or withdraw it, also after both agreed"), end_.with);
    auto* block = command(app_, "block", "end a conversation, and show nothing more of the other on this device");
    block->add_flag("--undo", block_.undo, "show again what comes; the conversation stays ended");
    with(block, block_.with);
}

Request Grammar::chosen_end()
{
    using What = request::End::What;
    const auto* end = app_.get_subcommand("end");
    const auto got = [end](const char* name) { return end->got_subcommand(name); };
    end_.what = got("show")      ? What::show
                : got("propose") ? What::propose
                : got("agree")   ? What::agree
                : got("decline") ? What::decline
                                 : What::now;
    end_.date = ui::joined(words_, " ");
    return end_;
}

void Grammar::coping_plan()
{
    auto* plan = command(app_, "plan", "the coping plan: what helps while nobody reads");
    plan->require_subcommand(0, 1);
    with(plan, coping_plan_.with);
    plan->add_option("--page", coping_plan_.page, "make a page to print of it: .pdf, .svg or .png")->type_name("FILE");
    with(command(*plan, "show", "the plan, and where it stands; also without a connection"), coping_plan_.with);
    auto* edit = command(*plan, "edit", "write the next version; asks when nothing is given (therapists)");
    edit->add_option("--step", steps_, "'WHAT IT IS ABOUT: WORDS', in order; once for each")->allow_extra_args(false);
    edit->add_option("--note", coping_plan_.note,
                     "a few sentences for the time in which nobody reads; - reads them from standard input");
    with(edit, coping_plan_.with);
    for (const auto& [name, help] : {std::pair{"agree", "agree to it: it is shown first, and you are asked"},
                                     std::pair{"words", "put it in words of your own; asks, then you are asked"},
                                     std::pair{"decline", "rather not: you can write either way"}}) {
        auto* answer = command(*plan, name, help);
        with(answer, coping_plan_.with);
        answer->add_option("--plan-version", coping_plan_.read, "the version you have read; without it you are asked");
        if (std::string_view{name} == "words")
            answer->add_option("--words", coping_plan_.words, "your own words for a step, in order; once for each")
                ->allow_extra_args(false);
    }
}

void Grammar::rhythm()
{
    auto* rhythm = command(app_, "rhythm", "check-ins at agreed times: what is asked, and when");
    rhythm->require_subcommand(0, 1);
    with(rhythm, rhythm_.with);
    with(command(*rhythm, "show", "what is agreed or proposed, and when the next check-in is due"), rhythm_.with);
    auto* propose = command(*rhythm, "propose", "propose other times or questions; asks when nothing is given");
    propose->add_option("--days", rhythm_.days, "weekdays, such as Tue,Fri, weekdays or daily")->delimiter(',');
    propose->add_option("--at", rhythm_.times, "times of day, such as 18:00; at most four")->delimiter(',');
    propose->add_option("--zone", rhythm_.zone, "the client's time zone, such as Europe/Berlin")->type_name("ZONE");
    propose->add_option("--minutes", rhythm_.minutes, "about how long it takes")->check(CLI::Range(0, 120));
    propose
        ->add_option("--item", items_,
                     "'NAME: QUESTION | WHAT 0 MEANS | WHAT 10 MEANS', a number from 0 to 10; once for each, at most "
                     "eight; 'OLD NAME=NAME: …' goes on with an earlier one")
        ->allow_extra_args(false);
    propose->add_flag("--feelings", rhythm_.asks_feelings, "ask for feelings");
    propose->add_option("--feeling", rhythm_.feelings, "a feeling to choose from; once for each")
        ->allow_extra_args(false);
    propose->add_flag("--note", rhythm_.asks_note, "with room for a note");
    with(propose, rhythm_.with);
    for (const auto& [name, help] :
         {std::pair{"agree", "agree to what is proposed: it is shown first, and you are asked"},
          std::pair{"decline", "rather not: what was agreed before stays"}}) {
        auto* answer = command(*rhythm, name, help);
        with(answer, rhythm_.with);
        answer->add_option("--rhythm-version", rhythm_.read, "the version you have read; without it you are asked");
    }
    with(command(*rhythm, "end", "end the check-ins, or withdraw your proposal, after asking"), rhythm_.with);
    auto* calendar = command(*rhythm, "calendar", "the times as a calendar file, without any content");
    calendar->add_option("FILE", rhythm_.file, "the file to be made: .ics")->required();
    with(calendar, rhythm_.with);
}

void Grammar::notebook()
{
    auto* note = command(app_, "note", "your own notebook: it stays on this device; asks, or reads standard input");
    note->require_subcommand(0, 1);
    note->add_option("--text", note_.text, std::string{"the note"} + seen_by_others);
    note->add_flag("--prompts", note_.prompts,
                   "question by question: what happened, how strong, what I did, what next");
    command(*note, "list", "your notes, with their numbers");
    command(*note, "search", "those that have these words in them")->add_option("WORDS", words_, "words")->required();
    for (const auto& [name, help] :
         {std::pair{"show", "one of them, whole"}, std::pair{"delete", "delete one for good, after asking"},
          std::pair{"share", "send one as a message, after it was shown and you said yes"}}) {
        auto* one = command(*note, name, help);
        one->add_option("NUMBER", note_.number, "as note list shows it")->required()->check(CLI::PositiveNumber);
        if (std::string_view{name} != "share") continue;
        one->add_flag("--mark", note_.marked, "and mark it for the next session");
        one->add_flag("--anyway", note_.anyway, "also when it is more than the pace you agreed on");
        with(one, note_.with);
    }
}

void Grammar::sessions()
{
    auto* mark = command(app_, "mark", "mark a message for the next session: asks which; both of you see the list");
    mark->add_option("N", mark_.which, "its number, as mark and session show it; or its id");
    auto* off = mark->add_flag("--off", mark_off_, "it is not to be brought after all");
    mark->add_flag("--done", mark_done_, "tick it off")->excludes(off);
    with(mark, mark_.with);
    auto* session = command(app_, "session", "one page before a session: what was shared, and what is marked for it");
    session->require_subcommand(0, 1);
    with(session, session_.with);
    auto* done = command(*session, "done", "the session took place: the next page begins here; on this device alone");
    done->callback([this] { session_.done = true; });
    with(done, session_.with);
    auto* progress =
        command(app_, "progress", "numbers over time, as pictures and words: check-ins, questionnaires, experiments");
    progress->add_option("NAME", words_, "one of them alone")->type_name("");
    auto* csv = progress->add_flag("--csv", progress_.csv, "as a table for a spreadsheet, on standard output");
    for (const auto& [name, file] : {std::pair{"--svg", &progress_.svg}, std::pair{"--pdf", &progress_.pdf}})
        progress->add_option(name, *file, "make a picture; it is not encrypted")->type_name("FILE")->excludes(csv);
    with(progress, progress_.with);
}

void Grammar::experiments()
{
    auto* experiment =
        command(app_, "experiment", "small experiments: expected, tried, what happened, what was learned");
    experiment->require_subcommand(0, 1);
    with(experiment, experiment_.with);
    auto* list = command(*experiment, "list", "those that are open, for both of you");
    list->add_flag("--all", experiment_.all, "those that are closed, too");
    with(list, experiment_.with);
    const auto numbered = [this](CLI::App* one) {
        one->add_option("N", experiment_.which, "its number, as experiment list shows it; or its id");
        with(one, experiment_.with);
        return one;
    };
    numbered(command(*experiment, "show", "one of them whole, with its earlier versions"));
    auto* make = command(*experiment, "new", "make one, or propose one to your client; asks when nothing is given");
    with(make, experiment_.with);
    auto* edit = numbered(command(*experiment, "edit", "change one; a client takes over what was proposed"));
    for (auto* one : {make, edit}) {
        one->add_option("--expect", experiment_.expect, std::string{"what you expect to happen"} + seen_by_others);
        one->add_option("--number", experiment_.number, "how sure, 0 to 100; or a number with what it counts")
            ->type_name("NUMBER");
        one->add_option("--plan", experiment_.plan, "what you will try");
        one->add_option("--when", experiment_.when, "a date, or the first and the last, such as '3 Mar to 6 Mar'")
            ->type_name("DATES");
    }
    auto* result = numbered(command(*experiment, "result", "what happened; asks when nothing is given (clients)"));
    result->add_option("--number", experiment_.number, "the number that came true, on the same scale")
        ->type_name("NUMBER");
    auto* learned = numbered(command(*experiment, "learned", "what you learned; asks when nothing is given (clients)"));
    auto* drop = numbered(command(*experiment, "drop", "not to be tried, or no to what was proposed (clients)"));
    for (auto* one : {result, learned, drop})
        one->add_option("--words", experiment_.words,
                        std::string{"in your own words; - reads them from standard input"} + seen_by_others);
}

void Grammar::pulse()
{
    auto* pulse = command(app_, "pulse", "did you feel understood? Yours to answer, and to share or not (clients)");
    pulse->require_subcommand(0, 1);
    pulse->add_option("VALUE", pulse_.value, "0, not at all, to 10, fully; without it you are asked");
    auto* share = pulse->add_flag("--share", pulse_.share, "your therapist gets this answer");
    pulse->add_flag("--keep", pulse_.keep, "it stays on this device, without a question")->excludes(share);
    with(pulse, pulse_.with);
    with(command(*pulse, "list", "your answers; a therapist's list has what was shared"), pulse_.with);
    auto* kept = command(*pulse, "share", "share an answer that is on this device alone; it is shown first");
    kept->add_option("TIME", pulse_.which, "what it is about, as pulse list --json shows it; without it the newest");
    with(kept, pulse_.with);
    with(command(*pulse, "off", "do not ask any more"), pulse_.with);
    with(command(*pulse, "on", "ask again"), pulse_.with);
}

Request Grammar::chosen_experiment()
{
    using What = request::Experiment::What;
    const auto* experiment = app_.get_subcommand("experiment");
    const auto got = [experiment](const char* name) { return experiment->got_subcommand(name); };
    experiment_.what = got("new")       ? What::create
                       : got("edit")    ? What::edit
                       : got("show")    ? What::show
                       : got("result")  ? What::result
                       : got("learned") ? What::learned
                       : got("drop")    ? What::drop
                                        : What::list;
    return experiment_;
}

Request Grammar::chosen_pulse()
{
    using What = request::Pulse::What;
    const auto* pulse = app_.get_subcommand("pulse");
    const auto got = [pulse](const char* name) { return pulse->got_subcommand(name); };
    pulse_.what = got("list")    ? What::list
                  : got("share") ? What::share
                  : got("off")   ? What::off
                  : got("on")    ? What::on
                                 : What::answer;
    return pulse_;
}

Request Grammar::chosen_crisis()
{
    using What = request::Crisis::What;
    const auto* crisis = app_.get_subcommand("crisis");
    const bool adds = crisis->got_subcommand("add");
    const auto what = adds ? What::add : crisis->got_subcommand("remove") ? What::remove : What::list;
    return request::Crisis{what, ui::joined(words_, " ")};
}

Request Grammar::chosen_agreement()
{
    using What = request::Agreement::What;
    const auto* agreement = app_.get_subcommand("agreement");
    const auto got = [agreement](const char* name) { return agreement->got_subcommand(name); };
    agreement_.what = got("edit")      ? What::edit
                      : got("agree")   ? What::agree
                      : got("decline") ? What::decline
                                       : What::show;
    agreement_.text = ui::joined(words_, " ");
    return agreement_;
}

Request Grammar::chosen_measure()
{
    using What = request::Measure::What;
    const auto* measure = app_.get_subcommand("measure");
    const auto got = [measure](const char* name) { return measure->got_subcommand(name); };
    measure_.what = got("offer")   ? What::offer
                    : got("list")  ? What::list
                    : got("show")  ? What::show
                    : got("check") ? What::check
                                   : What::answer;
    if (measure_.what == What::offer && measure_.name == from_stdin) std::swap(measure_.name, measure_.definition);
    return measure_;
}

Request Grammar::chosen_plan()
{
    using What = request::CopingPlan::What;
    const auto* plan = app_.get_subcommand("plan");
    const auto got = [plan](const char* name) { return plan->got_subcommand(name); };
    coping_plan_.what = got("edit")      ? What::edit
                        : got("agree")   ? What::agree
                        : got("words")   ? What::words
                        : got("decline") ? What::decline
                                         : What::show;
    for (const auto& step : steps_) {
        const auto colon = step.find(':');
        const auto words = colon == std::string::npos ? std::string_view{} : std::string_view{step}.substr(colon + 1);
        coping_plan_.steps.push_back(
            {std::string{ui::trimmed(std::string_view{step}.substr(0, colon))}, std::string{ui::trimmed(words)}});
    }
    return coping_plan_;
}

/// "OLD=NAME: QUESTION | LOW | HIGH", all but the name left out or not.
request::Rhythm::Item item_of(std::string_view text)
{
    const auto take = [&text](char until) {
        const auto at = text.find(until);
        const std::string part{ui::trimmed(text.substr(0, at))};
        text = at == std::string_view::npos ? std::string_view{} : text.substr(at + 1);
        return part;
    };
    request::Rhythm::Item item;
    item.name = take(':');
    item.question = take('|');
    item.low = take('|');
    item.high = ui::trimmed(text);
    if (const auto equals = item.name.find('='); equals != std::string::npos) {
        item.was = ui::trimmed(std::string_view{item.name}.substr(0, equals));
        item.name = std::string{ui::trimmed(std::string_view{item.name}.substr(equals + 1))};
    }
    return item;
}

Request Grammar::chosen_rhythm()
{
    using What = request::Rhythm::What;
    const auto* rhythm = app_.get_subcommand("rhythm");
    const auto got = [rhythm](const char* name) { return rhythm->got_subcommand(name); };
    rhythm_.what = got("propose")    ? What::propose
                   : got("agree")    ? What::agree
                   : got("decline")  ? What::decline
                   : got("end")      ? What::end
                   : got("calendar") ? What::calendar
                                     : What::show;
    for (const auto& item : items_) rhythm_.items.push_back(item_of(item));
    rhythm_.asks_feelings = rhythm_.asks_feelings || !rhythm_.feelings.empty();
    return rhythm_;
}

Request Grammar::chosen_note()
{
    using What = request::Note::What;
    const auto* note = app_.get_subcommand("note");
    const auto got = [note](const char* name) { return note->got_subcommand(name); };
    note_.what = got("list")     ? What::list
                 : got("show")   ? What::show
                 : got("search") ? What::search
                 : got("delete") ? What::remove
                 : got("share")  ? What::share
                                 : What::write;
    if (note_.what == What::search) note_.text = ui::joined(words_, " ");
    return note_;
}

Request Grammar::chosen()
{
    const auto got = [this](const char* name) { return app_.got_subcommand(name); };
    if (got("enrol")) return enrol_;
    if (got("restore")) return restore_.kit = ui::joined(words_, " "), restore_;
    if (got("invite")) return invite_;
    if (got("rename")) return rename_;
    if (got("crisis")) return chosen_crisis();
    if (got("agreement")) return chosen_agreement();
    if (got("measure")) return chosen_measure();
    if (got("end")) return chosen_end();
    if (got("block")) return block_;
    if (got("plan")) return chosen_plan();
    if (got("rhythm")) return chosen_rhythm();
    if (got("note")) return chosen_note();
    if (got("mark")) {
        mark_.state = mark_off_ ? wire::MarkState::off : mark_done_ ? wire::MarkState::done : wire::MarkState::on;
        return mark_;
    }
    if (got("session")) return session_;
    if (got("progress")) return progress_.name = ui::joined(words_, " "), progress_;
    if (got("experiment")) return chosen_experiment();
    if (got("pulse")) return chosen_pulse();
    if (got("send")) return send_.text = ui::joined(words_, " "), send_;
    if (got("check-in")) return check_in_;
    if (got("pace")) return pace_;
    if (got("repair")) return repair_.text = ui::joined(words_, " "), repair_;
    if (got("read")) return read_;
    if (got("take-back")) return take_back_;
    if (got("drafts")) return drafts_;
    if (got("status")) return status_;
    if (got("audit")) return audit_;
    if (got("export")) return export_;
    if (got("verify")) return verify_;
    if (got("unlock")) return unlock_;
    if (got("lock")) return request::Lock{};
    if (got("passphrase"))
        return new_passphrase_file_.empty() ? request::PassphraseChange{}
                                            : request::PassphraseChange{new_passphrase_file_};
    if (got("recovery")) {
        if (app_.get_subcommand("recovery")->got_subcommand("kit")) return request::RecoveryKit{};
        return request::RecoveryConfirm{ui::joined(words_, " ")};
    }
    if (!got("hours")) return chat_;
    const auto* hours = app_.get_subcommand("hours");
    if (hours->got_subcommand("show")) return hours_show_;
    if (hours->got_subcommand("preview")) return hours_preview_;
    if (hours->got_subcommand("export")) return hours_export_;
    if (hours->got_subcommand("import")) return hours_import_;
    if (hours->got_subcommand("edit")) return request::HoursEdit{};
    if (hours->got_subcommand("holidays")) return hours_holidays_;
    if (hours->got_subcommand("set")) return hours_set_;
    if (hours->got_subcommand("extra")) return hours_extra_;
    if (hours->got_subcommand("cancel")) return hours_cancel_.date = ui::joined(words_, " "), hours_cancel_;
    if (hours->got_subcommand("leave")) return hours_leave_.dates = ui::joined(words_, " "), hours_leave_;
    return hours_explain_;
}

std::variant<Options, Stop> Grammar::finished()
{
    options_.profile = profile_;
    if (!passphrase_file_.empty()) options_.passphrase_file = passphrase_file_;
    if (passphrase_fd_ >= 0) options_.passphrase_fd = passphrase_fd_;
    options_.wait = Seconds{wait_};
    if (report_to_ >= 0) unlock_.report_to = report_to_;
    options_.request = chosen();
    std::visit([this](auto& request) { inherit_with(request, chat_.with); }, options_.request);
    return options_;
}

Stop Grammar::stop(const CLI::ParseError& end, bool json)
{
    std::ostringstream out, err;
    if (app_.exit(end, out, err) == 0) return {exit_ok, false, out.str()};
    return {exit_user, json, usage_words(app_, end)};
}

template <class... R>
bool is_one_of(const Request& request) noexcept
{
    return (std::holds_alternative<R>(request) || ...);
}

}  // namespace

bool only_shows(const Request& chosen) noexcept
{
    if (const auto* pace = std::get_if<request::Pace>(&chosen)) return !pace->agreed;
    if (const auto* crisis = std::get_if<request::Crisis>(&chosen)) return crisis->what == request::Crisis::What::list;
    if (const auto* agreement = std::get_if<request::Agreement>(&chosen))
        return agreement->what == request::Agreement::What::show;
    if (const auto* measure = std::get_if<request::Measure>(&chosen))
        return measure->what != request::Measure::What::answer && measure->what != request::Measure::What::offer;
    if (const auto* end = std::get_if<request::End>(&chosen)) return end->what == request::End::What::show;
    if (const auto* to_file = std::get_if<request::Export>(&chosen))
        return to_file->file.empty() && to_file->for_record.empty();
    if (const auto* plan = std::get_if<request::CopingPlan>(&chosen))
        return plan->what == request::CopingPlan::What::show && plan->page.empty();
    if (const auto* rhythm = std::get_if<request::Rhythm>(&chosen)) return rhythm->what == request::Rhythm::What::show;
    if (const auto* session = std::get_if<request::Session>(&chosen)) return !session->done;
    if (const auto* progress = std::get_if<request::Progress>(&chosen))
        return progress->svg.empty() && progress->pdf.empty();
    if (const auto* experiment = std::get_if<request::Experiment>(&chosen))
        return experiment->what == request::Experiment::What::list ||
               experiment->what == request::Experiment::What::show;
    if (const auto* pulse = std::get_if<request::Pulse>(&chosen)) return pulse->what == request::Pulse::What::list;
    if (const auto* note = std::get_if<request::Note>(&chosen))
        return note->what == request::Note::What::list || note->what == request::Note::What::show ||
               note->what == request::Note::What::search;
    if (const auto* drafts = std::get_if<request::Drafts>(&chosen)) return drafts->forget == 0 && !drafts->keep;
    return is_one_of<request::Chat, request::Read, request::Status, request::Audit, request::HoursShow,
                     request::HoursExplain, request::HoursPreview, request::HoursExport, request::RecoveryKit,
                     request::Verify>(chosen);
}

std::variant<Options, Stop> parse_options(const std::vector<std::string>& words) { return Grammar{}.parse(words); }

}  // namespace holdfast::shell
