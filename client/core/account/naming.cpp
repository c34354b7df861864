#include "client/core/account/naming.hpp"

#include <unicode/normalizer2.h>
#include <unicode/uchar.h>
#include <unicode/unistr.h>

#include <algorithm>
#include <numeric>
#include <utility>

#include "protocol/base/text.hpp"
#include "protocol/identity/invitation.hpp"

namespace holdfast::client {
namespace {

icu::UnicodeString normalised(const icu::Normalizer2* by, const icu::UnicodeString& text, UErrorCode& failed)
{
    return U_FAILURE(failed) ? icu::UnicodeString{} : by->normalize(text, failed);
}

icu::UnicodeString to_unicode(std::string_view text)
{
    return icu::UnicodeString::fromUTF8({text.data(), static_cast<std::int32_t>(text.size())});
}

std::string to_utf8(const icu::UnicodeString& text)
{
    std::string out;
    text.toUTF8String(out);
    return out;
}

/// ICU's own trim() goes by its idea of white space; this goes by Unicode's.
icu::UnicodeString without_ends(const icu::UnicodeString& text)
{
    std::int32_t begin = 0;
    std::int32_t end = text.length();
    while (begin < end && u_isUWhiteSpace(text.char32At(begin))) begin = text.moveIndex32(begin, 1);
    while (begin < end && u_isUWhiteSpace(text.char32At(text.moveIndex32(end, -1)))) end = text.moveIndex32(end, -1);
    return {text, begin, end - begin};  // a copy: tempSubString() would refer to what a caller passes as a temporary
}

/// Names are short; what is longer is nobody's.
bool is_comparable(std::string_view name)
{
    return name.size() <= 4 * session::max_name_bytes && is_utf8(as_bytes(name));
}

/// Letters to insert, leave out or replace (Levenshtein).
std::size_t distance(const icu::UnicodeString& a, const icu::UnicodeString& b)
{
    std::vector<std::size_t> row(static_cast<std::size_t>(b.length()) + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::int32_t i = 0; i < a.length(); ++i) {
        auto diagonal = std::exchange(row[0], static_cast<std::size_t>(i) + 1);
        for (std::int32_t j = 0; j < b.length(); ++j) {
            const auto at = static_cast<std::size_t>(j) + 1;
            const auto replaced = diagonal + (a[i] == b[j] ? 0U : 1U);
            diagonal = std::exchange(row[at], std::min({replaced, row[at] + 1, row[at - 1] + 1}));
        }
    }
    return row.back();
}

bool breaks_a_line(UChar32 c)
{
    const auto type = u_charType(c);
    return type == U_CONTROL_CHAR || type == U_LINE_SEPARATOR || type == U_PARAGRAPH_SEPARATOR || type == U_SURROGATE ||
           type == U_PRIVATE_USE_CHAR;
}

/// Joiners are letters' business in some scripts; everything else that only steers or hides is not part of a name.
bool hides(UChar32 c)
{
    constexpr UChar32 zero_width_non_joiner = 0x200C;
    constexpr UChar32 zero_width_joiner = 0x200D;
    return u_charType(c) == U_FORMAT_CHAR && c != zero_width_non_joiner && c != zero_width_joiner;
}

}  // namespace

std::string name_key(std::string_view name) { return is_comparable(name) ? caseless(name) : std::string{}; }

std::string caseless(std::string_view words)
{
    if (!is_utf8(as_bytes(words))) return {};
    UErrorCode failed = U_ZERO_ERROR;
    // Canonical caseless matching (Unicode, D145) folds what is decomposed.
    auto text = normalised(icu::Normalizer2::getNFDInstance(failed), without_ends(to_unicode(words)), failed);
    text = normalised(icu::Normalizer2::getNFCInstance(failed), text.foldCase(), failed);
    return U_FAILURE(failed) ? std::string{} : to_utf8(text);
}

bool is_same_name(std::string_view name, std::string_view typed)
{
    const auto key = name_key(typed);
    return !key.empty() && key == name_key(name);
}

std::string name_look(std::string_view name)
{
    if (!is_comparable(name)) return {};
    UErrorCode failed = U_ZERO_ERROR;
    const auto text =
        normalised(icu::Normalizer2::getNFKCCasefoldInstance(failed), without_ends(to_unicode(name)), failed);
    return U_FAILURE(failed) ? std::string{} : to_utf8(without_ends(text));
}

std::string trimmed_name(std::string_view name) { return to_utf8(without_ends(to_unicode(name))); }

Status check_name(std::string_view name)
{
    if (!is_utf8(as_bytes(name))) return Errc::bad_name;
    const auto text = without_ends(to_unicode(name));
    if (to_utf8(text).size() > session::max_name_bytes) return Errc::text_too_long;
    bool visible = false;
    for (std::int32_t at = 0; at < text.length(); at = text.moveIndex32(at, 1)) {
        const auto c = text.char32At(at);
        if (breaks_a_line(c) || hides(c)) return Errc::bad_name;
        visible = visible || u_isgraph(c);
    }
    return visible && !name_look(name).empty() ? ok() : Status{Errc::bad_name};
}

bool is_near(std::string_view typed, std::string_view wanted)
{
    const auto a = to_unicode(name_key(typed));
    const auto b = to_unicode(name_key(wanted));
    if (a.isEmpty() || b.isEmpty()) return false;
    if (a.startsWith(b) || b.startsWith(a)) return true;
    constexpr std::int32_t short_name = 4;
    return distance(a, b) <= (std::min(a.length(), b.length()) <= short_name ? 1U : 2U);
}

std::string free_name(std::string_view name, const std::vector<std::string>& looks)
{
    const auto is_free = [&](const std::string& one) { return std::ranges::count(looks, name_look(one)) == 0; };
    std::string candidate{name};
    for (std::size_t number = 2; !is_free(candidate); ++number) {
        const auto end = " " + std::to_string(number);
        auto base = to_unicode(name);
        while (to_utf8(base).size() + end.size() > session::max_name_bytes)
            base.truncate(base.moveIndex32(base.length(), -1));
        candidate = to_utf8(base) + end;
    }
    return candidate;
}

}  // namespace holdfast::client
