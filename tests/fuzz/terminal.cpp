// Text of somebody else on its way to the screen: what comes out neither commands nor hides, and stays in its columns.
#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

void check_safe(std::string_view text)
{
    for (std::size_t at = 0; at < text.size();) {
        const auto c = ui::decode_at(text, at);
        require(c.valid, "bytes that are not UTF-8 reach the screen");
        const auto kind = ui::char_kind(c.code);
        require(kind != ui::CharKind::control && kind != ui::CharKind::hidden,
                "a control character reaches the screen");
        at += c.size;
    }
}

void check_line(std::string_view line, std::size_t limit)
{
    check_safe(line);
    require(ui::columns(line) <= limit, "text is wider than its place");
}

}  // namespace

void terminal(BytesView input)
{
    Choices choices{input};
    const std::size_t width = 2 + choices.below(120);
    const auto text = as_text(choices.rest());

    const auto line = ui::sanitize_line(text);
    check_safe(line);
    require(ui::sanitize_line(line) == line, "safe text is changed again");
    check_line(ui::fit(line, width), width);
    for (const auto& part : ui::wrap(line, width)) check_line(part, width);

    const auto name = ui::sanitize_name(text);
    check_line(name, ui::max_name_columns);
    require(!name.empty(), "a name is nothing");

    const auto lines = ui::sanitize_text(text);
    require(!lines.empty(), "a text is nothing");
    for (const auto& each : lines) check_safe(each);
}

}  // namespace holdfast::fuzz
