// Invitations: as they are typed, as the relay hands them out, and the name sealed in them. The record is given its
// HMAC here, so that what stands behind it is reached.
#include "protocol/identity/invitation_code.hpp"

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

const session::InvitationKeys& keys()
{
    static const auto derived = session::InvitationKeys::derive(crypto::Secret<16>::from(Bytes(16, std::byte{7})));
    return derived;
}

void check_text(std::string_view text)
{
    const auto first = session::parse_invitation(text);
    if (first.has_error()) return;
    auto address = session::RelayAddress::parse(first->relay.canonical()).value();
    address.behind_proxy = first->relay.behind_proxy;  // no part of what people write
    require(address == first->relay, "an address has two readings");
    const auto written = first->relay_key ? session::invitation_link(first.value())
                                          : session::invitation_code(first->relay, first->secret);
    const auto second = session::parse_invitation(written);
    require(second.has_value() && second->relay == first->relay && second->secret == first->secret &&
                second->relay_key == first->relay_key && second->contacts == first->contacts,
            "an invitation has two readings");
}

void check_record(BytesView record)
{
    const auto opened = session::open_invitation(keys(), record, session::invitation_mac(keys(), record), Instant{});
    if (opened.has_value()) require(wire::encode(opened.value()) == to_bytes(record), "a record has two encodings");
}

}  // namespace

void invitation(BytesView input)
{
    Choices choices{input};
    switch (choices.below(3)) {
        case 0: return check_text(as_text(choices.rest()));
        case 1: return check_record(choices.rest());
        default: (void)session::open_name(keys(), choices.rest());
    }
}

}  // namespace holdfast::fuzz
