#include "client/ui/input/prompt_area.hpp"

#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

/// The fewest columns a row leaves for the line being written, however long the name before it is.
constexpr std::size_t least_for_line = 8;

}  // namespace

std::string PromptArea::erase()
{
    if (!drawn_) return {};
    drawn_ = false;
    std::string bytes = "\r";
    if (rows_above_ > 0) bytes += "\x1B[" + std::to_string(rows_above_) + "A";
    return bytes + "\x1B[J";
}

std::string PromptArea::draw(const Lines& facts, std::string_view prompt, const LineEditor& editor, std::size_t width)
{
    drawn_ = true;
    rows_above_ = 0;
    std::string bytes;
    // One column stays free: a terminal that wraps by itself would make another row.
    for (const auto& fact : facts)
        for (const auto& row : wrap(fact, width - 1)) {
            bytes.append(row).append("\r\n");
            ++rows_above_;
        }
    const auto before = fit(prompt, width - least_for_line);
    const auto used = columns(before);
    const auto shown = editor.shown(width - used - 1);
    bytes.append(before).append(shown.text).append("\r");
    return bytes + "\x1B[" + std::to_string(used + shown.cursor) + "C";
}

}  // namespace holdfast::ui
