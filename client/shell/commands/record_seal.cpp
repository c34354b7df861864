#include "client/shell/commands/record_seal.hpp"

#include <algorithm>
#include <cctype>

#include "client/shell/commands/page_file.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/record/record_file.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"
#include "protocol/identity/record_key.hpp"
#include "protocol/identity/sealed_record.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

std::string digits_of(const std::string& number)
{
    std::string digits;
    std::ranges::copy_if(number, std::back_inserter(digits),
                         [](char c) { return std::isdigit(static_cast<unsigned char>(c)) != 0; });
    return digits;
}

int fail_to_confirm(const Context& context, Errc code, const std::string& why)
{
    return context.out.fail(code, why + " Nothing was sealed.");
}

void show_number(const Context& context, const client::Snapshot& status, const DhPublic& key)
{
    context.out.lines({"The practice's server announces this number for the key of the practice's record:",
                       "  " + session::record_key_number(key)});
    if (status.record_key)
        context.out.lines({"It is another key than the one you compared before, which had the number:",
                           "  " + session::record_key_number(*status.record_key),
                           "Ask the practice, in person, why it has changed."});
    context.out.line(
        "Compare it with the paper you have from the practice. What is sealed can be read by whoever has "
        "that key, and by nobody else.");
}

/// Whether the therapist says that the key is the practice's; an exit code where not.
std::optional<int> compare(const Context& context, OneShotClient& one_shot, const std::string& given,
                           const DhPublic& key)
{
    if (!given.empty()) {
        if (digits_of(given) == digits_of(session::record_key_number(key))) return std::nullopt;
        return fail_to_confirm(context, Errc::wrong_key,
                               "The practice's server announces a key with another number. Ask the practice.");
    }
    show_number(context, one_shot.client().status(), key);
    if (!can_ask(context))
        return fail_to_confirm(context, Errc::not_confirmed,
                               "The key was not compared yet. Give the number of the paper with --key-number.");
    const auto same = ask_yes_no(context, one_shot, "Does the paper have the same number?");
    if (same == true) return std::nullopt;
    return fail_to_confirm(context, Errc::not_confirmed,
                           same ? "Then do not use it, and ask the practice." : "The key was not compared.");
}

std::optional<int> settle_key(const Context& context, OneShotClient& one_shot, const std::string& given,
                              const DhPublic& key)
{
    if (one_shot.client().status().record_key == key && given.empty()) return std::nullopt;
    if (const auto ended = compare(context, one_shot, given, key)) return ended;
    const auto done = one_shot.run(command::ConfirmRecordKey{key});
    if (done.has_error()) return fail_to_confirm(context, done.errc(), sentence(done.errc()));
    return std::nullopt;
}

int write_sealed(const Context& context, const record::Record& record, const std::string& file, const DhPublic& key)
{
    const auto text = ui::write_record(record, ui::RecordFormat::json);
    if (text.has_error()) return context.out.fail(text.errc());
    const auto sealed = session::seal_record(key, as_bytes(*text), context.random);
    if (sealed.has_error()) return context.out.fail(sealed.errc());
    if (const auto written = write_new_file(file, *sealed); written.has_error())
        return context.out.fail(written.errc(), "Nothing was sealed: " + sentence(written.errc()));
    context.out.object(ui::object_of(
        "sealed_for_record", record.conversation,
        {{"written", file}, {"entries", record.messages.size()}, {"record_key", session::record_key_number(key)}}));
    const auto count = record.messages.size();
    context.out.lines({"Sealed for the practice's record: " + std::to_string(count) +
                           (count == 1 ? " entry" : " entries") + ", in " + ui::sanitize_line(file) + ".",
                       "Only the key that the practice keeps offline opens it, not this device. Give it to the "
                       "practice."});
    return exit_ok;
}

}  // namespace

std::optional<int> sealing_hindered(const Context& context, const request::Export& request)
{
    if (request.for_record.empty()) {
        if (request.key_number.empty()) return std::nullopt;
        return context.out.fail(Errc::bad_command, "--key-number belongs to --for-record FILE.");
    }
    if (request.for_record == request.file)
        return context.out.fail(Errc::bad_command, "Name two files: one to read, and one that is sealed.");
    return already_there(context, request.for_record, "Nothing was sealed.");
}

int seal_for_record(const Context& context, OneShotClient& one_shot, const record::Record& record,
                    const request::Export& request)
{
    const auto status = one_shot.client().status();
    if (status.role != wire::Role::therapist)
        return fail_to_confirm(context, Errc::therapists_only, "The therapist selects what enters the record.");
    if (record.messages.empty()) return fail_to_confirm(context, Errc::not_found, "There is no such entry.");
    if (!status.terms || !status.terms->record_key)
        return fail_to_confirm(context, Errc::not_found,
                               "The practice has announced no key for its record. An export that is not sealed is made "
                               "with holdfast export FILE.");
    const auto key = *status.terms->record_key;
    if (const auto ended = settle_key(context, one_shot, request.key_number, key)) return *ended;
    return write_sealed(context, record, request.for_record, key);
}

}  // namespace holdfast::shell
