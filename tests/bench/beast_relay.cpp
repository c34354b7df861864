// bench_beast_relay PORT CERTIFICATE KEY: passes messages on over WebSocket and TLS 1.3 and keeps nothing, to show what
// the transport alone costs. One thread, Boost.Beast as it is; the frames are those of tests/bench/load/beast.cpp.
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/signal_set.hpp>
#include <boost/beast/core.hpp>
#include <boost/beast/http.hpp>
#include <boost/beast/ssl.hpp>
#include <boost/beast/websocket.hpp>
#include <boost/beast/websocket/ssl.hpp>
#include <charconv>
#include <cstdio>
#include <cstdlib>
#include <deque>
#include <map>
#include <memory>
#include <string>

namespace {

namespace asio = boost::asio;
namespace beast = boost::beast;
namespace ssl = asio::ssl;
namespace websocket = beast::websocket;
using asio::ip::tcp;
using beast::error_code;

constexpr int waiting_connections = 4096;
constexpr std::size_t message_max = std::size_t{1} << 20;

class Session;
/// By the number in the request's target.
using Sessions = std::map<unsigned, std::weak_ptr<Session>>;

unsigned four_bytes(std::string_view bytes)
{
    unsigned value = 0;
    for (const char byte : bytes.substr(0, 4)) value = value << 8 | static_cast<unsigned char>(byte);
    return value;
}

/// One connection; lives as long as an operation on it.
class Session : public std::enable_shared_from_this<Session> {
  public:
    Session(tcp::socket socket, ssl::context& context, Sessions& sessions)
        : stream_{std::move(socket), context}, sessions_{sessions}
    {
    }

    void start()
    {
        beast::get_lowest_layer(stream_).expires_after(std::chrono::seconds{30});
        stream_.next_layer().async_handshake(ssl::stream_base::server, [self = shared_from_this()](error_code error) {
            if (!error) self->upgrade();
        });
    }

  private:
    void upgrade()
    {
        beast::http::async_read(stream_.next_layer(), buffer_, request_,
                                [self = shared_from_this()](error_code error, std::size_t) {
                                    if (!error) self->accept();
                                });
    }

    void accept()
    {
        beast::get_lowest_layer(stream_).expires_never();
        stream_.binary(true);
        stream_.auto_fragment(false);
        stream_.read_message_max(message_max);
        stream_.async_accept(request_, [self = shared_from_this()](error_code error) {
            if (!error) self->greet();
        });
    }

    void greet()
    {
        const auto target = request_.target();
        unsigned number = 0;
        std::from_chars(target.data() + 1, target.data() + target.size(), number);
        sessions_[number] = weak_from_this();
        request_ = {};
        buffer_ = {};
        send("H");
        read();
    }

    void read()
    {
        stream_.async_read(buffer_, [self = shared_from_this()](error_code error, std::size_t size) {
            if (error) return;
            self->take({static_cast<const char*>(self->buffer_.cdata().data()), size});
            self->buffer_.consume(size);
            self->read();
        });
    }

    void take(std::string_view message)
    {
        if (message.size() < 9 || message[0] != 'P') return;
        const std::string number{message.substr(5, 4)};
        const auto found = sessions_.find(four_bytes(message.substr(1)));
        if (found != sessions_.end())
            if (const auto reader = found->second.lock()) reader->send("M" + number + std::string{message.substr(9)});
        send("A" + number);
    }

    void send(std::string message)
    {
        waiting_.push_back(std::move(message));
        if (waiting_.size() == 1) write();
    }

    void write()
    {
        stream_.async_write(asio::buffer(waiting_.front()), [self = shared_from_this()](error_code error, std::size_t) {
            if (error) return;
            self->waiting_.pop_front();
            if (!self->waiting_.empty()) self->write();
        });
    }

    websocket::stream<ssl::stream<beast::tcp_stream>> stream_;
    Sessions& sessions_;
    beast::flat_buffer buffer_;
    beast::http::request<beast::http::empty_body> request_;
    std::deque<std::string> waiting_;
};

class Relay {
  public:
    Relay(asio::io_context& io, unsigned short port, const char* certificate, const char* key) : acceptor_{io}
    {
        SSL_CTX_set_min_proto_version(context_.native_handle(), TLS1_3_VERSION);
        context_.use_certificate_chain_file(certificate);
        context_.use_private_key_file(key, ssl::context::pem);
        const tcp::endpoint here{asio::ip::address_v4::loopback(), port};
        acceptor_.open(here.protocol());
        acceptor_.set_option(tcp::acceptor::reuse_address(true));
        acceptor_.bind(here);
        acceptor_.listen(waiting_connections);
        accept();
    }

  private:
    void accept()
    {
        acceptor_.async_accept([this](error_code error, tcp::socket socket) {
            if (error) return;
            socket.set_option(tcp::no_delay(true));
            std::make_shared<Session>(std::move(socket), context_, sessions_)->start();
            accept();
        });
    }

    ssl::context context_{ssl::context::tls_server};
    tcp::acceptor acceptor_;
    Sessions sessions_;
};

}  // namespace

int main(int count, char** words)
{
    if (count != 4) return std::fprintf(stderr, "usage: bench_beast_relay PORT CERTIFICATE KEY\n"), 1;
    try {
        asio::io_context io{1};
        const Relay relay{io, static_cast<unsigned short>(std::atoi(words[1])), words[2], words[3]};
        asio::signal_set signals{io, SIGTERM, SIGINT};
        signals.async_wait([&](error_code, int) { io.stop(); });
        io.run();
        std::_Exit(0);  // connections keep nothing that matters
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "bench_beast_relay: %s\n", problem.what());
        return 1;
    }
}
