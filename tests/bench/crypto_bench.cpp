// SHA-256 and HMAC-SHA-256 beside libsodium's for short and long input, in processor time; the two are measured in
// turn.
#include <sodium.h>

#include <algorithm>
#include <cstdio>
#include <ctime>
#include <vector>

#include "protocol/crypto/hash.hpp"

using namespace holdfast;

namespace {

constexpr int rounds = 9;
constexpr int times = 20'000;

double processor_nanoseconds()
{
    std::timespec now{};
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return static_cast<double>(now.tv_sec) * 1e9 + static_cast<double>(now.tv_nsec);
}

template <class Work>
double time_of(Work& work)
{
    const auto begin = processor_nanoseconds();
    for (int i = 0; i < times; ++i) work();
    return (processor_nanoseconds() - begin) / times;
}

template <class Ours, class Sodium>
void compare(const char* name, std::size_t size, Ours ours, Sodium sodium)
{
    std::vector<std::pair<double, double>> taken;
    for (int i = 0; i < rounds; ++i) taken.emplace_back(time_of(ours), time_of(sodium));
    const auto middle = taken.begin() + rounds / 2;
    std::nth_element(taken.begin(), middle, taken.end(),
                     [](const auto& a, const auto& b) { return a.first * b.second < b.first * a.second; });
    std::printf("crypto.%s.%zu.holdfast %.3f us\n", name, size, middle->first / 1000);
    std::printf("crypto.%s.%zu.libsodium %.3f us\n", name, size, middle->second / 1000);
}

}  // namespace

int main()
{
    if (sodium_init() < 0) return 1;
    for (const std::size_t size : {std::size_t{32}, std::size_t{64}, std::size_t{300}, std::size_t{1024}}) {
        const std::vector<unsigned char> octets(size, 0x5a);
        const Bytes bytes(size, std::byte{0x5a});
        const Bytes key(32, std::byte{1});
        Digest out;
        crypto::Secret<32> mac;
        unsigned char theirs[32];
        compare(
            "sha256", size, [&] { out = crypto::sha256_raw({bytes}); },
            [&] { crypto_hash_sha256(theirs, octets.data(), size); });
        compare(
            "hmac", size, [&] { mac = crypto::hmac_sha256_raw(key, {bytes}); },
            [&] { crypto_auth_hmacsha256(theirs, octets.data(), size, octets.data()); });
    }
    return 0;
}
