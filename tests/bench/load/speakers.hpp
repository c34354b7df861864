// The servers a load can speak to, one file each.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "tests/bench/load/loop.hpp"

namespace holdfast::bench {

/// The text of a load's message: `message_bytes` characters, its number first.
[[nodiscard]] std::string message_text(std::uint32_t number);
/// The number in a message.
[[nodiscard]] std::uint32_t number_in(std::string_view text);

struct SpeakerOptions {
    bool reads = true;      ///< mailboxes are read at once; an idle connection only logs in
    std::string relay_key;  ///< Holdfast's, as a file: with it the load makes the login tokens it needs
};

[[nodiscard]] Loop::MakeSpeaker holdfast_speaker(SpeakerOptions options);
[[nodiscard]] Loop::MakeSpeaker beast_speaker(SpeakerOptions options);
[[nodiscard]] Loop::MakeSpeaker redis_speaker(SpeakerOptions options);
[[nodiscard]] Loop::MakeSpeaker mosquitto_speaker(SpeakerOptions options);
[[nodiscard]] Loop::MakeSpeaker nats_speaker(SpeakerOptions options);
/// Makes the stream that all mailboxes are in; connects and waits.
void make_nats_stream(std::uint16_t port);
[[nodiscard]] Loop::MakeSpeaker prosody_speaker(SpeakerOptions options);

/// By the server's name. LoadError for one that is not known.
[[nodiscard]] Loop::MakeSpeaker speaker_for(std::string_view server, SpeakerOptions options);

}  // namespace holdfast::bench
