// Numbers over time: shown, or as a file.
#include <algorithm>

#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/page_file.hpp"
#include "client/shell/page/page.hpp"
#include "client/shell/platform.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/json/json_progress.hpp"
#include "client/ui/progress/progress_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"

namespace holdfast::shell {
namespace {

constexpr std::size_t plot_columns = 72;

struct ChartFile {
    const std::string& file;
    PageFormat format;
    std::string_view ending;
};

std::optional<int> chart_hindered(const Context& context, const ChartFile& chart)
{
    if (chart.file.empty()) return std::nullopt;
    const auto format = page_format(chart.file);
    if (format.has_error() || *format != chart.format)
        return context.out.fail(Errc::bad_command,
                                "Name the file so that it ends in " + std::string{chart.ending} + ".");
    return already_there(context, chart.file, {});
}

int write_charts(const Context& context, const ui::Progress& progress, const ConversationId& id, const ChartFile& chart)
{
    const auto drawing = draw_charts(ui::progress_charts(progress, context.here()), chart.format);
    const auto written = drawing.has_error() ? Status{drawing.errc()} : write_new_file(chart.file, *drawing);
    if (written.has_error())
        return context.out.fail(written.errc(), "The picture was not made: " + sentence(written.errc()));
    context.out.object(ui::object_of("written", id, {{"written", chart.file}}));
    context.out.lines({"Written to " + ui::sanitize_line(chart.file) + ".",
                       "Everybody who can open this file can read it: it is not encrypted."});
    return exit_ok;
}

int fail_series(const Context& context, const ui::Progress& all, const std::string& name)
{
    std::string names;
    for (const auto& series : all.series)
        names.append(names.empty() ? "" : ", ").append(ui::sanitize_line(series.name));
    return context.out.fail(Errc::not_found, "Nothing here is called " + ui::sanitize_line(name) +
                                                 (names.empty() ? "." : ". There are: " + names + "."));
}

int show_progress(const Context& context, const ui::Progress& progress, const ConversationId& id)
{
    const auto here = context.here();
    context.out.object(ui::progress_object(progress, id, here));
    if (progress.series.empty()) {
        context.out.line("There are no numbers here yet. Check-ins and questionnaires bring them.");
        return exit_ok;
    }
    const auto dots = platform::draws_braille() ? ui::Dots::braille : ui::Dots::blocks;
    context.out.lines(ui::progress_lines(progress, dots, std::min(plot_columns, context.out.console().width()), here));
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::Progress& request)
{
    const ChartFile files[] = {{request.svg, PageFormat::svg, ".svg"}, {request.pdf, PageFormat::pdf, ".pdf"}};
    for (const auto& file : files)
        if (const auto ended = chart_hindered(context, file)) return *ended;
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    (void)one_shot.wait_until_quiet();  // what is here is shown without a connection, too
    auto progress = ui::progress_of(one_shot.client(), *id, system_now());
    if (!request.name.empty()) {
        auto chosen = ui::only(progress, request.name);
        if (chosen.series.empty()) return fail_series(context, progress, request.name);
        progress = std::move(chosen);
    }
    if (request.csv) return context.out.raw(ui::progress_csv(progress)), exit_ok;
    if (request.svg.empty() && request.pdf.empty()) return show_progress(context, progress, *id);
    if (progress.series.empty()) return context.out.fail(Errc::not_found, "There are no numbers here yet.");
    for (const auto& file : files) {
        if (file.file.empty()) continue;
        if (const auto code = write_charts(context, progress, *id, file); code != exit_ok) return code;
    }
    return exit_ok;
}

}  // namespace holdfast::shell
