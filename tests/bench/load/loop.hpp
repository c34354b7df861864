// The connections of a load: one thread, epoll, and OpenSSL straight on the sockets. The same for every server that is
// measured, so that all pay alike for the client's side. 127.0.0.1 only.
#pragma once

#include <openssl/ssl.h>

#include <cstdint>
#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "tests/bench/load/clock.hpp"

namespace holdfast::bench {

class Line;

/// The load cannot go on; the sentence says why.
class LoadError : public std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Who a connection is for.
struct Person {
    std::uint32_t number = 0;     ///< of the account, or of the mailbox
    bool reads = false;           ///< its mailbox is read; otherwise it writes
    std::uint32_t writes_to = 0;  ///< the number of the reader
    bool was_here = false;        ///< the mailbox is there already
};

/// Hears of the end of a wait. Called from the loop; lines may be dialled and dropped there.
class Watcher {
  public:
    virtual ~Watcher() = default;
    virtual void ready(Line&) {}
    /// The server has acknowledged the oldest submit that it had not.
    virtual void accepted(Line&) {}
    /// A message has arrived; `number` as it was submitted.
    virtual void received(Line&, std::uint32_t /*number*/) {}
    /// The other end has closed.
    virtual void closed(Line&);
};

/// The protocol of a server, on one connection.
class Speaker {
  public:
    explicit Speaker(Line& line) : line_{line} {}
    virtual ~Speaker() = default;
    Speaker(const Speaker&) = delete;
    Speaker& operator=(const Speaker&) = delete;

    /// Whether the server says a line in the clear before TLS, which is passed over.
    [[nodiscard]] virtual bool speaks_before_tls() const { return false; }
    /// TLS stands.
    virtual void begin() = 0;
    /// How many of the bytes were used up; the others come again with more behind them.
    [[nodiscard]] virtual std::size_t read(std::string_view bytes) = 0;
    virtual void submit(std::uint32_t number) = 0;
    /// Gives Line::write the frames that were gathered; the turn of the loop ends.
    virtual void finish_turn() {}
    /// Says goodbye; the connection is dropped some time later.
    virtual void leave() {}

  protected:
    Line& line_;  // owns this
};

class Loop;

class Line {
  public:
    Line(Loop& loop, Person person);
    ~Line();
    Line(const Line&) = delete;
    Line& operator=(const Line&) = delete;

    [[nodiscard]] const Person& person() const noexcept { return person_; }
    [[nodiscard]] Speaker& speaker() noexcept { return *speaker_; }
    [[nodiscard]] bool is_open() const noexcept { return file_ >= 0; }
    [[nodiscard]] Nanoseconds dialled_at() const noexcept { return dialled_; }
    /// The TLS exporter of RFC 9266.
    [[nodiscard]] std::string exporter() const;
    [[nodiscard]] Watcher& watcher() const noexcept;

    /// Leaves at the end of this turn.
    void write(std::string_view bytes);
    void submit(std::uint32_t number);
    /// There is something for Speaker::finish_turn.
    void touch();

    std::uint32_t submitted = 0;
    std::uint32_t accepted = 0;
    std::uint32_t received = 0;
    std::size_t pair = 0;  ///< the scenario's own number

  private:
    friend class Loop;
    void start_tls();
    void on_events(std::uint32_t events);
    void greet_plain();
    bool shake_hands();
    void read_all();
    void hand_over();
    void flush();
    void want_to_write(bool whether);
    void drop() noexcept;

    struct FreeSsl {
        void operator()(SSL* ssl) const noexcept { SSL_free(ssl); }
    };

    Loop& loop_;
    Person person_;
    std::unique_ptr<Speaker> speaker_;
    int file_ = -1;
    std::unique_ptr<SSL, FreeSsl> ssl_;
    bool secure_ = false;
    bool touched_ = false;
    bool wants_to_write_ = true;
    std::string out_;
    std::size_t written_ = 0;
    std::string in_;
    std::size_t used_ = 0;
    Nanoseconds dialled_{};
};

class Loop {
  public:
    using MakeSpeaker = std::function<std::unique_ptr<Speaker>(Line&)>;

    Loop(std::uint16_t port, MakeSpeaker make, Watcher& watcher);
    ~Loop();
    Loop(const Loop&) = delete;
    Loop& operator=(const Loop&) = delete;

    Line& dial(Person person);
    /// Closes it; the object stays until the loop ends.
    void drop(Line& line);
    /// Turns until `done`; false when `limit` passed first.
    bool run_until(const std::function<bool()>& done, Nanoseconds limit = seconds(120));
    void run_for(Nanoseconds time);

  private:
    friend class Line;
    void turn();
    void flush_touched();
    struct FreeContext {
        void operator()(SSL_CTX* context) const noexcept { SSL_CTX_free(context); }
    };

    std::uint16_t port_;
    MakeSpeaker make_;
    Watcher& watcher_;
    std::unique_ptr<SSL_CTX, FreeContext> context_;
    int poll_ = -1;
    std::vector<std::unique_ptr<Line>> lines_;
    std::vector<Line*> touched_;
};

}  // namespace holdfast::bench
