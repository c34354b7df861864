#include "client/ui/rhythm/rhythm_questions.hpp"

#include <algorithm>

#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/input/question_words.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/rhythm/rhythm_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::ui {
namespace {

constexpr unsigned longest_minutes = 120;

}  // namespace

std::optional<std::uint8_t> weekday_bits(std::string_view words)
{
    const auto days = parse_days(words);
    if (!days) return std::nullopt;
    unsigned bits = 0;
    for (const auto day : *days) bits |= 1U << (day - 1);
    return static_cast<std::uint8_t>(bits);
}

std::string RhythmQuestions::question() const
{
    const bool has_times = terms_.days != 0 && !terms_.times.empty();
    const auto times = has_times ? " (now: " + rhythm_times(terms_) + "; Enter keeps it)" : std::string{};
    switch (at_) {
        case At::days: return "On which days, such as Tue, Fri" + times;
        case At::times: return "At what time of day, such as 18:00" + times;
        case At::zone:
            return "In which time zone, the client's" + (terms_.zone.empty()
                                                             ? std::string{", such as Europe/Berlin"}
                                                             : " (Enter keeps " + sanitize_line(terms_.zone) + ")");
        case At::minutes:
            return keeping("About how many minutes it takes", terms_.minutes == 0 ? "" : std::to_string(terms_.minutes),
                           "Enter: not said");
        case At::feelings:
            return std::string{"Ask for feelings, yes or no (Enter: "} + (terms_.asks_feelings ? "yes)" : "no)");
        case At::choice:
            return keeping("Feelings to choose from, with commas between them", joined(terms_.feelings, ", "),
                           "Enter: words of one's own only");
        case At::note: return std::string{"Room for a note, yes or no (Enter: "} + (terms_.asks_note ? "yes)" : "no)");
        default: return item_question();
    }
}

std::string RhythmQuestions::item_question() const
{
    const auto number = std::to_string(item_ + 1);
    if (item_ >= terms_.items.size())
        return "Number " + number + ", in a word or two" +
               (item_ == 0 ? ", such as: sleep (Enter: no numbers)" : " (Enter: there are no more)");
    const auto& item = terms_.items[item_];
    const auto name = sanitize_line(item.name);
    if (at_ == At::name)
        return "Number " + number + ", in a word or two (Enter keeps \"" + name + "\", - leaves the number out)";
    if (at_ == At::question) return keeping(name + ". The question", item.question, "Enter: the word alone");
    if (at_ == At::low) return keeping(name + ". What 0 means", item.low, "Enter: not said");
    return keeping(name + ". What 10 means", item.high, "Enter: not said");
}

Lines RhythmQuestions::answer(std::string_view line)
{
    const auto given = trimmed(line);
    if (!given.empty() && given != "-")
        if (const auto unusable = unusable_words(given)) return {*unusable};
    switch (at_) {
        case At::days:
        case At::times:
        case At::zone:
        case At::minutes: return take_when(given);
        case At::name: return take_name(given);
        case At::feelings:
        case At::choice: return take_feelings(given);
        case At::note: return take_note(given);
        default: return take_words(given);
    }
}

Lines RhythmQuestions::take_when(std::string_view given)
{
    if (at_ == At::days) {
        const auto days = given.empty() && terms_.days != 0 ? std::optional{terms_.days} : weekday_bits(given);
        if (!days) return {"Name one day or several, such as: Tue, Fri. Every day is: daily."};
        terms_.days = *days;
        at_ = At::times;
    } else if (at_ == At::times) {
        const auto times =
            given.empty() && !terms_.times.empty() ? std::optional{terms_.times} : parse_times_of_day(given);
        if (!times || times->size() > wire::max_rhythm_times)
            return {"One to four times of day, such as: 18:00, or 8:30, 20:00."};
        terms_.times = *times;
        at_ = At::zone;
    } else if (at_ == At::zone) {
        const std::string zone{given.empty() ? std::string_view{terms_.zone} : given};
        if (hours::TimeZone::find(zone).has_error()) return {sentence(Errc::unknown_zone)};
        terms_.zone = zone;
        at_ = At::minutes;
    } else {
        const auto minutes = given.empty()  ? std::optional<unsigned>{terms_.minutes}
                             : given == "-" ? std::optional{0U}
                                            : whole_number(given);
        if (!minutes || *minutes > longest_minutes) return {"A whole number of minutes, up to 120."};
        terms_.minutes = static_cast<std::uint8_t>(*minutes);
        at_ = At::name;
    }
    return {};
}

Lines RhythmQuestions::take_name(std::string_view given)
{
    if (auto too_long = too_long_for(given, wire::max_rhythm_name_bytes); !too_long.empty()) return too_long;
    const bool is_new = item_ >= terms_.items.size();
    if (is_new && (given.empty() || given == "-")) {
        at_ = At::feelings;
        return {};
    }
    if (given == "-") {
        terms_.items.erase(terms_.items.begin() + static_cast<std::ptrdiff_t>(item_));
        return {};
    }
    for (std::size_t i = 0; i < terms_.items.size(); ++i)
        if (i != item_ && terms_.items[i].name == given) return {"There is a number of that name already."};
    if (is_new) terms_.items.emplace_back();
    if (!given.empty()) terms_.items[item_].name = given;
    at_ = At::question;
    return {};
}

Lines RhythmQuestions::take_words(std::string_view given)
{
    const auto most = at_ == At::question ? wire::max_rhythm_question_bytes : wire::max_rhythm_end_bytes;
    if (auto too_long = too_long_for(given, most); !too_long.empty()) return too_long;
    auto& item = terms_.items[item_];
    put_answer(at_ == At::question ? item.question : at_ == At::low ? item.low : item.high, given);
    if (at_ == At::high)
        next_item();
    else
        at_ = at_ == At::question ? At::low : At::high;
    return {};
}

void RhythmQuestions::next_item()
{
    ++item_;
    at_ = item_ < wire::max_rhythm_items ? At::name : At::feelings;
}

Lines RhythmQuestions::take_feelings(std::string_view given)
{
    if (at_ == At::choice) {
        const auto parts = given == "-" ? Lines{} : given.empty() ? terms_.feelings : comma_parts(given);
        if (parts.size() > wire::max_rhythm_feelings)
            return {"There is room for " + std::to_string(wire::max_rhythm_feelings) + " feelings."};
        for (const auto& one : parts)
            if (auto too_long = too_long_for(one, wire::max_rhythm_feeling_bytes); !too_long.empty()) return too_long;
        terms_.feelings = parts;
        at_ = At::note;
        return {};
    }
    const auto yes = given.empty() ? std::optional{terms_.asks_feelings} : agreement(given);
    if (!yes) return {"Yes or no?"};
    terms_.asks_feelings = *yes;
    if (!*yes) terms_.feelings.clear();
    at_ = *yes ? At::choice : At::note;
    return {};
}

Lines RhythmQuestions::take_note(std::string_view given)
{
    const auto yes = given.empty() ? std::optional{terms_.asks_note} : agreement(given);
    if (!yes) return {"Yes or no?"};
    if (!*yes && terms_.items.empty() && !terms_.asks_feelings)
        return {"Then nothing would be asked. Say yes here, or leave with Ctrl-C and begin again."};
    terms_.asks_note = *yes;
    at_ = At::end;
    return {};
}

}  // namespace holdfast::ui
