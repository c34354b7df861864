// The types whose encodings are fuzzed one by one; a byte in front of an input chooses.
#pragma once

#include <tuple>

#include "client/core/tables.hpp"
#include "protocol/wire/payload.hpp"
#include "protocol/wire/records.hpp"
#include "protocol/wire/terms.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {

template <class... T>
struct Types {
};

/// Every record, signed or not, and what travels inside the ratchet.
using RecordTypes =
    Types<wire::Signed, wire::DeviceList, wire::SignedPrekey, wire::OneTimePrekey, wire::Roster, wire::HoursVersion,
          wire::HoursReceipt, wire::HoursLink, wire::HoursHeads, wire::Receipt, wire::ReceiptProof, wire::ReceiptRoot,
          wire::PracticeNotice, wire::Outage, wire::HolidayList, wire::InvitationRecord, wire::GreetingProof,
          wire::LoginProof, wire::RedeemProof, wire::Payload, wire::Content, wire::Body, wire::HandshakeHeader,
          wire::RatchetHeader, wire::SealedEnvelope, session::KnownNames, wire::AgreementText, wire::AgreementWord,
          wire::Measure, wire::PlanText, wire::PlanWord, wire::RhythmText, wire::RhythmWord, wire::PracticeTerms>;

template <class... AnyTable>
Types<typename AnyTable::Record..., client::NoncePage, client::ListPage, client::PageNotes> types_of(
    const std::tuple<AnyTable client::Tables::*...>&);

/// Every record of the client's vault, and its pages of nonces, heads and notes.
using VaultTypes = decltype(types_of(client::Tables::all()));

template <class... T>
void round_trip_one_of(Types<T...>, BytesView input)
{
    static constexpr void (*const each[])(BytesView) = {&round_trip<T>...};
    Choices choices{input};
    const auto chosen = choices.below(sizeof...(T));
    each[chosen](choices.rest());
}

}  // namespace holdfast::fuzz
