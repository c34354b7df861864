#include "client/ui/pace_view.hpp"

#include "client/ui/spans.hpp"

namespace holdfast::ui {
namespace {

using client::PaceConsent;

}  // namespace

std::string pace_words(const wire::Pace& pace)
{
    std::string words;
    if (pace.messages > 0) words = "up to " + count_of(pace.messages, "message") + " a window";
    if (pace.characters == 0) return words;
    if (!words.empty()) words += ", ";
    words += "up to " + count_of(pace.characters, "character");
    return words + (pace.messages == 1 ? "" : pace.messages == 0 ? " a message" : " each");
}

Lines proposed_lines(const client::ConversationView& conversation, const wire::Pace& pace)
{
    return {capital(who(conversation)) + " proposes a pace: " + pace_words(pace) + ".",
            "If you agree, it is shown while you write, and what is more is kept here until you send it anyway. You "
            "can write either way."};
}

std::string pace_question(bool agrees)
{
    return agrees ? "Do you agree to this pace?" : "Answer that you would rather not?";
}

Lines pace_lines(const client::ConversationView& conversation, const client::Outlook& outlook)
{
    if (!outlook.pace) return {};
    const auto words = pace_words(outlook.pace->pace);
    const auto consent = outlook.pace->consent;
    if (conversation.mine) {
        if (consent == PaceConsent::agreed) return {"Pace, agreed: " + words + "."};
        if (consent == PaceConsent::declined) return {"Pace, declined: " + words + "."};
        return {"Pace you propose: " + words + ". Not answered yet."};
    }
    if (consent == PaceConsent::agreed) return {"Pace you agreed on: " + words + "."};
    if (consent == PaceConsent::declined) return {};
    return {capital(who(conversation)) + " proposes a pace: " + words +
            ". It holds only if you agree: /agree or /decline (holdfast pace agree, holdfast pace decline)."};
}

std::optional<std::string> pace_used(const client::ConversationView& conversation, const client::Outlook& outlook,
                                     std::string_view text)
{
    if (conversation.mine || !outlook.pace || outlook.pace->consent != PaceConsent::agreed) return std::nullopt;
    const auto& pace = outlook.pace->pace;
    std::string words;
    if (pace.messages > 0 && outlook.pace->written >= pace.messages)
        words = "You agreed on " + count_of(pace.messages, "message") + " for this window and have written " +
                std::to_string(outlook.pace->written);
    else if (pace.messages > 0)
        words = "Message " + std::to_string(outlook.pace->written + 1) + " of " + std::to_string(pace.messages) +
                " for this window";
    if (pace.characters > 0)
        words += (words.empty() ? "" : ", ") + std::to_string(client::PaceView::characters(text)) + " of " +
                 std::to_string(pace.characters) + " characters";
    return words + ".";
}

std::optional<std::string> pace_left(const client::ConversationView& conversation, const client::Outlook& outlook)
{
    if (conversation.mine || !outlook.pace || outlook.pace->consent != PaceConsent::agreed) return std::nullopt;
    const auto& pace = outlook.pace->pace;
    if (pace.messages == 0) return std::nullopt;
    if (outlook.pace->written >= pace.messages)
        return "You have written what you agreed on for this window. One more is kept here until you send it anyway.";
    const auto left = pace.messages - static_cast<std::int64_t>(outlook.pace->written);
    auto words = std::to_string(left) + (left == 1 ? " more message" : " more messages") + " in this window";
    if (pace.characters > 0) words += ", up to " + count_of(pace.characters, "character") + (left == 1 ? "" : " each");
    return words + ".";
}

std::string over_pace_words(const client::PaceView& view, std::string_view text)
{
    const auto characters = client::PaceView::characters(text);
    const bool too_long = view.pace.characters > 0 && characters > view.pace.characters;
    auto words = too_long
                     ? "This has " + std::to_string(characters) + " characters; you agreed on " +
                           std::to_string(view.pace.characters) + "."
                     : "That is your " + count_of(view.pace.messages, "message") + " for this window, as you agreed.";
    return words + " This one is kept here.";
}

std::string answer_words(const wire::PaceAnswer& answer)
{
    const auto words = answer.pace == wire::Pace{} ? std::string{"no limits"} : pace_words(answer.pace);
    return (answer.agreed ? "Agreed to the pace: " : "Would rather not keep to the pace: ") + words + ".";
}

}  // namespace holdfast::ui
