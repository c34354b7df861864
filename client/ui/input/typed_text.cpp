#include "client/ui/input/typed_text.hpp"

#include <algorithm>
#include <utility>

#include "client/core/messages/blank.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/input/keys.hpp"
#include "client/ui/unicode.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::ui {
namespace {

bool is_utf16(std::string_view text)
{
    if (text.starts_with("\xFF\xFE") || text.starts_with("\xFE\xFF")) return true;
    // Western text in UTF-16 without a mark: every second byte is zero.
    const auto zeros = static_cast<std::size_t>(std::ranges::count(text, '\0'));
    return zeros > 0 && zeros * 2 >= text.size() - 1;
}

/// True when each byte that is not UTF-8 stands alone between others that are: a letter of an encoding with one byte
/// for each. Of those, Windows-1252 alone has any below 0xA0.
struct SingleBytes {
    bool all = true;
    bool windows = false;
};
SingleBytes single_bytes(std::string_view text)
{
    SingleBytes found;
    for (std::size_t at = 0; at < text.size();) {
        const auto c = decode_at(text, at);
        if (!c.valid) found.windows = found.windows || static_cast<unsigned char>(text[at]) < 0xA0;
        found.all = found.all && (c.valid ? c.code < 0x80 : true);
        at += c.valid ? c.size : 1;
    }
    return found;
}

std::string in_other_encoding(std::string_view name, std::string_view as_iconv_says)
{
    return "This text is not in UTF-8; it looks like " + std::string{name} +
           ". Nothing was sent. This makes UTF-8 of a file: iconv -f " + std::string{as_iconv_says} + " -t UTF-8 FILE";
}

}  // namespace

std::vector<std::string> comma_parts(std::string_view text)
{
    std::vector<std::string> list;
    while (!text.empty()) {
        const auto comma = text.find(',');
        if (const auto part = trimmed(text.substr(0, comma)); !part.empty()) list.emplace_back(part);
        text = comma == std::string_view::npos ? std::string_view{} : text.substr(comma + 1);
    }
    return list;
}

std::string joined(const std::vector<std::string>& parts, std::string_view between)
{
    std::string text;
    for (const auto& part : parts) text.append(text.empty() ? std::string_view{} : between).append(part);
    return text;
}

void replace_all(std::string& text, std::string_view from, std::string_view to)
{
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
}

std::optional<std::string> unusable_words(std::string_view text)
{
    if (client::is_blank(text)) return "There is nothing to send.";
    if (is_utf16(text)) return in_other_encoding("UTF-16", "UTF-16");
    if (!is_utf8(as_bytes(text))) {
        const auto bytes = single_bytes(text);
        if (!bytes.all) return "This text is not in UTF-8 throughout: a letter of it is damaged. Nothing was sent.";
        return bytes.windows ? in_other_encoding("Windows-1252", "WINDOWS-1252")
                             : in_other_encoding("ISO 8859-1 (Latin-1)", "ISO-8859-1");
    }
    if (text.find('\0') != std::string_view::npos)
        return "There is a NUL character in this text, which no message may have. Nothing was sent.";
    return std::nullopt;
}

std::optional<std::string> without_keys(std::string_view line)
{
    constexpr char escape = '\x1B';
    constexpr auto is_last = [](char c) { return c >= '@' && c <= '~'; };
    std::string text;
    bool left = false;
    for (std::size_t at = 0; at < line.size(); ++at) {
        if (line[at] != escape) {
            text += line[at];
            continue;
        }
        const char kind = at + 1 < line.size() ? line[at + 1] : '\0';
        left = left || (kind != '[' && kind != 'O');
        if (kind == '[')
            for (at += 2; at < line.size() && !is_last(line[at]);) ++at;
        else if (kind == 'O')
            at += 2;
    }
    if (left && trimmed(text).empty()) return std::nullopt;
    return text;
}

std::optional<bool> agreement(std::string_view answer)
{
    constexpr std::string_view around = " \t\r\n.!,";
    const auto first = answer.find_first_not_of(around);
    if (first == std::string_view::npos) return std::nullopt;
    const auto word = answer.substr(first, answer.find_last_not_of(around) - first + 1);
    if (const auto yes = parse_yes_no(word)) return yes;
    std::string lower{word};
    std::ranges::transform(lower, lower.begin(),
                           [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; });
    for (const auto* leaving : {"stop", "quit", "cancel", "nope", "nein", "non"})
        if (lower == leaving) return false;
    return std::nullopt;
}

std::vector<std::string> shell_words(std::string_view line)
{
    std::vector<std::string> words;
    char quote = '\0';
    bool inside = false;
    for (const char one : line) {
        const bool blank = one == ' ' || one == '\t';
        if (quote == '\0' && blank) {
            inside = false;
            continue;
        }
        if (!inside) words.emplace_back();
        inside = true;
        if (one == quote)
            quote = '\0';
        else if (quote == '\0' && (one == '"' || one == '\''))
            quote = one;
        else
            words.back() += one;
    }
    return words;
}

std::vector<std::string> LineReader::feed(std::string_view bytes)
{
    std::vector<std::string> lines;
    for (const char byte : bytes) {
        const auto mark = pasting_ ? paste_end : paste_begin;
        escape_ += byte;
        if (escape_ == mark) {
            pasting_ = !pasting_;
            escape_.clear();
            continue;
        }
        if (mark.starts_with(escape_)) continue;
        for (const char kept : std::exchange(escape_, {})) {
            if (kept != '\n' || pasting_) {
                keep(kept);
                continue;
            }
            if (line_.ends_with('\r')) line_.pop_back();
            lines.push_back(std::exchange(line_, {}));
        }
    }
    return lines;
}

std::string LineReader::rest()
{
    for (const char kept : std::exchange(escape_, {})) keep(kept);
    pasting_ = false;
    return std::exchange(line_, {});
}

void LineReader::keep(char byte)
{
    if (line_.size() <= limit_) line_ += byte;
}

bool Letter::add(std::string line)
{
    if (line == ".") return true;
    if (line.size() > 1 && std::ranges::all_of(line, [](char c) { return c == '.'; })) line.pop_back();
    if (std::exchange(begun_, true)) text_ += '\n';
    text_ += line;
    return false;
}

}  // namespace holdfast::ui
