// The stream against a peer whose every byte the test carries: cut, delayed, one at a time.
#include "protocol/link/tls_stream.hpp"

#include <malloc.h>
#include <openssl/crypto.h>
#include <openssl/ssl.h>
#include <poll.h>

#include <atomic>
#include <boost/asio/io_context.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/write.hpp>
#include <cstdlib>
#include <optional>
#include <string>

#include "protocol/link/tls.hpp"
#include "tests/protocol/link/link_support.hpp"
#include "tests/support/catch.hpp"

namespace tls_stream_test {

using namespace holdfast;
using namespace holdfast::link;
using namespace holdfast::link::test;
using asio::ip::tcp;

namespace {

// Bytes that OpenSSL holds in this process. It asks for memory only through these three.
std::atomic<std::size_t> held{0};

void* counted(void* block)
{
    held += block != nullptr ? ::malloc_usable_size(block) : 0;
    return block;
}
void let_go(void* block, const char*, int)
{
    held -= block != nullptr ? ::malloc_usable_size(block) : 0;
    std::free(block);
}
void* take(std::size_t size, const char*, int) { return counted(std::malloc(size)); }
void* resize(void* block, std::size_t size, const char*, int)
{
    held -= block != nullptr ? ::malloc_usable_size(block) : 0;
    return counted(std::realloc(block, size));
}

// Before OpenSSL's first block, or it refuses.
const bool counting = CRYPTO_set_mem_functions(&take, &resize, &let_go) == 1;

// OpenSSL between two memories: what it wants to send is fetched, what it is to receive is given.
class Peer {
  public:
    Peer() : session_{SSL_new(context())}, in_{BIO_new(BIO_s_mem())}, out_{BIO_new(BIO_s_mem())}
    {
        SSL_set_bio(session_, in_, out_);
        SSL_set_connect_state(session_);
    }
    ~Peer() { SSL_free(session_); }
    Peer(const Peer&) = delete;
    Peer& operator=(const Peer&) = delete;

    /// One more step of the handshake, and the bytes it has to send.
    std::string handshake()
    {
        SSL_do_handshake(session_);
        return fetch();
    }
    [[nodiscard]] bool connected() const { return SSL_is_init_finished(session_) == 1; }
    void give(std::string_view bytes) { BIO_write(in_, bytes.data(), static_cast<int>(bytes.size())); }
    std::string sealed(std::string_view text)
    {
        SSL_write(session_, text.data(), static_cast<int>(text.size()));
        return fetch();
    }
    std::string key_update(int kind = SSL_KEY_UPDATE_REQUESTED)
    {
        SSL_key_update(session_, kind);
        return handshake();
    }
    std::string goodbye()
    {
        SSL_shutdown(session_);
        return fetch();
    }
    std::string opened()
    {
        std::string all(std::size_t{64} * 1024, '\0');
        const int count = SSL_read(session_, all.data(), static_cast<int>(all.size()));
        all.resize(count > 0 ? static_cast<std::size_t>(count) : 0);
        return all;
    }

  private:
    static SSL_CTX* context()
    {
        static SSL_CTX* const made = SSL_CTX_new(TLS_client_method());
        return made;
    }
    std::string fetch()
    {
        std::string all(BIO_ctrl_pending(out_), '\0');
        BIO_read(out_, all.data(), static_cast<int>(all.size()));
        return all;
    }

    SSL* session_;
    BIO* in_;
    BIO* out_;
};

// A relay's end of a connection, the wire as a socket of the test's, and the peer behind it.
struct Wire {
    Wire() : near{io}, context{server_context(folder / "certificate.pem", folder / "key.pem").value()}
    {
        tcp::acceptor acceptor{io, tcp::endpoint{asio::ip::address_v4::loopback(), 0}};
        near.open(tcp::v4());
        near.set_option(tcp::socket::receive_buffer_size{64 * 1024});
        near.connect(acceptor.local_endpoint());
        near.non_blocking(true);
        near.set_option(tcp::no_delay{true});
        stream.emplace(acceptor.accept(), *context);
        stream->next_layer().set_option(tcp::no_delay{true});
        stream->next_layer().set_option(tcp::socket::send_buffer_size{64 * 1024});
    }

