// What somebody wants of `holdfast`, as data: a command line (client/shell/options) or an order of a program
// (orders.hpp) says it. Pure values; client/shell carries them out.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/wire/mark.hpp"

namespace holdfast::ui {

/// "-": read it from standard input.
inline constexpr std::string_view from_stdin = "-";

namespace request {

struct Enrol {
    std::string invitation;
    std::string name;
    std::uint32_t vault_memory_mib = 0;
};
struct Restore {
    std::string kit;
    std::string server;  ///< where it is now, if that is not in the kit
    std::uint32_t vault_memory_mib = 0;
};
struct PassphraseChange {
    std::optional<std::filesystem::path> new_file;
};
struct RecoveryKit {};
struct RecoveryConfirm {
    std::string words;
};
struct Invite {
    std::string name;
    bool again = false;
    std::string page;  ///< a file to be made, for printing; empty: none
};
/// One's own crisis contacts.
struct Crisis {
    enum class What { list, add, remove };
    What what = What::list;
    std::string words;  ///< "NAME: NUMBER", or a name
};
/// What is agreed about messages: shown, written or answered.
struct Agreement {
    enum class What { show, edit, agree, decline };
    What what = What::show;
    std::string text;  ///< "-": standard input; empty: asked for
    std::string with;
    std::optional<std::uint64_t> read{};  ///< the version that is answered; empty: it is shown, and asked about
};
/// Questionnaires: offered by a therapist, answered by a client, and what they came to.
struct Measure {
    enum class What { answer, offer, list, show, check };
    What what = What::answer;
    std::string name;  ///< of a shipped one, or a file; of one that was offered; a file to be checked
    std::string with;
    std::string definition{};  ///< "-": standard input has it, in place of `name`
    /// Answers as "0 2 - 1": one word for each question; empty: they are asked for.
    std::string values{};

