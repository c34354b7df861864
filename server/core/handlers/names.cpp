#include "server/core/handlers/names.hpp"

#include "protocol/identity/known_names.hpp"

namespace holdfast::server {
namespace {

/// A practice of a hundred clients, all renamed on one day, and a login now and then.
constexpr Quota names_quota{QuotaKind::names, 200, std::chrono::hours{24}};

}  // namespace

Result<Answer> keep_names(Step& step, const LoggedInDevice& who, const wire::KeepNames& request)
{
    if (!session::is_names_size(who.role, request.sealed.size())) return Errc::out_of_range;
    if (!step.tables.quotas.use(names_quota, who.account, step.now)) return Errc::rate_limited;
    step.tables.names.replace(who.account, request.sealed);
    return wire::Done{};
}

Result<Answer> fetch_names(Step& step, const LoggedInDevice& who, const wire::FetchNames&)
{
    return wire::Names{.sealed = step.tables.names.find(who.account)};
}

}  // namespace holdfast::server
