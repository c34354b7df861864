#include "client/ui/people_view.hpp"

#include <algorithm>

#include "client/core/account/naming.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

/// More names than these nobody reads.
constexpr std::size_t most_names = 5;
/// The line being written is what the row is for.
constexpr std::size_t widest_in_prompt = 24;

/// A name as it is in full: what tells two long ones apart may stand at their ends.
std::string full_name(std::string_view name)
{
    auto safe = sanitize_line(name);
    return safe.find_first_not_of(' ') == std::string::npos ? "?" : safe;
}

/// The beginning and the end of what is too long, "…" between them.
std::string fit_both_ends(const std::string& safe, std::size_t limit)
{
    if (columns(safe) <= limit) return safe;
    auto begin = safe.size();
    for (auto next = cluster_begin(safe, begin); next > 0 && columns(std::string_view{safe}.substr(next)) < limit / 2;
         next = cluster_begin(safe, begin))
        begin = next;
    return fit(safe, limit - columns(std::string_view{safe}.substr(begin))) + safe.substr(begin);
}

Names names_of(const client::Client& client)
{
    Names names;
    for (const auto& one : client.conversations()) names.push_back(one.name);
    return names;
}

bool is_invited(std::string_view name, const client::Client& client, Instant now)
{
    const auto invited = client.invited(now);
    return std::ranges::any_of(invited, [&](const auto& one) { return client::is_same_name(one.name, name); });
}

/// Somebody whose device was stopped comes back by an invitation of the same name.
bool is_stopped(std::string_view name, const client::Client& client)
{
    const auto found = client.find(name);
    return std::ranges::any_of(client.conversations(), [&](const client::ConversationView& one) {
        return found.has_value() && one.id == *found && one.stopped;
    });
}

}  // namespace

std::string listed_names(const Names& names, std::string_view last)
{
    const auto shown = names.size() > most_names + 1 ? most_names : names.size();
    std::string words;
    for (std::size_t i = 0; i < shown; ++i) {
        const bool ends = i + 1 == names.size() && i > 0;
        words.append(i == 0 ? "" : ends ? " " + std::string{last} + " " : ", ").append(full_name(names[i]));
    }
    if (shown == names.size()) return words;
    return words + " " + std::string{last} + " " + std::to_string(names.size() - shown) + " others";
}

std::string quoted_name(std::string_view name)
{
    const auto safe = full_name(name);
    return safe.find_first_of(" '\"$\\") == std::string::npos ? safe : "\"" + safe + "\"";
}

std::string not_found_words(std::string_view name, const client::Client& client, Instant now)
{
    if (client.conversations().empty() && name.empty()) return nobody_words(client, now);
    auto words = "There is no conversation with " + full_name(name) + ".";
    const auto near = client.near(name);
    const auto names = names_of(client);
    if (!near.empty())
        words += " Did you mean " + listed_names(near, "or") + "?";
    else if (!names.empty())
        words += " You write with " + listed_names(names, "and") + ".";
    if (is_invited(name, client, now)) words += " " + full_name(name) + " is invited and has not come yet.";
    return words;
}

std::string ambiguous_words(const client::Client& client)
{
    const auto names = names_of(client);
    if (names.empty()) return sentence(Errc::ambiguous_name);
    return "To whom? " + listed_names(names, "or") + ": add --with " + quoted_name(names.back());
}

std::string nobody_words(const client::Client& client, Instant now)
{
    if (client.status().role != wire::Role::therapist) return "There is no conversation yet. Your therapist begins it.";
    std::vector<std::string> names;
    for (const auto& one : client.invited(now)) names.push_back(one.name);
    if (names.empty()) return "There is no conversation yet. To begin one: holdfast invite";
    return listed_names(names, "and") + (names.size() == 1 ? " is" : " are") +
           " invited and can begin with the code you gave them. Nobody has come yet.";
}

