#include "client/shell/carry_out.hpp"

#include <exception>
#include <new>

#include "client/shell/commands/commands.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/store/sqlite.hpp"

namespace holdfast::shell {
namespace {

constexpr std::string_view no_memory =
    "There is not enough memory for this. Close other programs and try again; nothing was lost.";

/// The last word; even that may find nobody to read it.
int end_with(const Context& context, Errc code, std::string_view words = {}) noexcept
{
    try {
        return words.empty() ? context.out.fail(code) : context.out.fail(code, words);
    } catch (...) {
        return exit_code(code);
    }
}

/// Only standard error is left to say what has happened. A reader who closes the pipe of a command that only shows
/// something knows it, and is told nothing.
int end_unshown(const Context& context, const OutputFailed& failed)
{
    const auto& deed = failed.deed;
    if (deed.words.empty() && failed.nobody_reads && only_shows(context.options.request)) return exit_ok;
    const std::string reason =
        failed.nobody_reads ? "nobody reads standard output" : "standard output cannot be written";
    if (deed.words.empty()) {
        context.out.complain("Nothing was sent or changed: " + reason + ".");
        return exit_unexpected;
    }
    context.out.complain(deed.words + "\nThis could not be shown where it belongs, because " + reason +
                         "; it need not be done again.");
    return deed.exit;
}

}  // namespace

int carry_out(const Context& context)
{
    try {
        return std::visit([&](const auto& request) { return run(context, request); }, context.options.request);
    } catch (const OutputFailed& failed) {
        return end_unshown(context, failed);
    } catch (const Interrupted&) {
        return end_with(context, Errc::not_confirmed, "Nothing was sent or changed.");
    } catch (const store::StoreError& error) {
        const auto code = end_with(context, error.code());
        if (context.account) throw;
        return code;
    } catch (const client::VaultError& error) {
        const auto code = end_with(context, error.code());
        if (context.account) throw;
        return code;
    } catch (const std::bad_alloc&) {
        return end_with(context, Errc::internal, no_memory);
    } catch (const std::exception&) {
        // Its text may hold what nobody should see; the sentence is enough to report.
        return end_with(context, Errc::internal);
    }
}

}  // namespace holdfast::shell
