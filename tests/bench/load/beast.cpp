// The bare relay of tests/bench/beast_relay.cpp, one message a WebSocket message: P to number text → A number to the
// writer, M number text to the reader; K number acknowledges. Numbers are 4 bytes, the highest first.
#include "tests/bench/load/speakers.hpp"
#include "tests/bench/load/websocket.hpp"

namespace holdfast::bench {
namespace {

std::string four_bytes(std::uint32_t value)
{
    std::string bytes;
    for (int shift = 24; shift >= 0; shift -= 8) bytes.push_back(static_cast<char>(value >> shift & 0xff));
    return bytes;
}

class BeastSpeaker final : public Speaker {
  public:
    using Speaker::Speaker;

    void begin() override { line_.write(upgrade_request("/" + std::to_string(line_.person().number))); }

    std::size_t read(std::string_view bytes) override
    {
        return socket_.read(
            bytes, [this](std::string_view message) { on_message(message); },
            [this](const std::string& pong) { line_.write(pong); });
    }

    void submit(std::uint32_t number) override
    {
        line_.write(
            websocket_message("P" + four_bytes(line_.person().writes_to) + four_bytes(number) + message_text(number)));
    }

  private:
    void on_message(std::string_view message)
    {
        if (message.empty()) return;
        if (message[0] == 'H') line_.watcher().ready(line_);
        if (message[0] == 'A') {
            ++line_.accepted;
            line_.watcher().accepted(line_);
        }
        if (message[0] == 'M') {
            line_.write(websocket_message("K" + std::string{message.substr(1, 4)}));
            ++line_.received;
            line_.watcher().received(line_, number_in(message.substr(5)));
        }
    }

    WebSocketReader socket_;
};

}  // namespace

Loop::MakeSpeaker beast_speaker(SpeakerOptions)
{
    return [](Line& line) { return std::make_unique<BeastSpeaker>(line); };
}

}  // namespace holdfast::bench
