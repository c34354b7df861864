#include "client/ui/hours/away_view.hpp"

#include "client/ui/sanitize.hpp"
#include "protocol/hours/display.hpp"

namespace holdfast::ui {
namespace {

std::string in_days(int days)
{
    if (days <= 0) return "today";
    if (days == 1) return "tomorrow";
    return "in " + std::to_string(days) + " days";
}

std::string day_words(const Date& date, const client::Outlook& outlook, const Here& here)
{
    return date_words(date, outlook.zone, here);
}

/// "on Tue 1 Dec (ill)", "from Sat 1 Aug to Fri 14 Aug (Summer)"
std::string dates_of(const client::DayOff& off, const client::Outlook& outlook, const Here& here)
{
    const auto first = day_words(off.from, outlook, here);
    if (off.from == off.to) return "on " + first + because(off.reason);
    return "from " + first + " to " + day_words(off.to, outlook, here) + because(off.reason);
}

/// "Dr Okafor will be away from Sat 1 Aug to Fri 14 Aug (Summer)"; to the therapist herself "You have cancelled Tue 1
/// Dec (ill)".
std::string will_words(const client::DayOff& off, bool mine, const std::string& name, const client::Outlook& outlook,
                       const Here& here)
{
    if (mine && off.cancellation)
        return "You have cancelled " + day_words(off.from, outlook, here) + because(off.reason);
    const auto subject = mine ? std::string{"You"} : name;
    return subject + (off.cancellation ? " will not be reading " : " will be away ") + dates_of(off, outlook, here);
}

std::string is_words(const client::DayOff& off, bool mine, const std::string& name, const client::Outlook& outlook,
                     const Here& here)
{
    const auto is = mine ? std::string{"You are"} : name + " is";
    if (off.from != off.to) return is + " away until " + day_words(off.to, outlook, here) + because(off.reason);
    if (mine && off.cancellation) return will_words(off, mine, name, outlook, here);
    return is + (off.cancellation ? " not reading today, " : " away today, ") + day_words(off.from, outlook, here) +
           because(off.reason);
}

std::string absence_words(const client::Absence& absence, bool mine, const std::string& name,
                          const client::Outlook& outlook, const Here& here)
{
    const auto& off = absence.off;
    auto words = absence.begun ? is_words(off, mine, name, outlook, here)
                               : will_words(off, mine, name, outlook, here) + ", " + in_days(absence.days);
    words += ".";
    if (!off.planned) words += mine ? " Your clients see that it was not planned." : " This was not planned.";
    return words;
}

std::string resumption_words(const client::Absence& absence, const client::Outlook& outlook, const Here& here)
{
    if (!absence.resumes) return "When reading resumes is not set.";
    const auto when = "Reading resumes " + when_words(*absence.resumes, outlook.zone, here);
    return absence.begun ? when + ", " + in_days(absence.days) + "." : when + ".";
}

std::string count_words(std::size_t count, std::string_view one, std::string_view many)
{
    return count == 1 ? std::string{one} : std::to_string(count) + " " + std::string{many};
}

/// One is told by its time, several by their number.
std::string messages_words(const client::show::PromiseMoved& moved, const std::optional<Instant>& written,
                           const Here& here)
{
    if (moved.messages.size() > 1) return std::to_string(moved.messages.size()) + " messages of yours are";
    return "your message" + (written ? " of " + instant_words(*written, {}, here) : std::string{}) + " is";
}

std::string unread_words(const client::show::PromiseMoved& moved, const client::Outlook& outlook, std::string_view name,
                         const std::optional<Instant>& written, const Here& here)
{
    const auto next = moved.promise ? "the next window is " +
                                          window_words({moved.promise->from, moved.promise->by}, outlook.zone, here)
                                    : std::string{"no reading time is set"};
    return std::string{name} + "'s hours have closed, and " + messages_words(moved, written, here) + " not read yet. " +
           (moved.messages.size() == 1 ? "It is kept; " : "They are kept; ") + next + ".";
}

std::string moved_words(const client::show::PromiseMoved& moved, const client::Outlook& outlook, std::string_view name,
                        const Here& here)
{
    const bool one = moved.messages.size() == 1;
    if (!moved.was && moved.promise && moved.promise->from > here.now)
        return (one ? "Your message has" : std::to_string(moved.messages.size()) + " messages of yours have") +
               std::string{" a reading time now: "} +
               window_words({moved.promise->from, moved.promise->by}, outlook.zone, here) + ".";
    const auto yours = count_words(moved.messages.size(), "a message", "messages") + " of yours";
    auto words =
        "The reading time of " + yours + " has moved. " + promise_sentence(moved.promise, outlook.zone, name, here);
    if (moved.was) words += " Before: " + window_words({moved.was->from, moved.was->by}, outlook.zone, here) + ".";
    return words;
}

}  // namespace

Lines away_lines(const client::ConversationView& conversation, const client::Outlook& outlook, const Here& here)
{
    if (!outlook.away || !outlook.zone || outlook.problem || outlook.notice) return {};
    const auto& absence = *outlook.away;
    Lines lines{absence_words(absence, conversation.mine, capital(who(conversation)), outlook, here)};
    if (!absence.begun && absence.last)
        lines.back() += " The last window before it: " + window_words(*absence.last, outlook.zone, here) + ".";
    lines.push_back(resumption_words(absence, outlook, here));
    return lines;
}

std::optional<std::string> closing_words(const client::ConversationView& conversation, const client::Outlook& outlook,
                                         const Here& here)
{
    if (!conversation.mine || !outlook.open || !outlook.open->end || !outlook.zone) return std::nullopt;
    const auto left = *outlook.open->end - here.now;
    if (left > closing_told || left <= std::chrono::milliseconds{0}) return std::nullopt;
    return "Your hours close " + instant_words(*outlook.open->end, outlook.zone, here) + ". To keep them open " +
           std::to_string(kept_open.count()) + " minutes longer: /keep";
}

Lines moved_lines(const client::show::PromiseMoved& moved, const client::Outlook& outlook, std::string_view name,
                  const std::optional<Instant>& written, const Here& here)
{
    Lines lines;
    if (moved.because && outlook.zone) {
        const auto& off = *moved.because;
        lines.push_back(will_words(off, false, std::string{name}, outlook, here) + "." +
                        (off.planned ? "" : " This was not planned."));
    }
    lines.push_back(moved.unread ? unread_words(moved, outlook, name, written, here)
                                 : moved_words(moved, outlook, name, here));
    return lines;
}

std::optional<std::string> extras_words(const client::ExtrasGiven& given)
{
    if (given.this_month == 0 && given.last_month == 0) return std::nullopt;
    return "You have given " + count_words(given.this_month, "1 extra window", "extra windows") + " this month, " +
           std::to_string(given.last_month) + " last month.";
}

}  // namespace holdfast::ui
