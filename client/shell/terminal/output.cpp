#include "client/shell/terminal/output.hpp"

#include "client/ui/layout.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {

ui::Lines Output::on_screen(std::string_view safe, bool terminal) const
{
    if (!terminal) return {std::string{safe}};
    return ui::laid_out(safe, console_.width());
}

void Output::raw_line(std::string_view line) const { raw(std::string{line} + "\n"); }

void Output::raw(std::string_view bytes) const
{
    try {
        console_.write(bytes);
    } catch (const OutputFailed& failed) {
        throw OutputFailed{failed.nobody_reads, deed_};
    }
}

void Output::object(const boost::json::object& object) const
{
    if (!json_) return;
    require(object.contains("event") && object.contains("conversation"), "an object does not say what it is");
    raw_line(ui::json_line(object));
}

void Output::line(std::string_view safe) const
{
    if (json_) return;
    for (const auto& row : on_screen(safe, console_.out_is_terminal())) raw_line(row);
}

void Output::picture(const ui::Lines& safe) const
{
    if (json_ || (console_.out_is_terminal() && !ui::fits_on(safe, console_.width()))) return;
    for (const auto& one : safe) raw_line(one);
}

void Output::lines(const ui::Lines& safe) const
{
    for (const auto& one : safe) line(one);
}

int Output::fail(Errc code, const std::optional<hours::PlacedError>& place) const
{
    if (json_)
        object(ui::object_of("error", {}, {{"error", ui::error_object(code, place)}}));
    else
        for (const auto& row : on_screen(ui::error_sentence(code, place), console_.err_is_terminal())) complain(row);
    return exit_code(code);
}

int Output::fail(Errc code, std::string_view words) const
{
    return fail(code, hours::PlacedError{code, 0, std::string{words}});
}

void Output::complain(std::string_view safe) const { console_.complain(std::string{safe} + "\n"); }

}  // namespace holdfast::shell
