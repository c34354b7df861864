#include "server/shell/client_connection.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/post.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <utility>
#include <variant>

#include "protocol/base/kill_point.hpp"
#include "protocol/link/link.hpp"
#include "protocol/wire/limits.hpp"
#include "server/shell/log.hpp"

namespace holdfast::server {
namespace {

namespace asio = boost::asio;
using link::as_result;
static_assert(link::message_max == wire::max_batch_bytes, "a message of the connection is one batch of frames");
constexpr auto never = asio::steady_timer::time_point::max();
// For the last frame and the close of a connection that has not logged in.
constexpr std::chrono::seconds goodbye_max{5};

}  // namespace

// The ledger hears of the end of every connection it has heard the beginning of.
class ClientConnection::Announced {
  public:
    explicit Announced(ClientConnection& line) noexcept : line_{line} {}
    ~Announced()
    {
        line_.abort();  // the writer ends as well
        line_.ledger_.post(0, {Closed{line_.id_}});
    }
    Announced(const Announced&) = delete;
    Announced& operator=(const Announced&) = delete;

  private:
    ClientConnection& line_;
};

ClientConnection::ClientConnection(ConnectionId id, link::Connection connection, Ledger& ledger, const Limits& limits)
    : id_{id},
      connection_{std::move(connection)},
      ledger_{ledger},
      login_limit_{limits.login},
      outbox_{limits.outbound_bytes},
      room_{connection_.executor(), never},
      login_{std::make_unique<asio::steady_timer>(connection_.executor())}
{
}

asio::awaitable<void> ClientConnection::run()
{
    ledger_.post(0, {Opened{id_, to_bytes(connection_.exporter()), connection_.peer_address()}});
    const Announced until_the_end{*this};
    end_login_within(login_limit_, &ClientConnection::login_overdue);
    for (;;) {
        while (busy() && !ended_) co_await room_.async_wait(as_result);
        const auto batch = co_await connection_.read();
        if (!batch) co_return;
        if (!hanging_up_) post_batch(*batch);
    }
}

// Stops reading while the peer's outbox is half full: only what the relay sends of its own accord can still
// fill the outbox.
bool ClientConnection::busy() const noexcept
{
    return in_ledger_ >= batches_in_ledger_max || outbox_.bytes() > outbox_.limit() / 2;
}

void ClientConnection::post_batch(BytesView batch)
{
    std::vector<Event> events;
    auto frames = wire::decode_client_batch(batch);
    if (!frames) events.emplace_back(BadInput{id_, frames.errc(), true});
    if (frames) {
        events.reserve(frames->size());
        for (auto& frame : *frames) {
            if (frame)
                events.emplace_back(FrameArrived{id_, std::move(*frame)});
            else
                events.emplace_back(BadInput{id_, frame.errc(), false});
        }
    }
    if (events.empty()) return;  // an empty batch asks for nothing, and nobody would say that it was taken
    ++in_ledger_;
    ledger_.post(id_, std::move(events));
}

// After what is being handed out now, so that its frames leave together.
void ClientConnection::start_writing()
{
    if (std::exchange(writing_, true)) return;
    asio::post(connection_.executor(), [self = shared_from_this()] {
        asio::co_spawn(self->connection_.executor(), self->write_batches(), [self](const std::exception_ptr& failed) {
            if (failed) self->abort();
        });
    });
}

asio::awaitable<void> ClientConnection::write_batches()
{
    while (!outbox_.empty()) {
        auto batch = outbox_.take();
        room_.cancel();
        if (!co_await connection_.write(std::move(batch))) co_return abort();
        kill_point("relay-after-answer");
    }
    if (hanging_up_) {
        co_await connection_.close();
        co_return abort();
    }
    writing_ = false;
}

void ClientConnection::end_login_within(std::chrono::seconds time, void (ClientConnection::*then)())
{
    login_->expires_after(time);
    login_->async_wait([weak = weak_from_this(), then](const boost::system::error_code& error) {
        if (const auto self = weak.lock(); self && !error && !self->logged_in_) ((*self).*then)();
    });
}

void ClientConnection::login_overdue()
{
    send(wire::failure(0, Errc::timed_out, true));
    hang_up();
    // Not by cancelling the read alone: one that is kept busy with empty fragments never looks up.
    end_login_within(goodbye_max, &ClientConnection::abort);
}

void ClientConnection::send(const wire::RelayFrame& frame)
{
    if (hanging_up_) return;
    if (std::holds_alternative<wire::LoggedIn>(frame)) {
        logged_in_ = true;
        login_.reset();
    }
    const auto added = outbox_.add(frame);
    if (!added) {
        log::warn(added.errc() == Errc::queue_full ? "a connection that does not read was ended"
                                                   : "a frame too large to be sent was dropped with its connection");
        return abort();
    }
    start_writing();
}

void ClientConnection::hang_up()
{
    hanging_up_ = true;
    start_writing();
}

void ClientConnection::abort() noexcept
{
    ended_ = true;
    connection_.cancel();
    room_.cancel();
}

void ClientConnection::batch_taken()
{
    --in_ledger_;
    room_.cancel();
}

}  // namespace holdfast::server
