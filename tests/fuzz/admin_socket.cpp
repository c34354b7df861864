// Messages between holdfastctl and holdfastd: a length, then a request or an answer.
#include "server/shell/admin_protocol.hpp"

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

template <class Message>
void framed(BytesView body)
{
    const auto message = wire::decode<Message>(body);
    if (message.has_error()) return;
    const auto frame = server::admin_frame(message.value());
    const auto length = server::admin_length(BytesView{frame}.first(server::admin_length_size));
    require(length.value() == body.size(), "an admin message is announced with another length");
    require(std::equal(body.begin(), body.end(), frame.begin() + server::admin_length_size, frame.end()),
            "an admin message has two encodings");
}

}  // namespace

void admin_socket(BytesView input)
{
    if (input.size() >= server::admin_length_size) {
        const auto length = server::admin_length(input.first(server::admin_length_size));
        require(length.has_error() || length.value() <= server::admin_message_max, "a length over the limit is taken");
    }
    framed<server::SocketRequest>(input);
    framed<server::SocketAnswer>(input);
}

}  // namespace holdfast::fuzz
