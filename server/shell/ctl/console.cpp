#include "server/shell/ctl/console.hpp"

#include <unistd.h>

#include <boost/json/serialize.hpp>
#include <cstdlib>
#include <filesystem>
#include <iostream>
#include <optional>

#include "protocol/base/exit_code.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/hours/zone/zone.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;

constexpr std::string_view silent_relay =
    "holdfastd has not answered within 10 seconds. Look at it: systemctl status holdfastd";

// Debian's /etc/localtime is a link into the zone data; what follows "zoneinfo/" is the zone's name.
std::string machine_zone()
{
    if (const char* set = std::getenv("TZ"); set != nullptr && *set != '\0') return set;
    std::error_code unknown;
    const auto target = std::filesystem::read_symlink("/etc/localtime", unknown).string();
    constexpr std::string_view marker = "zoneinfo/";
    const auto at = target.find(marker);
    return unknown || at == std::string::npos ? "UTC" : target.substr(at + marker.size());
}

}  // namespace

int Console::done(const json::object& object, std::string_view text) const
{
    if (json_)
        std::cout << json::serialize(object) << std::endl;
    else
        std::cout << text << std::flush;
    return exit_ok;
}

int Console::fail(Errc code, std::string_view place) const
{
    if (code == Errc::timed_out) return fail(code, place, silent_relay);
    return fail(code, place, sentence(code));
}

int Console::fail(Errc code, std::string_view place, std::string_view message) const
{
    std::string words{place};
    words += place.empty() ? "" : ": ";
    words += message;
    if (json_)
        std::cout << json::serialize(json::object{{"error", {{"code", name(code)}, {"message", words}}}}) << std::endl;
    else
        std::cerr << words << std::endl;
    return exit_code(code);
}

std::string count_of(std::uint64_t count, const std::string& one, const std::string& many)
{
    return std::to_string(count) + ' ' + (count == 1 ? one : many);
}

bool is_agreed(const Console& console, std::string_view about, bool yes, bool otherwise)
{
    if (yes) return true;
    if (console.json() || ::isatty(STDIN_FILENO) == 0 || ::isatty(STDOUT_FILENO) == 0) return otherwise;
    std::cout << about << " yes or no: " << std::flush;
    std::cin.clear();  // what was read before may have come from there, up to its end
    std::string answer;
    std::getline(std::cin, answer);
    return answer == "yes" || answer == "y";
}

std::string show_time(Instant t, Instant now)
{
    auto zone = hours::TimeZone::find(machine_zone());
    if (!zone) zone = hours::TimeZone::find("UTC");
    if (!zone) return to_rfc3339(t);
    return hours::show_instant(t, *zone, now) + " (" + std::string{zone->name()} + ')';
}

}  // namespace holdfast::server
