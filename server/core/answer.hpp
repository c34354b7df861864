// What a handler returns: what answers its request. dispatch.cpp gives it the request's number and sends it, or refuses
// with the error in its place.
#pragma once

#include <variant>

#include "protocol/wire/frames.hpp"
#include "server/core/store/receipts.hpp"

namespace holdfast::server {

/// The protocol answers nothing.
struct NoAnswer {};

/// The receipt of the decision that answers `asked`, as Accepted or TakenBack. Decided in this step, so it is signed
/// and leaves at the end of the step.
struct ReceiptAnswer {
    Asked asked;
};

/// The number of the request is left out; it is filled in where the answer is sent.
using Answer = std::variant<NoAnswer, ReceiptAnswer, wire::Greeting, wire::LoggedIn, wire::Invitation, wire::Redeemed,
                            wire::Done, wire::Bundle, wire::Rosters, wire::HoursChain, wire::Accepted, wire::TakenBack,
                            wire::Holidays, wire::Log, wire::Names>;

}  // namespace holdfast::server
