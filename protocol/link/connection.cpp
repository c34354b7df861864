#include <boost/asio/ssl/error.hpp>
#include <boost/beast/http/error.hpp>

#include "protocol/link/link.hpp"
#include "protocol/link/state.hpp"

namespace holdfast::link {
namespace {

namespace http = boost::beast::http;

// A message of `message_max` bytes has this many pieces when each is a small TCP segment; more is a peer that cuts its
// messages into crumbs to keep us busy.
constexpr std::size_t pieces_max = 4096;
// Control frames between two checks (five seconds). We send one in twenty seconds; a flood makes us answer each.
constexpr unsigned control_frames_max = 64;
// Checks in one interval of pings: how late a clock may be noticed, as a part of that interval.
constexpr int checks_per_ping = 4;
// Room for the next piece of a message: small while idle, so that 10,000 connections cost little; enough for a letter
// where letters come; doubling, up to 64 KiB.
constexpr std::size_t idle_room = 256;
constexpr std::size_t letter_room = 2 * 1024;
constexpr std::size_t room_max = 64 * 1024;
// The bytes a client masks at once; one full TLS record.
constexpr std::size_t masking_buffer = 16 * 1024;

std::size_t room_after(std::size_t size, std::size_t expected)
{
    if (size == 0 && expected <= idle_room) return idle_room;
    return std::clamp(size, letter_room, room_max);
}

// Marks the state as reading or writing while a scope lasts, also when it ends by an exception.
class Busy {
  public:
    explicit Busy(bool& flag) : flag_{flag}
    {
        require(!flag_, "two reads or two writes at once on one connection");
        flag_ = true;
    }
    ~Busy() { flag_ = false; }
    Busy(const Busy&) = delete;
    Busy& operator=(const Busy&) = delete;

