// A record of two people, for tests.
#pragma once

#include "client/record/record.hpp"
#include "protocol/wire/payload.hpp"

namespace holdfast::record::test {

inline const AccountId okafor{{std::byte{1}}};
inline const AccountId sam{{std::byte{2}}};

/// The n-th of a writer, with the id `n` after the writer's byte.
inline Message message_of(const AccountId& from, std::uint64_t n, const std::string& text)
{
    Message message;
    message.id = MessageId{{from.value[0], static_cast<std::byte>(n)}};
    message.from = from;
    message.device = DeviceId{{from.value[0]}};
    message.sequence = n;
    message.kind = "text";
    message.text = text;
    message.body = wire::encode(wire::Body{wire::Text{text}});
    message.written = parse_rfc3339("2026-03-03T09:00:00Z").value() + std::chrono::minutes{n};
    message.received = message.written;
    message.shared = true;
    return message;
}

inline Record some_record()
{
    Record record;
    record.conversation = ConversationId{{std::byte{9}}};
    record.by = okafor;
    record.made = parse_rfc3339("2026-03-10T09:00:00Z").value();
    record.zone = "Europe/London";
    record.people = {{okafor, "Dr Okafor", true}, {sam, "Sam", false}};
    record.messages = {message_of(sam, 1, "I could not sleep."), message_of(okafor, 1, "Thank you for telling me."),
                       message_of(sam, 2, "It helps a little.")};
    record.messages[0].read = ReadIn{record.messages[0].written, record.made};
    return record;
}

}  // namespace holdfast::record::test
