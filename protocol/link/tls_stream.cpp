#include "protocol/link/tls_stream.hpp"

#include <openssl/bio.h>
#include <openssl/err.h>
#include <openssl/ssl.h>

#include <boost/asio/error.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>

#include "protocol/base/result.hpp"

namespace holdfast::link {

// OpenSSL's way to the socket: its callbacks, which say "try again" where they would have to wait.
struct SocketBio {
    static TlsCore& core(BIO* bio) { return *static_cast<TlsCore*>(BIO_get_data(bio)); }

    static bool would_block(const error_code& error)
    {
        return error == asio::error::would_block || error == asio::error::try_again;
    }

    static int receive(BIO* bio, char* to, std::size_t room, std::size_t* count)
    {
        auto& self = core(bio);
        BIO_clear_retry_flags(bio);
        if (self.socket_error_) return 0;
        if (!std::exchange(self.may_receive_, false)) {
            BIO_set_retry_read(bio);
            return 0;
        }
        error_code error;
        *count = self.socket_.read_some(asio::buffer(to, room), error);
        self.drained_ = *count < room;
        if (!error) return 1;
        if (would_block(error))
            BIO_set_retry_read(bio);
        else
            self.socket_error_ = error;
        return 0;
    }

    static int send(BIO* bio, const char* from, std::size_t size, std::size_t* count)
    {
        auto& self = core(bio);
        BIO_clear_retry_flags(bio);
        error_code error;
        *count = self.socket_.write_some(asio::buffer(from, size), error);
        if (!error) return 1;
        if (would_block(error))
            BIO_set_retry_write(bio);
        else
            self.socket_error_ = error;
        return 0;
    }

    static long control(BIO* bio, int command, long, void*)
    {
        if (command == BIO_CTRL_EOF) return core(bio).socket_error_ ? 1 : 0;
        return command == BIO_CTRL_FLUSH ? 1 : 0;
    }

    static const BIO_METHOD* methods()
    {
        static const auto* const made = [] {
            auto* method = BIO_meth_new(BIO_get_new_index() | BIO_TYPE_SOURCE_SINK, "socket");
            require(method != nullptr && BIO_meth_set_read_ex(method, &receive) == 1 &&
                        BIO_meth_set_write_ex(method, &send) == 1 && BIO_meth_set_ctrl(method, &control) == 1,
                    "OpenSSL takes no socket");
            return method;
        }();
        return made;
    }

    static void message(int sent, int, int type, const void*, std::size_t, SSL*, void* core)
    {
        if (sent == 0 && type == SSL3_RT_HANDSHAKE) ++static_cast<TlsCore*>(core)->messages_;
    }
};

TlsCore::TlsCore(asio::ip::tcp::socket socket, asio::ssl::context& context)
    : socket_{std::move(socket)}, session_{SSL_new(context.native_handle())}
{
    auto* bio = BIO_new(SocketBio::methods());
    require(session_ != nullptr && bio != nullptr, "OpenSSL makes no connection");
    BIO_set_data(bio, this);
    BIO_set_init(bio, 1);
    SSL_set_bio(session_, bio, bio);
    SSL_set_mode(session_, SSL_MODE_RELEASE_BUFFERS | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER);
    SSL_set_read_ahead(session_, 1);
    SSL_set_msg_callback(session_, &SocketBio::message);
    SSL_set_msg_callback_arg(session_, this);
    error_code ignored;  // of a socket that is closed already; the first attempt says so
    socket_.non_blocking(true, ignored);
}

TlsCore::~TlsCore() { SSL_free(session_); }

void TlsCore::begin_attempt()
{
    if (ERR_peek_error() != 0) ERR_clear_error();  // which takes long
    socket_error_.clear();
    may_receive_ = !drained_;
}

TlsOutcome TlsCore::handshake(role_type role)
{
    begin_attempt();
    const auto reached = outcome(role == role_type::server ? SSL_accept(session_) : SSL_connect(session_), 0);
    if (SSL_is_init_finished(session_) == 1) forgive_key_updates();
    return reached;
}

TlsOutcome TlsCore::read(asio::mutable_buffer to)
{
    if (to.size() == 0) return {};
    begin_attempt();
    std::size_t count = 0;
    const int result = SSL_read_ex(session_, to.data(), to.size(), &count);
    return outcome(result, count);
}

TlsOutcome TlsCore::write(asio::const_buffer from)
{
    if (from.size() == 0) return {};
    begin_attempt();
    std::size_t count = 0;
    const int result = SSL_write_ex(session_, from.data(), from.size(), &count);
    return outcome(result, count);
}

TlsOutcome TlsCore::shutdown()
{
    begin_attempt();
    int result = SSL_shutdown(session_);
    if (result == 0) result = SSL_shutdown(session_);  // ours is sent; now theirs
    return outcome(result, 0);
}

TlsOutcome TlsCore::outcome(int result, std::size_t count)
{
    using Wait = TlsOutcome::Wait;
    if (messages_ > key_updates_max)
        return {Wait::none, {ERR_PACK(ERR_LIB_SSL, 0, SSL_R_TOO_MANY_KEY_UPDATES), asio::error::get_ssl_category()}, 0};
    if (result > 0) return {Wait::none, {}, count};
    const int kind = SSL_get_error(session_, result);
    if (kind == SSL_ERROR_WANT_READ) return {Wait::read, {}, 0};
    if (kind == SSL_ERROR_WANT_WRITE) return {Wait::write, {}, 0};
    return {Wait::none, failure(kind), 0};
}

error_code TlsCore::failure(int kind) const
{
    if (kind == SSL_ERROR_ZERO_RETURN) return asio::error::eof;
    if (socket_error_ == asio::error::eof) return asio::ssl::error::stream_truncated;
    if (socket_error_) return socket_error_;
    if (const auto code = ERR_get_error(); code != 0) return {static_cast<int>(code), asio::error::get_ssl_category()};
    return asio::ssl::error::stream_truncated;
}

asio::mutable_buffer record_room() noexcept
{
    static thread_local std::array<std::byte, record_max> room;
    return asio::buffer(room);
}

}  // namespace holdfast::link
