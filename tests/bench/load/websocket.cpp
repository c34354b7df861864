#include "tests/bench/load/websocket.hpp"

#include <utility>

#include "tests/bench/load/loop.hpp"

namespace holdfast::bench {
namespace {

constexpr unsigned opcode_close = 8;
constexpr unsigned opcode_ping = 9;
constexpr unsigned opcode_pong = 10;
constexpr unsigned opcode_binary = 2;
constexpr unsigned last_piece = 0x80;
constexpr unsigned masked = 0x80;

unsigned byte_at(std::string_view bytes, std::size_t place) { return static_cast<unsigned char>(bytes[place]); }

/// A big-endian number of `size` bytes.
std::size_t number_at(std::string_view bytes, std::size_t place, std::size_t size)
{
    std::size_t value = 0;
    for (std::size_t i = 0; i < size; ++i) value = value << 8 | byte_at(bytes, place + i);
    return value;
}

struct Head {
    std::size_t size = 0;  ///< of the head; 0: not all of it is there
    std::size_t payload = 0;
};

Head head_of(std::string_view bytes)
{
    if (bytes.size() < 2) return {};
    const auto length = byte_at(bytes, 1) & 0x7f;
    const std::size_t more = length == 126 ? 2 : length == 127 ? 8 : 0;
    if (bytes.size() < 2 + more) return {};
    return {2 + more, more == 0 ? length : number_at(bytes, 2, more)};
}

std::string frame(unsigned opcode, std::string_view payload)
{
    std::string out;
    out.reserve(payload.size() + 14);
    out.push_back(static_cast<char>(last_piece | opcode));
    const auto size = payload.size();
    const std::size_t more = size < 126 ? 0 : size < 65536 ? 2 : 8;
    out.push_back(static_cast<char>(masked | (more == 0 ? size : more == 2 ? 126 : 127)));
    for (std::size_t i = more; i > 0; --i) out.push_back(static_cast<char>(size >> (8 * (i - 1)) & 0xff));
    out.append(4, '\0');
    out += payload;
    return out;
}

}  // namespace

std::string upgrade_request(std::string_view target)
{
    return "GET " + std::string{target} +
           " HTTP/1.1\r\nHost: localhost\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
           "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\nSec-WebSocket-Version: 13\r\n\r\n";
}

std::string websocket_message(std::string_view payload) { return frame(opcode_binary, payload); }

std::size_t WebSocketReader::read(std::string_view bytes, const std::function<void(std::string_view)>& on_message,
                                  const std::function<void(std::string)>& answer)
{
    std::size_t used = 0;
    if (!upgraded_) {
        const auto end = bytes.find("\r\n\r\n");
        if (end == std::string_view::npos) return 0;
        if (bytes.substr(0, 12) != "HTTP/1.1 101") throw LoadError{"the server refuses the upgrade"};
        upgraded_ = true;
        used = end + 4;
        on_message({});
    }
    for (;;) {
        const auto rest = bytes.substr(used);
        const auto head = head_of(rest);
        if (head.size == 0 || rest.size() < head.size + head.payload) return used;
        const auto payload = rest.substr(head.size, head.payload);
        const auto opcode = byte_at(rest, 0) & 0x0f;
        const bool last = (byte_at(rest, 0) & last_piece) != 0;
        used += head.size + head.payload;
        if (opcode == opcode_close) throw LoadError{"the server says goodbye"};
        if (opcode == opcode_ping) {
            answer(frame(opcode_pong, payload));
        } else if (opcode < opcode_close) {
            if (last && message_.empty()) {
                on_message(payload);
            } else {
                message_ += payload;
                if (last) on_message(std::exchange(message_, {}));
            }
        }
    }
}

}  // namespace holdfast::bench
