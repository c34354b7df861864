#include "protocol/crypto/hkdf.hpp"

#include <algorithm>

#include "protocol/crypto/sha256.hpp"

namespace holdfast::crypto {
namespace {

Secret<32> hmac_of(BytesView key, std::initializer_list<BytesView> first, std::initializer_list<BytesView> then,
                   BytesView last)
{
    Hmac hmac{key};
    for (BytesView part : first) hmac.add(part);
    for (BytesView part : then) hmac.add(part);
    hmac.add(last);
    Secret<32> out;
    hmac.finish(out.writable());
    return out;
}

}  // namespace

void hkdf_raw(BytesView salt, std::initializer_list<BytesView> ikm, std::initializer_list<BytesView> info,
              std::span<std::byte> out)
{
    constexpr std::size_t block = 32;
    require(out.size() <= 255 * block, "HKDF gives at most 255 blocks");
    const auto prk = hmac_of(salt, ikm, {}, {});
    Secret<block> previous;
    BytesView feedback;
    for (std::size_t done = 0, counter = 1; done < out.size(); done += block, ++counter) {
        const std::byte number[1] = {static_cast<std::byte>(counter)};
        previous = hmac_of(prk.view(), {feedback}, info, number);
        feedback = previous.view();
        const auto some = std::min(block, out.size() - done);
        std::copy_n(feedback.begin(), some, out.begin() + static_cast<std::ptrdiff_t>(done));
    }
}

}  // namespace holdfast::crypto
