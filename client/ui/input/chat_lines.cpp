#include "client/ui/input/chat_lines.hpp"

#include "client/ui/breach_view.hpp"
#include "client/ui/hours/away_view.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::ui {
namespace {

constexpr const char* damaged_line =
    "Letters in another encoding than UTF-8, such as ISO 8859-1 (Latin-1), were left out of this line. Look at it "
    "again; this terminal should be set to UTF-8.";

/// What is true of the conversation whatever is being written.
Lines conversation_facts(const client::Client& client, const ConversationId& conversation, const ChatInput& input,
                         const Here& here)
{
    const auto status = client.status();
    const auto with = client.conversation(conversation);
    const auto outlook = client.outlook(conversation, here.now);
    auto lines = composer_lines(with, outlook, status.connection, here);
    const auto add = [&](const Lines& more) { lines.insert(lines.end(), more.begin(), more.end()); };
    add(reading_lines(with, {{}, client.reading(conversation, here.now).unknown}, outlook, status, here));
    const auto used = input.has_keys() ? pace_used(with, outlook, input.editor().text()) : std::nullopt;
    add(used ? Lines{*used} : pace_lines(with, outlook));
    return lines;
}

}  // namespace

Lines ChatFacts::all() const
{
    auto lines = standing;
    lines.insert(lines.end(), line.begin(), line.end());
    return lines;
}

ChatFacts chat_facts(const client::Client& client, const std::optional<ConversationId>& conversation,
                     const ChatInput& input, const std::string& note, const Here& here)
{
    ChatFacts facts;
    const auto status = client.status();
    if (input.has_keys() && status.connection != client::Connection::online)
        facts.standing.push_back(connection_words(status, here));
    if (const auto clocks = clock_words(status, here)) facts.standing.push_back(*clocks);
    if (conversation)
        for (auto& line : conversation_facts(client, *conversation, input, here))
            facts.standing.push_back(std::move(line));
    if (const auto* question = std::get_if<mode::Confirmation>(&input.mode()); question && input.has_keys())
        facts.line.push_back(question_words(*question));
    if (std::holds_alternative<mode::Repair>(input.mode()))
        facts.line.emplace_back("Enter sends this as the repair; an empty line leaves it.");
    if (input.damaged()) facts.line.emplace_back(damaged_line);
    if (!note.empty()) facts.line.push_back(note);
    return facts;
}

std::string chat_prompt(const client::Client& client, const std::optional<ConversationId>& conversation,
                        const Mode& mode)
{
    if (std::holds_alternative<mode::Confirmation>(mode)) return "yes or no> ";
    if (std::holds_alternative<mode::Answering>(mode)) return "answer> ";
    return conversation ? prompt_for(client.partner(*conversation)) : "> ";
}

std::string question_words(const mode::Confirmation& question) { return question.words + " yes or no"; }

Lines people_lines(const client::Client& client, const std::optional<ConversationId>& conversation, Instant now)
{
    Lines lines;
    for (const auto& one : client.conversations())
        lines.push_back("  " + sanitize_line(one.name) + (one.unseen > 0 ? " (new)" : "") +
                        (one.id == conversation ? " (you are writing to them)" : ""));
    for (const auto& one : client.invited(now))
        lines.push_back("  " + sanitize_line(one.name) + " (invited, and has not come yet)");
    return lines.empty() ? Lines{"There is nobody yet."} : lines;
}

std::string found_words(std::string_view words, std::size_t shown, bool more)
{
    const auto what = "\"" + sanitize_line(words) + "\"";
    if (shown == 0) return "Nothing in this conversation has " + what + ".";
    if (more) return "These are the newest " + std::to_string(shown) + " with " + what + "; there are earlier ones.";
    return std::to_string(shown) + (shown == 1 ? " message has " : " messages have ") + what + ".";
}

Lines draft_lines(const std::vector<client::DraftView>& drafts)
{
    Lines lines;
    for (std::size_t i = 0; i < drafts.size(); ++i) {
        lines.push_back(std::to_string(i + 1) + ":");
        for (const auto& line : sanitize_text(drafts[i].text)) lines.push_back("   " + line);
    }
    return lines.empty() ? Lines{"Nothing is kept here; all you wrote has been sent."} : lines;
}

Lines kept_lines(std::size_t drafts)
{
    if (drafts == 0) return {};
    return {(drafts == 1 ? std::string{"1 text is"} : std::to_string(drafts) + " texts are") +
            " kept here, not sent. /drafts shows what; /send sends the first."};
}

}  // namespace holdfast::ui
