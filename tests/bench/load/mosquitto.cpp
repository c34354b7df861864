// MQTT 3.1.1 at QoS 1 with sessions that stay: a topic for each mailbox.
#include "tests/bench/load/speakers.hpp"

namespace holdfast::bench {
namespace {

constexpr unsigned connack = 2;
constexpr unsigned publish = 3;
constexpr unsigned puback = 4;
constexpr unsigned suback = 9;
constexpr std::uint32_t packet_ids = 65535;

unsigned byte_of(char character) { return static_cast<unsigned char>(character); }

std::string length_of(std::size_t size)
{
    std::string out;
    do {
        const auto rest = size / 128;
        out.push_back(static_cast<char>(size % 128 | (rest > 0 ? 0x80U : 0U)));
        size = rest;
    } while (size > 0);
    return out;
}

std::string two_bytes(std::size_t value)
{
    return {static_cast<char>(value >> 8 & 0xff), static_cast<char>(value & 0xff)};
}

std::string text_field(const std::string& text) { return two_bytes(text.size()) + text; }

std::string packet(char kind, const std::string& rest) { return kind + length_of(rest.size()) + rest; }

/// Where the rest of a packet begins and ends; `end` is 0 where it is not all there.
struct Extent {
    std::size_t begin = 0;
    std::size_t end = 0;
};

Extent extent_of(std::string_view bytes)
{
    std::size_t size = 0;
    for (std::size_t i = 1; i < bytes.size() && i <= 4; ++i) {
        size |= std::size_t{byte_of(bytes[i]) & 0x7f} << (7 * (i - 1));
        if ((byte_of(bytes[i]) & 0x80) != 0) continue;
        return {i + 1, bytes.size() >= i + 1 + size ? i + 1 + size : 0};
    }
    return {};
}

class MosquittoSpeaker final : public Speaker {
  public:
    using Speaker::Speaker;

    void begin() override
    {
        const std::string keeps_session(1, '\0');
        line_.write(packet('\x10', text_field("MQTT") + "\x04" + keeps_session + two_bytes(0) +
                                       text_field("c" + std::to_string(line_.person().number))));
    }

    std::size_t read(std::string_view bytes) override
    {
        std::size_t used = 0;
        for (;;) {
            const auto rest = bytes.substr(used);
            const auto [begin, end] = extent_of(rest);
            if (end == 0) return used;
            on_packet(byte_of(rest[0]), rest.substr(begin, end - begin));
            used += end;
        }
    }

    void submit(std::uint32_t number) override
    {
        line_.write(packet('\x32', text_field(mailbox(line_.person().writes_to)) + two_bytes(number % packet_ids + 1) +
                                       message_text(number)));
    }

    void leave() override { line_.write(packet('\xe0', "")); }

  private:
    static std::string mailbox(std::uint32_t number) { return "in/" + std::to_string(number); }

    void on_packet(unsigned first, std::string_view rest)
    {
        switch (first >> 4) {
            case connack: return on_connected(rest);
            case suback: return line_.watcher().ready(line_);
            case puback: ++line_.accepted; return line_.watcher().accepted(line_);
            case publish: return on_message(rest);
            default: return;
        }
    }

    void on_connected(std::string_view rest)
    {
        if (rest[1] != 0) throw LoadError{"Mosquitto refuses the connection"};
        const auto& person = line_.person();
        if (!person.reads || person.was_here) return line_.watcher().ready(line_);
        line_.write(packet('\x82', two_bytes(1) + text_field(mailbox(person.number)) + "\x01"));
    }

    void on_message(std::string_view rest)
    {
        const auto topic = std::size_t{byte_of(rest[0])} << 8 | byte_of(rest[1]);
        line_.write(packet('\x40', std::string{rest.substr(2 + topic, 2)}));
        ++line_.received;
        line_.watcher().received(line_, number_in(rest.substr(4 + topic)));
    }
};

}  // namespace

Loop::MakeSpeaker mosquitto_speaker(SpeakerOptions)
{
    return [](Line& line) { return std::make_unique<MosquittoSpeaker>(line); };
}

}  // namespace holdfast::bench
