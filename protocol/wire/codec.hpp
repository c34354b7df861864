// The one codec for everything that leaves a process: the TLS presentation language (RFC 8446 section 3) with the
// variable-length vectors of RFC 9420 section 2.1.2. Strict: minimal lengths, exact lengths, no trailing bytes, no
// unknown values; so each value has exactly one encoding. PROTOCOL.md, "Encoding".
//
// A struct takes part by listing its members once:
//     static constexpr auto fields() { return std::tuple{&Foo::a, &Foo::b}; }
// A variant's alternatives each have a `tag`. Its last may be UnknownKind: then a tag that is not known is kept with
// all that follows it, which is right only where the variant ends what is decoded. An enum takes part by a function
// found beside it: `constexpr bool is_known(Enum) noexcept`.
#pragma once

#include <concepts>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "protocol/base/bytes.hpp"
#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"
#include "protocol/base/text.hpp"

namespace holdfast::wire {

/// An alternative of a variant that this version does not know, as it came.
struct UnknownKind {
    std::uint16_t kind = 0;
    Bytes body;
    friend bool operator==(const UnknownKind&, const UnknownKind&) = default;
};

/// Collects encoded bytes.
class Writer {
  public:
    /// `width` bytes, most significant first.
    void number(std::uint64_t value, std::size_t width);
    /// RFC 9420 section 2.1.2: 1, 2 or 4 bytes, always the shortest.
    void length(std::size_t value);
    void raw(BytesView bytes) { append(out_, bytes); }
    [[nodiscard]] Bytes take() && { return std::move(out_); }

  private:
    Bytes out_;
};

/// Walks over encoded bytes. The first error sticks: later reads give zeros and nothing, so callers check once, at the
/// end.
class Reader {
  public:
    explicit Reader(BytesView bytes) noexcept : rest_{bytes} {}

    [[nodiscard]] std::uint64_t number(std::size_t width);
    [[nodiscard]] BytesView raw(std::size_t count);
    /// The contents of an opaque<V> or vector<V>: its length is read first.
    [[nodiscard]] BytesView vector();
    /// Everything that is left.
    [[nodiscard]] BytesView rest() noexcept { return std::exchange(rest_, {}); }
    void fail(Errc code) noexcept;

    [[nodiscard]] bool failed() const noexcept { return failed_; }
    [[nodiscard]] bool done() const noexcept { return failed_ || rest_.empty(); }
    /// The sticky error; trailing_bytes when something is left; success otherwise.
    [[nodiscard]] Status finish() const;

