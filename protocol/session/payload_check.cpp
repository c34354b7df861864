#include "protocol/session/payload_check.hpp"

#include <algorithm>

#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
namespace {

Status check_body(const wire::Text& text)
{
    return text.text.size() > wire::max_text_bytes ? Status{Errc::text_too_long} : ok();
}

Status check_body(const wire::CheckIn& check_in)
{
    const bool sensible = std::all_of(check_in.ratings.begin(), check_in.ratings.end(),
                                      [](const wire::Rating& rating) { return rating.value <= rating.of; });
    if (!sensible) return Errc::out_of_range;
    return check_in.note.size() > wire::max_text_bytes ? Status{Errc::text_too_long} : ok();
}

Status check_body(const wire::Repair& repair)
{
    if (repair.from >= repair.by) return Errc::out_of_range;
    return repair.text.size() > wire::max_text_bytes ? Status{Errc::text_too_long} : ok();
}

Status check_body(const wire::EndProposal& proposal)
{
    return proposal.from < proposal.by ? ok() : Status{Errc::out_of_range};
}

/// Control content is as long as its one size allows; what it and reports say is for the machine to
/// judge.
template <class Control>
Status check_body(const Control&)
{
    return ok();
}

Status check_class(const wire::Content& content, wire::Class delivered_as)
{
    if (content.cls != delivered_as) return Errc::wrong_address;
    if (wire::class_of(content.body) != delivered_as) return Errc::human_content_in_notice;
    return ok();
}

bool is_from(const wire::Content& content, const Expected& expected)
{
    return content.conversation == expected.conversation && Address{content.account, content.device} == expected.from &&
           content.message == expected.message;
}

}  // namespace

Result<Checked> check_payload(BytesView bytes, const Expected& expected)
{
    const auto payload = wire::decode<wire::Payload>(bytes);
    if (payload.has_error()) return payload.errc();
    if (Address{payload->account, payload->device} != expected.self) return Errc::wrong_address;
    auto content = wire::decode<wire::Content>(payload->content);
    if (content.has_error()) return content.errc();
    if (!is_from(content.value(), expected)) return Errc::wrong_address;
    if (const auto status = check_class(content.value(), expected.cls); status.has_error()) return status.errc();
    if (content->sequence == 0) return Errc::out_of_range;
    const auto body = std::visit([](const auto& chosen) { return check_body(chosen); }, content->body);
    if (body.has_error()) return body.errc();
    return Checked{std::move(content.value()), content_hash(payload->content)};
}

Digest content_hash(BytesView content) { return crypto::sha256(crypto::labels::content_hash, content); }

Bytes address_payload(const Address& recipient, BytesView content)
{
    return wire::encode(wire::Payload{recipient.account, recipient.device, to_bytes(content)});
}

}  // namespace holdfast::session
