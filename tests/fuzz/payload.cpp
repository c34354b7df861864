// Payloads as a ratchet decrypts them, checked before anything is stored, and followed in their writer's order. The
// relay's words about one are taken from the payload itself, so that the checks behind the address are reached.
#include "protocol/session/payload_check.hpp"

#include "protocol/session/content_chain.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

session::Expected expected_by(const wire::Payload& payload, const wire::Content& content)
{
    return {{payload.account, payload.device},
            {content.account, content.device},
            content.conversation,
            content.cls,
            content.message};
}

void check_order(session::ReadChain& chain, const session::Checked& checked)
{
    const auto before = chain;
    const auto followed = chain.follow(checked.content, checked.hash);
    if (followed.has_error()) return require(chain == before, "a refused content moved its chain");
    require(chain.missing.size() <= session::max_missing, "more is missing than is kept");
    require(chain.follow(checked.content, checked.hash).has_error(), "a content is taken twice");
    if (const auto* gone = std::get_if<wire::Withdrawn>(&checked.content.body)) {
        (void)chain.withdraw(*gone);
        require(chain.withdrawn.size() <= session::max_withdrawn, "more was withdrawn than is kept");
    }
}

void check_one(BytesView bytes, session::ReadChain& chain)
{
    (void)session::check_payload(bytes, {});
    const auto payload = wire::decode<wire::Payload>(bytes);
    if (payload.has_error()) return;
    const auto content = wire::decode<wire::Content>(payload->content);
    if (content.has_error()) return;
    const auto checked = session::check_payload(bytes, expected_by(payload.value(), content.value()));
    if (checked.has_error()) return;
    require(wire::class_of(checked->content.body) == checked->content.cls, "a body travels in a class not its own");
    require(session::content_hash(payload->content) == checked->hash, "a content has two hashes");
    check_order(chain, checked.value());
}

}  // namespace

void payload(BytesView input)
{
    Choices choices{input};
    session::ReadChain chain;
    while (!choices.done()) check_one(choices.piece(), chain);
}

}  // namespace holdfast::fuzz
