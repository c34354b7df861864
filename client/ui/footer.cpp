#include "client/ui/footer.hpp"

#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

constexpr std::string_view prompt = "> ";

}  // namespace

std::string Footer::erase()
{
    if (!drawn_) return {};
    drawn_ = false;
    std::string bytes = "\r";
    if (rows_above_ > 0) bytes += "\x1B[" + std::to_string(rows_above_) + "A";
    return bytes + "\x1B[J";
}

std::string Footer::draw(const Lines& facts, const LineEditor& editor, std::size_t width)
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
    const auto shown = editor.shown(width - prompt.size() - 1);
    bytes.append(prompt).append(shown.text).append("\r");
    return bytes + "\x1B[" + std::to_string(prompt.size() + shown.cursor) + "C";
}

}  // namespace holdfast::ui
