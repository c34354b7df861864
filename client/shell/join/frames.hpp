// What a second `holdfast` and the one that has the vault open say to each other (client/README.md, "More than one
// window"): each message is a uint32 length and that many bytes in the wire codec. Pure: bytes in, values out. A
// process that says anything else is let go, and nobody else notices.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <tuple>
#include <variant>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell::join {

/// Raised with every change of the messages: two programs of different builds may meet.
inline constexpr std::uint16_t format = 1;

/// Bytes of the length in front.
inline constexpr std::size_t length_size = 4;
/// The longest message: a command line with the longest text in it, and some.
inline constexpr std::size_t longest_frame = std::size_t{2} * wire::max_text_bytes;
/// Input and output travel in pieces of this size.
inline constexpr std::size_t longest_piece = 16 * 1024;
/// What a reader of the socket takes in one go.
inline constexpr std::size_t read_at_once = 8192;

// ---- from the process that joins ------------------------------------------------------------------------------------

/// First of all: the command, and what its words mean where it was typed.
struct Ask {
    static constexpr std::uint16_t tag = 1;
    std::uint16_t format = join::format;
    std::vector<std::string> words;
    std::string folder;  ///< relative paths begin here
    std::string zone;    ///< the reader's; may be empty
    bool in_is_terminal = false;
    bool out_is_terminal = false;
    bool err_is_terminal = false;
    bool plain = false;  ///< words only, for a reason that the words do not name
    std::uint16_t width = 0;
    static constexpr auto fields()
    {
        return std::tuple{&Ask::format,          &Ask::words,           &Ask::folder, &Ask::zone, &Ask::in_is_terminal,
                          &Ask::out_is_terminal, &Ask::err_is_terminal, &Ask::plain,  &Ask::width};
    }
    friend bool operator==(const Ask&, const Ask&) = default;
};

/// The answer to WantsInput: what came; empty at the end of the input.
struct Typed {
    static constexpr std::uint16_t tag = 2;
    Bytes bytes;
    static constexpr auto fields() { return std::tuple{&Typed::bytes}; }
    friend bool operator==(const Typed&, const Typed&) = default;
};

/// Ctrl-C, or another signal to end.
struct Interrupt {
    static constexpr std::uint16_t tag = 3;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const Interrupt&, const Interrupt&) = default;
};

struct Resized {
    static constexpr std::uint16_t tag = 4;
    std::uint16_t width = 0;
    static constexpr auto fields() { return std::tuple{&Resized::width}; }
    friend bool operator==(const Resized&, const Resized&) = default;
};

/// Standard output can no longer be written.
struct NotShown {
    static constexpr std::uint16_t tag = 5;
    bool nobody_reads = false;
    static constexpr auto fields() { return std::tuple{&NotShown::nobody_reads}; }
    friend bool operator==(const NotShown&, const NotShown&) = default;
};

using FromJoined = std::variant<Ask, Typed, Interrupt, Resized, NotShown>;

// ---- from the process that has the vault open -----------------------------------------------------------------------

struct Shown {
    static constexpr std::uint16_t tag = 101;
    Bytes bytes;
    static constexpr auto fields() { return std::tuple{&Shown::bytes}; }
    friend bool operator==(const Shown&, const Shown&) = default;
};

/// For standard error.
struct Complained {
    static constexpr std::uint16_t tag = 102;
    Bytes bytes;
    static constexpr auto fields() { return std::tuple{&Complained::bytes}; }
    friend bool operator==(const Complained&, const Complained&) = default;
};

/// Asks for the next piece of standard input; what is not asked for stays with the system.
struct WantsInput {
    static constexpr std::uint16_t tag = 103;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const WantsInput&, const WantsInput&) = default;
};

/// Whether every key is to be given at once and shown by nobody.
struct WantsKeys {
    static constexpr std::uint16_t tag = 104;
    bool on = false;
    static constexpr auto fields() { return std::tuple{&WantsKeys::on}; }
    friend bool operator==(const WantsKeys&, const WantsKeys&) = default;
};

/// The last message.
struct Ended {
    static constexpr std::uint16_t tag = 105;
    std::uint8_t code = 0;  ///< the exit code
    static constexpr auto fields() { return std::tuple{&Ended::code}; }
    friend bool operator==(const Ended&, const Ended&) = default;
};

/// This command is not carried out for others; the joining process goes on by itself, as if nobody had been there.
struct NotTaken {
    static constexpr std::uint16_t tag = 106;
    static constexpr auto fields() { return std::tuple{}; }
    friend bool operator==(const NotTaken&, const NotTaken&) = default;
};

using FromOwner = std::variant<Shown, Complained, WantsInput, WantsKeys, Ended, NotTaken>;

// ---- framing --------------------------------------------------------------------------------------------------------

/// `message` with its length in front. Precondition: its encoding has at most longest_frame bytes.
template <class Message>
[[nodiscard]] Bytes framed(const Message& message)
{
    const auto body = wire::encode(message);
    require(body.size() <= longest_frame, "a message to another window over the limit");
    wire::Writer out;
    out.number(body.size(), length_size);
    out.raw(body);
    return std::move(out).take();
}

/// Whether framed() takes it: a command line may be longer than any message.
[[nodiscard]] bool fits(const Ask& ask);

/// Cuts a stream of bytes into messages.
class Frames {
  public:
    void feed(BytesView bytes) { append(waiting_, bytes); }
    /// The body of the next message; empty while it is not whole. Errors: too_large, which every later call repeats.
    [[nodiscard]] Result<std::optional<Bytes>> next();

  private:
    Bytes waiting_;
};

}  // namespace holdfast::shell::join
