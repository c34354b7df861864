// holdfast: the terminal client for clients and therapists alike. Options in, exit code out.
#include <cstdio>
#include <exception>
#include <optional>
#include <string>
#include <vector>

#include "client/shell/carry_out.hpp"
#include "client/shell/join/joining.hpp"
#include "client/shell/platform.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/crypto/random.hpp"

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

int stop(const shell::Stop& stop)
{
    if (stop.json) return shell::Output{true, true}.fail(Errc::bad_command, stop.text);
    std::fprintf(stop.exit == 0 ? stdout : stderr, "%s\n", stop.text.c_str());
    return stop.exit;
}

/// By the window that has the vault open, where there is one; else here.
int carry_out(const shell::Options& options, const std::vector<std::string>& typed)
{
    const shell::Output out{options.json, options.plain || shell::platform::is_plain_wanted()};
    crypto::SystemRandom random;
    const shell::Context context{options, out, random, local_zone()};
    if (const auto done = shell::join::join(context, typed)) return *done;
    warn_of_missing_zones();
    return shell::carry_out(context);
}

}  // namespace

int main(int count, char** words)
{
    shell::platform::harden();
    try {
        const std::vector<std::string> typed(words + (count > 0 ? 1 : 0), words + count);
        shell::platform::wipe_arguments(count, words);
        const auto parsed = shell::parse_options(typed);
        if (const auto* end = std::get_if<shell::Stop>(&parsed)) return stop(*end);
        return carry_out(std::get<shell::Options>(parsed), typed);
    } catch (const std::exception&) {
        std::fprintf(stderr, "%s\n", sentence(Errc::internal).c_str());
        return exit_code(Errc::internal);
    }
}
