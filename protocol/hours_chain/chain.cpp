#include "protocol/hours_chain/chain.hpp"

#include <algorithm>

#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::hours_chain {
namespace {

namespace labels = crypto::labels;

std::vector<hours::VersionInForce> whole(const Chain& chain) { return in_force(chain, chain.links().size()); }

/// A chain without versions is as good as none.
bool has_versions(const Chain* chain) { return chain != nullptr && !chain->links().empty(); }

}  // namespace

Digest hash_of(BytesView version) { return crypto::sha256(labels::hours_hash, version); }

hours::HoursContent content_of(const wire::HoursVersion& version)
{
    hours::HoursContent content;
    content.rules = version.rules;
    content.zone = version.zone;
    content.holidays = version.holidays;
    content.horizon = version.horizon;
    content.notice = version.notice;
    content.last_reading = version.last_reading;
    content.valid_from = version.valid_from;
    for (const auto& leave : version.leaves) content.leaves.push_back({leave.from, leave.to, leave.reason});
    for (const auto& off : version.cancellations) content.cancellations.push_back({off.date, off.reason});
    for (const auto& extra : version.extras) content.extras.push_back({extra.begin, extra.end});
    return content;
}

wire::Signed sign_version(const wire::HoursVersion& version, const crypto::SignKeyPair& identity)
{
    wire::Signed out{wire::encode(version), {}};
    out.signature = crypto::sign(labels::sign_hours, identity, out.body);
    return out;
}

wire::Signed sign_receipt(const wire::HoursReceipt& receipt, const crypto::SignKeyPair& relay)
{
    wire::Signed out{wire::encode(receipt), {}};
    out.signature = crypto::sign(labels::sign_hours_receipt, relay, out.body);
    return out;
}

std::optional<wire::HoursHead> Chain::head() const
{
    if (links_.empty()) return std::nullopt;
    return wire::HoursHead{links_.back().version.version, links_.back().hash};
}

Errc Chain::known(const wire::Signed& version, std::uint32_t number) const
{
    if (number == 0) return Errc::broken_chain;
    return links_[number - 1].hash == hash_of(version.body) ? Errc::nothing_changed : Errc::fork;
}

Result<wire::HoursVersion> Chain::check_next(const wire::Signed& version) const
{
    if (version.body.size() > wire::max_hours_bytes) return Errc::too_large;
    const auto genuine = crypto::verify(labels::sign_hours, scope_.identity, version.body, version.signature);
    if (genuine.has_error()) return genuine.errc();
    auto parsed = wire::decode<wire::HoursVersion>(version.body);
    if (parsed.has_error()) return parsed.errc();
    if (parsed->owner != scope_.owner || parsed->conversation != scope_.conversation) return Errc::wrong_address;

    if (parsed->version <= links_.size()) return known(version, parsed->version);
    if (parsed->version != links_.size() + 1) return Errc::broken_chain;
    if (parsed->previous != (links_.empty() ? Digest{} : links_.back().hash)) return Errc::broken_chain;
    const auto sound = hours::check(content_of(*parsed), scope_.conversation.has_value());
    if (sound.has_error()) return sound.error().code;
    return parsed;
}

Result<wire::HoursReceipt> Chain::check_receipt(const wire::HoursLink& link) const
{
    const auto genuine =
        crypto::verify(labels::sign_hours_receipt, scope_.relay, link.receipt.body, link.receipt.signature);
    if (genuine.has_error()) return genuine.errc();
    auto receipt = wire::decode<wire::HoursReceipt>(link.receipt.body);
    if (receipt.has_error()) return receipt.errc();
    if (receipt->owner != scope_.owner || receipt->conversation != scope_.conversation ||
        receipt->version_hash != hash_of(link.version.body))
        return Errc::wrong_address;
    return receipt;
}

Status Chain::receive_again(const wire::HoursLink& link, const wire::HoursReceipt& receipt)
{
    const auto same = [&](const Link& known) { return known.hash == receipt.version_hash; };
    auto& known = *std::find_if(links_.begin(), links_.end(), same);
    if (known.received == receipt.received) return Errc::nothing_changed;
    // Only the newest version can have lost its receipt on the way to its owner, who publishes one at a time.
    const bool restored = known.incarnation != receipt.incarnation && known.received < receipt.received;
    if (!restored || &known != &links_.back()) return Errc::fork;
    known.received = receipt.received;
    known.incarnation = receipt.incarnation;
    known.link = link;
    return ok();
}

Status Chain::append(const wire::HoursLink& link)
{
    auto version = check_next(link.version);
    if (version.has_error() && version.errc() != Errc::nothing_changed) return version.errc();
    const auto receipt = check_receipt(link);
    if (receipt.has_error()) return receipt.errc();

    if (version.has_error()) return receive_again(link, *receipt);
    if (!links_.empty() && receipt->received < links_.back().received) return Errc::broken_chain;
    links_.push_back({std::move(*version), receipt->version_hash, receipt->received, receipt->incarnation, link});
    return ok();
}

hours::Schedule schedule(const Chain& base, const Chain* own)
{
    if (base.links().empty()) return {};
    if (!has_versions(own)) return hours::Schedule::make(whole(base));
    return hours::Schedule::make(whole(base), whole(*own));
}

std::vector<hours::VersionInForce> in_force(const Chain& chain, std::size_t count)
{
    std::vector<hours::VersionInForce> versions;
    for (const Link& link : chain.links()) {
        if (versions.size() == count) break;
        versions.push_back({content_of(link.version), link.received});
    }
    return versions;
}

hours::Schedule schedule_with(const Chain& base, const Chain* own, const wire::HoursVersion& next, Instant received)
{
    auto base_versions = whole(base);
    auto own_versions = own ? whole(*own) : std::vector<hours::VersionInForce>{};
    (next.conversation ? own_versions : base_versions).push_back({content_of(next), received});
    if (base_versions.empty()) return {};
    return hours::Schedule::make(base_versions, own_versions);
}

wire::HoursHeads heads(const Chain& base, const Chain* own)
{
    return {base.head(), own == nullptr ? std::nullopt : own->head()};
}

}  // namespace holdfast::hours_chain
