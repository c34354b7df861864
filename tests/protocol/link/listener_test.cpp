#include <unistd.h>

#include <cstdio>
#include <vector>

#include "protocol/link/link.hpp"
#include "protocol/link/within.hpp"
#include "tests/protocol/link/link_support.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace listener_test {

using namespace holdfast;
using namespace holdfast::link;
using namespace holdfast::link::test;

namespace {

Errc open_error(ListenOptions options)
{
    asio::io_context io;
    return Listener::open(io.get_executor(), std::move(options)).errc();
}

// Every descriptor the process may still open, given back at the end of the scope.
class AllDescriptors {
  public:
    AllDescriptors()
    {
        for (int fd = ::dup(0); fd >= 0; fd = ::dup(0)) taken_.push_back(fd);
    }
    ~AllDescriptors()
    {
        for (const int fd : taken_) ::close(fd);
    }
    AllDescriptors(const AllDescriptors&) = delete;
    AllDescriptors& operator=(const AllDescriptors&) = delete;

  private:
    std::vector<int> taken_;
};

asio::awaitable<Result<Pending>> accept_until_closed(Listener& listener)
{
    asio::post(co_await asio::this_coro::executor, [&listener] { listener.close(); });
    co_return co_await listener.accept();
}

}  // namespace

TEST_CASE("a certificate or key that cannot be used is an error of its own")
{
    const holdfast::test::TempDir folder;
    holdfast::test::write_file(folder / "garbage.pem", "not PEM\n");
    const auto good = listen_options();
    auto missing = good;
    missing.certificate = folder / "missing.pem";
    CHECK(open_error(missing) == Errc::certificate_unusable);
    auto garbage = good;
    garbage.certificate = folder / "garbage.pem";
    CHECK(open_error(garbage) == Errc::certificate_unusable);
    auto swapped = good;
    swapped.key = good.certificate;
    CHECK(open_error(swapped) == Errc::certificate_unusable);
}

TEST_CASE("a key of another certificate is refused")
{
    const holdfast::test::TempDir folder;
    const auto command =
        "'" + holdfast::test::source_dir() + "/certs/make-certificate' --dir " + folder.path().string() + " >/dev/null";
    REQUIRE(std::system(command.c_str()) == 0);
    auto options = listen_options();
    options.key = folder / "key.pem";
    CHECK(open_error(options) == Errc::certificate_unusable);
}

TEST_CASE("an address that cannot be bound is an error of its own")
{
    asio::io_context io;
    const auto first = Listener::open(io.get_executor(), listen_options());
    auto taken = listen_options();
    taken.port = first->port();
    CHECK(open_error(taken) == Errc::cannot_listen);
    auto no_address = listen_options();
    no_address.address = "relay.example.org";
    CHECK(open_error(no_address) == Errc::cannot_listen);
}

TEST_CASE("a certificate is read again, and a bad one changes nothing")
{
    const holdfast::test::TempDir folder;
    auto options = listen_options();
    std::filesystem::copy_file(options.certificate, folder / "certificate.pem");
    options.certificate = folder / "certificate.pem";
    asio::io_context io;
    auto listener = Listener::open(io.get_executor(), options);
    REQUIRE(listener.has_value());
    CHECK(listener->reload_certificate().has_value());
    holdfast::test::write_file(folder / "certificate.pem", "not PEM\n");
    CHECK(listener->reload_certificate().errc() == Errc::certificate_unusable);

    RawPeer peer{listener->port()};
    auto pending = run(io, listener->accept());
    REQUIRE(pending.has_value());
    std::jthread client{[&peer] {
        (void)peer.handshake();
        peer.cut();
    }};
    CHECK(run(io, pending->handshake()).errc() == Errc::closed);  // TLS stood; then the peer left
}

TEST_CASE("closing the listener ends a pending accept")
{
    asio::io_context io;
    auto listener = Listener::open(io.get_executor(), listen_options());
    CHECK(run(io, accept_until_closed(*listener)).errc() == Errc::closed);
    CHECK(run(io, listener->accept()).errc() == Errc::closed);
}

// The address sanitizer with UBSan opens pipes to look at memory and takes their absence for a broken object.
#if !defined(__SANITIZE_ADDRESS__)
TEST_CASE("without descriptors the listener waits, and goes on when there are some")
{
#ifdef __SANITIZE_ADDRESS__
    std::puts("skipped: the sanitizer itself needs a descriptor to look at objects");
    return;
#endif
    asio::io_context io;
    auto listener = Listener::open(io.get_executor(), listen_options());
    const RawPeer peer{listener->port()};  // TCP stands in the backlog already
    {
        const AllDescriptors none_left;
        CHECK(run(io, within(milliseconds{250}, listener->accept())).errc() == Errc::timed_out);
    }
    const auto pending = run(io, listener->accept());
    REQUIRE(pending.has_value());
    CHECK(pending->peer_address() == "127.0.0.1");
}
#endif

}  // namespace listener_test
