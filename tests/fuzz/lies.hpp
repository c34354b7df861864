// The statements of a relay that lies: values made of what it has received, of what choices fill in, and of whatever
// its own key can sign. It has nobody else's keys. One rule: every lie is a value of the wire's types, so that the
// checks behind the codec are reached.
#pragma once

#include <deque>
#include <tuple>

#include "protocol/crypto/merkle.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/frames.hpp"
#include "tests/fuzz/targets.hpp"
#include "tests/support/signed_receipt.hpp"

namespace holdfast::fuzz {

/// An alternative of a variant by its number.
template <class Variant, std::size_t I = 0>
[[nodiscard]] Variant choose_alternative(std::size_t chosen)
{
    if constexpr (I + 1 < std::variant_size_v<Variant>)
        if (chosen != I) return choose_alternative<Variant, I + 1>(chosen);
    return Variant{std::in_place_index<I>};
}

namespace detail {

/// The received values that are worth keeping.
using Known = std::tuple<std::deque<AccountId>, std::deque<DeviceId>, std::deque<MessageId>, std::deque<ConversationId>,
                         std::deque<IncarnationId>, std::deque<wire::Signed>, std::deque<wire::ReceiptProof>,
                         std::deque<wire::HoursLink>, std::deque<Bytes>, std::deque<std::uint64_t>>;

template <class T, class Of>
inline constexpr bool is_one_of = false;
template <class T, class... Each>
inline constexpr bool is_one_of<T, std::tuple<std::deque<Each>...>> = (std::same_as<T, Each> || ...);

}  // namespace detail

class Lies {
  public:
    /// Both outlive it.
    Lies(Choices& choices, const crypto::SignKeyPair& relay) : choices_{choices}, relay_{relay} {}

    /// Instants it makes up are around this one.
    void at(Instant now) noexcept { now_ = now; }
    /// Keeps the parts of a frame, to be used in lies.
    template <class T>
    void hear(const T& value);
    /// Another value in one place.
    template <class T>
    void alter(T& value);
    template <class T>
    void fill(T& value);
    [[nodiscard]] wire::RelayFrame made_up()
    {
        wire::RelayFrame frame;
        fill(frame);
        return frame;
    }
    /// As the relay signs its greeting on a connection.
    void sign(wire::Greeting& greeting, const Bytes& exporter, const wire::Nonce& client) const
    {
        const wire::GreetingProof proof{exporter, client, greeting.nonce, greeting.time};
        greeting.relay_key = relay_.pub;
        greeting.signature = crypto::sign(crypto::labels::sign_relay_hello, relay_, wire::encode(proof));
    }

  private:
    static constexpr std::size_t remembered = 24;
    using Known = detail::Known;
    template <class T>
    static constexpr bool is_known = detail::is_one_of<T, Known>;
    template <class T>
    static constexpr bool is_list = wire::detail::is_vector<T> && !std::same_as<T, Bytes>;

    template <class T>
    static constexpr bool is_record = requires
    {
        T::fields();
    };

    template <class T, class Act>
    static void each_field(T& value, Act act)
    {
        std::apply([&](auto... member) { (act(value.*member), ...); }, std::remove_const_t<T>::fields());
    }

    template <class T>
    [[nodiscard]] bool pick(T& value)
    {
        const auto& items = std::get<std::deque<T>>(known_);
        if (items.empty()) return false;
        value = items[items.size() - 1 - choices_.below(items.size())];
        return true;
    }

    [[nodiscard]] Instant instant();
    [[nodiscard]] Bytes some_bytes() { return to_bytes(choices_.take(choices_.below(64))); }

    /// A record that the relay signs, or signs as if it were somebody else.
    template <class Record>
    [[nodiscard]] wire::Signed signed_lie(crypto::Label label)
    {
        Record record;
        fill(record);
        if constexpr (std::same_as<Record, wire::DeviceList>) record.identity = relay_.pub;
        return session::sign_record(label, relay_, record);
    }
    [[nodiscard]] wire::Signed signed_lie();
    /// False when these bytes are no such record.
    template <class Record>
    [[nodiscard]] bool alter_record(wire::Signed& record, crypto::Label label)
    {
        auto value = wire::decode<Record>(record.body);
        if (value.has_error()) return false;
        alter(value.value());
        if (choices_.below(2) == 0)
            record.body = wire::encode(value.value());
        else
            record = session::sign_record(label, relay_, value.value());
        return true;
    }
    void alter_signed(wire::Signed& record);
    void sign(wire::ReceiptProof& proof, const wire::Receipt& receipt) const;
    void alter_bytes(Bytes& bytes);
    void alter_receipt(wire::ReceiptProof& proof);

