#include "protocol/session/prekeys.hpp"

#include <algorithm>

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
namespace {

bool is_over(const SignedPrekeyState& state, Instant now) { return now >= state.expires + wire::signed_prekey_grace; }

bool is_full(const SignedPrekeyState& state) { return state.seen.size() >= wire::max_handshakes_seen; }

template <class Items, class Id>
auto find_by(Items& items, Id id)
{
    return std::find_if(items.begin(), items.end(), [&](const auto& item) {
        if constexpr (requires { item.id; })
            return item.id == id;
        else
            return item.prekey.id == id;
    });
}

}  // namespace

bool wants_rotation(const Prekeys& prekeys, Instant now) noexcept
{
    if (prekeys.signed_prekeys.empty()) return true;
    const auto& current = prekeys.signed_prekeys.back();
    return is_full(current) || now - current.created >= wire::signed_prekey_rotation;
}

void rotate(Prekeys& prekeys, const PrekeyOwner& owner, Instant now, crypto::Random& random)
{
    std::erase_if(prekeys.signed_prekeys, [&](const auto& state) { return is_over(state, now); });
    auto pair = crypto::DhKeyPair::generate(random);
    const auto id = prekeys.next_id++;
    const wire::SignedPrekey record{owner.account, owner.device, id, pair.pub, now, now + wire::signed_prekey_lifetime};
    prekeys.signed_prekeys.push_back(
        {{id, std::move(pair), sign_record(crypto::labels::sign_prekey, owner.signing, record)},
         record.created,
         record.expires,
         {}});
}

void add_one_time(Prekeys& prekeys, const PrekeyOwner& owner, std::size_t count, crypto::Random& random)
{
    for (; count > 0; --count) {
        auto pair = crypto::DhKeyPair::generate(random);
        const auto id = prekeys.next_id++;
        const wire::OneTimePrekey record{owner.account, owner.device, id, pair.pub};
        prekeys.one_time.push_back(
            {id, std::move(pair), sign_record(crypto::labels::sign_one_time_prekey, owner.signing, record)});
    }
}

void drop_one_time(Prekeys& prekeys) noexcept { prekeys.one_time.clear(); }

Result<NamedPrekeys> find_prekeys(const Prekeys& prekeys, const wire::HandshakeHeader& handshake, Instant now)
{
    const auto state = find_by(prekeys.signed_prekeys, handshake.signed_prekey);
    if (state == prekeys.signed_prekeys.end() || is_over(*state, now)) return Errc::no_prekeys;
    if (std::find(state->seen.begin(), state->seen.end(), handshake.ephemeral) != state->seen.end())
        return Errc::replayed;
    if (is_full(*state)) return Errc::no_prekeys;
    if (handshake.one_time_prekey == 0) return NamedPrekeys{&*state, nullptr};
    const auto one_time = find_by(prekeys.one_time, handshake.one_time_prekey);
    if (one_time == prekeys.one_time.end()) return Errc::no_prekeys;
    return NamedPrekeys{&*state, &*one_time};
}

void use_prekeys(Prekeys& prekeys, const wire::HandshakeHeader& handshake)
{
    const auto state = find_by(prekeys.signed_prekeys, handshake.signed_prekey);
    require(state != prekeys.signed_prekeys.end(), "use_prekeys follows find_prekeys");
    state->seen.push_back(handshake.ephemeral);
    std::erase_if(prekeys.one_time, [&](const Prekey& prekey) { return prekey.id == handshake.one_time_prekey; });
}

}  // namespace holdfast::session
