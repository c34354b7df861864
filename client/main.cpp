// holdfast: the terminal client for clients and therapists alike. Options in, exit code out; what no command foresaw
// becomes one calm sentence here.
#include <cstdio>
#include <exception>

#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/shell/platform.hpp"
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

int carry_out(const shell::Options& options, const shell::Output& out)
{
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
        return shell::exit_code(code);
    }
}

constexpr std::string_view no_memory =
    "There is not enough memory for this. Close other programs and try again; nothing was lost.";

}  // namespace

int main(int count, char** words)
{
    shell::platform::harden();
    bool json = false;
    try {
        const auto parsed = shell::parse_options({words + (count > 0 ? 1 : 0), words + count});
        if (const auto* end = std::get_if<shell::Stop>(&parsed)) return stop(*end);
        const auto& options = std::get<shell::Options>(parsed);
        json = options.json;
        return carry_out(options, shell::Output{options.json, options.plain});
    } catch (const shell::OutputClosed&) {
        return shell::exit_ok;
    } catch (const store::StoreError& error) {
        return end_with(json, error.code());
    } catch (const std::bad_alloc&) {
        return end_with(json, Errc::internal, no_memory);
    } catch (const std::exception&) {
        // Its text may hold what nobody should see; the sentence is enough to report.
        return end_with(json, Errc::internal);
    }
}
