#include "client/shell/terminal/output.hpp"

#include <unistd.h>

#include <cerrno>
#include <cstdio>

#include "client/shell/platform.hpp"
#include "client/ui/layout.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

ui::Lines on_screen(std::string_view safe, int descriptor)
{
    if (!platform::is_terminal(descriptor)) return {std::string{safe}};
    return ui::laid_out(safe, platform::terminal_width());
}

}  // namespace

void Output::raw_line(std::string_view line) const
{
    const auto whole = std::string{line} + "\n";
    const bool written = std::fwrite(whole.data(), 1, whole.size(), stdout) == whole.size() && std::fflush(stdout) == 0;
    if (written) return;
    throw OutputFailed{errno == EPIPE, deed_};
}

void Output::object(const boost::json::object& object) const
{
    if (json_) raw_line(ui::json_line(object));
}

void Output::line(std::string_view safe) const
{
    if (json_) return;
    for (const auto& row : on_screen(safe, STDOUT_FILENO)) raw_line(row);
}

void Output::picture(const ui::Lines& safe) const
{
    if (json_) return;
    for (const auto& one : safe) raw_line(one);
}

void Output::lines(const ui::Lines& safe) const
{
    for (const auto& one : safe) line(one);
}

int Output::fail(Errc code, const std::optional<hours::PlacedError>& place) const
{
    if (json_)
        object({{"error", ui::error_object(code, place)}});
    else
        for (const auto& row : on_screen(ui::error_sentence(code, place), STDERR_FILENO))
            std::fprintf(stderr, "%s\n", row.c_str());
    return exit_code(code);
}

int Output::fail(Errc code, std::string_view words) const
{
    return fail(code, hours::PlacedError{code, 0, std::string{words}});
}

}  // namespace holdfast::shell
