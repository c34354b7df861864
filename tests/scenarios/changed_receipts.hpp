// A relay that signs other receipts than its own machine gave.
#pragma once

#include <functional>

#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/signed_receipt.hpp"

namespace holdfast::client::test {

/// The relay signs `change`d receipts.
inline void change_receipts(ClientWorld& p, Member& member, const std::function<void(wire::decided::Accepted&)>& change)
{
    member.meddle = [&p, change](wire::RelayFrame& frame) {
        auto* accepted = std::get_if<wire::Accepted>(&frame);
        if (!accepted) return true;
        auto receipt = wire::decode<wire::Receipt>(accepted->proof.receipt).value();
        change(std::get<wire::decided::Accepted>(receipt.event));
        accepted->proof = holdfast::test::signed_receipt(receipt, p.key());
        return true;
    };
}

}  // namespace holdfast::client::test
