#include "server/shell/metrics.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::metrics_test {
namespace {

bool has_line(const std::string& text, const std::string& line)
{
    return ("\n" + text).find("\n" + line + "\n") != std::string::npos;
}

ServiceStatus busy()
{
    ServiceStatus status;
    status.relay.therapists = 2;
    status.relay.clients = 41;
    status.relay.held_messages = 12;
    status.relay.tzdata = "2026a";
    status.started = Instant{std::chrono::seconds{1'796'000'000}};
    status.connections = 17;
    status.turned_away = 3;
    status.version = "1.2.3";
    return status;
}

TEST_CASE("What a relay counts stands on one line each, in the format of Prometheus")
{
    const auto text = metrics_text({}, busy());
    for (const auto* line : {
             "holdfast_up 1",
             "# TYPE holdfast_accounts gauge",
             "holdfast_accounts{role=\"therapist\"} 2",
             "holdfast_accounts{role=\"client\"} 41",
             "holdfast_held_messages 12",
             "holdfast_start_time_seconds 1796000000",
             "holdfast_clock_trusted 1",
             "# TYPE holdfast_connections_turned_away_total counter",
             "holdfast_connections_turned_away_total 3",
             "holdfast_build_info{version=\"1.2.3\",zone_data=\"2026a\"} 1",
         }) {
        INFO(line << "\n" << text);
        CHECK(has_line(text, line));
    }
}

TEST_CASE("Who is there is nobody's to know: logged in is not told, whatever it is")
{
    auto status = busy();
    const auto before = metrics_text({}, status);
    status.relay.logged_in = 9;
    status.relay.open_conversations = 4;
    CHECK(metrics_text({}, status) == before);
}

TEST_CASE("Without a relay the machine is told all the same")
{
    doctor::Facts facts;
    facts.newest_backup = Instant{std::chrono::seconds{1'700'000'000}};
    facts.clock_set = false;
    const auto text = metrics_text(facts, std::nullopt);
    CHECK(has_line(text, "holdfast_up 0"));
    CHECK(has_line(text, "holdfast_backup_time_seconds 1700000000"));
    CHECK(has_line(text, "holdfast_clock_set 0"));
    CHECK(text.find("holdfast_accounts") == std::string::npos);
}

TEST_CASE("A label cannot leave its quotation marks")
{
    auto status = busy();
    status.relay.tzdata = "a\"b\\c\nd";
    CHECK(has_line(metrics_text({}, status), "holdfast_build_info{version=\"1.2.3\",zone_data=\"a\\\"b\\\\c\\nd\"} 1"));
}

}  // namespace
}  // namespace holdfast::server::metrics_test
