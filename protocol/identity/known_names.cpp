#include "protocol/identity/known_names.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include "protocol/crypto/aead.hpp"
#include "protocol/crypto/hkdf.hpp"
#include "protocol/identity/invitation.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/padding.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::session {
namespace {

constexpr std::size_t around = crypto::Nonce::size + crypto::aead_overhead;

crypto::Secret<32> names_key(const crypto::SignKeyPair& identity)
{
    return crypto::hkdf<32>({}, {identity.seed.view()}, crypto::labels::names_key);
}

std::size_t largest_of(wire::Role role) noexcept
{
    return role == wire::Role::therapist ? *std::rbegin(names_sizes) : names_sizes[0];
}

bool is_too_long(const std::string& name) noexcept { return name.size() > max_name_bytes; }

}  // namespace

bool is_names_size(wire::Role role, std::size_t sealed) noexcept
{
    return std::ranges::any_of(names_sizes,
                               [&](std::size_t size) { return sealed == size + around && size <= largest_of(role); });
}

Result<Bytes> seal_names(const crypto::SignKeyPair& identity, wire::Role role, const KnownNames& names,
                         crypto::Random& random)
{
    const crypto::SecretBytes plain{wire::encode(names)};
    const auto* fits = std::ranges::find_if(names_sizes, [&](std::size_t size) { return plain.size() < size; });
    if (fits == std::end(names_sizes) || *fits > largest_of(role)) return Errc::too_large;
    const crypto::SecretBytes padded{pad_to(plain.view(), *fits)};
    const auto nonce = random.id<crypto::Nonce>();
    auto sealed = to_bytes(nonce.view());
    append(sealed, crypto::seal(names_key(identity), nonce, account_id(identity.pub).view(), padded.view()));
    return sealed;
}

Result<KnownNames> open_names(const crypto::SignKeyPair& identity, BytesView sealed)
{
    if (!is_names_size(wire::Role::therapist, sealed.size())) return Errc::cannot_decrypt;
    const auto nonce = crypto::Nonce::from(sealed.first(crypto::Nonce::size)).value();
    auto opened =
        crypto::open(names_key(identity), nonce, account_id(identity.pub).view(), sealed.subspan(crypto::Nonce::size));
    if (opened.has_error()) return opened.errc();
    const crypto::SecretBytes padded{std::move(opened.value())};
    const auto plain = strip_padding(padded.view());
    if (plain.has_error()) return plain.errc();
    auto names = wire::decode<KnownNames>(plain.value());
    if (names.has_error()) return names;
    const bool bad = is_too_long(names->own) ||
                     std::ranges::any_of(names->others, [](const KnownName& one) { return is_too_long(one.name); });
    if (bad) return Errc::out_of_range;
    return names;
}

}  // namespace holdfast::session
