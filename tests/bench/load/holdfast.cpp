// Holdfast's relay, with the project's own frames: Hello, Login, TokenKept, then Submit and Ack.
#include <chrono>
#include <map>
#include <string>

#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/frames.hpp"
#include "server/core/login_token.hpp"
#include "server/core/relay_key.hpp"
#include "tests/bench/account.hpp"
#include "tests/bench/load/speakers.hpp"
#include "tests/bench/load/websocket.hpp"

namespace holdfast::bench {
namespace {

/// A WebSocket message is sent before it grows beyond this; the relay takes 1 MiB.
constexpr std::size_t batch_bytes = std::size_t{256} << 10;
/// Frames of one message; the relay takes 1,024.
constexpr std::size_t batch_frames = 512;

/// Above every number an account had in an earlier run.
std::uint64_t first_number()
{
    return static_cast<std::uint64_t>(std::chrono::microseconds{system_now().time_since_epoch()}.count());
}

/// An account's state, kept from one connection to the next.
struct Device {
    Account account;
    wire::LoginToken token;
    std::uint64_t last_submit = 0;
};

/// Of this load; made when they first connect.
class Devices {
  public:
    explicit Devices(const std::string& relay_key) : tokens_{key_in(relay_key)} {}

    Device& of(std::uint32_t number)
    {
        const auto found = devices_.find(number);
        if (found != devices_.end()) return found->second;
        auto own = account(number);
        const auto token = tokens_.make({own.id, own.device}, first_number());
        return devices_.emplace(number, Device{std::move(own), token, first_number()}).first->second;
    }

  private:
    static crypto::SignKeyPair key_in(const std::string& file)
    {
        auto key = server::load_relay_key(file);
        if (!key) throw LoadError{"no relay key in " + file};
        return std::move(key).value();
    }

    server::LoginTokens tokens_;
    std::map<std::uint32_t, Device> devices_;
};

class HoldfastSpeaker final : public Speaker {
  public:
    HoldfastSpeaker(Line& line, Devices& devices) : Speaker{line}, device_{devices.of(line.person().number)}
    {
        if (line.person().reads) return;
        const auto& reader = devices.of(line.person().writes_to).account;
        reader_ = reader.id;
        reader_device_ = reader.device;
        conversation_ = conversation_of(line.person().number, device_.account.id, reader_);
    }

    void begin() override { line_.write(upgrade_request("/v1")); }

    std::size_t read(std::string_view bytes) override
    {
        return socket_.read(
            bytes, [this](std::string_view message) { on_message(message); },
            [this](const std::string& pong) { line_.write(pong); });
    }

    void submit(std::uint32_t number) override
    {
        wire::Submit frame;
        frame.number = ++device_.last_submit;
        frame.message = message_id(frame.number);
        frame.conversation = conversation_;
        frame.envelopes.push_back({reader_, reader_device_, to_bytes(message_text(number))});
        add(frame);
    }

    void finish_turn() override
    {
        if (!acks_.items.empty()) add(std::exchange(acks_, {}));
        send_batch();
    }

  private:
    void on_message(std::string_view message)
    {
        if (message.empty()) return add(wire::Hello{wire::protocol_version, nonce_});
        auto frames = wire::decode_relay_batch(as_bytes(message));
        if (!frames) throw LoadError{"the relay sends a batch that cannot be read"};
        for (const auto& frame : *frames) {
            if (!frame) throw LoadError{"the relay sends a frame that cannot be read"};
            std::visit([this](const auto& one) { on(one); }, *frame);
        }
    }

    void on(const wire::Greeting& greeting)
    {
        const wire::LoginProof proof{session::practice_id(greeting.relay_key),
                                     to_bytes(line_.exporter()),
                                     nonce_,
                                     greeting.nonce,
                                     device_.account.id,
                                     device_.account.device,
                                     wire::protocol_version,
                                     device_.last_submit,
                                     device_.token};
        add(wire::Login{1, device_.account.id, device_.account.device, device_.last_submit, device_.token,
                        crypto::sign(crypto::labels::sign_login, device_.account.signing, wire::encode(proof))});
    }
    void on(const wire::LoggedIn& in)
    {
        device_.token = in.token;
        add(wire::TokenKept{in.token.number});
        line_.watcher().ready(line_);
    }
    void on(const wire::Accepted&)
    {
        ++line_.accepted;
        line_.watcher().accepted(line_);
    }
    void on(const wire::Deliver& delivered)
    {
        acks_.items.push_back({delivered.delivery, 0});
        line_.touch();
        ++line_.received;
        line_.watcher().received(line_, number_in(as_text(delivered.body)));
    }
    void on(const wire::Tell& told)
    {
        acks_.items.push_back({told.delivery, 0});
        line_.touch();
    }
    void on(const wire::Failure& failure)
    {
        throw LoadError{"the relay refuses: " + std::string{holdfast::name(static_cast<Errc>(failure.code))}};
    }
    template <class Other>
    void on(const Other&)
    {
    }

    void add(const wire::ClientFrame& frame)
    {
        if (batch_.size() > batch_bytes || frames_ == batch_frames) send_batch();
        wire::append_frame(batch_, frame);
        ++frames_;
        line_.touch();
    }

    void send_batch()
    {
        if (batch_.empty()) return;
        line_.write(websocket_message(as_text(batch_)));
        batch_.clear();
        frames_ = 0;
    }

    [[nodiscard]] MessageId message_id(std::uint64_t number) const
    {
        MessageId id;
        for (std::size_t i = 0; i < 8; ++i) id.value[i] = static_cast<std::byte>(number >> (8 * i));
        for (std::size_t i = 8; i < MessageId::size; ++i) id.value[i] = device_.account.device.value[i];
        return id;
    }

    Device& device_;
    AccountId reader_;
    DeviceId reader_device_;
    ConversationId conversation_;
    wire::Nonce nonce_{};
    WebSocketReader socket_;
    wire::Ack acks_;
    Bytes batch_;
    std::size_t frames_ = 0;
};

}  // namespace

Loop::MakeSpeaker holdfast_speaker(SpeakerOptions options)
{
    // Kept from one loop to the next: a device that comes back shows its newest token.
    static Devices devices{options.relay_key};
    return [](Line& line) { return std::make_unique<HoldfastSpeaker>(line, devices); };
}

}  // namespace holdfast::bench
