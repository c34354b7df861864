// HTTP/1.1 on a loopback address, for programs of this machine that ask how a server is: GET and HEAD, one request a
// connection. The one rule: it is for nobody else. Another address is refused, and so is what a browser sends.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <boost/asio/awaitable.hpp>
#include <cstdint>
#include <memory>
#include <string>

#include "protocol/base/result.hpp"

namespace holdfast::link {

/// Whether this numeric address is one of the loopback device: 127.0.0.0/8 or ::1.
[[nodiscard]] bool is_loopback(const std::string& address) noexcept;

struct LocalAnswer {
    unsigned status = 200;  ///< of HTTP
    std::string type;       ///< Content-Type
    std::string body;
};

/// Network thread, as link.hpp says.
class LocalHttp {
  public:
    class Handler {
      public:
        virtual ~Handler() = default;
        /// The answer to GET `target`. It is given up, and the connection closed, after ten seconds.
        [[nodiscard]] virtual boost::asio::awaitable<LocalAnswer> answer_local(std::string target) = 0;
    };

    /// Errors: cannot_listen (in use, or not a loopback address). `handler` outlives this object.
    [[nodiscard]] static Result<std::unique_ptr<LocalHttp>> open(boost::asio::any_io_executor executor,
                                                                 const std::string& address, std::uint16_t port,
                                                                 Handler& handler);
    ~LocalHttp();
    LocalHttp(const LocalHttp&) = delete;
    LocalHttp& operator=(const LocalHttp&) = delete;

    /// The port bound, also when 0 was asked for.
    [[nodiscard]] std::uint16_t port() const noexcept;
    /// Answers until close().
    [[nodiscard]] boost::asio::awaitable<void> serve();
    void close() noexcept;

    struct State;
    explicit LocalHttp(std::shared_ptr<State> state) noexcept;

  private:
    std::shared_ptr<State> state_;  // shared with conversations, which may outlive this
};

}  // namespace holdfast::link
