// Lines such as /check-in and /leave 1 Aug to 14 Aug as commands of the program.
#include <algorithm>
#include <array>

#include "client/shell/chat/chat_commands.hpp"
#include "client/ui/input/typed_text.hpp"

namespace holdfast::shell {
namespace {

struct Inside {
    std::string_view name;
    std::array<std::string_view, 2> words;  ///< of the program
    For whom = For::everybody;
    bool about_partner = false;  ///< it is about the one who is written to
};
constexpr std::array inside_commands{
    Inside{"check-in", {"check-in"}, For::clients, true},
    Inside{"measure", {"measure"}, For::everybody, true},
    Inside{"extra", {"hours", "extra"}, For::therapists, true},
    Inside{"leave", {"hours", "leave"}, For::therapists},
    Inside{"cancel", {"hours", "cancel"}, For::therapists},
    Inside{"hours", {"hours"}, For::everybody},
    Inside{"invite", {"invite"}, For::therapists},
    Inside{"recovery", {"recovery"}, For::everybody},
    Inside{"crisis", {"crisis"}, For::clients},
    Inside{"status", {"status"}, For::everybody},
    Inside{"audit", {"audit"}, For::everybody, true},
    Inside{"end", {"end"}, For::everybody, true},
    Inside{"block", {"block"}, For::everybody, true},
    Inside{"plan", {"plan"}, For::everybody, true},
    Inside{"rhythm", {"rhythm"}, For::everybody, true},
    Inside{"note", {"note"}, For::everybody},
    Inside{"mark", {"mark"}, For::everybody, true},
    Inside{"session", {"session"}, For::everybody, true},
    Inside{"progress", {"progress"}, For::everybody, true},
    Inside{"experiment", {"experiment"}, For::everybody, true},
    Inside{"pulse", {"pulse"}, For::everybody, true},
};

const Inside* find(std::string_view name)
{
    const auto found = std::ranges::find(inside_commands, name, &Inside::name);
    return found == inside_commands.end() ? nullptr : &*found;
}

bool has(const std::vector<std::string>& words, std::string_view word)
{
    return std::ranges::find(words, word) != words.end();
}

/// What else stands behind /note is the note, such as "list of things to do".
bool is_note_command(const std::vector<std::string>& typed)
{
    const auto& first = typed.front();
    const auto is_number = [](const std::string& word) { return word.find_first_not_of("0123456789") == word.npos; };
    if (first == "show" || first == "delete" || first == "share") return typed.size() == 1 || is_number(typed[1]);
    return first.starts_with('-') || first == "search" || (first == "list" && typed.size() == 1);
}

/// A name is one word to the program, however it is written here.
std::vector<std::string> words_for(const Inside& command, std::string_view rest)
{
    std::vector<std::string> words;
    for (const auto& word : command.words)
        if (!word.empty()) words.emplace_back(word);
    if (command.name == "invite" && !rest.empty() && !rest.starts_with('-')) {
        words.insert(words.end(), {"--name", std::string{rest}});
        return words;
    }
    auto typed = ui::shell_words(rest);
    if (command.name == "note" && !typed.empty() && !is_note_command(typed)) {
        words.insert(words.end(), {"--text", std::string{rest}});
        return words;
    }
    for (auto& word : typed) words.push_back(std::move(word));
    if ((command.name == "end" || command.name == "rhythm") && words.size() == 2 && ui::agreement(words.back()))
        words.back() = *ui::agreement(words.back()) ? "agree" : "decline";
    return words;
}

}  // namespace

bool is_inside(std::string_view name) { return find(name) != nullptr; }

std::vector<std::string> inside_names(bool therapist)
{
    std::vector<std::string> names;
    for (const auto& one : inside_commands)
        if (one.name != "hours" && one.name != "plan" && is_for(one.whom, therapist)) names.emplace_back(one.name);
    return names;
}

bool run_inside(ChatOrders& chat, std::string_view name, std::string_view rest)
{
    const auto& command = *find(name);
    if (!chat.input().is_terminal()) {
        chat.view().say("This command asks, and here nobody can be asked: run it by itself.");
        return false;
    }
    auto words = words_for(command, rest);
    const bool shares = command.name == "note" && words.size() > 1 && words[1] == "share";
    if ((command.about_partner || shares) && !has(words, "--all") && !has(words, "--with")) {
        if (chat.nobody_chosen()) return true;
        words.insert(words.end(), {"--with", chat.view().partner().name});
    }
    return chat.inside().begin(words);
}

}  // namespace holdfast::shell
