#include "client/ui/sanitize.hpp"

#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

constexpr std::string_view replacement = "\xEF\xBF\xBD";    // U+FFFD
constexpr std::string_view dotted_circle = "\xE2\x97\x8C";  // U+25CC
constexpr std::string_view ellipsis = "\xE2\x80\xA6";       // U+2026

/// Builds one safe line from code points.
class Line {
  public:
    void take(const Decoded& c, bool before_beyond_ascii)
    {
        if (!c.valid) return replace();
        switch (char_kind(c.code)) {
            case CharKind::control: return control(c.code);
            case CharKind::hidden: return replace();
            case CharKind::joiner: return beyond_ascii_ && before_beyond_ascii ? void() : replace();
            case CharKind::mark: return mark(c.code);
            case CharKind::narrow:
            case CharKind::wide: return base(c.code);
        }
    }
    void space(std::size_t count)
    {
        for (; count > 0; --count) base(U' ');
    }
    [[nodiscard]] std::string finish()
    {
        auto done = std::move(out_);
        *this = {};
        return done;
    }

  private:
    void base(char32_t c)
    {
        append_utf8(out_, c);
        marks_ = 0;
        has_base_ = true;
        replaced_ = false;
        beyond_ascii_ = c > 0x7F;
    }
    void control(char32_t c)
    {
        if (c > 0x7F) return replace();
        base(c == 0x7F ? U'\u2421' : 0x2400 + c);
        beyond_ascii_ = false;
    }
    void replace()
    {
        if (!replaced_) out_ += replacement;
        marks_ = 0;
        has_base_ = true;
        replaced_ = true;
        beyond_ascii_ = false;
    }
    void mark(char32_t c)
    {
        if (marks_ > max_marks) return;
        if (marks_ == max_marks) {
            out_ += replacement;
            ++marks_;
            return;
        }
        if (!has_base_) out_ += dotted_circle;
        has_base_ = true;
        replaced_ = false;
        append_utf8(out_, c);
        ++marks_;
    }

    std::string out_;
    std::size_t marks_ = 0;
    bool has_base_ = false;
    bool replaced_ = false;
    bool beyond_ascii_ = false;
};

bool is_beyond_ascii(std::string_view text, std::size_t at)
{
    if (at >= text.size()) return false;
    const auto c = decode_at(text, at);
    return c.valid && c.code > 0x7F && (char_kind(c.code) == CharKind::narrow || char_kind(c.code) == CharKind::wide);
}

bool is_line_break(std::string_view text, std::size_t at)
{
    return text[at] == '\n' || (text[at] == '\r' && at + 1 < text.size() && text[at + 1] == '\n');
}

}  // namespace

std::string sanitize_line(std::string_view untrusted)
{
    Line line;
    for (std::size_t at = 0; at < untrusted.size();) {
        const auto c = decode_at(untrusted, at);
        if (c.code == U'\n' || c.code == U'\t')
            line.space(1);
        else if (!is_line_break(untrusted, at))
            line.take(c, is_beyond_ascii(untrusted, at + c.size));
        at += c.size;
    }
    return line.finish();
}

std::vector<std::string> sanitize_text(std::string_view untrusted)
{
    constexpr std::size_t tab = 4;
    std::vector<std::string> lines;
    Line line;
    for (std::size_t at = 0; at < untrusted.size();) {
        const auto c = decode_at(untrusted, at);
        if (c.code == U'\n')
            lines.push_back(line.finish());
        else if (c.code == U'\t')
            line.space(tab);
        else if (!is_line_break(untrusted, at))
            line.take(c, is_beyond_ascii(untrusted, at + c.size));
        at += c.size;
    }
    lines.push_back(line.finish());
    return lines;
}

std::string sanitize_name(std::string_view untrusted)
{
    const auto safe = sanitize_line(untrusted);
    if (safe.find_first_not_of(' ') == std::string::npos) return "?";
    return fit(safe, max_name_columns);
}

std::string fit(std::string_view safe, std::size_t limit)
{
    if (columns(safe) <= limit) return std::string{safe};
    std::size_t end = 0;
    for (std::size_t used = 0; end < safe.size();) {
        const auto next = cluster_end(safe, end);
        used += columns(safe.substr(end, next - end));
        if (used + 1 > limit) break;
        end = next;
    }
    return std::string{safe.substr(0, end)}.append(ellipsis);
}

namespace {

/// Of the cluster that begins here: its end, or as much as `width` has room for where the cluster alone is wider.
std::size_t fitting_end(std::string_view safe, std::size_t at, std::size_t width)
{
    const auto end = cluster_end(safe, at);
    if (columns(safe.substr(at, end - at)) <= width) return end;
    auto next = at + decode_at(safe, at).size;
    for (auto after = next; after < end && columns(safe.substr(at, after - at)) <= width;) {
        next = after;
        after += decode_at(safe, after).size;
    }
    return next;
}

}  // namespace

std::vector<std::string> wrap(std::string_view safe, std::size_t width)
{
    std::vector<std::string> lines;
    for (;;) {
        std::size_t end = 0;
        auto space = std::string_view::npos;
        for (std::size_t used = 0; end < safe.size();) {
            const auto next = fitting_end(safe, end, width);
            used += columns(safe.substr(end, next - end));
            if (safe[end] == ' ') space = end;
            if (used > width && end > 0) break;
            end = next;
        }
        if (end == safe.size()) break;
        const bool at_space = space != std::string_view::npos && space > 0;
        lines.emplace_back(safe.substr(0, at_space ? space : end));
        safe.remove_prefix(at_space ? space + 1 : end);
    }
    lines.emplace_back(safe);
    return lines;
}

}  // namespace holdfast::ui
