#include "client/record/compare.hpp"

#include <map>

namespace holdfast::record {
namespace {

std::map<MessageId, Digest> shared_messages(const Record& record)
{
    std::map<MessageId, Digest> hashes;
    for (const auto& message : record.messages)
        if (message.shared) hashes.emplace(message.id, message_hash(record.conversation, message));
    return hashes;
}

}  // namespace

Comparison compare(const Record& first, const Record& second)
{
    Comparison result;
    result.same_conversation = first.conversation == second.conversation;
    if (!result.same_conversation) return result;
    const auto ones = shared_messages(first);
    auto others = shared_messages(second);
    for (const auto& [id, hash] : ones) {
        const auto found = others.find(id);
        if (found == others.end()) {
            ++result.first_only;
            continue;
        }
        if (found->second == hash)
            ++result.same;
        else
            result.different.push_back(id);
        others.erase(found);
    }
    result.second_only = others.size();
    return result;
}

}  // namespace holdfast::record
