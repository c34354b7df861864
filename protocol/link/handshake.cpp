#include "protocol/link/handshake.hpp"

#include <boost/beast/core/flat_static_buffer.hpp>
#include <boost/beast/http/empty_body.hpp>
#include <boost/beast/http/message.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>

#include "protocol/link/state.hpp"

namespace holdfast::link {
namespace {

namespace http = boost::beast::http;
using Shared = std::shared_ptr<Connection::State>;
using Request = http::request_parser<http::empty_body>;
using UpgradeBuffer = boost::beast::flat_static_buffer<upgrade_max>;

// Why an upgrade is refused; ok when it is not. A body, or bytes behind the head, would be a second request in hiding.
// A browser sends Origin, and no page has business here.
http::status judge(const Request& parser, std::size_t bytes_behind)
{
    const auto& request = parser.get();
    const bool body = parser.chunked() || parser.content_length().value_or(0) > 0;
    if (body || bytes_behind > 0 || request.version() != 11) return http::status::bad_request;
    if (request.target() != upgrade_target) return http::status::not_found;
    if (request.find(http::field::origin) != request.end()) return http::status::forbidden;
    if (!websocket::is_upgrade(request)) return http::status::upgrade_required;
    return http::status::ok;
}

asio::awaitable<void> answer(Shared state, http::status status)
{
    http::response<http::empty_body> response{status, 11};
    response.keep_alive(false);
    if (status == http::status::upgrade_required) response.set(http::field::upgrade, "websocket");
    response.content_length(0);
    co_await http::async_write(state->stream.next_layer(), response, as_result);
    co_await state->stream.next_layer().async_shutdown(as_result);
}

asio::awaitable<Status> accept_upgrade(Shared state)
{
    UpgradeBuffer buffer;
    Request parser;
    parser.header_limit(upgrade_max);
    parser.body_limit(std::uint64_t{0});
    const auto [unread, count] =
        co_await http::async_read_header(state->stream.next_layer(), buffer, parser, as_result);
    if (unread) co_return state->ended_by(unread);
    if (const auto status = judge(parser, buffer.size()); status != http::status::ok) {
        co_await answer(state, status);
        state->end(Errc::not_allowed);
        co_return Errc::not_allowed;
    }
    const auto [refused] = co_await state->stream.async_accept(parser.release(), as_result);
    if (refused) co_return state->ended_by(refused);
    co_return ok();
}

Connection opened(Shared state, bool through_proxy)
{
    auto* session = state->stream.next_layer().native_handle();
    state->begin_watch(through_proxy ? Bytes{} : to_bytes(BytesView{channel_binding(session)}));
    return Connection{std::move(state)};
}

std::string host_header(const ClientSide& side)
{
    const bool v6 = side.host.find(':') != std::string::npos;
    return (v6 ? '[' + side.host + ']' : side.host) + ':' + std::to_string(side.port);
}

// The meaning of a failed opening to a client: whatever is there, it is no relay that can be used.
Errc client_error(Connection::State& state, error_code error)
{
    const bool untrusted = certificate_refused(state.stream.next_layer().native_handle());
    const auto reason = state.ended_by(error);
    if (untrusted) return Errc::bad_certificate;
    return reason == Errc::timed_out ? Errc::timed_out : Errc::unreachable;
}

}  // namespace

std::string numeric(const asio::ip::address& address)
{
    if (address.is_v6() && address.to_v6().is_v4_mapped())
        return asio::ip::make_address_v4(asio::ip::v4_mapped, address.to_v6()).to_string();
    return address.to_string();
}

asio::awaitable<Result<Connection>> open_as_server(asio::ip::tcp::socket socket, ServerSide side)
{
    auto state = std::make_shared<Connection::State>(std::move(socket), *side.context, side.timing, side.peer);
    state->limit(side.timing.handshake, Errc::timed_out);
    const auto [error] = co_await state->stream.next_layer().async_handshake(role_type::server, as_result);
    if (error) co_return state->ended_by(error);
    if (const auto upgraded = co_await accept_upgrade(state); !upgraded) co_return upgraded.errc();
    co_return opened(std::move(state), side.behind_proxy);
}

asio::awaitable<Result<Connection>> open_as_client(asio::ip::tcp::socket socket, ClientSide side)
{
    error_code ignored;
    auto peer = numeric(socket.remote_endpoint(ignored).address());
    const auto context = client_context(side.options.verify_certificate);
    auto state = std::make_shared<Connection::State>(std::move(socket), *context, side.options.timing, std::move(peer));
    state->limit(side.limit, Errc::timed_out);
    auto& tls = state->stream.next_layer();
    name_server(tls.native_handle(), side.host);
    if (side.options.verify_certificate) expect_host(tls.native_handle(), side.host);
    const auto [error] = co_await tls.async_handshake(role_type::client, as_result);
    if (error) co_return client_error(*state, error);
    const auto [refused] = co_await state->stream.async_handshake(host_header(side), upgrade_target, as_result);
    if (refused) co_return client_error(*state, refused);
    co_return opened(std::move(state), false);
}

}  // namespace holdfast::link
