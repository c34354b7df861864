#include "client/shell/chat/chat_lock.hpp"

#include "client/shell/terminal/passphrase.hpp"
#include "client/ui/unicode.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::shell {

ChatLock::ChatLock() { typed_.reserve(max_passphrase_bytes); }  // never moved, so that no copy stays behind
ChatLock::~ChatLock() { clear(); }

void ChatLock::clear()
{
    crypto::wipe(typed_);
    typed_.clear();
}

ChatLock::Outcome ChatLock::feed(std::string_view bytes)
{
    for (const auto& key : keys_.feed(bytes))
        if (const auto outcome = press(key); outcome != Outcome::typing) return outcome;
    return Outcome::typing;
}

ChatLock::Outcome ChatLock::press(const ui::Key& key)
{
    using What = ui::Key::What;
    switch (key.what) {
        case What::text:
            if (typed_.size() + key.text.size() <= max_passphrase_bytes)
                for (const char c : key.text) typed_.push_back(static_cast<std::byte>(c));
            return Outcome::typing;
        case What::backspace: typed_.resize(ui::cluster_begin(as_text(typed_), typed_.size())); return Outcome::typing;
        case What::erase_to_start: clear(); return Outcome::typing;
        case What::enter: return Outcome::finished;
        case What::interrupt:
        case What::end_of_input: return Outcome::left;
        default: return Outcome::typing;
    }
}

}  // namespace holdfast::shell
