#include "protocol/link/local_http.hpp"

#include <boost/asio/co_spawn.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/string_body.hpp>
#include <boost/beast/http/write.hpp>
#include <optional>
#include <utility>

#include "protocol/link/link.hpp"
#include "protocol/link/within.hpp"

namespace holdfast::link {

namespace asio = boost::asio;
namespace http = boost::beast::http;
using asio::ip::tcp;
using boost::system::error_code;

struct LocalHttp::State {
    State(const asio::any_io_executor& executor, Handler& handler_) : handler{handler_}, acceptor{executor} {}
    Handler& handler;
    tcp::acceptor acceptor;
    std::size_t present = 0;
};

namespace {

// A scraper and a supervisor ask one after the other.
constexpr std::size_t askers_at_once = 4;
constexpr seconds asking_max{10};
constexpr std::chrono::milliseconds local_pause{100};
constexpr std::size_t request_max = 4096;

using Asked = http::request_parser<http::empty_body>;
using Reply = http::response<http::string_body>;
using LocalState = std::shared_ptr<LocalHttp::State>;

/// Empty for one that is answered.
std::optional<http::status> refused(const Asked& parser)
{
    const auto& request = parser.get();
    if (parser.chunked() || parser.content_length().value_or(0) > 0) return http::status::bad_request;
    if (request.find(http::field::origin) != request.end()) return http::status::forbidden;
    if (request.method() != http::verb::get && request.method() != http::verb::head)
        return http::status::method_not_allowed;
    return std::nullopt;
}

Reply reply_of(const LocalAnswer& answer, bool head)
{
    Reply reply{static_cast<http::status>(answer.status), 11};
    reply.keep_alive(false);
    if (!answer.type.empty()) reply.set(http::field::content_type, answer.type);
    reply.set(http::field::cache_control, "no-store");
    if (!head) reply.body() = answer.body;
    reply.content_length(answer.body.size());
    return reply;
}

asio::awaitable<Status> converse_local(LocalState state, tcp::socket socket)
{
    boost::beast::flat_static_buffer<request_max> buffer;
    Asked parser;
    parser.header_limit(request_max);
    parser.body_limit(std::uint64_t{0});
    const auto [unread, count] = co_await http::async_read_header(socket, buffer, parser, as_result);
    if (unread) co_return Errc::closed;
    LocalAnswer answer;
    if (const auto status = refused(parser))
        answer.status = static_cast<unsigned>(*status);
    else
        answer = co_await state->handler.answer_local(std::string{parser.get().target()});
    const auto reply = reply_of(answer, parser.get().method() == http::verb::head);
    const auto [unwritten, size] = co_await http::async_write(socket, reply, as_result);
    error_code ignored;
    socket.shutdown(tcp::socket::shutdown_both, ignored);
    co_return unwritten ? Status{Errc::closed} : ok();
}

asio::awaitable<void> serve_local(LocalState state)
{
    while (state->acceptor.is_open()) {
        auto [error, socket] = co_await state->acceptor.async_accept(as_result);
        if (error == asio::error::operation_aborted) co_return;
        if (error) {
            asio::steady_timer pause{state->acceptor.get_executor(), local_pause};
            co_await pause.async_wait(as_result);
            continue;
        }
        if (state->present >= askers_at_once) continue;
        ++state->present;
        asio::co_spawn(state->acceptor.get_executor(), within(asking_max, converse_local(state, std::move(socket))),
                       [state](const std::exception_ptr&, const Result<void>&) { --state->present; });
    }
}

}  // namespace

bool is_loopback(const std::string& address) noexcept
{
    error_code error;
    const auto parsed = asio::ip::make_address(address, error);
    return !error && parsed.is_loopback();
}

LocalHttp::LocalHttp(std::shared_ptr<State> state) noexcept : state_{std::move(state)} {}
LocalHttp::~LocalHttp() { close(); }

Result<std::unique_ptr<LocalHttp>> LocalHttp::open(asio::any_io_executor executor, const std::string& address,
                                                   std::uint16_t port, Handler& handler)
{
    if (!is_loopback(address)) return Errc::cannot_listen;
    auto state = std::make_shared<State>(executor, handler);
    const tcp::endpoint here{asio::ip::make_address(address), port};
    auto& acceptor = state->acceptor;
    error_code error;
    acceptor.open(here.protocol(), error);
    if (!error) acceptor.set_option(tcp::acceptor::reuse_address{true}, error);
    if (!error) acceptor.bind(here, error);
    if (!error) acceptor.listen(asio::socket_base::max_listen_connections, error);
    if (error) return Errc::cannot_listen;
    return std::make_unique<LocalHttp>(std::move(state));
}

std::uint16_t LocalHttp::port() const noexcept
{
    error_code ignored;
    return state_->acceptor.local_endpoint(ignored).port();
}

asio::awaitable<void> LocalHttp::serve() { return serve_local(state_); }

void LocalHttp::close() noexcept
{
    error_code ignored;
    state_->acceptor.close(ignored);
}

}  // namespace holdfast::link
