#include "client/ui/pulse/pulse_view.hpp"

#include <algorithm>

namespace holdfast::ui {
namespace {

constexpr std::size_t most_before = 5;

std::string of_ten(std::uint8_t value) { return std::to_string(value) + " of " + std::to_string(wire::highest_pulse); }

std::string occasion_words(wire::PulseAbout about, Instant at, const std::optional<hours::TimeZone>& zone,
                           const Here& here)
{
    return (about == wire::PulseAbout::session ? "in the session noted " : "in the window that ended ") +
           instant_words(at, zone, here);
}

std::string halves(unsigned twice) { return std::to_string(twice / 2) + (twice % 2 == 0 ? "" : ".5"); }

}  // namespace

std::string pulse_entry_words(const wire::PulseAnswer& answer)
{
    return "Did you feel understood? " + of_ten(answer.value) + ", about " +
           (answer.about == wire::PulseAbout::session ? "a session." : "a window.");
}

std::string pulse_question(const client::PulseOccasion& occasion, const std::optional<hours::TimeZone>& zone,
                           const Here& here)
{
    return "Did you feel understood " + occasion_words(occasion.about, occasion.at, zone, here) + "?";
}

std::string pulse_invitation(const client::PulseOccasion& occasion, const std::optional<hours::TimeZone>& zone,
                             const Here& here)
{
    return "If you like: did you feel understood " + occasion_words(occasion.about, occasion.at, zone, here) +
           "? /pulse takes an answer from 0 to 10. It stays on this device unless you share it; /pulse off ends these "
           "questions.";
}

std::string pulse_trend(const client::PulseView& pulse, const Here& here)
{
    const auto numbers = client::pulse_numbers(pulse);
    if (numbers.empty()) return {};
    const auto last = of_ten(numbers.back().value) + " on " + day_words(numbers.back().at, here);
    const auto median = client::twice_median_before(numbers);
    if (!median) return last + ".";
    const auto before = std::min(numbers.size() - 1, most_before);
    if (before == 1) return last + "; the one before it is " + halves(*median) + ".";
    return last + "; the median of the " + std::to_string(before) + " before it is " + halves(*median) + ".";
}

Lines pulse_lines(const client::PulseView& pulse, const client::ConversationView& with,
                  const std::optional<hours::TimeZone>& zone, const Here& here)
{
    if (pulse.answers.empty())
        return {with.mine ? "Nothing was shared. Whether " + who(with) + " is asked, and answers, is theirs alone."
                          : std::string{"There is no answer yet."}};
    Lines lines{with.mine ? "\"Did you feel understood?\", as " + who(with) + " shared it:"
                          : std::string{"\"Did you feel understood?\", your answers:"}};
    for (const auto& one : pulse.answers) {
        auto line =
            "  " + of_ten(one.answer.value) + ", " + occasion_words(one.answer.about, one.answer.at, zone, here);
        if (!with.mine) line += one.shared ? " (shared)" : " (on this device alone)";
        lines.push_back(std::move(line));
    }
    lines.push_back(capital(pulse_trend(pulse, here)));
    return lines;
}

std::string pulse_fall_words(std::string_view command)
{
    return "That is lower than before. It may be worth speaking about; " + std::string{command} + " has a draft.";
}

std::string pulse_repair_draft()
{
    return "Your last answer made me stop and think. It may be that something I wrote, or left out, did not reach you "
           "as I meant it. I would like to understand that better, whenever and however you want to tell me.";
}

}  // namespace holdfast::ui
