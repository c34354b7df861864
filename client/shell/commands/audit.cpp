#include "client/core/hours/hours_store.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/ui/audit_view.hpp"
#include "client/ui/json/json_audit.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;

/// Of a long log it is said how far it has come, not more often than this.
constexpr std::uint64_t told_every = 2000;

/// Says how the log comes in, and knows that it does.
class Progress {
  public:
    explicit Progress(const Output& out) : out_{out} {}

    void on_event(const client::Show& item)
    {
        const auto* progress = std::get_if<show::AuditProgress>(&item);
        if (!progress) return;
        ++pages_;
        if (progress->seen < told_ + told_every) return;
        told_ = progress->seen;
        out_.line(ui::audit_progress(progress->seen, progress->head));
    }
    void begin() { told_ = 0; }
    [[nodiscard]] std::size_t pages() const noexcept { return pages_; }

  private:
    const Output& out_;
    std::size_t pages_ = 0;
    std::uint64_t told_ = 0;
};

/// The report of one conversation; the wait for the relay counts from each page it sends. Errors: no_zone_data,
/// unknown_zone.
Result<audit::Report> report_of(OneShotClient& one_shot, const ConversationId& id, Progress& progress)
{
    progress.begin();
    const auto ticket = one_shot.submit(command::Audit{id});
    const auto answered = [&] { return one_shot.answer(ticket) != nullptr; };
    for (auto pages = progress.pages(); !answered(); pages = progress.pages()) {
        const auto settled = one_shot.wait_until_quiet(answered);
        if (settled.has_error() && (settled.errc() != Errc::timed_out || pages == progress.pages())) break;
    }
    const auto* done = one_shot.newest<show::AuditDone>();
    if (answered() && done && done->conversation == id) return done->report;
    if (const auto* answer = one_shot.answer(ticket);
        answer && answer->error && client::lacks_zone_data(*answer->error))
        return *answer->error;
    audit::Report none;
    none.log_refused = Errc::timed_out;
    return none;
}

int verdict(const audit::Report& report)
{
    if (report.worst() == audit::Weight::proof) return exit_not_trusted;
    if (!report.log_seen) return exit_network;
    return report.worst() == audit::Weight::unsure ? exit_user : exit_ok;
}

/// The graver of two results: a wrong relay, a log not seen, something to look into, nothing.
int worse(int a, int b) { return std::max(a, b); }

}  // namespace

int run(const Context& context, const request::Audit& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    Progress progress{context.out};
    one_shot.listen([&](const client::Show& item) { progress.on_event(item); });
    // Without the relay what this device keeps is audited; the exit code tells that the log was not seen.
    const auto settled = one_shot.wait_until_quiet();
    std::optional<ConversationId> one;
    if (!request.with.empty()) {
        const auto found = one_shot.client().find(request.with);
        if (found.has_error()) return fail_finding(context, one_shot.client(), request.with, found.errc());
        one = *found;
    }
    int code = settled.has_error() ? exit_code(settled.errc()) : exit_ok;
    if (settled.has_error()) context.out.line(ui::error_sentence(settled.errc()));
    for (const auto& view : one_shot.client().conversations()) {
        if (one && view.id != *one) continue;
        const auto made = report_of(one_shot, view.id, progress);
        if (made.has_error()) return context.out.fail(made.errc());
        const auto& report = *made;
        const auto outlook = one_shot.client().outlook(view.id, system_now());
        context.out.object(ui::audit_object(report, view, outlook, context.here()));
        context.out.lines(ui::audit_lines(report, view, outlook, context.here(), request.all));
        code = worse(code, verdict(report));
    }
    return code;
}

}  // namespace holdfast::shell
