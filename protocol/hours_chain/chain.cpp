#include "protocol/hours_chain/chain.hpp"

#include <algorithm>
#include <array>

#include "protocol/crypto/hash.hpp"
#include "protocol/hours/calendar/work.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::hours_chain {
namespace {

namespace labels = crypto::labels;

std::vector<hours::CheckedInForce> whole(const Chain& chain)
{
    std::vector<hours::CheckedInForce> versions;
    versions.reserve(chain.links().size() + 1);
    for (const VerifiedVersion& link : chain.links()) versions.push_back({link.read, link.received});
    return versions;
}

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
    content.notice_period = version.notice_period;
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
    auto next = read_next(version);
    if (next.has_error()) return next.errc();
    return std::move(next->version);
}

Result<Chain::Next> Chain::read_next(const wire::Signed& version) const
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
    if (parsed->version > max_versions) return Errc::too_large;
    auto read = hours::read(content_of(*parsed), scope_.conversation.has_value(),
                            links_.empty() ? nullptr : links_.back().read);
    if (read.has_error()) return read.error().code;
    return Next{std::move(*parsed), *std::move(read)};
}

/// Whether the chain may go on like this: what is received long ago counts no more, whatever it says, since a version
/// ends at most a notice after the receipt of the next.
Status Chain::check_place(const hours::CheckedPtr& next, Instant received) const
{
    if (next->content.valid_from > received + hours::max_valid_after) return Errc::bad_date;
    std::vector<hours::CheckedInForce> recent{{next, received}};
    auto link = links_.rbegin();
    for (; link != links_.rend() && received - link->received <= hours::max_notice; ++link)
        recent.push_back({link->read, link->received});
    if (recent.size() > hours::max_versions_in_notice) return Errc::hours_too_complex;
    if (link != links_.rend()) recent.push_back({link->read, link->received});
    std::reverse(recent.begin(), recent.end());
    if (hours::too_complex(recent)) return Errc::hours_too_complex;
    return ok();
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
    const auto same = [&](const VerifiedVersion& known) { return known.hash == receipt.version_hash; };
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
    auto next = read_next(link.version);
    if (next.has_error() && next.errc() != Errc::nothing_changed) return next.errc();
    const auto receipt = check_receipt(link);
    if (receipt.has_error()) return receipt.errc();

    if (next.has_error()) return receive_again(link, *receipt);
    if (!links_.empty() && receipt->received < links_.back().received) return Errc::broken_chain;
    if (const auto place = check_place(next->read, receipt->received); place.has_error()) return place.errc();
    links_.push_back({std::move(next->version), receipt->version_hash, receipt->received, receipt->incarnation, link,
                      std::move(next->read)});
    return ok();
}

hours::Schedule schedule(const Chain& base, const Chain* own)
{
    if (base.links().empty()) return {};
    if (!has_versions(own)) return hours::Schedule::of(whole(base));
    return hours::Schedule::of(whole(base), whole(*own));
}

std::vector<hours::VersionInForce> in_force(const Chain& chain, std::size_t count)
{
    std::vector<hours::VersionInForce> versions;
    for (const VerifiedVersion& link : chain.links()) {
        if (versions.size() == count) break;
        versions.push_back({link.read->content, link.received, link.read});
    }
    return versions;
}

hours::Schedule schedule_with(const Chain& base, const Chain* own, const wire::HoursVersion& next, Instant received)
{
    auto base_versions = whole(base);
    auto own_versions = own ? whole(*own) : std::vector<hours::CheckedInForce>{};
    auto& chain = next.conversation ? own_versions : base_versions;
    const bool inherits = next.conversation.has_value();
    auto read = hours::read(content_of(next), inherits, chain.empty() ? nullptr : chain.back().what);
    if (!read) return hours::Schedule::make(std::array{hours::VersionInForce{content_of(next), received}});
    chain.push_back({*std::move(read), received});
    return hours::Schedule::of(base_versions, own_versions);
}

wire::HoursHeads heads(const Chain& base, const Chain* own)
{
    return {base.head(), own == nullptr ? std::nullopt : own->head()};
}

}  // namespace holdfast::hours_chain
