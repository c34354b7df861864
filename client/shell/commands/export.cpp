#include <algorithm>
#include <filesystem>

#include "client/record/compare.hpp"
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/page_file.hpp"
#include "client/shell/commands/record_seal.hpp"
#include "client/shell/hours/hours_file.hpp"
#include "client/shell/page/page.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/record/make_record.hpp"
#include "client/ui/record/record_file.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::shell {
namespace {

using record::Record;

/// Above any conversation of years.
constexpr std::size_t longest_export = std::size_t{256} << 20;
constexpr std::size_t longest_preview = 40;

constexpr const char* formats = "An export is made as FILE.pdf, FILE.html, FILE.md or FILE.json.";

enum class FileKind { pdf, html, markdown, json, other };

FileKind kind_of(const std::string& file)
{
    const auto ending = std::filesystem::path{file}.extension().string();
    if (ending == ".pdf") return FileKind::pdf;
    if (ending == ".html") return FileKind::html;
    if (ending == ".md") return FileKind::markdown;
    return ending == ".json" ? FileKind::json : FileKind::other;
}

Result<Bytes> content_of(const Record& record, FileKind kind)
{
    if (kind == FileKind::pdf) {
        const auto pages = ui::record_pages(record);
        return pages.has_error() ? Result<Bytes>{pages.errc()} : draw_pages(*pages);
    }
    const auto format = kind == FileKind::html       ? ui::RecordFormat::html
                        : kind == FileKind::markdown ? ui::RecordFormat::markdown
                                                     : ui::RecordFormat::json;
    const auto text = ui::write_record(record, format);
    if (text.has_error()) return text.errc();
    return to_bytes(as_bytes(*text));
}

Result<ui::RecordExtent> extent_of(const request::Export& request)
{
    ui::RecordExtent extent;
    for (const auto& [text, date] : {std::pair{&request.from, &extent.from}, {&request.until, &extent.until}}) {
        if (text->empty()) continue;
        const auto parsed = parse_date(*text);
        if (parsed.has_error()) return parsed.errc();
        *date = *parsed;
    }
    if (extent.from && extent.until && *extent.until < *extent.from) return Errc::bad_date;
    return extent;
}

/// The reader's own zone, or the one of the hours.
hours::TimeZone zone_of(const Context& context, const client::Client& client, const ConversationId& id)
{
    if (context.zone) return *context.zone;
    if (const auto zone = client.outlook(id, system_now()).zone) return *zone;
    return hours::TimeZone::find("UTC").value();
}

/// "3. Sam, Tuesday …: I could not sleep"
ui::Lines listed(const Context& context, const Record& record)
{
    ui::Lines lines;
    std::size_t place = 0;
    for (const auto& message : record.messages) {
        const auto who =
            message.id == MessageId{} ? std::string{"Holdfast"} : ui::sanitize_name(name_of(record, message.from));
        lines.push_back(std::to_string(++place) + ". " + ui::capital(who) + ", " +
                        ui::instant_words(message.written, {}, context.here()) + ": " +
                        ui::fit(ui::sanitize_line(message.text), longest_preview));
    }
    if (lines.empty()) lines.push_back("There is nothing to export here.");
    return lines;
}

void tell_listed(const Context& context, const Record& record, const ConversationId& id)
{
    std::size_t place = 0;
    for (const auto& message : record.messages) {
        const bool remark = message.id == MessageId{};
        boost::json::object object{{"place", ++place}};
        object["id"] = remark ? boost::json::value(nullptr) : boost::json::value(to_hex(message.id.view()));
        object["kind"] = message.kind;
        object["text"] = message.text;
        object["written"] = to_rfc3339(message.written);
        context.out.object(ui::object_of("export_entry", id, std::move(object)));
    }
    context.out.lines(listed(context, record));
    if (!record.messages.empty())
        context.out.line("To make a file of all of it: holdfast export FILE. Of some of it: add --only \"1-3, 5\"");
}

std::optional<int> hindered(const Context& context, const std::string& file)
{
    if (file.empty()) return std::nullopt;
    if (kind_of(file) == FileKind::other) return context.out.fail(Errc::bad_command, formats);
    return already_there(context, file, {});
}

int write_export(const Context& context, const Record& record, const request::Export& request, const ConversationId& id)
{
    const auto content = content_of(record, kind_of(request.file));
    if (content.has_error()) return context.out.fail(content.errc());
    if (const auto written = write_new_file(request.file, *content); written.has_error())
        return context.out.fail(written.errc(), "The export was not made: " + sentence(written.errc()));
    const auto hash = to_hex(record::shared_hash(record).view());
    context.out.object(ui::object_of("exported", id,
                                     {{"written", request.file}, {"entries", record.messages.size()}, {"hash", hash}}));
    context.out.lines({"Written to " + ui::sanitize_line(request.file) + ".",
                       "Everybody who can open this file can read it: it is not encrypted. Keep it where only you "
                       "have access, and delete it when it is no longer needed."});
    return exit_ok;
}

Result<Record> record_of_file(const Context& context, const std::string& file)
{
    const auto text = read_whole(context, file, longest_export);
    if (text.has_error()) return text.errc();
    return ui::read_record(*text);
}

int fail_verifying(const Context& context, const std::string& file, Errc code)
{
    const auto name = ui::sanitize_line(file);
    if (code == Errc::not_found) return context.out.fail(code, name + " cannot be read.");
    if (kind_of(file) == FileKind::pdf)
        return context.out.fail(code, name +
                                          " is a PDF, which is for reading. The same as .json, .html or .md can be "
                                          "checked; the hash on its first page is the same.");
    return context.out.fail(code, name + ": " + sentence(code));
}

std::string number_of(std::size_t count, const char* one, const char* several)
{
    return count == 1 ? std::string{"1 "} + one : std::to_string(count) + " " + several;
}

ui::Lines comparison_lines(const record::Comparison& compared)
{
    if (!compared.same_conversation) return {"The two are of different conversations."};
    ui::Lines lines;
    if (compared.same > 0)
        lines.push_back(number_of(compared.same, "message is", "messages are") + " the same in both.");
    if (!compared.different.empty())
        lines.push_back(number_of(compared.different.size(), "message says", "messages say") +
                        " something else in the second: one of the two was not made by Holdfast as it is.");
    if (compared.first_only > 0)
        lines.push_back(number_of(compared.first_only, "message is", "messages are") + " in the first alone.");
    if (compared.second_only > 0)
        lines.push_back(number_of(compared.second_only, "message is", "messages are") + " in the second alone.");
    if (compared.first_only + compared.second_only > 0)
        lines.push_back("What waits for the hours, or was left out, is in one of them alone.");
    if (lines.empty()) lines.push_back("Neither has a message in it.");
    return lines;
}

int verify_both(const Context& context, const Record& first, const std::string& other)
{
    const auto second = record_of_file(context, other);
    if (second.has_error()) return fail_verifying(context, other, second.errc());
    const auto compared = record::compare(first, *second);
    const bool agree = compared.same_conversation && compared.different.empty();
    if (!agree && !context.out.json())
        for (const auto& line : comparison_lines(compared)) context.out.complain(line);
    if (!agree) return context.out.fail(Errc::bad_record, "The two exports do not say the same.");
    context.out.object(ui::object_of(
        "compared", first.conversation,
        {{"same", compared.same}, {"first_only", compared.first_only}, {"second_only", compared.second_only}}));
    context.out.lines(comparison_lines(compared));
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::Export& request)
{
    if (const auto ended = hindered(context, request.file)) return *ended;
    if (const auto ended = sealing_hindered(context, request)) return *ended;
    const auto extent = extent_of(request);
    if (extent.has_error())
        return context.out.fail(extent.errc(), "Write dates like 2026-03-05, the earlier one with --from.");
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    (void)one_shot.wait_until_quiet();  // what is here is exported without a connection, too
    const auto zone = zone_of(context, one_shot.client(), *id);
    auto record = ui::make_record(one_shot.client(), *id, *extent, zone, system_now());
    if (!request.only.empty()) {
        const auto places = ui::parse_places(request.only, record.messages.size());
        if (!places || !ui::choose(record, *places))
            return context.out.fail(Errc::out_of_range,
                                    "Write the numbers that holdfast export shows, like \"1-3, 5\". There are " +
                                        std::to_string(record.messages.size()) + ".");
    }
    if (!request.for_record.empty())
        if (const int code = seal_for_record(context, one_shot, record, request); code != exit_ok) return code;
    if (request.file.empty() && !request.for_record.empty()) return exit_ok;
    if (request.file.empty()) return tell_listed(context, record, *id), exit_ok;
    return write_export(context, record, request, *id);
}

int run(const Context& context, const request::Verify& request)
{
    const auto record = record_of_file(context, request.file);
    if (record.has_error()) return fail_verifying(context, request.file, record.errc());
    if (!request.other.empty()) return verify_both(context, *record, request.other);
    const auto hash = to_hex(record::shared_hash(*record).view());
    context.out.object(
        ui::object_of("verified", record->conversation, {{"entries", record->messages.size()}, {"hash", hash}}));
    context.out.lines({"The file is whole: " + number_of(record->messages.size(), "entry", "entries") + ".",
                       "Hash of what both have: " + hash,
                       "Whether the other person's device has the same words shows with their export: holdfast verify "
                       "FILE OTHER"});
    return exit_ok;
}

}  // namespace holdfast::shell
