// The relay's and the reader's answers to what was sent. Nothing counts before its signature was checked.
// PROTOCOL.md, "Receipts" and "Submit numbers".
#pragma once

#include "client/core/step.hpp"

namespace holdfast::client {

void on_accepted(Step& step, const wire::Accepted& answer);
/// `number` is a submit number.
void on_not_accepted(Step& step, std::uint64_t number, const wire::Failure& failure);
void on_taken_back(Step& step, const pending::TakeBack& what, const wire::TakenBack& answer);
void on_not_taken_back(Step& step, const pending::TakeBack& what, const wire::Failure& failure);
/// The reader's receipt: `from` has stored these.
void on_delivered(Step& step, const Address& from, const wire::Delivered& receipt);

}  // namespace holdfast::client
