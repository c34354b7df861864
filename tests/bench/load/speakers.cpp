#include "tests/bench/load/speakers.hpp"

#include <array>
#include <charconv>

#include "tests/bench/account.hpp"

namespace holdfast::bench {
namespace {

constexpr std::size_t number_size = 8;
constexpr std::size_t pool_size = std::size_t{4} << 20;

/// Text that does not repeat within a message, so that nothing on the way compresses it.
std::string make_pool()
{
    constexpr std::string_view letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    std::string pool(pool_size, ' ');
    std::uint64_t state = 88172645463325252ULL;
    for (char& letter : pool) {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        letter = letters[state % letters.size()];
    }
    return pool;
}

}  // namespace

std::string message_text(std::uint32_t number)
{
    static const std::string pool = make_pool();
    const auto begin = number * std::size_t{2654435761U} % (pool.size() - message_bytes);
    std::string text = pool.substr(begin, message_bytes);
    constexpr std::string_view digits = "0123456789abcdef";
    for (std::size_t i = 0; i < number_size; ++i) text[i] = digits[number >> (4 * (number_size - 1 - i)) & 0xf];
    return text;
}

std::uint32_t number_in(std::string_view text)
{
    std::uint32_t number = 0;
    const auto read = std::from_chars(text.data(), text.data() + std::min(text.size(), number_size), number, 16);
    if (read.ptr != text.data() + number_size) throw LoadError{"a message arrived that was not sent"};
    return number;
}

Loop::MakeSpeaker speaker_for(std::string_view server, SpeakerOptions options)
{
    struct Known {
        std::string_view name;
        Loop::MakeSpeaker (*make)(SpeakerOptions);
    };
    static constexpr std::array<Known, 6> known{{{"holdfast", holdfast_speaker},
                                                 {"beast", beast_speaker},
                                                 {"redis", redis_speaker},
                                                 {"mosquitto", mosquitto_speaker},
                                                 {"nats", nats_speaker},
                                                 {"prosody", prosody_speaker}}};
    for (const auto& one : known)
        if (one.name == server) return one.make(options);
    throw LoadError{"no such server"};
}

}  // namespace holdfast::bench
