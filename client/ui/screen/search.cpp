#include "client/ui/screen/search.hpp"

#include "client/core/account/naming.hpp"
#include "client/ui/entry_view.hpp"

namespace holdfast::ui::screen {

Search::Search(const ConversationId& conversation, std::string_view words)
    : conversation_{conversation}, words_{words}, key_{client::caseless(words)}
{
}

bool Search::has_words(const client::Entry& entry) const
{
    return client::caseless(body_text(entry.body)).find(key_) != std::string::npos;
}

std::optional<std::uint64_t> Search::look(const client::Client& client)
{
    if (key_.empty()) looking_ = false;
    for (std::size_t i = 0; looking_ && i < at_once; ++i) {
        const auto* head = backwards_ ? client.before(conversation_, at_) : client.after(conversation_, at_);
        if (!head) {
            looking_ = false;
            at_end_ = true;
            at_ = found_ == 0 ? at_ : found_;
            return std::nullopt;
        }
        at_ = head->number;
        if (!head->is_written() || !has_words(client.read(*head))) continue;
        looking_ = false;
        return found_ = at_;
    }
    return std::nullopt;
}

void Search::older()
{
    backwards_ = true;
    looking_ = true;
    at_end_ = false;
}

void Search::newer()
{
    backwards_ = false;
    looking_ = found_ != 0;
    at_end_ = !looking_;
}

}  // namespace holdfast::ui::screen
