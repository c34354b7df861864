#include "client/ui/ending_view.hpp"

#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

std::string end_sentence(const client::ConversationView& conversation, const Here& here)
{
    const auto when = ", " + instant_words(*conversation.ended, {}, here) + ".";
    switch (conversation.ended_by) {
        case client::EndedBy::me: return "You ended this conversation" + when;
        case client::EndedBy::other: return capital(who(conversation)) + " has ended this conversation" + when;
        case client::EndedBy::both: return "This conversation has ended, as you both agreed" + when;
        case client::EndedBy::practice: break;
    }
    return "The practice has closed " + who(conversation) + "'s account" + when;
}

std::string window_of(const client::LastWindow& last, const client::Outlook& outlook, const Here& here)
{
    return window_words({last.window.from, last.window.by}, outlook.zone, here);
}

}  // namespace

std::string ended_words(const client::ConversationView& conversation, const Here& here)
{
    auto words =
        end_sentence(conversation, here) + " Nothing can be sent here any more; what was said stays here to be read.";
    const bool by_practice = conversation.ended_by == client::EndedBy::practice;
    if (by_practice && !conversation.mine) words += " The practice can tell you who is there for you now.";
    if (conversation.blocked) words += " Nothing more of " + who(conversation) + " is shown here.";
    if (conversation.end_waits) words += " The practice's server is told as soon as there is a connection.";
    return words;
}

std::optional<std::string> deletion_words(const client::ConversationView& conversation, const Here& here)
{
    if (!conversation.deleted) return std::nullopt;
    return "The practice's server deleted what it kept of this conversation, " +
           instant_words(*conversation.deleted, {}, here) + ". The log of its times is deleted by " +
           instant_words(*conversation.log_until, {}, here) + ".";
}

Lines end_plan_lines(const client::ConversationView& conversation, const client::Outlook& outlook, const Here& here)
{
    Lines lines;
    const auto& plan = outlook.end;
    if (plan.agreed && plan.off)
        lines.push_back("The window you both agreed on as the last one, " + window_of(*plan.agreed, outlook, here) +
                        ", is not in the hours any more. The conversation goes on.");
    else if (plan.agreed)
        lines.push_back("The last window is " + window_of(*plan.agreed, outlook, here) +
                        ". The conversation ends with it, as you both agreed.");
    if (!plan.proposed) return lines;
    const auto window = window_of(*plan.proposed, outlook, here);
    lines.push_back(plan.proposed->mine ? "You proposed as the last window: " + window + ". " +
                                              capital(who(conversation)) + " has not answered."
                                        : capital(who(conversation)) + " proposes as the last window: " + window +
                                              ". To answer: /end yes or /end no.");
    return lines;
}

std::string end_proposal_words(const wire::EndProposal& proposal, const std::optional<hours::TimeZone>& zone,
                               const Here& here)
{
    return "Proposed as the last window: " + window_words({proposal.from, proposal.by}, zone, here) +
           ". The conversation ends with it where both agree.";
}

std::string_view end_answer_words(const wire::EndAnswer& answer) noexcept
{
    return answer.agreed ? "Agreed to the last window." : "Said no to the last window: the conversation goes on.";
}

std::string ended_entry_words(const client::Entry& entry, std::string_view name, bool mine, const Here& here)
{
    const auto when = ", " + instant_words(entry.written, {}, here) + ".";
    if (std::get<client::Ended>(entry.body).agreed) return "The conversation ended, as you both agreed" + when;
    return (mine ? std::string{"You"} : capital(sanitize_name(name))) + " ended the conversation" + when;
}

std::string before_ending_words(const client::ConversationView& conversation)
{
    return "This ends the conversation with " + who(conversation) +
           ", for you both and for good. What was said stays here to be read.";
}

std::string ends_with_words(std::size_t held, bool take_back)
{
    const bool one = held == 1;
    const std::string what = one ? "Your message that was not read" : "Your messages that were not read";
    if (take_back) return what + (one ? " is taken back." : " are taken back.");
    return what + (one ? " stays" : " stay") + " to be read in the next window.";
}

Lines before_blocking_lines(const client::ConversationView& conversation)
{
    return {"This ends the conversation with " + who(conversation) + ", for you both and for good. Nothing more of " +
            who(conversation) + " is shown on this device, nor what is held for you now. " +
            capital(who(conversation)) + " sees that the conversation has ended, and nothing else."};
}

}  // namespace holdfast::ui
