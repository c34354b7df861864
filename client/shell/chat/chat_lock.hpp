// The passphrase that a locked screen asks for, key by key; nothing of it is shown, also not how long it is.
#pragma once

#include <string_view>

#include "client/ui/input/keys.hpp"
#include "protocol/base/bytes.hpp"

namespace holdfast::shell {

class ChatLock {
  public:
    ChatLock();
    ~ChatLock();
    ChatLock(const ChatLock&) = delete;
    ChatLock& operator=(const ChatLock&) = delete;

    enum class Outcome {
        typing,
        finished,  ///< Enter
        left,      ///< Ctrl-C, or Ctrl-D
    };
    [[nodiscard]] Outcome feed(std::string_view bytes);
    [[nodiscard]] BytesView passphrase() const noexcept { return typed_; }
    void clear();

  private:
    [[nodiscard]] Outcome press(const ui::Key& key);

    ui::KeyReader keys_;
    Bytes typed_;
};

}  // namespace holdfast::shell
