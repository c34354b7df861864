// holdfast: the terminal client for clients and therapists alike. Options in, exit code out; what no command foresaw
// becomes one calm sentence here.
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include "client/shell/commands/commands.hpp"
#include "client/shell/platform.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/crypto/random.hpp"
#include "protocol/store/sqlite.hpp"

namespace {

using namespace holdfast;

/// The reader's zone, where the system names one that exists.
std::optional<hours::TimeZone> local_zone()
{
    const auto zone = hours::TimeZone::find(shell::platform::local_zone());
    return zone.has_value() ? std::optional{*zone} : std::nullopt;
}

/// Without zones no time can be told; whatever else there is to read still can be.
void warn_of_missing_zones()
{
    if (hours::zone_names().empty()) std::fprintf(stderr, "%s\n", sentence(Errc::no_zone_data).c_str());
}

int carry_out(const shell::Options& options, const shell::Output& out)
{
    warn_of_missing_zones();
    crypto::SystemRandom random;
    const shell::Context context{options, out, random, local_zone()};
    return std::visit([&](const auto& request) { return shell::run(context, request); }, options.request);
}

int stop(const shell::Stop& stop)
{
    if (stop.json) return shell::Output{true, true}.fail(Errc::bad_command, stop.text);
    std::fprintf(stop.exit == 0 ? stdout : stderr, "%s\n", stop.text.c_str());
    return stop.exit;
}

/// The last word; even that may find nobody to read it.
int end_with(bool json, Errc code, std::string_view words = {}) noexcept
{
    try {
        const shell::Output out{json, true};
        return words.empty() ? out.fail(code) : out.fail(code, words);
    } catch (...) {
        return exit_code(code);
    }
}

/// Only standard error is left to say what has happened. A reader who closes the pipe of a command that only shows
/// something knows it, and is told nothing.
int end_unshown(const shell::OutputFailed& failed, bool only_shows) noexcept
{
    const auto& deed = failed.deed;
    if (deed.words.empty() && failed.nobody_reads && only_shows) return exit_ok;
    const char* reason = failed.nobody_reads ? "nobody reads standard output" : "standard output cannot be written";
    if (deed.words.empty()) {
        std::fprintf(stderr, "Nothing was sent or changed: %s.\n", reason);
        return exit_unexpected;
    }
    std::fprintf(stderr, "%s\nThis could not be shown where it belongs, because %s; it need not be done again.\n",
                 deed.words.c_str(), reason);
    return deed.exit;
}

constexpr std::string_view no_memory =
    "There is not enough memory for this. Close other programs and try again; nothing was lost.";

}  // namespace

int main(int count, char** words)
{
    shell::platform::harden();
    bool json = false;
    bool only_shows = false;
    try {
        const std::vector<std::string> typed(words + (count > 0 ? 1 : 0), words + count);
        shell::platform::wipe_arguments(count, words);
        const auto parsed = shell::parse_options(typed);
        if (const auto* end = std::get_if<shell::Stop>(&parsed)) return stop(*end);
        const auto& options = std::get<shell::Options>(parsed);
        json = options.json;
        only_shows = shell::only_shows(options.request);
        return carry_out(options, shell::Output{options.json, options.plain || shell::platform::is_plain_wanted()});
    } catch (const shell::OutputFailed& failed) {
        return end_unshown(failed, only_shows);
    } catch (const store::StoreError& error) {
        return end_with(json, error.code());
    } catch (const std::bad_alloc&) {
        return end_with(json, Errc::internal, no_memory);
    } catch (const std::exception&) {
        // Its text may hold what nobody should see; the sentence is enough to report.
        return end_with(json, Errc::internal);
    }
}