    /// Whether `name` is a file and not the name of a questionnaire: it has a folder, or ends as one.
    [[nodiscard]] bool names_file() const { return name.find('/') != std::string::npos || name.ends_with(".toml"); }
};

/// The end of a conversation: at once, or with a last window.
struct End {
    enum class What { now, show, propose, agree, decline };
    What what = What::now;
    std::string date{};  ///< in words
    std::string with{};
    bool take_back = false;
    bool keep = false;
    std::string proposal{};  ///< the id of the one that is answered; empty: the one there is
    bool only_show = false;  ///< it is shown, and nothing done
};
struct Block {
    std::string with;
    bool undo = false;
    bool only_show = false;
};
/// The coping plan of a conversation: shown, written, or answered.
struct CopingPlan {
    enum class What { show, edit, agree, words, decline };
    struct Step {
        std::string heading;
        std::string words;
    };
    What what = What::show;
    std::optional<std::string> note{};  ///< "-": standard input; with `steps` empty too: asked for
    std::vector<Step> steps{};
    std::vector<std::string> words{};     ///< a client's own, one for each step
    std::optional<std::uint64_t> read{};  ///< the version that is answered; empty: it is shown, and asked about
    std::string page{};                   ///< a file to be made, for printing; empty: none
    std::string with{};
};
/// The rhythm of check-ins: shown, proposed, answered, ended, or put into a calendar.
struct Rhythm {
    enum class What { show, propose, agree, decline, end, calendar };
    struct Item {
        std::string was{};  ///< its name in the newest version; empty: `name`
        std::string name;
        std::string question{};
        std::string low{};
        std::string high{};
    };
    What what = What::show;
    std::vector<std::string> days{};  ///< without days and times: asked for
    std::vector<std::string> times{};
    std::string zone{};  ///< the client's; empty: that of the newest version, or of this device
    unsigned minutes = 0;
    std::vector<Item> items{};
    bool asks_feelings = false;
    std::vector<std::string> feelings{};
    bool asks_note = false;
    std::optional<std::uint64_t> read{};  ///< the version that is answered; empty: it is shown, and asked about
    std::string file{};                   ///< of the calendar
    bool only_show = false;               ///< what would be proposed or ended is shown, and nothing done
    std::string with{};
};
/// The notebook of this device's person.
struct Note {
    enum class What { write, list, show, search, remove, share };
    What what = What::write;
    std::string text{};    ///< of a new note; "-": standard input; empty: asked for. Or the words to look for
    bool prompts = false;  ///< asked question by question
    std::uint64_t number = 0;
    bool anyway = false;     ///< shared, also when it is more than the agreed pace
    bool marked = false;     ///< shared, and marked for the next session
    bool only_show = false;  ///< the one to be deleted or shared is shown, and nothing done
    std::string with{};
};
/// A message for the next session.
struct Mark {
    std::string which{};  ///< its number or id, or the beginning of one; empty: the person is asked
    wire::MarkState state = wire::MarkState::on;
    bool only_show = false;  ///< it is shown, and nothing done
    std::string with{};
};
/// One page before the next session; `done`: it took place now.
struct Session {
    bool done = false;
    std::string with{};
};
/// Numbers of a conversation over time.
struct Progress {
    std::string name{};  ///< of a series; empty: all
    bool csv = false;
    std::string svg{}, pdf{};  ///< files to be made; empty: none
    std::string with{};
};
/// Small experiments: made, changed, said what came of them, listed.
struct Experiment {
    enum class What { list, create, edit, show, result, learned, drop };
    What what = What::list;
    std::string which{};   ///< its place in the list, or its id or the beginning of one; empty: the only one it may be
    std::string expect{};  ///< of an experiment; with all four empty it is asked for
    std::string number{};  ///< "80", "10 minutes"; of a result "20"
    std::string plan{};
    std::string when{};   ///< dates in words
    std::string words{};  ///< of a step; "-": standard input
    bool all = false;     ///< those that are closed are listed too
    std::string with{};
};
/// The alliance pulse: answered, shared, listed, or not asked any more.
struct Pulse {
    enum class What { answer, list, share, off, on };
    What what = What::answer;
    std::optional<unsigned> value{};  ///< empty: asked for
    bool share = false;               ///< and it goes out
    bool keep = false;                ///< and it stays here, without a question
    std::string which{};              ///< to be shared: the time it is about, RFC 3339; empty: the newest
    std::string with{};
};
/// This account's name for somebody.
struct Rename {
    std::vector<std::string> words;  ///< the new name, or without --with the old name and the new one
    std::string with;
};
struct HoursShow {
    std::string with;
};
struct HoursSet {
    std::optional<std::string> rules, zone, notice, last_reading, holidays_until;
    std::vector<std::string> holidays;
    std::vector<std::string> crisis;  ///< "NAME: REACH"
    std::optional<bool> replies;
    std::optional<unsigned> pace_messages, pace_characters;
    bool no_pace = false;
    std::string with;
};
struct HoursExtra {
    std::string length;
    std::string with;
    bool all = false;
};
struct HoursCancel {
    std::string date, reason, with;
    bool undo = false;
};
struct HoursLeave {
    std::string dates;  ///< in words
    std::string reason, with;
    bool undo = false;
};
struct HoursExplain {
    std::optional<std::string> rules, zone, at;
    std::vector<std::string> holidays;
    bool batch = false;
    std::string with;
};
/// Hours to look at: written down, or those of this account.
struct HoursChoice {
    std::optional<std::string> rules, zone;
    std::vector<std::string> holidays;
    std::string with;
};
struct HoursPreview {
    HoursChoice choice;
    int weeks = 6;
};
struct HoursExport {
    HoursChoice choice;
    int weeks = 8;
    std::string out;  ///< empty: standard output
};
struct HoursImport {
    std::string file;  ///< "-": standard input
    std::string zone;  ///< empty: as the hours are
};
struct HoursEdit {};
struct HoursHolidays {
    std::string file;  ///< "-": standard input; empty: what the practice suggests
    std::optional<std::string> until;
};
struct Send {
    std::string text;     ///< empty or "-": asked for, or standard input
    bool anyway = false;  ///< also when it is more than the agreed pace
    std::string with;
};
/// The pace proposed in the hours: shown, or answered.
struct Pace {
    std::optional<bool> agreed;
    std::string with;
    std::optional<unsigned> messages{};  ///< of the pace that is answered; both empty: it is shown, and asked about
    std::optional<unsigned> characters{};
};
struct CheckIn {
    std::vector<std::string> ratings;  ///< NAME=VALUE or NAME=VALUE/OF
    std::vector<std::string> feelings;
    std::string note;
    std::string with;
    bool free = false;                    ///< beside the rhythm, also when one of its check-ins is due
    bool due = false;                     ///< these are the answers to the one that is due
    std::optional<std::string> due_at{};  ///< and that is due at this time, in RFC 3339
};
struct Repair {
    std::string text;
    std::string with;
};
struct Read {
    bool follow = false;
    bool all = false;
    std::string with;
};
struct TakeBack {
    std::string which;  ///< a number of the list, or an id or its beginning; empty: the person is asked
    std::string with;
    bool only_show = false;  ///< it is shown, and nothing done
};
/// Texts that were not sent: shown, or one of them removed, or one more kept.
struct Drafts {
    std::string with;
    std::optional<std::string> keep;
    std::uint64_t forget = 0;  ///< a number of those shown
    bool only_show = false;    ///< the one to be removed is shown, and nothing done
};
/// Whether the relay kept the signed hours.
struct Audit {
    bool all = false;  ///< every finding
    std::string with;
};
/// A conversation as a file.
struct Export {
    std::string file;  ///< .pdf, .html, .md or .json; empty: only listed
    std::string with;
    std::string from, until;  ///< dates in words; empty: from the beginning, to the end
    std::string only;         ///< "1-4, 7": places in the list; empty: all of it
    std::string for_record;   ///< a file of the same, sealed for the practice's record; empty: none
    std::string key_number;   ///< of the practice's record key, as it was compared; empty: asked for
};
/// Whether an export is as it was made, and says the same as another one.
struct Verify {
    std::string file;
    std::string other;  ///< empty: none
};
struct Status {
    bool safety_number = false;  ///< that alone, to be compared
};
/// The account stays open for the commands of this user, for a time.
struct Unlock {
    std::string length;
    bool stay = false;             ///< in this process, not in one of its own
    std::optional<int> report_to;  ///< the descriptor on which this process says that it is ready, or an error
};
struct Lock {};
/// No command: the conversation itself, or the first run that leads to it.
struct Chat {
    std::string with;
    std::uint32_t vault_memory_mib = 0;  ///< of a new account
};

}  // namespace request

using Request =
    std::variant<request::Chat, request::Enrol, request::Restore, request::RecoveryKit, request::RecoveryConfirm,
                 request::PassphraseChange, request::Invite, request::Crisis, request::Agreement, request::Measure,
                 request::CopingPlan, request::Rhythm, request::Note, request::Mark, request::Session,
                 request::Experiment, request::Pulse, request::Progress, request::Rename, request::HoursShow,
                 request::HoursSet, request::HoursExtra, request::HoursCancel, request::HoursLeave,
                 request::HoursExplain, request::HoursPreview, request::HoursExport, request::HoursImport,
                 request::HoursEdit, request::HoursHolidays, request::Send, request::CheckIn, request::Pace,
                 request::Repair, request::Read, request::TakeBack, request::Status, request::Audit, request::Unlock,
                 request::Lock, request::Drafts, request::End, request::Block, request::Export, request::Verify>;

}  // namespace holdfast::ui
