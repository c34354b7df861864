// Secrets are a type: wiped at the end of their life, never copied by accident, compared in constant time, not
// printable. The one rule: a secret leaves its type only through `view()`, and only on its way into a primitive or
// into bytes that are sealed next.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <tuple>
#include <utility>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::crypto {

/// Overwrites `bytes` with zeros in a way the compiler keeps.
void wipe(std::span<std::byte> bytes) noexcept;
/// Overwrites the content and empties the vector.
void wipe(Bytes& bytes) noexcept;
/// Equal content, in time that depends on the lengths only.
[[nodiscard]] bool equal_in_constant_time(BytesView a, BytesView b) noexcept;

/// N secret bytes. A moved-from secret holds zeros.
template <std::size_t N>
class Secret {
  public:
    static constexpr std::size_t size = N;

    Secret() noexcept = default;  ///< zeros
    ~Secret() { wipe(bytes_); }
    Secret(const Secret&) = delete;
    Secret& operator=(const Secret&) = delete;
    Secret(Secret&& other) noexcept : bytes_{other.bytes_} { wipe(other.bytes_); }
    Secret& operator=(Secret&& other) noexcept
    {
        if (this != &other) {
            bytes_ = other.bytes_;
            wipe(other.bytes_);
        }
        return *this;
    }

    /// Copies exactly N bytes; another length is a bug of the caller (decoders have checked it).
    [[nodiscard]] static Secret from(BytesView bytes)
    {
        require(bytes.size() == N, "Secret::from needs exactly N bytes");
        Secret secret;
        std::copy(bytes.begin(), bytes.end(), secret.bytes_.begin());
        return secret;
    }

    /// A second copy, asked for by name.
    [[nodiscard]] Secret clone() const { return from(bytes_); }
    /// Valid as long as the secret.
    [[nodiscard]] BytesView view() const noexcept { return bytes_; }
    /// For whoever fills it.
    [[nodiscard]] std::span<std::byte, N> writable() noexcept { return bytes_; }

    friend bool operator==(const Secret& a, const Secret& b) noexcept
    {
        return equal_in_constant_time(a.bytes_, b.bytes_);
    }

    /// For the wire codec, on the way into bytes that are sealed next (session states, device keys in the vault).
    static constexpr auto fields() { return std::tuple{&Secret::bytes_}; }

  private:
    ByteArray<N> bytes_{};
};

/// Secret bytes whose number is known only at run time, e.g. a session state on its way into the vault.
class SecretBytes {
  public:
    SecretBytes() noexcept = default;
    explicit SecretBytes(Bytes&& bytes) noexcept : bytes_{std::move(bytes)} {}
    ~SecretBytes() { wipe(bytes_); }
    SecretBytes(const SecretBytes&) = delete;
    SecretBytes& operator=(const SecretBytes&) = delete;
    SecretBytes(SecretBytes&& other) noexcept : bytes_{std::exchange(other.bytes_, {})} {}
    SecretBytes& operator=(SecretBytes&& other) noexcept
    {
        if (this != &other) {
            wipe(bytes_);
            bytes_ = std::exchange(other.bytes_, {});
        }
        return *this;
    }

    [[nodiscard]] BytesView view() const noexcept { return bytes_; }
    [[nodiscard]] std::size_t size() const noexcept { return bytes_.size(); }
    [[nodiscard]] bool empty() const noexcept { return bytes_.empty(); }

    friend bool operator==(const SecretBytes& a, const SecretBytes& b) noexcept
    {
        return equal_in_constant_time(a.bytes_, b.bytes_);
    }

  private:
    Bytes bytes_;
};

namespace detail {
/// Locked memory between guard pages, wiped when freed. Throws std::bad_alloc.
[[nodiscard]] void* secure_allocate(std::size_t size);
void secure_free(void* memory) noexcept;
}  // namespace detail

/// One aggregate of long-lived secrets in locked memory between guard pages. Each box locks at least a page and the
/// usual lock limit is 8 MiB, so box an aggregate (all keys of a device), never single keys.
template <class T>
class SecureBox {
  public:
    SecureBox() : SecureBox{T{}} {}
    explicit SecureBox(T&& value) : value_{construct(std::move(value))} {}

    [[nodiscard]] T& operator*() noexcept { return *value_; }
    [[nodiscard]] const T& operator*() const noexcept { return *value_; }
    [[nodiscard]] T* operator->() noexcept { return value_.get(); }
    [[nodiscard]] const T* operator->() const noexcept { return value_.get(); }

  private:
    struct Free {
        void operator()(T* value) const noexcept
        {
            std::destroy_at(value);
            detail::secure_free(value);
        }
    };
    static_assert(std::is_nothrow_move_constructible_v<T>, "a throwing move would leak the box");
    static_assert(alignof(T) <= 16 && sizeof(T) % alignof(T) == 0, "sodium_malloc aligns the end of the region");
    static T* construct(T&& value)
    {
        return ::new (detail::secure_allocate((sizeof(T) + 15) / 16 * 16)) T{std::move(value)};
    }

    std::unique_ptr<T, Free> value_;
};

}  // namespace holdfast::crypto
