#include "client/ui/plan/coping_plan_view.hpp"

#include <iterator>

#include "client/ui/agreement_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::ui {
namespace {

/// "1. What helps first: a walk to the river", the words on lines of their own where they are several.
Lines step_lines(std::size_t number, const wire::PlanStep& step, std::string_view indent)
{
    const auto words = sanitize_text(step.words);
    auto first = std::string{indent} + std::to_string(number) + ". " + sanitize_line(step.heading);
    if (words.size() == 1) return {words.front().empty() ? first : first + ": " + words.front()};
    Lines lines{first + ":"};
    for (const auto& line : words) lines.push_back(std::string{indent} + "   " + line);
    return lines;
}

Lines steps_lines(const std::vector<wire::PlanStep>& steps, std::string_view indent)
{
    Lines lines;
    for (std::size_t i = 0; i < steps.size(); ++i)
        for (auto& line : step_lines(i + 1, steps[i], indent)) lines.push_back(std::move(line));
    return lines;
}

void append_indented(Lines& lines, std::string_view text)
{
    for (const auto& line : sanitize_text(text)) lines.push_back("  " + line);
}

/// Without `whose` in the history, below the name of who wrote it.
Lines version_lines(const Date& made, const std::string& note, const std::vector<wire::PlanStep>& steps,
                    const std::string& note_of)
{
    Lines lines{"Coping plan of " + long_date(made) + ":"};
    for (auto& line : steps_lines(steps, "  ")) lines.push_back(std::move(line));
    if (note.empty()) return lines;
    lines.push_back(note_of + " for the time in which nobody reads:");
    append_indented(lines, note);
    return lines;
}

std::string therapist_of(const client::ConversationView& conversation)
{
    return conversation.mine ? std::string{"Your note"} : "From " + who(conversation) + ",";
}

/// "agreed to the plan, in words of their own, on 30 November 2026."
std::string plan_word_words(const wire::PlanWord& word, std::string_view own)
{
    const auto verb = word.agreed ? "agreed to the coping plan" : "did not agree to the coping plan";
    return std::string{verb} + (word.words.empty() ? "" : ", with words of " + std::string{own} + " own") + ", on " +
           long_date(word.on) + ".";
}

}  // namespace

Lines coping_plan_lines(const client::CopingPlanView& plan, const client::ConversationView& conversation)
{
    return version_lines(plan.made, plan.note, plan.steps, therapist_of(conversation));
}

std::string coping_plan_state(const client::CopingPlanView& plan, const client::ConversationView& conversation,
                              std::string_view answer)
{
    if (plan.word)
        return conversation.mine ? capital(who(conversation)) + " " + plan_word_words(*plan.word, "their")
                                 : "You " + plan_word_words(*plan.word, "your");
    if (conversation.mine) return capital(who(conversation)) + " has not answered this plan.";
    return "To answer: " + std::string{answer} + ". You can write either way.";
}

Lines coping_plans_lines(const client::Client& client, const ConversationId& id, std::string_view answer)
{
    const auto conversation = client.conversation(id);
    const auto newest = client.coping_plan(id);
    const auto agreed = client.agreed_coping_plan(id);
    Lines lines;
    if (agreed && agreed->hash != newest->hash) {
        lines = coping_plan_lines(*agreed, conversation);
        lines.push_back(coping_plan_state(*agreed, conversation, answer));
        lines.push_back(newest->word ? "The plan above stays. A newer one was not agreed to:"
                                     : "The plan above stays until a newer one is agreed to. The newer one:");
    }
    for (auto& line : coping_plan_lines(*newest, conversation)) lines.push_back(std::move(line));
    lines.push_back(coping_plan_state(*newest, conversation, answer));
    return lines;
}

Lines plan_while_closed_lines(const client::CopingPlanView& plan, const client::ConversationView& conversation)
{
    Lines lines;
    if (!plan.note.empty()) {
        lines.push_back(capital(who(conversation)) + " wrote for this time:");
        append_indented(lines, plan.note);
    }
    lines.emplace_back(plan.is_agreed() ? "Your coping plan:" : "A coping plan, for you to answer (/plan):");
    for (auto& line : steps_lines(plan.steps, "  ")) lines.push_back(std::move(line));
    return lines;
}

Lines plan_entry_lines(const wire::CopingPlan& plan)
{
    const auto text = wire::decode<wire::PlanText>(plan.plan.body);
    if (text.has_error()) return {sentence(text.errc())};
    return version_lines(text->made, text->note, text->steps, "A note");
}

Lines plan_answer_lines(const wire::CopingPlanAnswer& answer)
{
    const auto word = wire::decode<wire::PlanWord>(answer.word.body);
    if (word.has_error()) return {sentence(word.errc())};
    Lines lines{capital(plan_word_words(*word, "my"))};
    for (std::size_t i = 0; i < word->words.size(); ++i) {
        const auto words = sanitize_text(word->words[i]);
        lines.push_back("  " + std::to_string(i + 1) + ". " + words.front());
        for (std::size_t at = 1; at < words.size(); ++at) lines.push_back("     " + words[at]);
    }
    return lines;
}

CopingPage coping_page(const client::CopingPlanView& plan, const client::ConversationView& conversation,
                       std::string_view therapist, const client::Outlook& outlook, const Here& here)
{
    const Here in_words{here.zone, here.now, hours::Wording::spoken};
    CopingPage page;
    page.title = "What helps";
    const auto name = therapist.empty() ? std::string{phrase::your_therapist} : sanitize_name(therapist);
    if (!plan.note.empty()) {
        page.from = "From " + name + ", for the time in which nobody reads:";
        page.note = sanitize_text(plan.note);
    }
    for (const auto& step : plan.steps) {
        std::string words;
        for (const auto& line : sanitize_text(step.words)) words.append(words.empty() ? "" : "\n").append(line);
        page.steps.push_back({sanitize_line(step.heading), std::move(words)});
    }
    page.crisis = contact_lines(outlook, in_words);
    page.made = conversation.mine || plan.is_agreed() ? "Made on " + long_date(plan.made) + "."
                                                      : "Made on " + long_date(plan.made) + ", not agreed to yet.";
    return page;
}

}  // namespace holdfast::ui
