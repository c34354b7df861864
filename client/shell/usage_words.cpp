#include "client/shell/usage_words.hpp"

#include <algorithm>
#include <numeric>

#include "client/ui/people_view.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

/// Letters that are wrong, missing, or too many.
std::size_t distance(std::string_view a, std::string_view b)
{
    std::vector<std::size_t> row(b.size() + 1);
    std::iota(row.begin(), row.end(), std::size_t{0});
    for (std::size_t i = 0; i < a.size(); ++i) {
        auto diagonal = std::exchange(row[0], i + 1);
        for (std::size_t j = 0; j < b.size(); ++j) {
            const auto above = row[j + 1];
            row[j + 1] = std::min({above + 1, row[j] + 1, diagonal + (a[i] == b[j] ? 0 : 1)});
            diagonal = above;
        }
    }
    return row[b.size()];
}

/// The command that was named last: what its help is about.
const CLI::App& innermost(const CLI::App& app)
{
    const auto* at = &app;
    while (!at->get_subcommands().empty()) at = at->get_subcommands().front();
    return *at;
}

std::string full_name(const CLI::App& app)
{
    const auto* parent = app.get_parent();
    return parent ? full_name(*parent) + " " + app.get_name() : app.get_name();
}

std::vector<std::string> commands_of(const CLI::App& app)
{
    std::vector<std::string> names;
    for (const auto* one : app.get_subcommands([](const CLI::App*) { return true; })) names.push_back(one->get_name());
    return names;
}

/// "kit or confirm"
std::string one_of(const std::vector<std::string>& names)
{
    std::string words;
    for (std::size_t i = 0; i < names.size(); ++i)
        words.append(i == 0 ? "" : i + 1 == names.size() ? " or " : ", ").append(names[i]);
    return words;
}

/// What was not understood, as it was typed.
std::string unexpected_words(const CLI::App& at, const std::string& typed)
{
    const bool is_option = typed.starts_with('-');
    const auto commands = commands_of(at);
    auto words = "There is no " +
                 std::string{is_option          ? "option"
                             : commands.empty() ? "place for"
                                                : "command"} +
                 " " + ui::quoted_name(typed);
    if (commands.empty() && !is_option) words += " in " + full_name(at);
    words += ".";
    const auto near = is_option ? std::string{} : nearest_word(typed, commands);
    return near.empty() ? words : words + " Did you mean: " + full_name(at) + " " + near + "?";
}

std::string first_unknown(const CLI::App& app)
{
    const auto left = app.remaining(true);
    return left.empty() ? std::string{} : left.front();
}

/// What CLI11 says, as a sentence of ours.
std::string sentence_of(const CLI::App& app, const CLI::ParseError& error)
{
    const auto& at = innermost(app);
    const bool needs = dynamic_cast<const CLI::RequiredError*>(&error) && !commands_of(at).empty();
    if (needs || dynamic_cast<const CLI::ExtrasError*>(&error)) {
        const auto typed = first_unknown(app);
        if (!typed.empty()) return unexpected_words(at, typed);
    }
    if (needs) return full_name(at) + " needs one more word: " + one_of(commands_of(at)) + ".";
    auto words = ui::sanitize_line(error.what());
    return words.ends_with('.') ? words : words + ".";
}

}  // namespace

std::string nearest_word(std::string_view typed, const std::vector<std::string>& known)
{
    constexpr std::size_t most_wrong = 2;
    std::string best;
    auto least = std::min(most_wrong, typed.size() > 1 ? typed.size() - 1 : 0) + 1;
    for (const auto& word : known) {
        const auto wrong = word.starts_with(typed) && typed.size() > 1 ? 0 : distance(typed, word);
        if (wrong > least || (wrong == least && best.empty())) continue;
        best = wrong == least ? std::string{} : word;  // two of them are near: neither is meant for sure
        least = wrong;
    }
    return best;
}

std::string usage_words(const CLI::App& app, const CLI::ParseError& error)
{
    return sentence_of(app, error) + " See: " + full_name(innermost(app)) + " --help";
}

}  // namespace holdfast::shell