  private:
    BytesView rest_;
    bool failed_ = false;
    Errc error_ = Errc::truncated;
};

namespace detail {

template <class>
inline constexpr bool is_id = false;
template <class Tag, std::size_t N>
inline constexpr bool is_id<Id<Tag, N>> = true;
template <class>
inline constexpr bool is_array = false;
template <std::size_t N>
inline constexpr bool is_array<ByteArray<N>> = true;
template <class>
inline constexpr bool is_vector = false;
template <class T>
inline constexpr bool is_vector<std::vector<T>> = true;
template <class>
inline constexpr bool is_optional = false;
template <class T>
inline constexpr bool is_optional<std::optional<T>> = true;
template <class>
inline constexpr bool is_variant = false;
template <class... T>
inline constexpr bool is_variant<std::variant<T...>> = true;

/// Public keys carry their type, so that one can never stand where another belongs. PROTOCOL.md, "Keys".
template <class T>
inline constexpr std::uint8_t key_type = std::same_as<T, DhPublic>     ? 1
                                         : std::same_as<T, SignPublic> ? 2
                                                                       : 0;

/// The range of numbers that stand for an instant: 1970 up to, not including, the year 10000.
inline constexpr std::uint64_t instant_limit_ms = 253'402'300'800'000;

}  // namespace detail

template <class T>
void put(Writer& out, const T& value);
template <class T>
void get(Reader& in, T& value);

/// The encoding of `value`. Every value has one.
template <class T>
[[nodiscard]] Bytes encode(const T& value)
{
    Writer out;
    put(out, value);
    return std::move(out).take();
}

/// Exactly one T and nothing else. Errors: truncated, trailing_bytes, not_minimal, out_of_range, unknown_tag,
/// bad_encoding, bad_key (a key of another type).
template <class T>
[[nodiscard]] Result<T> decode(BytesView bytes)
{
    Reader in{bytes};
    T value{};
    get(in, value);
    if (const auto end = in.finish(); end.has_error()) return end.errc();
    return value;
}

namespace detail {

template <class T>
void put_optional(Writer& out, const T& value)
{
    out.number(value.has_value() ? 1 : 0, 1);
    if (value) put(out, *value);
}

template <class T>
void get_optional(Reader& in, T& value)
{
    const auto present = in.number(1);
    if (present > 1) return in.fail(Errc::out_of_range);
    value.reset();
    if (present == 1) get(in, value.emplace());
}

template <class T>
void put_vector(Writer& out, const T& items)
{
    Writer body;
    for (const auto& item : items) put(body, item);
    const Bytes bytes = std::move(body).take();
    out.length(bytes.size());
    out.raw(bytes);
}

template <class T>
void get_vector(Reader& in, T& items)
{
    items.clear();
    Reader body{in.vector()};
    while (!in.failed() && !body.done()) get(body, items.emplace_back());
    if (const auto end = body.finish(); end.has_error()) in.fail(end.errc());
}

template <class T>
void put_alternative(Writer& out, const T& chosen)
{
    out.number(T::tag, 2);
    put(out, chosen);
}

inline void put_alternative(Writer& out, const UnknownKind& chosen)
{
    out.number(chosen.kind, 2);
    out.raw(chosen.body);
}

template <class T>
void put_variant(Writer& out, const T& value)
{
    std::visit([&](const auto& chosen) { put_alternative(out, chosen); }, value);
}

template <std::size_t I = 0, class T>
void get_variant(Reader& in, T& value, std::uint64_t tag)
{
    if constexpr (I == std::variant_size_v<T>) {
        in.fail(Errc::unknown_tag);
    } else if constexpr (std::same_as<std::variant_alternative_t<I, T>, UnknownKind>) {
        static_assert(I + 1 == std::variant_size_v<T>);
        if (!in.failed()) value = UnknownKind{static_cast<std::uint16_t>(tag), to_bytes(in.rest())};
    } else if (std::variant_alternative_t<I, T>::tag == tag) {
        get(in, value.template emplace<I>());
    } else {
        get_variant<I + 1>(in, value, tag);
    }
}

}  // namespace detail

template <class T>
void put(Writer& out, const T& value)
{
    if constexpr (std::same_as<T, bool>) {
        out.number(value ? 1 : 0, 1);
    } else if constexpr (std::is_enum_v<T>) {
        out.number(static_cast<std::uint64_t>(value), sizeof(T));
    } else if constexpr (std::unsigned_integral<T>) {
        out.number(value, sizeof(T));
    } else if constexpr (std::same_as<T, Instant>) {
        out.number(static_cast<std::uint64_t>(value.time_since_epoch().count()), 8);
    } else if constexpr (std::same_as<T, Seconds>) {
        out.number(static_cast<std::uint64_t>(value.count()), 4);
    } else if constexpr (std::same_as<T, Date>) {
        out.number(static_cast<std::uint64_t>(static_cast<int>(value.year())), 2);
        out.number(static_cast<unsigned>(value.month()), 1);
        out.number(static_cast<unsigned>(value.day()), 1);
    } else if constexpr (detail::is_id<T>) {
        if constexpr (detail::key_type<T> != 0) out.number(detail::key_type<T>, 1);
        out.raw(value.view());
    } else if constexpr (detail::is_array<T>) {
        out.raw(value);
    } else if constexpr (std::same_as<T, Bytes>) {
        out.length(value.size());
        out.raw(value);
    } else if constexpr (std::same_as<T, std::string>) {
        out.length(value.size());
        out.raw(as_bytes(value));
    } else if constexpr (detail::is_optional<T>) {
        detail::put_optional(out, value);
    } else if constexpr (detail::is_vector<T>) {
        detail::put_vector(out, value);
    } else if constexpr (detail::is_variant<T>) {
        detail::put_variant(out, value);
    } else {
        std::apply([&](auto... member) { (put(out, value.*member), ...); }, T::fields());
    }
}

template <class T>
void get(Reader& in, T& value)
{
    if constexpr (std::same_as<T, bool>) {
        const auto number = in.number(1);
        if (number > 1) return in.fail(Errc::out_of_range);
        value = number == 1;
    } else if constexpr (std::is_enum_v<T>) {
        value = static_cast<T>(in.number(sizeof(T)));
        if (!in.failed() && !is_known(value)) in.fail(Errc::out_of_range);
    } else if constexpr (std::unsigned_integral<T>) {
        value = static_cast<T>(in.number(sizeof(T)));
    } else if constexpr (std::same_as<T, Instant>) {
        const auto ms = in.number(8);
        if (ms >= detail::instant_limit_ms) return in.fail(Errc::out_of_range);
        value = Instant{std::chrono::milliseconds{static_cast<std::int64_t>(ms)}};
    } else if constexpr (std::same_as<T, Seconds>) {
        value = Seconds{static_cast<std::int64_t>(in.number(4))};
    } else if constexpr (std::same_as<T, Date>) {
        const auto y = static_cast<int>(in.number(2));
        const auto m = static_cast<unsigned>(in.number(1));
        const auto d = static_cast<unsigned>(in.number(1));
        value = Date{std::chrono::year{y}, std::chrono::month{m}, std::chrono::day{d}};
        if (!in.failed() && (!value.ok() || y < 1970 || y > 9999)) in.fail(Errc::out_of_range);
    } else if constexpr (detail::is_id<T>) {
        if constexpr (detail::key_type<T> != 0)
            if (in.number(1) != detail::key_type<T>) return in.fail(Errc::bad_key);
        if (const auto id = T::from(in.raw(T::size))) value = *id;
    } else if constexpr (detail::is_array<T>) {
        const auto bytes = in.raw(value.size());
        std::copy(bytes.begin(), bytes.end(), value.begin());
    } else if constexpr (std::same_as<T, Bytes>) {
        value = to_bytes(in.vector());
    } else if constexpr (std::same_as<T, std::string>) {
        const auto bytes = in.vector();
        if (!is_utf8(bytes)) return in.fail(Errc::bad_encoding);
        value = to_text(bytes);
    } else if constexpr (detail::is_optional<T>) {
        detail::get_optional(in, value);
    } else if constexpr (detail::is_vector<T>) {
        detail::get_vector(in, value);
    } else if constexpr (detail::is_variant<T>) {
        detail::get_variant(in, value, in.number(2));
    } else {
        std::apply([&](auto... member) { (get(in, value.*member), ...); }, T::fields());
    }
}

}  // namespace holdfast::wire