    /// To the stream, which then has its turn.
    void carry(std::string_view bytes)
    {
        error_code ignored;
        asio::write(near, asio::buffer(bytes), ignored);
        io.restart();
        io.poll();
    }
    void carry_singly(std::string_view bytes)
    {
        for (const char& byte : bytes) carry({&byte, 1});
    }
    /// Hands the peer the bytes that the stream has sent.
    void carry_back()
    {
        io.restart();
        io.poll();
        std::string piece(std::size_t{256} * 1024, '\0');
        pollfd readable{near.native_handle(), POLLIN, 0};
        error_code error;
        piece.resize(near.read_some(asio::buffer(piece), error));
        if (error == asio::error::would_block) (void)::poll(&readable, 1, 5);
        peer.give(piece);
    }
    /// The next text that the peer can read.
    std::string answer()
    {
        for (int turns = 0; turns < 1'000; ++turns) {
            carry_back();
            if (auto text = peer.opened(); !text.empty()) return text;
        }
        return {};
    }
    void shake_hands()
    {
        std::optional<error_code> done;
        stream->async_handshake(role_type::server, [&done](error_code error) { done = error; });
        for (int turns = 0; turns < 1'000 && !(done && peer.connected()); ++turns) {
            carry(peer.handshake());
            carry_back();
        }
        REQUIRE(done == error_code{});
    }
    /// Turns until `done`.
    template <class T>
    void wait_for(const std::optional<T>& done)
    {
        io.restart();
        while (!done && io.run_one_for(patience) > 0) {
        }
        REQUIRE(done);
    }

