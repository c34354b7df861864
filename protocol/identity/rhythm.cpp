#include "protocol/identity/rhythm.hpp"

#include <algorithm>
#include <set>

#include "protocol/crypto/hash.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/codec.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::session {
namespace {

constexpr std::uint8_t every_day = 0x7F;
constexpr std::uint16_t minutes_of_a_day = 24 * 60;

Status check_times(const wire::RhythmTerms& terms)
{
    if (terms.days == 0 || terms.days > every_day || terms.times.empty()) return Errc::bad_rhythm;
    if (terms.times.size() > wire::max_rhythm_times) return Errc::text_too_long;
    const bool rises = std::ranges::is_sorted(terms.times, std::ranges::less_equal{});
    if (!rises || terms.times.back() >= minutes_of_a_day || terms.zone.empty()) return Errc::bad_rhythm;
    return check_words(terms.zone, wire::max_rhythm_zone_bytes);
}

Status check_item(const wire::RhythmItem& item)
{
    if (item.id == 0 || item.name.empty()) return Errc::bad_rhythm;
    if (const auto fits = check_words(item.name, wire::max_rhythm_name_bytes); fits.has_error()) return fits;
    if (const auto fits = check_words(item.question, wire::max_rhythm_question_bytes); fits.has_error()) return fits;
    if (const auto fits = check_words(item.low, wire::max_rhythm_end_bytes); fits.has_error()) return fits;
    return check_words(item.high, wire::max_rhythm_end_bytes);
}

Status check_items(const std::vector<wire::RhythmItem>& items)
{
    if (items.size() > wire::max_rhythm_items) return Errc::too_many_items;
    std::set<std::uint32_t> ids;
    std::set<std::string> names;
    for (const auto& item : items) {
        if (const auto fits = check_item(item); fits.has_error()) return fits;
        if (!ids.insert(item.id).second || !names.insert(item.name).second) return Errc::bad_rhythm;
    }
    return ok();
}

Status check_feelings(const std::vector<std::string>& feelings)
{
    if (feelings.size() > wire::max_rhythm_feelings) return Errc::text_too_long;
    for (const auto& feeling : feelings) {
        if (feeling.empty()) return Errc::bad_rhythm;
        if (const auto fits = check_words(feeling, wire::max_rhythm_feeling_bytes); fits.has_error()) return fits;
    }
    return ok();
}

Status check_ratings(const wire::RhythmCheckIn& answers)
{
    const auto& ratings = answers.check_in.ratings;
    if (ratings.size() != answers.items.size()) return Errc::out_of_range;
    if (ratings.size() > wire::max_rhythm_items) return Errc::too_many_items;
    const std::set<std::uint32_t> ids{answers.items.begin(), answers.items.end()};
    if (ids.size() != answers.items.size() || ids.contains(0)) return Errc::out_of_range;
    for (const auto& rating : ratings) {
        if (rating.of != wire::rhythm_highest || rating.value > rating.of) return Errc::out_of_range;
        if (const auto fits = check_words(rating.name, wire::max_rhythm_name_bytes); fits.has_error()) return fits;
    }
    return ok();
}

}  // namespace

wire::Signed sign_rhythm(const crypto::SignKeyPair& identity, const wire::RhythmText& text)
{
    return sign_record(crypto::labels::sign_rhythm, identity, text);
}

wire::Signed sign_rhythm_word(const crypto::SignKeyPair& identity, const wire::RhythmWord& word)
{
    return sign_record(crypto::labels::sign_rhythm_word, identity, word);
}

Digest rhythm_hash(const wire::Signed& text) { return crypto::sha256(crypto::labels::rhythm_hash, text.body); }

Status check_rhythm(const wire::RhythmTerms& terms)
{
    if (const auto fits = check_times(terms); fits.has_error()) return fits;
    if (const auto fits = check_items(terms.items); fits.has_error()) return fits;
    const bool asks = !terms.items.empty() || terms.asks_feelings || terms.asks_note;
    return asks ? check_feelings(terms.feelings) : Status{Errc::bad_rhythm};
}

Status check_rhythm_answers(const wire::RhythmCheckIn& answers)
{
    const auto& check_in = answers.check_in;
    if (const auto fits = check_ratings(answers); fits.has_error()) return fits;
    if (check_in.ratings.empty() && check_in.feelings.empty() && check_in.note.empty()) return Errc::empty_text;
    if (check_in.feelings.size() > wire::max_rhythm_feelings) return Errc::text_too_long;
    for (const auto& feeling : check_in.feelings)
        if (const auto fits = check_words(feeling, wire::max_rhythm_feeling_bytes); fits.has_error()) return fits;
    if (wire::encode(answers).size() > wire::max_text_bytes) return Errc::text_too_long;
    return check_words(check_in.note, wire::max_text_bytes);
}

Result<wire::RhythmText> open_rhythm(const wire::Signed& text, const SignPublic& author,
                                     const ConversationId& conversation)
{
    auto opened = open_record<wire::RhythmText>(crypto::labels::sign_rhythm, author, text);
    if (opened.has_error()) return opened;
    if (opened->author != account_id(author)) return Errc::wrong_key;
    if (opened->conversation != conversation) return Errc::wrong_address;
    if (opened->version == 0) return Errc::out_of_range;
    if (const auto fits = check_rhythm(opened->terms); fits.has_error()) return fits.errc();
    return opened;
}

Result<wire::RhythmWord> open_rhythm_word(const wire::Signed& word, const SignPublic& account,
                                          const ConversationId& conversation)
{
    auto opened = open_record<wire::RhythmWord>(crypto::labels::sign_rhythm_word, account, word);
    if (opened.has_error()) return opened;
    if (opened->account != account_id(account)) return Errc::wrong_key;
    if (opened->conversation != conversation) return Errc::wrong_address;
    return opened;
}

}  // namespace holdfast::session
