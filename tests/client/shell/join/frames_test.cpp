#include "client/shell/join/frames.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::shell::join::frames_test {
namespace {

Ask ask(std::string word)
{
    Ask one;
    one.words = {"send", std::move(word)};
    one.zone = "Asia/Bangkok";
    one.width = 90;
    return one;
}

TEST_CASE("messages between windows come out whole and in order however they are cut")
{
    const FromJoined first{ask("a text")};
    const FromJoined second{Typed{to_bytes(as_bytes("typed"))}};
    auto stream = framed(first);
    append(stream, framed(second));
    for (std::size_t size = 1; size <= stream.size(); ++size) {
        Frames frames;
        std::vector<FromJoined> come;
        for (std::size_t at = 0; at < stream.size(); at += size) {
            frames.feed(BytesView{stream}.subspan(at, std::min(size, stream.size() - at)));
            for (auto body = frames.next(); body.has_value() && *body; body = frames.next())
                come.push_back(wire::decode<FromJoined>(**body).value());
        }
        REQUIRE(come.size() == 2);
        CHECK(come.front() == first);
        CHECK(come.back() == second);
    }
}

TEST_CASE("a length over the limit is refused before anything is kept for it")
{
    Frames frames;
    const auto length = ByteArray<length_size>{std::byte{0}, std::byte{0xFF}, std::byte{0}, std::byte{0}};
    frames.feed(length);
    CHECK(frames.next().errc() == Errc::too_large);
    frames.feed(as_bytes("more"));
    CHECK(frames.next().errc() == Errc::too_large);
}

TEST_CASE("half a message is none")
{
    const auto whole = framed(FromJoined{ask("text")});
    Frames frames;
    frames.feed(BytesView{whole}.first(whole.size() - 1));
    CHECK_FALSE(frames.next().value().has_value());
    frames.feed(BytesView{whole}.last(1));
    CHECK(frames.next().value().has_value());
}

TEST_CASE("the longest text fits into a command line and twice as much does not")
{
    CHECK(fits(ask(std::string(wire::max_text_bytes, 'x'))));
    CHECK_FALSE(fits(ask(std::string(longest_frame, 'x'))));
}

}  // namespace
}  // namespace holdfast::shell::join::frames_test
