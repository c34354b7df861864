#include "protocol/identity/printed_words.hpp"

#include <algorithm>
#include <cctype>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::session {
namespace {

constexpr std::size_t group = 4;
/// 20 bits and more of typing mistakes are found; nobody who could forge one has anything from it.
constexpr std::size_t check_bytes = 4;
/// More words are none of ours.
constexpr std::size_t max_text_bytes = 4096;

Bytes check_of(BytesView bytes, crypto::Label label)
{
    return to_bytes(crypto::sha256(label, bytes).view().first(check_bytes));
}

}  // namespace

std::vector<std::string> printed_words(BytesView bytes, crypto::Label label)
{
    Bytes checked = to_bytes(bytes);
    append(checked, check_of(bytes, label));
    const auto text = to_base32(checked);
    crypto::wipe(checked);
    std::vector<std::string> words;
    for (std::size_t at = 0; at < text.size(); at += group) words.push_back(text.substr(at, group));
    return words;
}

std::vector<std::string> split_words(std::string_view text)
{
    std::vector<std::string> words;
    std::string word;
    const auto end_word = [&](bool number) {
        const bool digits = std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
        if (!word.empty() && !(number && digits)) words.push_back(word);
        word.clear();
    };
    for (const char c : text) {
        if (c == '.' || c == ':' || c == ')')
            end_word(true);
        else if (c == '-' || std::isspace(static_cast<unsigned char>(c)))
            end_word(false);
        else
            word += static_cast<char>(std::toupper(static_cast<unsigned char>(c)));
    }
    end_word(false);
    return words;
}

Result<Bytes> read_printed_words(std::string_view text, crypto::Label label)
{
    if (text.size() > max_text_bytes) return Errc::bad_kit;
    std::string joined;
    for (const auto& word : split_words(text)) joined += word;
    // Digits that base32 does not have, and the letters they look like.
    std::ranges::replace(joined, '0', 'O');
    std::ranges::replace(joined, '8', 'B');
    auto bytes = from_base32(joined);
    if (bytes.has_error() || bytes->size() < check_bytes) return Errc::bad_kit;
    const auto body = BytesView{*bytes}.first(bytes->size() - check_bytes);
    if (!std::ranges::equal(check_of(body, label), BytesView{*bytes}.last(check_bytes))) return Errc::bad_kit;
    bytes->resize(body.size());
    return std::move(*bytes);
}

}  // namespace holdfast::session