    const std::filesystem::path& folder = certificate_folder();
    asio::io_context io;
    tcp::socket near;
    TlsContext context;
    std::optional<TlsStream> stream;
    Peer peer;
};

// The outcome of one read of at most `room` bytes, filled in when it ends.
struct Reading {
    Reading(TlsStream& stream, std::size_t room) : bytes(room, '\0')
    {
        stream.async_read_some(asio::buffer(bytes), [this](error_code error, std::size_t count) {
            bytes.resize(count);
            ended = error;
        });
    }
    Reading(const Reading&) = delete;
    Reading& operator=(const Reading&) = delete;
    std::string bytes;
    std::optional<error_code> ended;
};

}  // namespace

TEST_CASE("a handshake and a message arrive byte by byte")
{
    Wire wire;
    std::optional<error_code> done;
    wire.stream->async_handshake(role_type::server, [&done](error_code error) { done = error; });
    for (int turns = 0; turns < 1'000 && !(done && wire.peer.connected()); ++turns) {
        wire.carry_singly(wire.peer.handshake());
        wire.carry_back();
    }
    REQUIRE(done == error_code{});

    Reading reading{*wire.stream, 100};
    const auto sealed = wire.peer.sealed("a letter");
    wire.carry_singly(std::string_view{sealed}.substr(0, sealed.size() - 1));
    CHECK_FALSE(reading.ended);
    wire.carry_singly(std::string_view{sealed}.substr(sealed.size() - 1));
    wire.wait_for(reading.ended);
    CHECK(reading.bytes == "a letter");
}

TEST_CASE("attack 18: a handshake cut at any byte ends and holds nothing")
{
    std::size_t length = 0;
    {
        Wire wire;
        wire.shake_hands();
    }
    const auto before = held.load();
    for (std::size_t cut = 0;; ++cut) {
        Wire wire;
        std::optional<error_code> done;
        wire.stream->async_handshake(role_type::server, [&done](error_code error) { done = error; });
        std::size_t sent = 0;
        for (int turns = 0; turns < 100 && sent < cut && !wire.peer.connected(); ++turns) {
            const auto bytes = wire.peer.handshake();
            const auto part = std::string_view{bytes}.substr(0, cut - sent);
            sent += part.size();
            wire.carry(part);
            wire.carry_back();
        }
        if (sent < cut) break;  // the whole handshake has fewer bytes
        length = sent;
        if (done) break;
        wire.near.close();
        wire.wait_for(done);
        CHECK(*done);
    }
    CHECK(length > 200);
    CHECK(held.load() < before + 4'096);
}

TEST_CASE("a read of one byte after another gives the message and nothing too early")
{
    Wire wire;
    wire.shake_hands();
    const auto one = wire.peer.sealed("one");
    wire.carry(one + wire.peer.sealed("two"));
    std::string all;
    for (int i = 0; i < 6; ++i) {
        Reading reading{*wire.stream, 1};
        CHECK_FALSE(reading.ended);  // never from inside the call
        wire.wait_for(reading.ended);
        all += reading.bytes;
    }
    CHECK(all == "onetwo");
    Reading next{*wire.stream, 1};
    wire.carry({});
    CHECK_FALSE(next.ended);
}

TEST_CASE("a slow reader holds up a large write that then arrives whole")
{
    Wire wire;
    wire.shake_hands();
    std::string large(std::size_t{1024} * 1024, '\0');
    for (std::size_t i = 0; i < large.size(); ++i) large[i] = static_cast<char>(i * 31 + i / 251);
    std::optional<error_code> written;
    const auto before = held.load();
    asio::async_write(*wire.stream, asio::buffer(large),
                      [&written](error_code error, std::size_t) { written = error; });
    for (int turns = 0; turns < 1'000; ++turns) wire.carry({});
    REQUIRE_FALSE(written);
    CHECK(held.load() < before + 2 * record_max);  // one record waits, not the message

    std::string got;
    for (auto piece = wire.answer(); !piece.empty(); piece = wire.answer()) {
        got += piece;
        if (got.size() == large.size()) break;
    }
    CHECK(written == error_code{});
    CHECK(got == large);
}

TEST_CASE("a peer changes its keys and asks for ours to change")
{
    Wire wire;
    wire.shake_hands();
    for (int i = 0; i < 3; ++i) {
        Reading reading{*wire.stream, 100};
        const auto update = wire.peer.key_update();
        wire.carry(update + wire.peer.sealed("under new keys"));
        wire.wait_for(reading.ended);
        CHECK(reading.bytes == "under new keys");
        std::optional<error_code> written;
        asio::async_write(*wire.stream, asio::buffer("answer", 6),
                          [&written](error_code error, std::size_t) { written = error; });
        wire.wait_for(written);
        CHECK(wire.answer() == "answer");
    }
}

TEST_CASE("attack 18: a flood of changed keys ends the connection and a few do not")
{
    Wire wire;
    wire.shake_hands();
    Reading reading{*wire.stream, 100};
    for (int times = 0; times < 3; ++times) {
        for (unsigned i = 0; i < key_updates_max; ++i) wire.carry(wire.peer.key_update(SSL_KEY_UPDATE_NOT_REQUESTED));
        CHECK_FALSE(reading.ended);
        wire.stream->forgive_key_updates();
    }
    for (unsigned i = 0; i <= key_updates_max; ++i) wire.carry(wire.peer.key_update(SSL_KEY_UPDATE_NOT_REQUESTED));
    wire.wait_for(reading.ended);
    CHECK(reading.ended->category() == asio::error::get_ssl_category());
}

TEST_CASE("a goodbye is the end and a cut is no goodbye")
{
    Wire polite;
    polite.shake_hands();
    Reading end{*polite.stream, 100};
    polite.carry(polite.peer.goodbye());
    polite.wait_for(end.ended);
    CHECK(*end.ended == asio::error::eof);
    std::optional<error_code> closed;
    polite.stream->async_shutdown([&closed](error_code error) { closed = error; });
    polite.wait_for(closed);
    CHECK(*closed == error_code{});

    Wire first;  // we say it first, and wait for the answer
    first.shake_hands();
    std::optional<error_code> answered;
    first.stream->async_shutdown([&answered](error_code error) { answered = error; });
    first.carry_back();
    CHECK_FALSE(answered);
    first.carry(first.peer.goodbye());
    first.wait_for(answered);
    CHECK(*answered == error_code{});

    Wire cut;
    cut.shake_hands();
    Reading truncated{*cut.stream, 100};
    const auto sealed = cut.peer.sealed("half");
    cut.carry(std::string_view{sealed}.substr(0, sealed.size() / 2));
    cut.near.close();
    cut.wait_for(truncated.ended);
    CHECK(*truncated.ended == asio::ssl::error::stream_truncated);
}

TEST_CASE("what is pending ends when the stream is destroyed")
{
    Wire wire;
    wire.shake_hands();
    const std::string large(std::size_t{1024} * 1024, 'x');
    Reading reading{*wire.stream, 100};
    std::optional<error_code> written;
    asio::async_write(*wire.stream, asio::buffer(large),
                      [&written](error_code error, std::size_t) { written = error; });
    wire.carry({});
    asio::write(wire.near, asio::buffer(wire.peer.sealed("seen by the socket, not by the stream")));
    wire.stream.reset();
    wire.wait_for(reading.ended);
    CHECK(*reading.ended == asio::error::operation_aborted);
}

TEST_CASE("an idle stream holds no buffer")
{
    REQUIRE(counting);
    Wire wire;
    wire.shake_hands();
    Reading first{*wire.stream, 100};
    wire.carry(wire.peer.sealed(std::string(100, 'x')));
    wire.wait_for(first.ended);
    std::optional<error_code> written;
    asio::async_write(*wire.stream, asio::buffer("answer", 6),
                      [&written](error_code error, std::size_t) { written = error; });
    wire.wait_for(written);
    Reading idle{*wire.stream, 100};
    wire.carry({});
    const auto with = held.load();
    wire.stream.reset();
    wire.wait_for(idle.ended);
    CHECK(with - held.load() < std::size_t{16} * 1024);  // one buffer for a record would be more
}

}  // namespace tls_stream_test
