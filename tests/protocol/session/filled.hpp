// A value of any record with something in every member, the same each time: a counter goes up at each number, byte
// string and text, in the order of the members. Vectors of frames are made so, and another implementation can make them
// again.
#pragma once

#include <limits>

#include "protocol/wire/codec.hpp"

namespace holdfast::test {

class Filler {
  public:
    template <class T>
    void fill(T& value)
    {
        if constexpr (std::same_as<T, bool>) {
            value = true;
        } else if constexpr (std::is_enum_v<T>) {
            value = static_cast<T>(1);
        } else if constexpr (std::unsigned_integral<T>) {
            value = static_cast<T>(next());
        } else if constexpr (std::same_as<T, Instant>) {
            value = Instant{std::chrono::milliseconds{next()}};
        } else if constexpr (std::same_as<T, Seconds>) {
            value = Seconds{next()};
        } else if constexpr (std::same_as<T, Date>) {
            value = Date{std::chrono::year{2000 + next() % 100}, std::chrono::month{2}, std::chrono::day{3}};
        } else if constexpr (wire::detail::is_id<T>) {
            value.value.fill(static_cast<std::byte>(next()));
        } else if constexpr (wire::detail::is_array<T>) {
            value.fill(static_cast<std::byte>(next()));
        } else if constexpr (std::same_as<T, wire::UnknownKind>) {
            value.kind = 99;
        } else if constexpr (std::same_as<T, Bytes>) {
            value = Bytes(3, static_cast<std::byte>(next()));
        } else if constexpr (std::same_as<T, std::string>) {
            value = "t" + std::to_string(next());
        } else if constexpr (wire::detail::is_optional<T>) {
            fill(value.emplace());
        } else if constexpr (wire::detail::is_vector<T>) {
            value.resize(2);
            for (auto& item : value) fill(item);
        } else if constexpr (wire::detail::is_variant<T>) {
            std::visit([&](auto& chosen) { fill(chosen); }, value);
        } else {
            std::apply([&](auto... member) { (fill(value.*member), ...); }, T::fields());
        }
    }

  private:
    int next() noexcept
    {
        // 63 at most, so that a byte string's filling is told from a length in a dump.
        last_ = last_ % 63 + 1;
        return last_;
    }
    int last_ = 0;
};

template <class T>
[[nodiscard]] T filled(T value = {})
{
    Filler{}.fill(value);
    return value;
}

}  // namespace holdfast::test
