#include "client/ui/agreement_view.hpp"

#include <array>

#include "client/ui/sanitize.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::ui {
namespace {

Lines text_lines(std::uint32_t version, const Date& made, std::string_view text)
{
    Lines lines{"About messages between sessions (version " + std::to_string(version) + ", " + long_date(made) + "):"};
    for (auto& line : sanitize_text(text)) lines.push_back(std::move(line));
    return lines;
}

}  // namespace

std::string long_date(const Date& date)
{
    static constexpr std::array months{"January", "February", "March",     "April",   "May",      "June",
                                       "July",    "August",   "September", "October", "November", "December"};
    return std::to_string(static_cast<unsigned>(date.day())) + " " +
           months.at(static_cast<unsigned>(date.month()) - 1) + " " + std::to_string(static_cast<int>(date.year()));
}

std::string default_agreement(std::string_view name)
{
    const auto who = name.empty() ? std::string{"your therapist"} : std::string{name};
    return "You can write at any time. " + capital(who) +
           " reads within the hours shown in Holdfast, and answers within them. You always see when that will be.\n"
           "\n"
           "This is not for emergencies. Nobody watches over it. If you need help now, use the numbers that Holdfast "
           "shows.\n"
           "\n"
           "What you write can be read by the two of you alone. The practice's server sees that you write, when, and "
           "about how much. It sees no words and no names.\n"
           "\n"
           "What you both wrote stays on your device and on that of " +
           who +
           ", as long as the account is there. What is important for your therapy may also be noted in your record, as "
           "after a session.\n"
           "\n"
           "Either of you can say that this should change. You can also stop at any time.";
}

std::string word_words(const wire::AgreementWord& word, std::string_view who)
{
    const auto verb = who.empty() ? (word.agreed ? "Agreed to" : "Did not agree to")
                                  : (word.agreed ? " agreed to" : " did not agree to");
    return std::string{who} + verb + " the text about messages (version " + std::to_string(word.version) + "), on " +
           long_date(word.on) + ".";
}

Lines agreement_lines(const client::AgreementView& agreement)
{
    return text_lines(agreement.version, agreement.made, agreement.text);
}

std::string agreement_state(const client::AgreementView& agreement, const client::ConversationView& conversation,
                            std::string_view answer)
{
    const auto answerer = conversation.mine ? capital(who(conversation)) : std::string{"You"};
    if (agreement.is_answered()) return word_words(*agreement.word, answerer);
    const auto before = agreement.word ? word_words(*agreement.word, answerer) + " " : std::string{};
    if (conversation.mine) return before + capital(who(conversation)) + " has not answered this version.";
    return before + "To answer: " + std::string{answer} + ". You can write either way.";
}

Lines agreement_entry_lines(const wire::Agreement& agreement)
{
    const auto text = wire::decode<wire::AgreementText>(agreement.text.body);
    if (text.has_error()) return {sentence(text.errc())};
    return text_lines(text->version, text->made, text->text);
}

std::string agreement_answer_words(const wire::AgreementAnswer& answer)
{
    const auto word = wire::decode<wire::AgreementWord>(answer.word.body);
    return word.has_error() ? sentence(word.errc()) : word_words(*word);
}

}  // namespace holdfast::ui
