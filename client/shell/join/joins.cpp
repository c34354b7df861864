#include "client/shell/join/joins.hpp"

namespace holdfast::shell::join {
namespace {

/// What is looked at without an account is looked at where it was typed.
bool needs_account(const request::HoursExplain& request) { return !request.batch && !request.rules; }
bool needs_account(const request::HoursPreview& request) { return !request.choice.rules; }
bool needs_account(const request::HoursExport& request) { return !request.choice.rules; }
bool needs_account(const request::Measure& request) { return request.what != request::Measure::What::check; }
bool needs_account(const request::Enrol&) { return false; }
bool needs_account(const request::Restore&) { return false; }
bool needs_account(const request::PassphraseChange&) { return false; }
bool needs_account(const request::Unlock&) { return false; }
bool needs_account(const request::Verify&) { return false; }
template <class Other>
bool needs_account(const Other&)
{
    return true;
}

void find_from(std::string& file, const std::filesystem::path& folder)
{
    if (!file.empty() && file != from_stdin) file = (folder / file).string();
}

}  // namespace

bool can_join(const Request& chosen) noexcept
{
    return std::visit([](const auto& request) { return needs_account(request); }, chosen);
}

void take_from(Options& options, const std::filesystem::path& folder)
{
    if (auto* import = std::get_if<request::HoursImport>(&options.request)) find_from(import->file, folder);
    if (auto* holidays = std::get_if<request::HoursHolidays>(&options.request)) find_from(holidays->file, folder);
    if (auto* to_file = std::get_if<request::HoursExport>(&options.request)) find_from(to_file->out, folder);
    if (auto* measure = std::get_if<request::Measure>(&options.request);
        measure && measure->what == request::Measure::What::offer && measure->names_file())
        find_from(measure->name, folder);
    if (auto* exports = std::get_if<request::Export>(&options.request)) find_from(exports->file, folder);
    if (auto* plan = std::get_if<request::CopingPlan>(&options.request)) find_from(plan->page, folder);
    if (auto* rhythm = std::get_if<request::Rhythm>(&options.request)) find_from(rhythm->file, folder);
    if (auto* invite = std::get_if<request::Invite>(&options.request)) find_from(invite->page, folder);
}

}  // namespace holdfast::shell::join