  private:
    bool& flag_;
};

// The error that names what the peer did. HTTP and TLS errors come only from the opening; an end of stream, cut or
// clean, is a closed connection.
Errc meaning(error_code error)
{
    if (error == websocket::error::message_too_big) return Errc::too_large;
    if (error == websocket::condition::protocol_violation) return Errc::bad_encoding;
    if (error == http::error::end_of_stream || error == http::error::partial_message) return Errc::closed;
    const bool not_http = error.category() == make_error_code(http::error::bad_method).category();
    const bool not_tls = error.category() == asio::error::get_ssl_category();
    return not_http || not_tls ? Errc::bad_encoding : Errc::closed;
}

asio::awaitable<void> say_goodbye(std::shared_ptr<Connection::State> state, websocket::close_code code, Errc reason)
{
    if (std::exchange(state->closing, true)) co_return;
    state->limit(state->timing.close_max, reason);
    co_await state->stream.async_close(code, as_result);
    state->end(reason);
}

asio::awaitable<Result<Bytes>> refuse(std::shared_ptr<Connection::State> state, websocket::close_code code)
{
    co_await say_goodbye(state, code, Errc::bad_encoding);
    co_return Errc::bad_encoding;
}

asio::awaitable<Result<Bytes>> read_message(std::shared_ptr<Connection::State> state)
{
    const Busy busy{state->reading};
    state->heard = Clock::now();
    Bytes message;
    std::size_t size = 0;
    for (std::size_t pieces = 1;; ++pieces) {
        message.resize(size + room_after(size, state->expected));
        const auto room = asio::buffer(message.data() + size, message.size() - size);
        const auto [error, count] = co_await state->stream.async_read_some(room, as_result);
        if (error) co_return state->ended_by(error);
        size += count;
        state->heard = Clock::now();
        if (state->stream.got_text()) co_return co_await refuse(state, websocket::close_code::unknown_data);
        if (state->stream.is_message_done()) break;
        if (pieces == pieces_max) co_return co_await refuse(state, websocket::close_code::policy_error);
        if (!state->message_begun) state->message_begun = state->heard;
    }
    state->message_begun.reset();
    state->expected = (state->expected + size) / 2;
    message.resize(size);
    co_return message;
}

asio::awaitable<Status> write_message(std::shared_ptr<Connection::State> state, Bytes message)
{
    require(message.size() <= message_max, "a message over the limit was written");
    const Busy busy{state->writing};
    state->write_begun = Clock::now();
    const auto [error, count] = co_await state->stream.async_write(asio::buffer(message), as_result);
    if (error) co_return state->ended_by(error);
    co_return ok();
}

}  // namespace

Connection::State::State(asio::ip::tcp::socket socket, asio::ssl::context& context, Timing timing_, std::string peer_)
    : stream{std::move(socket), context}, timing{timing_}, peer{std::move(peer_)}, timer_{stream.get_executor()}
{
    // Beast's own timers do not count a peer's pings as life; ours do (check()).
    stream.set_option(
        websocket::stream_base::timeout{websocket::stream_base::none(), websocket::stream_base::none(), false});
    stream.set_option(websocket::permessage_deflate{});  // off: compressed length tells about content
    stream.read_message_max(message_max);
    stream.write_buffer_bytes(masking_buffer);
    stream.auto_fragment(false);
    stream.binary(true);
    stream.control_callback([this](websocket::frame_type, boost::beast::string_view) { control_frame(); });
}

void Connection::State::begin_watch(Bytes exporter_)
{
    exporter = std::move(exporter_);
    heard = pinged_ = Clock::now();
    schedule();
}

void Connection::State::limit(Duration time, Errc reason)
{
    timer_.expires_after(time);
    timer_.async_wait([weak = weak_from_this(), reason](error_code error) {
        if (const auto self = weak.lock(); self && !error) self->end(reason);
    });
}

void Connection::State::end(Errc reason) noexcept
{
    if (!reason_) reason_ = reason;
    timer_.cancel();
    error_code ignored;
    boost::beast::get_lowest_layer(stream).close(ignored);
}

Errc Connection::State::ended_by(error_code error) noexcept
{
    if (!closing) end(meaning(error));
    return reason_.value_or(meaning(error));
}

void Connection::State::schedule()
{
    timer_.expires_after(timing.ping_every / checks_per_ping);
    timer_.async_wait([weak = weak_from_this()](error_code error) {
        if (const auto self = weak.lock(); self && !error) self->check();
    });
}

void Connection::State::check()
{
    const auto now = Clock::now();
    control_frames_ = 0;
    stream.next_layer().forgive_key_updates();
    if (overdue(now)) return end(Errc::timed_out);
    ping_if_due(now);
    schedule();
}

bool Connection::State::overdue(Clock::time_point now) const noexcept
{
    if (reading && now - heard > timing.silence_max) return true;
    if (message_begun && now - *message_begun > timing.message_time) return true;
    return writing && now - write_begun > timing.write_max;
}

void Connection::State::ping_if_due(Clock::time_point now)
{
    if (now - pinged_ >= timing.ping_every) ping(now);
}

void Connection::State::ping(Clock::time_point now)
{
    if (ping_pending_) return;
    pinged_ = now;
    ping_pending_ = true;
    stream.async_ping({}, [self = shared_from_this()](error_code) { self->ping_pending_ = false; });
}

void Connection::State::probe(Duration limit)
{
    const auto asked = Clock::now();
    ping(asked);
    const auto timer = std::make_shared<asio::steady_timer>(stream.get_executor(), limit);
    timer->async_wait([timer, weak = weak_from_this(), asked](error_code) {
        const auto self = weak.lock();
        if (self && !self->closing && self->heard <= asked) self->end(Errc::timed_out);
    });
}

void Connection::State::control_frame()
{
    heard = Clock::now();
    if (++control_frames_ > control_frames_max) end(Errc::rate_limited);
}

Connection::Connection(std::shared_ptr<State> state) noexcept : state_{std::move(state)} {}
Connection::Connection(Connection&&) noexcept = default;
Connection::~Connection() { cancel(); }

Connection& Connection::operator=(Connection&& other) noexcept
{
    if (this != &other) {
        cancel();
        state_ = std::move(other.state_);
    }
    return *this;
}

asio::awaitable<Result<Bytes>> Connection::read() { return read_message(state_); }
asio::awaitable<Status> Connection::write(Bytes message) { return write_message(state_, std::move(message)); }
asio::awaitable<void> Connection::close() { return say_goodbye(state_, websocket::close_code::normal, Errc::closed); }

void Connection::probe(Duration limit) { state_->probe(limit); }

void Connection::cancel() noexcept
{
    if (state_) state_->end(Errc::closed);
}

BytesView Connection::exporter() const noexcept { return state_->exporter; }
const std::string& Connection::peer_address() const noexcept { return state_->peer; }
asio::any_io_executor Connection::executor() const { return state_->stream.get_executor(); }

}  // namespace holdfast::link