    Choices& choices_;
    const crypto::SignKeyPair& relay_;
    Instant now_;
    Known known_;
};

template <class T>
void Lies::hear(const T& value)
{
    if constexpr (is_known<T>) {
        auto& items = std::get<std::deque<T>>(known_);
        if (std::ranges::find(items, value) == items.end()) items.push_back(value);
        if (items.size() > remembered) items.pop_front();
    }
    if constexpr (wire::detail::is_optional<T>) {
        if (value) hear(*value);
    } else if constexpr (is_list<T>) {
        for (const auto& item : value) hear(item);
    } else if constexpr (wire::detail::is_variant<T>) {
        std::visit([&](const auto& chosen) { hear(chosen); }, value);
    } else if constexpr (is_record<T>) {
        each_field(value, [&](const auto& field) { hear(field); });
    }
}

template <class T>
void Lies::fill(T& value)
{
    if constexpr (is_known<T>)
        if (choices_.below(4) != 0 && pick(value)) return;
    if constexpr (std::same_as<T, wire::Signed>) {
        value = signed_lie();
    } else if constexpr (std::same_as<T, wire::ReceiptProof>) {
        wire::Receipt receipt;
        fill(receipt);
        sign(value, receipt);
    } else if constexpr (std::same_as<T, bool>) {
        value = choices_.below(2) == 1;
    } else if constexpr (std::is_enum_v<T>) {
        value = static_cast<T>(1 + choices_.below(3));
    } else if constexpr (std::unsigned_integral<T>) {
        value = static_cast<T>(choices_.number(1 + choices_.below(sizeof(T))));
    } else if constexpr (std::same_as<T, Instant>) {
        value = instant();
    } else if constexpr (std::same_as<T, Seconds>) {
        value = Seconds{static_cast<std::int64_t>(choices_.number(3))};
    } else if constexpr (std::same_as<T, Date>) {
        value = Date{std::chrono::sys_days{std::chrono::days{20'500 + choices_.byte()}}};
    } else if constexpr (wire::detail::is_id<T>) {
        // Of keys these are the ones of low order: nothing, and one.
        value = T{};
        value.value[choices_.below(T::size)] = static_cast<std::byte>(choices_.byte());
    } else if constexpr (wire::detail::is_array<T>) {
        value.fill(static_cast<std::byte>(choices_.byte()));
    } else if constexpr (std::same_as<T, Bytes>) {
        value = some_bytes();
    } else if constexpr (std::same_as<T, std::string>) {
        value = to_text(some_bytes());
    } else if constexpr (wire::detail::is_optional<T>) {
        value.reset();
        if (choices_.below(2) == 1) fill(value.emplace());
    } else if constexpr (is_list<T>) {
        value.clear();
        for (auto more = choices_.below(4); more > 0; --more) fill(value.emplace_back());
    } else if constexpr (wire::detail::is_variant<T>) {
        value = choose_alternative<T>(choices_.below(std::variant_size_v<T>));
        std::visit([&](auto& chosen) { fill(chosen); }, value);
    } else {
        each_field(value, [&](auto& field) { fill(field); });
    }
}

template <class T>
void Lies::alter(T& value)
{
    if constexpr (std::same_as<T, wire::Signed>) {
        alter_signed(value);
    } else if constexpr (std::same_as<T, wire::ReceiptProof>) {
        alter_receipt(value);
    } else if constexpr (std::same_as<T, Bytes>) {
        alter_bytes(value);
    } else if constexpr (wire::detail::is_optional<T>) {
        if (value && choices_.below(3) != 0) return alter(*value);
        fill(value);
    } else if constexpr (is_list<T>) {
        if (value.empty()) return fill(value.emplace_back());
        const auto at = value.begin() + static_cast<std::ptrdiff_t>(choices_.below(256) % value.size());
        switch (choices_.below(4)) {
            case 0: value.erase(at); break;
            case 1: value.push_back(std::remove_cvref_t<decltype(*at)>{*at}); break;
            default: alter(*at);
        }
    } else if constexpr (wire::detail::is_variant<T>) {
        std::visit([&](auto& chosen) { alter(chosen); }, value);
    } else if constexpr (is_record<T>) {
        constexpr auto count = std::tuple_size_v<decltype(T::fields())>;
        if constexpr (count > 0) {
            auto chosen = choices_.below(count);
            each_field(value, [&](auto& field) {
                if (chosen-- == 0) alter(field);
            });
        }
    } else {
        fill(value);
    }
}

inline Instant Lies::instant()
{
    switch (choices_.below(4)) {
        case 0: return now_;
        case 1: return now_ + std::chrono::minutes{choices_.number(2)};
        case 2: return now_ - std::chrono::minutes{choices_.number(2)};
        default: break;
    }
    const Instant last{std::chrono::milliseconds{wire::detail::instant_limit_ms - 1}};
    return choices_.below(2) == 0 ? Instant{} : last;
}

inline wire::Signed Lies::signed_lie()
{
    switch (choices_.below(7)) {
        case 0: return signed_lie<wire::PracticeNotice>(crypto::labels::sign_practice_notice);
        case 1: return signed_lie<wire::Outage>(crypto::labels::sign_outage);
        case 2: return signed_lie<wire::HolidayList>(crypto::labels::sign_holiday_list);
        case 3: return signed_lie<wire::HoursReceipt>(crypto::labels::sign_hours_receipt);
        case 4: return signed_lie<wire::DeviceList>(crypto::labels::sign_device_list);
        case 5: return signed_lie<wire::SignedPrekey>(crypto::labels::sign_prekey);
        default: return signed_lie<wire::HoursVersion>(crypto::labels::sign_hours);
    }
}

inline void Lies::alter_signed(wire::Signed& record)
{
    switch (choices_.below(4)) {
        case 0: return alter_bytes(record.body);
        case 1: return fill(record.signature);
        case 2: return fill(record);
        default: break;
    }
    (void)(alter_record<wire::DeviceList>(record, crypto::labels::sign_device_list) ||
           alter_record<wire::SignedPrekey>(record, crypto::labels::sign_prekey) ||
           alter_record<wire::OneTimePrekey>(record, crypto::labels::sign_one_time_prekey) ||
           alter_record<wire::HoursVersion>(record, crypto::labels::sign_hours) ||
           alter_record<wire::HoursReceipt>(record, crypto::labels::sign_hours_receipt) ||
           alter_record<wire::PracticeNotice>(record, crypto::labels::sign_practice_notice) ||
           alter_record<wire::Outage>(record, crypto::labels::sign_outage) ||
           alter_record<wire::HolidayList>(record, crypto::labels::sign_holiday_list) ||
           alter_record<wire::Roster>(record, crypto::labels::sign_roster) ||
           alter_record<wire::PracticeTerms>(record, crypto::labels::sign_practice_terms));
}

/// A tree of its own, with one leaf.
inline void Lies::sign(wire::ReceiptProof& proof, const wire::Receipt& receipt) const
{
    proof = test::signed_receipt(receipt, relay_);
}

inline void Lies::alter_receipt(wire::ReceiptProof& proof)
{
    auto receipt = wire::decode<wire::Receipt>(proof.receipt);
    if (receipt.has_error() || choices_.below(4) == 0)
        return each_field(proof, [&](auto& field) {
            if (choices_.below(3) == 0) alter(field);
        });
    alter(receipt.value());
    sign(proof, receipt.value());
}

inline void Lies::alter_bytes(Bytes& bytes)
{
    if (bytes.empty()) return fill(bytes);
    const auto place = choices_.number(2) % bytes.size();
    switch (choices_.below(4)) {
        case 0: bytes.resize(place); break;
        case 1: append(bytes, some_bytes()); break;
        case 2: fill(bytes); break;
        default: bytes[place] ^= static_cast<std::byte>(choices_.byte());
    }
}

}  // namespace holdfast::fuzz
