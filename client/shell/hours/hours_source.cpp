#include "client/shell/hours/hours_source.hpp"

#include <array>

#include "client/shell/arguments.hpp"
#include "client/shell/hours/hours_words.hpp"
#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/hours_chain/chain.hpp"

namespace holdfast::shell {
namespace {

using hours::Placed;
using hours::PlacedError;

/// Before any instant that can be looked at.
constexpr Instant always = std::chrono::sys_days{std::chrono::year{1969} / 1 / 1};
/// A list given on the command line speaks for every date.
constexpr Date last_date{std::chrono::year{hours::last_rule_year}, std::chrono::month{12}, std::chrono::day{31}};
constexpr std::size_t scope_bytes = 8;

PlacedError plain(Errc code) { return {code, 0, sentence(code)}; }

Placed<HoursSource> from_words(const request::HoursChoice& choice)
{
    hours::HoursContent content;
    content.rules = *choice.rules;
    const auto zone = named_zone(choice.zone.value_or(std::string{}));
    if (zone.has_error()) return plain(zone.errc());
    content.zone = zone->name();
    const auto holidays = parse_dates(choice.holidays);
    if (holidays.has_error()) return plain(holidays.errc());
    content.holidays = *holidays;
    if (!holidays->empty()) content.horizon = last_date;
    return source_of(std::move(content));
}

std::string scope_of(BytesView id)
{
    const auto digest = crypto::sha256(crypto::labels::calendar_scope, id);
    return to_hex(digest.view().first(scope_bytes));
}

Placed<HoursSource> from_vault(const Context& context, const std::string& with)
{
    auto one_shot = OneShotClient::open(context);
    if (one_shot.has_error()) return plain(one_shot.errc());
    const auto& client = (*one_shot)->client();
    const bool own = with.empty() && client.status().role == wire::Role::therapist;
    std::vector<std::optional<wire::HoursVersion>> versions;
    const auto* schedule = &client.own_schedule();
    std::string scope;
    if (own) {
        versions = {client.own_hours()};
        scope = scope_of(client.status().account.value_or(AccountId{}).view());
    } else {
        const auto found = client.find(with);
        if (found.has_error()) return finding_error(client, with, found.errc());
        versions = {client.newest_hours(*found, false), client.newest_hours(*found, true)};
        if (client.outlook(*found, system_now()).notice && client.status().role == wire::Role::client)
            return PlacedError{Errc::not_found, 0,
                               "The practice has a notice about your therapist. No reading time is set."};
        schedule = &client.schedule(*found);
        scope = scope_of(found->view());
    }
    const auto zone = schedule->zone();
    if (!zone) return PlacedError{Errc::not_found, 0, "No reading time is set, so there are no weeks to show."};
    HoursSource source{*schedule, *zone, {}, std::move(scope)};
    for (const auto& version : versions)
        if (version) source.contents.push_back(hours_chain::content_of(*version));
    return source;
}

}  // namespace

Placed<HoursSource> source_of(hours::HoursContent content)
{
    content.valid_from = always;
    const std::array versions{hours::VersionInForce{content, always}};
    auto schedule = hours::Schedule::make(versions);
    if (schedule.problem()) return *schedule.problem();
    const auto zone = schedule.zone();
    if (!zone) return plain(Errc::unknown_zone);
    return HoursSource{std::move(schedule), *zone, {std::move(content)}, "rules"};
}

Placed<HoursSource> hours_source(const Context& context, const request::HoursChoice& choice)
{
    return choice.rules ? from_words(choice) : from_vault(context, choice.with);
}

}  // namespace holdfast::shell
