#include "tests/bench/load/loop.hpp"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <sys/epoll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <utility>

namespace holdfast::bench {
namespace {

constexpr int events_at_once = 256;
constexpr int wait_ms = 20;
constexpr std::size_t exporter_size = 32;
/// Read from one connection before the others have their turn.
constexpr std::size_t read_at_once = std::size_t{256} << 10;

int open_socket(std::uint16_t port)
{
    const int file = ::socket(AF_INET, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
    if (file < 0) throw LoadError{"no more sockets: raise the limit of open files (ulimit -n)"};
    const int on = 1;
    ::setsockopt(file, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    ::sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (::connect(file, reinterpret_cast<const ::sockaddr*>(&address), sizeof address) == 0 || errno == EINPROGRESS)
        return file;
    ::close(file);
    throw LoadError{"cannot connect"};
}

}  // namespace

double quantile(std::vector<double> values, double share)
{
    if (values.empty()) return 0;
    const auto place =
        std::min(values.size() - 1, static_cast<std::size_t>(share * static_cast<double>(values.size())));
    const auto nth = values.begin() + static_cast<std::ptrdiff_t>(place);
    std::nth_element(values.begin(), nth, values.end());
    return *nth;
}

void Watcher::closed(Line& line)
{
    throw LoadError{"the server closed the connection of " + std::to_string(line.person().number)};
}

// ---- Line -----------------------------------------------------------------------------------------------------------

Line::Line(Loop& loop, Person person) : loop_{loop}, person_{person}, speaker_{loop.make_(*this)}, dialled_{clock_now()}
{
    file_ = open_socket(loop.port_);
    ::epoll_event event{};
    event.events = EPOLLIN | EPOLLOUT;
    event.data.ptr = this;
    ::epoll_ctl(loop.poll_, EPOLL_CTL_ADD, file_, &event);
    if (!speaker_->speaks_before_tls()) start_tls();
}

Line::~Line() { drop(); }

Watcher& Line::watcher() const noexcept { return loop_.watcher_; }

void Line::start_tls()
{
    ssl_.reset(SSL_new(loop_.context_.get()));
    SSL_set_fd(ssl_.get(), file_);
    SSL_set_connect_state(ssl_.get());
}

std::string Line::exporter() const
{
    constexpr std::string_view label = "EXPORTER-Channel-Binding";
    std::array<unsigned char, exporter_size> out{};
    SSL_export_keying_material(ssl_.get(), out.data(), out.size(), label.data(), label.size(), nullptr, 0, 1);
    return {out.begin(), out.end()};
}

void Line::touch()
{
    if (std::exchange(touched_, true)) return;
    loop_.touched_.push_back(this);
}

void Line::write(std::string_view bytes)
{
    out_ += bytes;
    touch();
}

void Line::submit(std::uint32_t number)
{
    ++submitted;
    speaker_->submit(number);
    touch();
}

void Line::want_to_write(bool whether)
{
    if (wants_to_write_ == whether) return;
    wants_to_write_ = whether;
    ::epoll_event event{};
    event.events = EPOLLIN | (whether ? EPOLLOUT : 0U);
    event.data.ptr = this;
    ::epoll_ctl(loop_.poll_, EPOLL_CTL_MOD, file_, &event);
}

void Line::drop() noexcept
{
    if (file_ < 0) return;
    if (secure_) SSL_shutdown(ssl_.get());
    ssl_.reset();
    ::close(file_);
    file_ = -1;
}

void Line::flush()
{
    if (!is_open() || !secure_) return;
    speaker_->finish_turn();
    while (written_ < out_.size()) {
        const auto size = std::min<std::size_t>(out_.size() - written_, SSL3_RT_MAX_PLAIN_LENGTH);
        const int done = SSL_write(ssl_.get(), out_.data() + written_, static_cast<int>(size));
        if (done <= 0) {
            if (SSL_get_error(ssl_.get(), done) == SSL_ERROR_WANT_WRITE) return want_to_write(true);
            drop();
            return watcher().closed(*this);
        }
        written_ += static_cast<std::size_t>(done);
    }
    out_.clear();
    written_ = 0;
    want_to_write(false);
}

void Line::greet_plain()
{
    std::array<char, 4096> buffer{};
    const auto size = ::recv(file_, buffer.data(), buffer.size(), 0);
    if (size < 0 && errno == EAGAIN) return;
    if (size <= 0) {
        drop();
        return watcher().closed(*this);
    }
    in_.append(buffer.data(), static_cast<std::size_t>(size));
    if (in_.find("\r\n") == std::string::npos) return;
    in_.clear();
    start_tls();
    want_to_write(true);
}

bool Line::shake_hands()
{
    const int done = SSL_do_handshake(ssl_.get());
    if (done == 1) {
        secure_ = true;
        want_to_write(false);
        speaker_->begin();
        return true;
    }
    const int error = SSL_get_error(ssl_.get(), done);
    if (error == SSL_ERROR_WANT_READ || error == SSL_ERROR_WANT_WRITE) {
        want_to_write(error == SSL_ERROR_WANT_WRITE);
        return false;
    }
    drop();
    watcher().closed(*this);
    return false;
}

void Line::hand_over()
{
    const auto fresh = std::string_view{in_}.substr(used_);
    used_ += speaker_->read(fresh);
    if (used_ == in_.size()) {
        in_.clear();
        used_ = 0;
    } else if (used_ > read_at_once) {
        in_.erase(0, used_);
        used_ = 0;
    }
}

void Line::read_all()
{
    static std::array<char, std::size_t{1} << 16> buffer;
    bool ended = false;
    do {
        const int size = SSL_read(ssl_.get(), buffer.data(), static_cast<int>(buffer.size()));
        if (size <= 0) {
            ended = SSL_get_error(ssl_.get(), size) != SSL_ERROR_WANT_READ;
            break;
        }
        in_.append(buffer.data(), static_cast<std::size_t>(size));
    } while (in_.size() - used_ < read_at_once || SSL_pending(ssl_.get()) > 0);
    if (in_.size() > used_) hand_over();
    if (ended && is_open()) {
        drop();
        watcher().closed(*this);
    }
}

void Line::on_events(std::uint32_t events)
{
    if (!is_open()) return;
    if (!ssl_) {
        want_to_write(false);
        if ((events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) greet_plain();
        return;
    }
    if (!secure_ && !shake_hands()) return;
    if ((events & EPOLLOUT) != 0) flush();
    if (is_open() && (events & (EPOLLIN | EPOLLHUP | EPOLLERR)) != 0) read_all();
}

// ---- Loop -----------------------------------------------------------------------------------------------------------

Loop::Loop(std::uint16_t port, MakeSpeaker make, Watcher& watcher)
    : port_{port},
      make_{std::move(make)},
      watcher_{watcher},
      context_{SSL_CTX_new(TLS_client_method())},
      poll_{::epoll_create1(EPOLL_CLOEXEC)}
{
    auto* context = context_.get();
    SSL_CTX_set_min_proto_version(context, TLS1_3_VERSION);
    SSL_CTX_set1_groups_list(context, "X25519");
    SSL_CTX_set_session_cache_mode(context, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_mode(context,
                     SSL_MODE_ENABLE_PARTIAL_WRITE | SSL_MODE_ACCEPT_MOVING_WRITE_BUFFER | SSL_MODE_RELEASE_BUFFERS);
}

Loop::~Loop()
{
    lines_.clear();
    ::close(poll_);
}

Line& Loop::dial(Person person) { return *lines_.emplace_back(std::make_unique<Line>(*this, person)); }

void Loop::drop(Line& line) { line.drop(); }

void Loop::flush_touched()
{
    // A write may touch other lines.
    for (std::size_t i = 0; i < touched_.size(); ++i) {
        touched_[i]->touched_ = false;
        touched_[i]->flush();
    }
    touched_.clear();
}

void Loop::turn()
{
    std::array<::epoll_event, events_at_once> events{};
    const int count = ::epoll_wait(poll_, events.data(), events_at_once, wait_ms);
    for (int i = 0; i < count; ++i) {
        const auto& event = events[static_cast<std::size_t>(i)];
        static_cast<Line*>(event.data.ptr)->on_events(event.events);
    }
    flush_touched();
}

bool Loop::run_until(const std::function<bool()>& done, Nanoseconds limit)
{
    const auto end = clock_now() + limit;
    flush_touched();
    while (!done()) {
        if (clock_now() > end) return false;
        turn();
    }
    return true;
}

void Loop::run_for(Nanoseconds time)
{
    const auto end = clock_now() + time;
    (void)run_until([end] { return clock_now() >= end; }, time + seconds(1));
}

}  // namespace holdfast::bench
