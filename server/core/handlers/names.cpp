#include "server/core/handlers/names.hpp"

#include "protocol/identity/known_names.hpp"

namespace holdfast::server {
namespace {

/// A practice of a hundred clients, all renamed on one day, and a login now and then.
constexpr Quota names_quota{QuotaKind::names, 200, std::chrono::hours{24}};

}  // namespace

void keep_names(Step& step, Connection& connection, const wire::KeepNames& request)
{
    const LoggedInDevice& who = *connection.who;
    if (!session::is_names_size(who.role, request.sealed.size()))
        return step.refuse(connection, request.request, Errc::out_of_range);
    if (!step.tables.quotas.use(names_quota, who.account, step.now))
        return step.refuse(connection, request.request, Errc::rate_limited);
    step.tables.names.replace(who.account, request.sealed);
    step.send(connection, wire::Done{request.request});
}

void fetch_names(Step& step, Connection& connection, const wire::FetchNames& request)
{
    step.send(connection, wire::Names{request.request, step.tables.names.find(connection.who->account)});
}

}  // namespace holdfast::server
