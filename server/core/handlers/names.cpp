#include "server/core/handlers/names.hpp"

#include "protocol/identity/known_names.hpp"

namespace holdfast::server {
namespace {

/// A practice of a hundred clients, all renamed on one day, and a login now and then.
constexpr Quota names_quota{QuotaKind::names, 200, std::chrono::hours{24}};

}  // namespace

void keep_names(Step& step, Session& session, const wire::KeepNames& request)
{
    const Who& who = *session.who;
    if (!session::is_names_size(who.role, request.sealed.size()))
        return step.refuse(session, request.request, Errc::out_of_range);
    if (!step.tables.quotas.use(names_quota, who.account, step.now))
        return step.refuse(session, request.request, Errc::rate_limited);
    step.tables.names.replace(who.account, request.sealed);
    step.send(session, wire::Done{request.request});
}

void fetch_names(Step& step, Session& session, const wire::FetchNames& request)
{
    step.send(session, wire::Names{request.request, step.tables.names.find(session.who->account)});
}

}  // namespace holdfast::server
