// A test vector: one situation, one text file. Lines are `key = value`, in order, keys may repeat; `#` starts a
// comment. Bytes are hexadecimal. Every file has `kind` and `expect`: "ok", or the name of the error that must come.
#pragma once

#include <filesystem>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "protocol/base/ids.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/text.hpp"
#include "protocol/crypto/secret.hpp"
#include "tests/support/support.hpp"

namespace holdfast::test {

/// Where it points, Vector::write() writes nothing and names here the files that it would change.
inline std::vector<std::string>* changed_vectors = nullptr;

/// The files that `make`, which writes vectors, would change.
template <class Make>
[[nodiscard]] std::vector<std::string> changed_by(const Make& make)
{
    std::vector<std::string> changed;
    changed_vectors = &changed;
    make();
    changed_vectors = nullptr;
    return changed;
}

class Vector {
  public:
    [[nodiscard]] static Vector parse(std::string_view text)
    {
        Vector vector;
        while (!text.empty()) {
            const auto line = text.substr(0, text.find('\n'));
            text.remove_prefix(std::min(text.size(), line.size() + 1));
            const auto split = line.find(" = ");
            if (line.empty() || line.front() == '#' || split == std::string_view::npos) continue;
            vector.add(line.substr(0, split), line.substr(split + 3));
        }
        return vector;
    }

    Vector& add(std::string_view key, std::string_view value)
    {
        lines_.emplace_back(key, value);
        return *this;
    }
    Vector& add(std::string_view key, BytesView bytes) { return add(key, std::string_view{to_hex(bytes)}); }
    Vector& add(std::string_view key, std::uint64_t number)
    {
        return add(key, std::string_view{std::to_string(number)});
    }
    void replace(std::string_view key, std::string_view value)
    {
        for (auto& [k, v] : lines_)
            if (k == key) v = value;
    }

    [[nodiscard]] bool has(std::string_view key) const { return find(key) != nullptr; }
    [[nodiscard]] const std::string& text(std::string_view key) const
    {
        if (const auto* value = find(key)) return *value;
        throw std::out_of_range{"vector has no " + std::string{key}};
    }
    [[nodiscard]] Bytes bytes(std::string_view key) const { return from_hex(text(key)).value(); }
    [[nodiscard]] std::uint64_t number(std::string_view key) const { return std::stoull(text(key)); }
    [[nodiscard]] Instant instant(std::string_view key) const
    {
        return Instant{std::chrono::milliseconds{static_cast<std::int64_t>(number(key))}};
    }
    template <class I>
    [[nodiscard]] I id(std::string_view key) const
    {
        return I::from(bytes(key)).value();
    }
    template <std::size_t N>
    [[nodiscard]] crypto::Secret<N> secret(std::string_view key) const
    {
        return crypto::Secret<N>::from(bytes(key));
    }
    [[nodiscard]] const std::vector<std::pair<std::string, std::string>>& lines() const noexcept { return lines_; }

    void write(std::string_view name, std::string_view situation) const
    {
        std::string out = "# " + std::string{situation} + "\n";
        for (const auto& [key, value] : lines_) out += key + " = " + value + "\n";
        const auto file = source_dir() + "/tests/vectors/" + std::string{name} + ".txt";
        if (!changed_vectors)
            write_file(file, out);
        else if (!std::filesystem::exists(file) || read_file(file) != out)
            changed_vectors->emplace_back(name);
    }

  private:
    [[nodiscard]] const std::string* find(std::string_view key) const
    {
        for (const auto& [k, v] : lines_)
            if (k == key) return &v;
        return nullptr;
    }
    std::vector<std::pair<std::string, std::string>> lines_;
};

/// "ok" or the error's name: what a vector expects.
template <class T>
[[nodiscard]] std::string outcome(const Result<T>& result)
{
    return result.has_value() ? "ok" : std::string{name(result.errc())};
}

}  // namespace holdfast::test
