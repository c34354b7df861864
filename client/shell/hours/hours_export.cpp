#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_source.hpp"
#include "client/ui/hours/weeks.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"
#include "protocol/ical/write.hpp"

namespace holdfast::shell {
namespace {

Instant midnight(const Date& date, const hours::TimeZone& zone)
{
    return zone.first(hours::LocalMinute{std::chrono::sys_days{date}.time_since_epoch()});
}

/// The windows of whole days, so that a file read back says the same.
std::string calendar_of(const HoursSource& source, int count, const ui::Here& here)
{
    const auto weeks = ui::weeks_of(source.schedule, source.zone, source.contents, count, here);
    const auto after = Date{std::chrono::sys_days{weeks.days.back().date} + std::chrono::days{1}};
    const Interval span{midnight(weeks.days.front().date, source.zone), midnight(after, source.zone)};
    std::vector<Interval> windows;
    for (const auto& day : weeks.days)
        for (const auto& window : day.windows) windows.push_back({window.begin, window.end.value_or(span.end)});
    return ical::write_windows(windows, span, source.zone, source.scope, here.now);
}

int fail_writing(const Context& context, Errc code)
{
    if (code == Errc::not_allowed)
        return context.out.fail(code,
                                "What stands there is a link, or no file, so nothing was written. Choose another "
                                "place for the calendar.");
    return context.out.fail(Errc::disk_full, "The calendar cannot be written there. Choose another place for it.");
}

}  // namespace

int run(const Context& context, const request::HoursExport& request)
{
    const auto source = hours_source(context, request.choice);
    if (!source) return context.out.fail(source.error().code, source.error());
    auto text = calendar_of(*source, request.weeks, context.here());
    if (request.out.empty()) {
        if (text.ends_with('\n')) text.pop_back();
        context.out.raw_line(text);
        return exit_ok;
    }
    if (const auto written = write_file(request.out, as_bytes(text)); written.has_error())
        return fail_writing(context, written.errc());
    context.out.object(ui::object_of("written", {}, {{"written", request.out}}));
    context.out.line("The coming " + std::to_string(request.weeks) +
                     " weeks are in the file. Open it with your calendar program.");
    return exit_ok;
}

}  // namespace holdfast::shell
