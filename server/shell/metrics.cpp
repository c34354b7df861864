#include "server/shell/metrics.hpp"

#include <algorithm>

#include "server/doctor/judge.hpp"

namespace holdfast::server {
namespace {

using doctor::Weight;

/// A label's value: the format wants these three escaped.
std::string label_value(std::string_view value)
{
    std::string out;
    for (const char c : value) {
        if (c == '\n')
            out += "\\n";
        else if (c == '\\' || c == '"')
            (out += '\\') += c;
        else
            out += c;
    }
    return out;
}

class Exposition {
  public:
    void gauge(std::string_view name, std::string_view help) { begin(name, help, "gauge"); }
    void gauge(std::string_view name, std::string_view help, std::uint64_t value)
    {
        gauge(name, help);
        sample({}, value);
    }
    /// Since the relay started.
    void counter(std::string_view name, std::string_view help, std::uint64_t value)
    {
        begin(name, help, "counter");
        sample({}, value);
    }
    /// In whole seconds since 1970; nothing where it is not known.
    void time(std::string_view name, std::string_view help, const std::optional<Instant>& at)
    {
        if (!at || at->time_since_epoch().count() < 0) return;
        const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(at->time_since_epoch()).count();
        gauge(name, help, static_cast<std::uint64_t>(seconds));
    }
    /// Of the metric begun last. `labels` as `role="client"`.
    void sample(std::string_view labels, std::uint64_t value)
    {
        text_ += name_;
        if (!labels.empty()) text_.append("{").append(labels).append("}");
        text_ += ' ' + std::to_string(value) + '\n';
    }
    [[nodiscard]] std::string text() && { return std::move(text_); }

  private:
    void begin(std::string_view name, std::string_view help, std::string_view type)
    {
        name_ = name;
        text_.append("# HELP ").append(name).append(" ").append(help);
        text_.append("\n# TYPE ").append(name).append(" ").append(type).append("\n");
    }

    std::string name_;
    std::string text_;
};

std::uint64_t findings_of(const std::vector<doctor::Finding>& findings, Weight weight)
{
    return static_cast<std::uint64_t>(std::ranges::count(findings, weight, &doctor::Finding::weight));
}

void tell_machine(Exposition& out, const doctor::Facts& facts)
{
    const auto findings = doctor::judge(facts);
    out.gauge("holdfast_findings", "What holdfastctl doctor has to say: to look at, and what keeps the relay down.");
    out.sample("weight=\"look\"", findings_of(findings, Weight::look));
    out.sample("weight=\"broken\"", findings_of(findings, Weight::broken));
    out.gauge("holdfast_clock_set", "1 when the system says that its clock follows a time source.",
              facts.clock_set ? 1 : 0);
    if (facts.free_bytes)
        out.gauge("holdfast_disk_free_bytes", "Free on the disk of the data folder.", *facts.free_bytes);
    if (!facts.config_problem)
        out.gauge("holdfast_disk_reserve_bytes", "With less free nothing new is taken.",
                  facts.config.limits.reserve_bytes);
    out.time("holdfast_backup_time_seconds", "When the newest copy in the folder of backups was made.",
             facts.newest_backup);
    out.time("holdfast_certificate_end_time_seconds", "When the certificate ends.", facts.certificate_ends);
}

void tell_relay(Exposition& out, const doctor::Facts& facts, const ServiceStatus& status)
{
    const auto& relay = status.relay;
    out.gauge("holdfast_build_info", "1; the version that runs, and its data of time zones.");
    out.sample("version=\"" + label_value(status.version) + "\",zone_data=\"" + label_value(relay.tzdata) + '"', 1);
    out.time("holdfast_start_time_seconds", "When the relay started.", status.started);
    out.gauge("holdfast_clock_trusted", "0 after a jump of the clock: nothing is released.",
              relay.clock_suspect ? 0 : 1);
    out.gauge("holdfast_accounts", "Accounts of the practice.");
    out.sample("role=\"therapist\"", relay.therapists);
    out.sample("role=\"client\"", relay.clients);
    out.gauge("holdfast_devices", "Devices of all accounts.", relay.devices);
    out.gauge("holdfast_conversations", "Conversations.", relay.conversations);
    out.gauge("holdfast_held_messages", "Messages that wait for hours to open.", relay.held_messages);
    out.gauge("holdfast_queued_deliveries", "Deliveries that no device has fetched yet.", relay.queued_deliveries);
    out.gauge("holdfast_connections", "Connections that are open.", status.connections);
    out.gauge("holdfast_connections_limit", "The most that may be open.", facts.config.limits.connections);
    out.gauge("holdfast_connections_before_login", "Of the open ones, those that have not logged in.",
              status.before_login);
    out.counter("holdfast_connections_turned_away_total", "Connections that found no room.", status.turned_away);
    out.counter("holdfast_commits_total", "Commits of the store.", status.commits);
    out.counter("holdfast_events_total", "Events that were stepped.", status.events);
}

}  // namespace

doctor::Running running_of(const ServiceStatus& status)
{
    doctor::Running running{status.version, status.relay.tzdata, status.relay.clock_suspect, 0,
                            status.relay.outages.size()};
    if (const auto& outside = status.outside) {
        running.outside_asked = outside->at;
        running.outside_stopped = outside->stopped;
    }
    return running;
}

std::string metrics_text(const doctor::Facts& facts, const std::optional<ServiceStatus>& status)
{
    Exposition out;
    out.gauge("holdfast_up", "1 when the relay answers.", status ? 1 : 0);
    tell_machine(out, facts);
    if (status) tell_relay(out, facts, *status);
    return std::move(out).text();
}

}  // namespace holdfast::server
