#include "client/shell/terminal/output.hpp"

#include <cerrno>
#include <cstdio>

#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {

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
    if (!json_) raw_line(safe);
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
        std::fprintf(stderr, "%s\n", ui::error_sentence(code, place).c_str());
    return exit_code(code);
}

int Output::fail(Errc code, std::string_view words) const
{
    return fail(code, hours::PlacedError{code, 0, std::string{words}});
}

}  // namespace holdfast::shell
