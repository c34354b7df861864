// Messages between a second `holdfast` and the one that has the vault open, as a stream in pieces.
#include "client/shell/join/frames.hpp"

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

using namespace shell::join;

template <class Message>
void whole(BytesView body)
{
    const auto message = wire::decode<Message>(body);
    if (message.has_error()) return;
    const auto frame = framed(message.value());
    require(std::equal(body.begin(), body.end(), frame.begin() + length_size, frame.end()),
            "a message between windows has two encodings");
}

/// What comes out of a stream, however it is cut.
std::vector<Bytes> bodies(BytesView stream, std::size_t piece)
{
    Frames frames;
    std::vector<Bytes> found;
    for (; !stream.empty(); stream = stream.subspan(std::min(piece, stream.size()))) {
        frames.feed(stream.first(std::min(piece, stream.size())));
        for (auto body = frames.next(); body.has_value() && *body; body = frames.next()) {
            require((*body)->size() <= longest_frame, "a message between windows is over the limit");
            found.push_back(std::move(**body));
        }
    }
    return found;
}

}  // namespace

void joined_windows(BytesView input)
{
    whole<FromJoined>(input);
    whole<FromOwner>(input);
    const auto uncut = bodies(input, input.size() + 1);
    require(uncut == bodies(input, 3), "messages between windows depend on how they are cut");
    for (const auto& body : uncut) {
        whole<FromJoined>(body);
        whole<FromOwner>(body);
    }
}

}  // namespace holdfast::fuzz
