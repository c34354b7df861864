// The client's side of RFC 6455 for a load: the mask is zero, which a server unmasks like any other.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace holdfast::bench {

[[nodiscard]] std::string upgrade_request(std::string_view target);

class WebSocketReader {
  public:
    /// Calls `on_message` with each whole binary message and `answer` with what a ping is answered by. The bytes used
    /// up. Throws LoadError where the server refuses the upgrade or closes.
    std::size_t read(std::string_view bytes, const std::function<void(std::string_view)>& on_message,
                     const std::function<void(std::string)>& answer);
    [[nodiscard]] bool is_upgraded() const noexcept { return upgraded_; }

  private:
    bool upgraded_ = false;
    std::string message_;  // pieces of one that has not ended
};

/// One binary message.
[[nodiscard]] std::string websocket_message(std::string_view payload);

}  // namespace holdfast::bench
