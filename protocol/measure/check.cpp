#include "protocol/measure/check.hpp"

#include <algorithm>
#include <set>

#include "protocol/base/text.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::measure {
namespace {

using Found = std::optional<Flaw>;

Found flaw(std::string_view part, std::string words, std::size_t index = 0)
{
    return Flaw{part, index, std::move(words)};
}

constexpr bool is_digit(char c) noexcept { return c >= '0' && c <= '9'; }
constexpr bool is_letter(char c) noexcept { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'); }
constexpr char lower(char c) noexcept { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool is_one_line(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

bool is_blank_line(std::string_view text) { return text.find_first_not_of(' ') == std::string_view::npos; }

/// What people read: bounded and in one line.
Found flaw_of_words(std::string_view part, std::string_view words, bool may_be_empty, std::size_t index = 0)
{
    if (!may_be_empty && is_blank_line(words)) return flaw(part, "It has no words.", index);
    if (words.size() > max_line_bytes)
        return flaw(part, "It is longer than " + std::to_string(max_line_bytes) + " bytes.", index);
    const bool readable = is_one_line(words) && is_utf8(as_bytes(words));
    return readable ? std::nullopt : flaw(part, "It has to be one line of text.", index);
}

Found flaw_of_name(const wire::Measure& measure)
{
    const auto& name = measure.name;
    const bool fits = !name.empty() && name.size() <= max_name_bytes && (is_letter(name[0]) || is_digit(name[0])) &&
                      std::ranges::all_of(
                          name, [](char c) { return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == '_'; });
    if (!fits) return flaw("name", "A name is one word of letters, digits and hyphens, such as PHQ-8.");
    if (measure.version == 0) return flaw("version", "Versions are counted from 1.");
    return std::nullopt;
}

Found flaw_of_choices(std::string_view part, const std::vector<wire::MeasureChoice>& choices, std::size_t item)
{
    const bool own = part == "items";
    const auto at = [&](std::size_t i) { return own ? item : i; };
    if (choices.size() < 2 || choices.size() > max_choices)
        return flaw(part, "A question has 2 to " + std::to_string(max_choices) + " choices.", at(0));
    std::set<std::uint8_t> values;
    for (std::size_t i = 0; i < choices.size(); ++i) {
        if (auto words = flaw_of_words(part, choices[i].words, true, at(i))) return words;
        if (choices[i].value > max_value)
            return flaw(part, "A choice counts at most " + std::to_string(max_value) + ".", at(i));
        if (!values.insert(choices[i].value).second) return flaw(part, "Two choices count the same.", at(i));
    }
    return std::nullopt;
}

Found flaw_of_items(const wire::Measure& measure)
{
    if (measure.items.empty() || measure.items.size() > max_items)
        return flaw("items", "A questionnaire has 1 to " + std::to_string(max_items) + " items.");
    if (!measure.choices.empty())
        if (auto found = flaw_of_choices("choices", measure.choices, 0)) return found;
    for (std::size_t i = 0; i < measure.items.size(); ++i) {
        const auto& item = measure.items[i];
        if (auto words = flaw_of_words("items", item.words, true, i)) return words;
        if (item.choices.empty() && measure.choices.empty())
            return flaw("items", "This item has no choices, and the questionnaire has none for all.", i);
        if (!item.choices.empty())
            if (auto found = flaw_of_choices("items", item.choices, i)) return found;
    }
    return std::nullopt;
}

Found flaw_of_scoring(const wire::Measure& measure)
{
    if (measure.needed == 0 || measure.needed > measure.items.size())
        return flaw("needed",
                    "It has to be from 1 to the number of items, " + std::to_string(measure.items.size()) + ".");
    if (!is_known(measure.missing)) return flaw("missing", "It has to be \"mean\" or \"zero\".");
    if (measure.factor == 0 || measure.factor > max_factor)
        return flaw("factor", "It has to be from 1 to " + std::to_string(max_factor) + ".");
    return std::nullopt;
}

/// One after the other from the lowest total to the highest: no total has two bands, or none.
Found flaw_of_bands(const wire::Measure& measure)
{
    if (measure.bands.empty()) return std::nullopt;
    if (measure.bands.size() > max_bands)
        return flaw("bands", "There are at most " + std::to_string(max_bands) + " bands.");
    const auto range = totals_of(measure);
    unsigned next = range.lowest;
    for (std::size_t i = 0; i < measure.bands.size(); ++i) {
        const auto& band = measure.bands[i];
        if (auto words = flaw_of_words("bands", band.words, false, i)) return words;
        if (band.from != next)
            return flaw("bands", "This band has to begin at " + std::to_string(next) + ", so that each total has one.",
                        i);
        if (band.to < band.from) return flaw("bands", "This band ends before it begins.", i);
        next = band.to + 1U;
    }
    if (next == range.highest + 1U) return std::nullopt;
    return flaw("bands", "The last band has to end at the highest total, " + std::to_string(range.highest) + ".",
                measure.bands.size() - 1);
}

std::string folded(std::string_view name)
{
    std::string kept;
    for (const char c : name)
        if (is_letter(c) || is_digit(c)) kept.push_back(lower(c));
    return kept;
}

}  // namespace

std::optional<Flaw> flaw_of(const wire::Measure& measure)
{
    if (auto found = flaw_of_name(measure)) return found;
    for (const auto& [part, words] :
         {std::pair{"title", &measure.title}, std::pair{"source", &measure.source},
          std::pair{"licence", &measure.licence}, std::pair{"instruction", &measure.instruction}})
        if (auto found = flaw_of_words(part, *words, false)) return found;
    if (auto found = flaw_of_items(measure)) return found;
    if (auto found = flaw_of_scoring(measure)) return found;
    if (auto found = flaw_of_bands(measure)) return found;
    if (wire::encode(measure).size() > max_bytes)
        return flaw("items", "The whole is longer than " + std::to_string(max_bytes) + " bytes.");
    return std::nullopt;
}

Status check(const wire::Measure& measure) { return flaw_of(measure) ? Status{Errc::out_of_range} : ok(); }

const std::vector<wire::MeasureChoice>& choices_of(const wire::Measure& measure, std::size_t item)
{
    const auto& own = measure.items[item].choices;
    return own.empty() ? measure.choices : own;
}

TotalRange totals_of(const wire::Measure& measure)
{
    unsigned lowest = 0;
    unsigned highest = 0;
    for (std::size_t i = 0; i < measure.items.size(); ++i) {
        const auto& choices = choices_of(measure, i);
        const auto [least, most] = std::ranges::minmax(choices, {}, &wire::MeasureChoice::value);
        lowest += least.value;
        highest += most.value;
    }
    return {static_cast<std::uint16_t>(lowest * measure.factor), static_cast<std::uint16_t>(highest * measure.factor)};
}

bool asks_about_self_harm(const wire::Measure& measure) noexcept
{
    return std::ranges::any_of(measure.items, &wire::MeasureItem::self_harm);
}

Digest hash_of(const wire::Measure& measure)
{
    return crypto::sha256(crypto::labels::measure_hash, wire::encode(measure));
}

bool is_same_name(std::string_view a, std::string_view b) noexcept { return folded(a) == folded(b); }

}  // namespace holdfast::measure
