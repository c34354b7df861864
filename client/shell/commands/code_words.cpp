#include "client/shell/commands/code_words.hpp"

#include <algorithm>
#include <array>

#include "client/core/account/recovery_kit.hpp"
#include "protocol/identity/invitation_code.hpp"
#include "protocol/identity/printed_words.hpp"

namespace holdfast::shell {
namespace {

constexpr std::string_view alphabet_words = " It uses letters and the digits 2 to 7, never 0 or 1.";
constexpr std::size_t kit_group = 4;

std::string group_word(std::size_t group)
{
    constexpr std::array words{"first", "second", "third", "fourth", "fifth", "last"};
    return words.at(std::min(group, words.size()) - 1);
}

bool is_base32(char c) noexcept { return (c >= 'A' && c <= 'Z') || (c >= '2' && c <= '7'); }

}  // namespace

std::string bad_code_words(std::string_view text, Errc code)
{
    if (code != Errc::bad_code) return sentence(code);
    if (text.find_first_not_of(" \t\r\n") == std::string_view::npos)
        return "There is no code to use. It is on the invitation, and looks like practice.example/ABCDE-FGHIJ-…";
    if (text.find('/') == std::string_view::npos)
        return "This code lacks its address, the part before the slash: type all of it, such as "
               "practice.example/ABCDE-FGHIJ-…";
    if (const auto group = session::slipped_group(text))
        return "This code has a slip in it; the " + group_word(*group) + " group is worth a look." +
               std::string{alphabet_words};
    return "This code has a slip in it. Compare the address and each group with the invitation." +
           std::string{alphabet_words};
}

std::string bad_kit_words(std::string_view text)
{
    const auto groups = session::split_words(text);
    if (groups.empty()) return "There is no kit to use. Type the groups from the printed page, all of them.";
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const bool last = i + 1 == groups.size();
        const bool length = groups[i].size() == kit_group || (last && groups[i].size() < kit_group);
        if (length && std::ranges::all_of(groups[i], is_base32)) continue;
        return "Group " + std::to_string(i + 1) + " of this kit has a slip in it." + std::string{alphabet_words};
    }
    return "This recovery kit cannot be read. " + std::to_string(groups.size()) +
           " groups were typed; compare each with the printed page.";
}

std::string bad_groups_words(std::string_view asked)
{
    return "Those are not groups " + std::string{asked} + ". Look at the page again.";
}

}  // namespace holdfast::shell
