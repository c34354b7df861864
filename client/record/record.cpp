#include "client/record/record.hpp"

#include <algorithm>
#include <tuple>

#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::record {
namespace {

/// What is hashed of a message.
struct Written {
    ConversationId conversation;
    MessageId message;
    AccountId account;
    DeviceId device;
    std::uint64_t sequence = 0;
    Bytes body;
    static constexpr auto fields()
    {
        return std::tuple{&Written::conversation, &Written::message,  &Written::account,
                          &Written::device,       &Written::sequence, &Written::body};
    }
};

}  // namespace

Digest message_hash(const ConversationId& conversation, const Message& message)
{
    const Written written{conversation, message.id, message.from, message.device, message.sequence, message.body};
    return crypto::sha256(crypto::labels::record_message, wire::encode(written));
}

Digest shared_hash(const Record& record)
{
    std::vector<const Message*> shared;
    for (const auto& message : record.messages)
        if (message.shared) shared.push_back(&message);
    std::ranges::sort(shared, {},
                      [](const Message* one) { return std::tie(one->from, one->device, one->sequence, one->id); });
    Bytes hashes;
    for (const Message* message : shared) append(hashes, message_hash(record.conversation, *message).view());
    return crypto::sha256(crypto::labels::record, hashes);
}

std::string name_of(const Record& record, const AccountId& account)
{
    const auto found = std::ranges::find(record.people, account, &Person::account);
    return found == record.people.end() ? std::string{} : found->name;
}

}  // namespace holdfast::record
