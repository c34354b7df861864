#include "protocol/session/ratchet.hpp"

#include <algorithm>
#include <limits>

#include "protocol/crypto/hkdf.hpp"

namespace holdfast::session {
namespace {

/// How many keys lie between the next number of a chain and the one asked for.
std::uint64_t distance(std::uint32_t next, std::uint32_t number) noexcept { return number > next ? number - next : 0; }

bool is_last_number(std::uint32_t number) noexcept { return number == std::numeric_limits<std::uint32_t>::max(); }

std::optional<Chain> clone(const std::optional<Chain>& chain)
{
    if (!chain) return std::nullopt;
    return chain->clone();
}

}  // namespace

Ratchet Ratchet::initiator(crypto::Secret<32> sk, const DhPublic& signed_prekey)
{
    Ratchet ratchet;
    ratchet.root_ = std::move(sk);
    ratchet.remote_ = signed_prekey;
    return ratchet;
}

Ratchet Ratchet::responder(crypto::Secret<32> sk, crypto::DhKeyPair signed_prekey)
{
    Ratchet ratchet;
    ratchet.root_ = std::move(sk);
    ratchet.own_ = std::move(signed_prekey);
    return ratchet;
}

Result<Ratchet::Outgoing> Ratchet::send(crypto::Random& random)
{
    if (!sending_) {
        if (!remote_) return Errc::no_session;
        auto fresh = crypto::DhKeyPair::generate(random);
        auto chain = next_chain(fresh.secret, *remote_);
        if (chain.has_error()) return chain.errc();
        own_ = std::move(fresh);
        sending_ = std::move(chain.value());
    }
    const wire::RatchetHeader header{own_.pub, previous_, sending_->next};
    unanswered_ = 0;
    return Outgoing{header, sending_->step()};
}

Result<Ratchet::Incoming> Ratchet::receive(const wire::RatchetHeader& header)
{
    const bool known_chain = remote_ && receiving_ && header.key == *remote_;
    const bool passed = !known_chain || header.number < receiving_->next;
    if (passed) {
        if (auto key = skipped_.take(header.key, header.number)) {
            ++unanswered_;
            return Incoming{std::move(*key)};
        }
        if (known_chain) return Errc::replayed;
    }
    auto incoming = known_chain ? receive_in_chain(header.number) : receive_new_chain(header);
    if (incoming.has_value()) ++unanswered_;
    return incoming;
}

Result<Ratchet::Incoming> Ratchet::receive_in_chain(std::uint32_t number)
{
    if (distance(receiving_->next, number) > max_skip_per_message || is_last_number(number))
        return Errc::too_many_skipped;
    const auto dropped = skip_to(number);
    return Incoming{receiving_->step(), dropped};
}

Result<Ratchet::Incoming> Ratchet::receive_new_chain(const wire::RatchetHeader& header)
{
    // Nobody can answer a key that was not sent yet: while listening (or before the first own message) the remote key
    // stands.
    if (remote_ && !sending_) return Errc::cannot_decrypt;
    if (!receiving_ && header.previous != 0) return Errc::cannot_decrypt;
    const auto left_behind = receiving_ ? distance(receiving_->next, header.previous) : 0;
    if (left_behind + header.number > max_skip_per_message) return Errc::too_many_skipped;
    auto chain = next_chain(own_.secret, header.key);
    if (chain.has_error()) return chain.errc();

    std::size_t dropped = 0;
    if (receiving_) dropped += skip_to(header.previous);
    if (sending_) previous_ = sending_->next;
    sending_.reset();
    own_ = {};  // never needed again: the next pair is made for the next answer
    remote_ = header.key;
    receiving_ = std::move(chain.value());
    dropped += skip_to(header.number);
    return Incoming{receiving_->step(), dropped};
}

std::size_t Ratchet::skip_to(std::uint32_t number)
{
    std::size_t dropped = 0;
    while (receiving_->next < number) {
        const auto skipped = receiving_->next;
        dropped += skipped_.add(*remote_, skipped, receiving_->step());
    }
    return dropped;
}

Result<Chain> Ratchet::next_chain(const crypto::Secret<32>& own, const DhPublic& remote)
{
    const auto shared = crypto::dh(own, remote);
    if (shared.has_error()) return shared.errc();
    const auto keys = crypto::hkdf<64>(root_.view(), {shared->view()}, crypto::labels::ratchet_root);
    root_ = crypto::Secret<32>::from(keys.view().first(32));
    return Chain{crypto::Secret<32>::from(keys.view().last(32)), 0};
}

std::uint32_t Ratchet::unanswered() const noexcept { return unanswered_; }

Ratchet Ratchet::clone() const
{
    Ratchet copy;
    copy.root_ = root_.clone();
    copy.own_ = own_.clone();
    copy.remote_ = remote_;
    copy.sending_ = session::clone(sending_);
    copy.previous_ = previous_;
    copy.receiving_ = session::clone(receiving_);
    copy.unanswered_ = unanswered_;
    copy.skipped_ = skipped_.clone();
    return copy;
}

}  // namespace holdfast::session