std::string taken_sentence(std::string_view name, const client::Client& client, Instant now)
{
    if (is_invited(name, client, now)) return full_name(name) + " is invited already and has not come yet.";
    return "There is somebody called " + full_name(name) + " already.";
}

std::string taken_words(std::string_view name, const client::Client& client, Instant now, std::string_view command)
{
    const auto free = client.free_name(name, now);
    const auto way = command.empty() ? quoted_name(free) : std::string{command} + " " + quoted_name(free);
    const bool may_return = command.starts_with("holdfast invite") && is_stopped(name, client);
    const auto taken = taken_sentence(name, client, now);
    if (!is_invited(name, client, now))
        return taken + " Give another name, such as: " + way +
               (may_return ? ". If they have no recovery kit to come back with: holdfast invite --again --name " +
                                 quoted_name(name)
                           : std::string{});
    return taken + " For somebody else give another name, such as: " + way +
           ". If the code was lost: holdfast invite --again --name " + quoted_name(name);
}

std::string renamed_words(std::string_view before, std::string_view now)
{
    return full_name(before) + " is called " + full_name(now) + " now.";
}

std::string elsewhere_words(const client::Entry& entry, const client::ConversationView& with)
{
    if (!client::is_written(entry.body)) return new_words(with);
    return full_name(with.name) + " has written. /with " + full_name(with.name);
}

std::string nothing_held_words(const client::Client& client, const ConversationId& conversation)
{
    const auto listed = client.list(conversation);
    const bool reached = std::ranges::any_of(
        listed, [](const client::ListedEntry& one) { return one.mine && one.stage == client::Stage::confirmed; });
    if (!reached) return "There is nothing to take back.";
    return "Your messages have reached " + full_name(client.partner(conversation)) + "; none is held any more.";
}

std::string account_words(const client::Client& client)
{
    const auto status = client.status();
    const auto names = names_of(client);
    const auto self = status.name.empty() ? std::string{} : full_name(status.name);
    if (status.role == wire::Role::therapist)
        return self.empty() ? "You are a therapist here." : "You are " + self + ", a therapist here.";
    if (names.empty()) return self.empty() ? "Nobody writes with you yet." : "You are " + self + ".";
    const auto with = "writing with " + listed_names(names, "and") + ".";
    return self.empty() ? "You are " + with : "You are " + self + ", " + with;
}

std::string other_key_words(const client::Client& client)
{
    const auto names = names_of(client);
    const auto who = names.size() == 1 ? full_name(names.front()) : std::string{"somebody you write with"};
    return "Stop and look: a key came under the name of " + who +
           " that is not the one you know. It is not used, and nothing is sent to it; what you write goes only to the "
           "device you know. Somebody may be trying to come between you. Speak to each other, face to face or by "
           "telephone, and compare the safety number: holdfast status --safety-number, or /safety in the conversation.";
}

Lines safety_lines(const client::ConversationView& with, const Here& here)
{
    const auto name = full_name(with.name);
    if (with.safety_number.empty())
        return {"There is no safety number with " + name + " yet: it comes with their first message."};
    Lines lines{"Your safety number with " + name + ":"};
    constexpr std::size_t group = 5;
    constexpr std::size_t row = 4 * group;
    std::string_view digits = with.safety_number;
    for (std::size_t at = 0; at < digits.size(); ++at) {
        if (at % row == 0)
            lines.emplace_back(" ");
        else if (at % group == 0 && here.spoken())
            lines.back() += ",";
        if (at % group == 0 || here.spoken()) lines.back() += " ";
        lines.back() += digits[at];
        if (here.spoken() && (at + 1) % row == 0) lines.back() += ".";
    }
    lines.emplace_back("Compare it once, in person; both screens show the same.");
    return lines;
}

std::string new_words(const client::ConversationView& with)
{
    return "There is something new with " + full_name(with.name) + ". /with " + full_name(with.name);
}

std::string prompt_for(std::string_view name)
{
    return "to " + fit_both_ends(full_name(name), widest_in_prompt) + "> ";
}

}  // namespace holdfast::ui
