#include "protocol/base/result.hpp"

#include <cstdio>
#include <cstdlib>
#include <iterator>

namespace holdfast {
namespace {

struct Row {
    Errc code;
    std::string_view name;
    std::string_view sentence;
};

constexpr Row rows[] = {
    {Errc::bad_encoding, "bad_encoding",
     "This is not written in a form Holdfast can read. Check that it was copied whole."},
    {Errc::truncated, "truncated", "The data ends too early. Check that it was copied whole."},
    {Errc::trailing_bytes, "trailing_bytes",
     "There is something after the end of the data. Check that it was copied exactly."},
    {Errc::not_minimal, "not_minimal",
     "What the other program sent is not written as it should be, and was refused. Update Holdfast; if it happens "
     "again, tell the practice."},
    {Errc::unknown_tag, "unknown_tag",
     "The other program sent something this version does not know. Update the older of the two."},
    {Errc::out_of_range, "out_of_range",
     "A number here is larger or smaller than can be used. The help of the command names the limits: --help"},
    {Errc::too_large, "too_large", "This is too large. Use less of it, or several smaller parts."},
    {Errc::unknown_version, "unknown_version",
     "The practice's server and this program speak different versions. Update the older of the two."},
    {Errc::unexpected_frame, "unexpected_frame",
     "The other program sent something out of turn; the connection was ended. If it happens again, tell the practice."},
    {Errc::relay_outdated, "relay_outdated",
     "The practice's server is older than this program. Nothing you wrote is lost; ask the practice to update it."},
    {Errc::program_outdated, "program_outdated",
     "This Holdfast is too old for the practice's server. Nothing you wrote is lost; update Holdfast and start it "
     "again."},
    {Errc::bad_key, "bad_key",
     "A key that was offered cannot be used. Nothing was sent; ask the practice for a new invitation."},
    {Errc::bad_signature, "bad_signature", "A signature does not match. Nothing was changed; tell the practice."},
    {Errc::cannot_decrypt, "cannot_decrypt",
     "A message could not be opened with the keys of this conversation. Nothing was changed."},
    {Errc::wrong_key, "wrong_key",
     "This is not the key you have known so far. It is not used, and nothing is sent to it; speak to the other person, "
     "face to face or by telephone, before you go on."},
    {Errc::wrong_address, "wrong_address",
     "A message was addressed to another person, device or conversation and was refused."},
    {Errc::replayed, "replayed", "This was received before and was not used again."},
    {Errc::too_many_skipped, "too_many_skipped", "Too many messages are missing before this one; it was refused."},
    {Errc::no_session, "no_session",
     "There is no secure session with this device yet. It is set up when the invitation is accepted."},
    {Errc::stranger, "stranger", "Somebody without a valid invitation tried to start a conversation and was refused."},
    {Errc::stale_device_list, "stale_device_list",
     "This list of devices is older than the one already known and was refused."},
    {Errc::human_content_in_notice, "human_content_in_notice",
     "A message came by a way that is not for messages and was refused."},
    {Errc::bad_padding, "bad_padding", "A message has an impossible size and was refused."},
    {Errc::broken_chain, "broken_chain",
     "The signed hours do not follow from the ones before. No reading time can be given; tell your therapist or the "
     "practice."},
    {Errc::fork, "fork",
     "There are two different versions of the hours under one number. No reading time can be given; tell your "
     "therapist or the practice."},
    {Errc::wrong_relay, "wrong_relay",
     "The practice's server does not show the key you were given, so it may be another machine in its place. Nothing "
     "was sent; speak to the practice in person."},
    {Errc::bad_certificate, "bad_certificate",
     "The certificate of the practice's server cannot be verified. Nothing was sent; check the address with the "
     "practice."},
    {Errc::login_refused, "login_refused",
     "This device is no longer in use: the account has moved to another device, or the practice has ended it. Nothing "
     "is sent from here. If that was not you, speak to your therapist or practice now."},
    {Errc::not_found, "not_found", "Nothing of that name or number is here. Look at the list again."},
    {Errc::not_allowed, "not_allowed", "This account may not do that."},
    {Errc::invitation_unusable, "invitation_unusable", "This invitation was used or withdrawn. Ask for a new one."},
    {Errc::invitation_expired, "invitation_expired", "This invitation has expired. Ask for a new one."},
    {Errc::queue_full, "queue_full",
     "Too much is waiting to be read in this conversation. Nothing was lost; try again after the next window."},
    {Errc::rate_limited, "rate_limited",
     "The practice's server does not take this now: it is too much at once, or its clock is in doubt. Nothing was "
     "lost; try later."},
    {Errc::device_frozen, "device_frozen",
     "This device's data is an older copy, so it was stopped to protect your messages. To come back: holdfast restore, "
     "with your recovery kit. Without the kit, ask for a new invitation."},
    {Errc::submit_conflict, "submit_conflict",
     "Another copy of this device has sent something, so this one was stopped. To come back: holdfast restore, with "
     "your "
     "recovery kit. Without the kit, ask for a new invitation."},
    {Errc::too_late, "too_late", "This can no longer be taken back: the hours have opened and it has gone out."},
    {Errc::no_prekeys, "no_prekeys",
     "The other device is not ready for a first message yet. Try again once it has been online."},
    {Errc::relay_stopping, "relay_stopping", "The practice's server is restarting. Nothing you wrote is lost."},
    {Errc::already_exists, "already_exists", "This exists already; nothing was changed."},
    {Errc::no_room, "no_room",
     "The practice's server has no room for more now. What you wrote is kept here and is sent when there is room."},
    {Errc::account_suspended, "account_suspended",
     "The practice has suspended this account for now. What you wrote is kept, and goes out when the account is open "
     "again. Please speak to the practice."},
    {Errc::account_ended, "account_ended",
     "The practice has ended this account. Nothing more is sent or received; what was said stays here to be read. "
     "Please speak to the practice."},
    {Errc::device_revoked, "device_revoked",
     "The practice has stopped this device. To come back: holdfast restore, with your recovery kit. If you did not ask "
     "for this, speak to the practice."},
    {Errc::conversation_ended, "conversation_ended",
     "This conversation has ended. Nothing more can be sent here; what was said stays here to be read."},
    {Errc::account_unknown, "account_unknown",
     "The practice's server does not know this account: it was put back from a copy that is older. What was said stays "
     "here to be read. Ask for a new invitation."},
    {Errc::bad_code, "bad_code", "This code has a slip in it. It uses letters and the digits 2 to 7, never 0 or 1."},
    {Errc::foreign_invitation, "foreign_invitation",
     "This invitation was not made for this server. Check the address, or ask for a new one."},
    {Errc::wrong_passphrase, "wrong_passphrase",
     "That is not the passphrase. With your recovery kit you can start afresh: holdfast restore. Without it, ask for a "
     "new invitation; what was written here can then not be opened."},
    {Errc::text_too_long, "text_too_long",
     "This text is too long to send as one message. Shorten it or send it in two parts."},
    {Errc::bad_rules, "bad_rules", "These hours cannot be read. See the place named and correct it."},
    {Errc::unknown_zone, "unknown_zone", "This time zone is not known. Use a name such as Europe/London."},
    {Errc::bad_date, "bad_date",
     "This is not a date or time Holdfast can read. Write it like 2026-03-05 or 2026-03-05T09:00:00Z."},
    {Errc::bad_duration, "bad_duration",
     "This is not a length of time that can be used. Write minutes, such as 30m, from 5 to 120."},
    {Errc::kit_not_confirmed, "kit_not_confirmed",
     "First print your recovery kit (holdfast recovery kit) and confirm it (holdfast recovery confirm)."},
    {Errc::bad_kit, "bad_kit", "This recovery kit cannot be read. Check each group against the printed page."},
    {Errc::not_enrolled, "not_enrolled",
     "Holdfast is not set up here yet. With the code your therapist or practice gave you, start here: holdfast"},
    {Errc::already_enrolled, "already_enrolled",
     "Holdfast is set up here already. --yes puts what is here aside and begins afresh; or take another folder: "
     "--profile "
     "DIR."},
    {Errc::therapists_only, "therapists_only", "Only a therapist can do that."},
    {Errc::ambiguous_name, "ambiguous_name", "To whom? There is more than one conversation: add --with NAME"},
    {Errc::nothing_changed, "nothing_changed", "Nothing was changed."},
    {Errc::bad_configuration, "bad_configuration",
     "The configuration cannot be used. See the place named and correct it."},
    {Errc::empty_text, "empty_text", "There is nothing to send."},
    {Errc::bad_address, "bad_address",
     "This is not an address. Write it like relay.example.org or relay.example.org:8443."},
    {Errc::no_passphrase, "no_passphrase",
     "There is no passphrase to use. Give one with --passphrase-file or --passphrase-fd, or run this in a terminal."},
    {Errc::bad_command, "bad_command", "This command cannot be read. See: holdfast --help"},
    {Errc::bad_calendar, "bad_calendar",
     "This calendar file cannot be read. See the line named, or export it again from the calendar program."},
    {Errc::name_taken, "name_taken", "There is somebody of this name already. Give another name."},
    {Errc::bad_name, "bad_name", "This cannot be a name: it is one line of letters that can be seen."},
    {Errc::hours_too_complex, "hours_too_complex",
     "These hours are too complex, or too many changes of them are in force at once. Use fewer rules, or wait until "
     "the "
     "notice of an earlier change has passed."},
    {Errc::taken_back_already, "taken_back_already", "That message is taken back already."},
    {Errc::weak_passphrase, "weak_passphrase",
     "This passphrase could be guessed. Choose a longer one: five words that have nothing to do with each other hold."},
    {Errc::not_confirmed, "not_confirmed", "Nothing is published yet. In a script, --yes publishes it."},
    {Errc::plan_outdated, "plan_outdated",
     "The hours changed since this was shown. Nothing was published; look at the change again."},
    {Errc::over_pace, "over_pace",
     "This is more than the pace you agreed on. It is kept here; holdfast send --anyway sends it."},
    {Errc::no_base_hours, "no_base_hours",
     "Publish your hours for everyone first. Hours for one conversation stand beside them."},
    {Errc::unreachable, "unreachable", "There is no connection to the practice. Nothing you wrote is lost."},
    {Errc::closed, "closed", "The connection to the practice has ended. Nothing you wrote is lost."},
    {Errc::timed_out, "timed_out", "The practice's server did not answer in time. Nothing you wrote is lost."},
    {Errc::vault_in_use, "vault_in_use", "Holdfast is already open in another window. Use that one, or end it there."},
    {Errc::store_too_new, "store_too_new",
     "This data was written by a newer version. Update this program; nothing was changed."},
    {Errc::store_broken, "store_broken",
     "The stored data is damaged or cannot be used. Nothing was changed; restore it from a backup."},
    {Errc::disk_full, "disk_full",
     "The disk is full or cannot be written. Nothing was changed; make room and try again."},
    {Errc::certificate_unusable, "certificate_unusable",
     "The certificate or its key cannot be read, or they do not belong together. certs/README.md tells how to make "
     "them."},
    {Errc::cannot_listen, "cannot_listen",
     "This address and port cannot be used here. Choose others in the configuration, or stop the program that uses "
     "them."},
    {Errc::data_in_use, "data_in_use",
     "Another holdfastd or holdfastctl is using this data folder. Stop the other one first, or name another folder in "
     "the configuration."},
    {Errc::no_relay_yet, "no_relay_yet",
     "There is no relay in this data folder yet. Make one with: holdfastctl --config FILE init"},
    {Errc::relay_not_running, "relay_not_running",
     "holdfastd does not answer on its admin socket. Start it, for example with: systemctl start holdfastd"},
    {Errc::not_the_admin, "not_the_admin",
     "Only root and the user that runs holdfastd may do this. Try again with sudo."},
    {Errc::no_public_address, "no_public_address",
     "The configuration does not say how clients reach this relay. Set public_address to its host name."},
    {Errc::vault_rolled_back, "vault_rolled_back",
     "Part of the data on this device is missing or from an older copy, so none of it was used. Come back with your "
     "recovery kit in a new folder: holdfast --profile DIR restore"},
    {Errc::no_zone_data, "no_zone_data",
     "This system has no time zone data, so no time of day can be told. Install the package tzdata and try again."},
    {Errc::no_home, "no_home",
     "The system does not say where your home folder is (HOME is not set). Name a folder yourself: holdfast --profile "
     "DIR"},
    {Errc::unsafe_folder, "unsafe_folder",
     "This folder, or the link to it, belongs to somebody else on this machine. Nothing was changed; name a folder of "
     "your own."},
    {Errc::agreement_stays, "agreement_stays",
     "This text goes to everybody you work with, so it is not taken back from one of them. To change it: holdfast "
     "agreement edit"},
    {Errc::bad_record, "bad_record",
     "This is no export of a conversation, or it has been changed or damaged since it was made. Ask for it again, or "
     "make a new one with: holdfast export FILE"},
    {Errc::too_many_items, "too_many_items",
     "A check-in asks for at most eight numbers at once. Leave one out and try again."},
    {Errc::bad_rhythm, "bad_rhythm",
     "A rhythm needs a weekday, one to four times of day, and something to ask: numbers, each with a short name of its "
     "own, feelings or a note. To see what is agreed: holdfast rhythm"},
    {Errc::not_due, "not_due",
     "No agreed check-in can be answered with this now. To see when the next one is due: holdfast rhythm. A free one "
     "is "
     "possible at any time: holdfast check-in --free"},
    {Errc::internal, "internal", "Something unexpected happened. Nothing was sent; please report it."},
};

const Row& row(Errc code) noexcept
{
    for (const auto& candidate : rows)
        if (candidate.code == code) return candidate;
    return rows[std::size(rows) - 1];
}

class Category final : public boost::system::error_category {
  public:
    [[nodiscard]] const char* name() const noexcept override { return "holdfast"; }
    [[nodiscard]] std::string message(int value) const override { return sentence(static_cast<Errc>(value)); }
};

}  // namespace

const boost::system::error_category& error_category() noexcept
{
    static const Category category;
    return category;
}

boost::system::error_code make_error_code(Errc code) noexcept { return {static_cast<int>(code), error_category()}; }

std::string sentence(Errc code) { return std::string{row(code).sentence}; }

std::string_view name(Errc code) noexcept { return row(code).name; }

void abort_with(const char* what) noexcept
{
    std::fprintf(stderr, "holdfast: internal check failed: %s\n", what);
    std::abort();
}

}  // namespace holdfast
