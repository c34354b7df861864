// HKDF with SHA-256, RFC 5869. Info is always opaque<V> label ‖ context. PROTOCOL.md, "Labels".
#pragma once

#include <initializer_list>
#include <span>

#include "protocol/crypto/labels.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::crypto {

/// RFC 5869 as it stands: any salt, input parts concatenated, any info. At most 255 × 32 bytes of output.
void hkdf_raw(BytesView salt, std::initializer_list<BytesView> ikm, std::initializer_list<BytesView> info,
              std::span<std::byte> out);

/// N bytes from the input parts (concatenated) for one labelled purpose.
template <std::size_t N>
[[nodiscard]] Secret<N> hkdf(BytesView salt, std::initializer_list<BytesView> ikm, Label label, BytesView context = {})
{
    const std::byte prefix[1] = {static_cast<std::byte>(label.text().size())};
    Secret<N> out;
    hkdf_raw(salt, ikm, {BytesView{prefix}, as_bytes(label.text()), context}, out.writable());
    return out;
}

}  // namespace holdfast::crypto
