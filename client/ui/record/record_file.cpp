#include "client/ui/record/record_file.hpp"

#include <algorithm>

#include "client/record/record_json.hpp"
#include "client/ui/record/make_record.hpp"
#include "client/ui/record/record_pages.hpp"

namespace holdfast::ui {
namespace {

using Style = Paragraph::Style;

constexpr std::string_view html_begin = "<script type=\"application/json\" id=\"holdfast-record\">\n";
constexpr std::string_view html_end = "</script>\n</body>\n</html>\n";
constexpr std::string_view markdown_begin = "```holdfast-record\n";
constexpr std::string_view markdown_end = "```\n";

// ---- HTML -----------------------------------------------------------------------------------------------------------

std::string html_text(std::string_view safe)
{
    std::string out;
    for (const char c : safe) {
        switch (c) {
            case '<': out += "&lt;"; break;
            case '>': out += "&gt;"; break;
            case '&': out += "&amp;"; break;
            case '\n': out += "<br>\n"; break;
            default: out += c;
        }
    }
    return out;
}

std::string html_of(const Paragraph& paragraph)
{
    const auto text = html_text(paragraph.text);
    switch (paragraph.style) {
        case Style::title: return "<h1 dir=\"auto\">" + text + "</h1>\n";
        case Style::heading: return "<h2 dir=\"auto\">" + text + "</h2>\n";
        case Style::words: return "<p dir=\"auto\">" + text + "</p>\n";
        case Style::about:
        case Style::times: break;
    }
    return "<p class=\"times\">" + text + "</p>\n";
}

std::string html_page(const std::vector<Paragraph>& pages)
{
    std::string out =
        "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n<title>" +
        html_text(pages.front().text) +
        "</title>\n<style>\nbody { max-width: 40em; margin: 2em auto; padding: 0 1em; font: 1.1em/1.5 sans-serif; "
        "overflow-wrap: anywhere }\nh2 { font-size: 1em; margin: 2em 0 0.3em }\np { margin: 0.3em 0 }\n.times { "
        "font-size: 0.85em }\n</style>\n</head>\n<body>\n";
    for (const auto& paragraph : pages) out += html_of(paragraph);
    return out;
}

// ---- Markdown -------------------------------------------------------------------------------------------------------

/// Nothing in it means anything to Markdown, at the beginning of a line either.
std::string markdown_text(std::string_view safe)
{
    constexpr std::string_view meaning = "\\`*_{}[]<>()#+-.!|~&=:^$";
    std::string out;
    for (const char c : safe) {
        if (meaning.find(c) != std::string_view::npos) out += '\\';
        if (c == '\n') out += '\\';
        out += c;
    }
    return out;
}

std::string markdown_of(const Paragraph& paragraph)
{
    const auto text = markdown_text(paragraph.text);
    switch (paragraph.style) {
        case Style::title: return "# " + text + "\n\n";
        case Style::heading: return "## " + text + "\n\n";
        case Style::about:
        case Style::words: break;
        case Style::times: return "*" + text + "*\n\n";
    }
    return text + "\n\n";
}

std::string markdown_page(const std::vector<Paragraph>& pages)
{
    std::string out;
    for (const auto& paragraph : pages) out += markdown_of(paragraph);
    return out;
}

// ---- reading --------------------------------------------------------------------------------------------------------

struct Found {
    RecordFormat format = RecordFormat::json;
    std::string_view json;
};

/// What stands between the last `begin` and `end`, which ends the file.
std::optional<std::string_view> between(std::string_view file, std::string_view begin, std::string_view end)
{
    const auto at = file.rfind(begin);
    if (at == std::string_view::npos || !file.ends_with(end)) return std::nullopt;
    const auto from = at + begin.size();
    if (from + end.size() > file.size()) return std::nullopt;
    return file.substr(from, file.size() - end.size() - from);
}

Found record_in(std::string_view file)
{
    if (const auto json = between(file, html_begin, html_end)) return {RecordFormat::html, *json};
    if (const auto json = between(file, markdown_begin, markdown_end)) return {RecordFormat::markdown, *json};
    return {RecordFormat::json, file};
}

}  // namespace

Result<std::string> write_record(const record::Record& record, RecordFormat format)
{
    auto json = record::write_json(record);
    if (format == RecordFormat::json) return json;
    const auto pages = record_pages(record);
    if (pages.has_error()) return pages.errc();
    if (format == RecordFormat::html) return html_page(*pages) + std::string{html_begin} + json + std::string{html_end};
    return markdown_page(*pages) + std::string{markdown_begin} + json + std::string{markdown_end};
}

Result<record::Record> read_record(std::string_view file)
{
    const auto [format, json] = record_in(file);
    auto record = record::read_json(json);
    if (record.has_error()) return record.errc();
    if (!std::ranges::all_of(record->messages, says_what_was_written)) return Errc::bad_record;
    const auto again = write_record(*record, format);
    if (again.has_error()) return again.errc();
    if (*again != file) return Errc::bad_record;
    return record;
}

}  // namespace holdfast::ui
