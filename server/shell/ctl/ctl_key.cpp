#include <unistd.h>

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <fstream>
#include <iostream>
#include <iterator>
#include <sstream>

#include "protocol/base/files.hpp"
#include "protocol/base/text.hpp"
#include "protocol/identity/names.hpp"
#include "protocol/identity/printed_words.hpp"
#include "protocol/qr/qr.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/data_folder.hpp"

namespace holdfast::server {
namespace {

namespace fs = std::filesystem;
namespace json = boost::json;

/// Enough of the groups to show that the paper is there.
constexpr std::size_t groups_asked = 3;
constexpr std::uint8_t kit_version = 1;
/// A version and the seed.
constexpr std::size_t kit_bytes = 1 + 32;
constexpr std::size_t groups_in_line = 5;

/// Beside the key: the numbers of the groups that were asked for, or "confirmed".
fs::path kit_file(const DataFolder& folder) { return folder.path / "relay.key.kit"; }
constexpr std::string_view confirmed = "confirmed";

std::vector<std::string> groups_of(const crypto::SignKeyPair& key)
{
    Bytes bytes{std::byte{kit_version}};
    append(bytes, key.seed.view());
    auto groups = session::printed_words(bytes, crypto::labels::relay_key_kit);
    crypto::wipe(bytes);
    return groups;
}

/// Different numbers, in rising order.
std::vector<std::size_t> draw(std::size_t count)
{
    crypto::SystemRandom random;
    std::vector<std::size_t> numbers;
    while (numbers.size() < groups_asked) {
        ByteArray<1> byte{};
        random.fill(byte);
        const auto number = std::to_integer<std::size_t>(byte[0]) % count + 1;
        if (!std::ranges::count(numbers, number)) numbers.push_back(number);
    }
    std::ranges::sort(numbers);
    return numbers;
}

std::string words_of(const std::vector<std::size_t>& numbers)
{
    std::string words;
    for (std::size_t i = 0; i < numbers.size(); ++i)
        words += (i == 0 ? "" : i + 1 == numbers.size() ? " and " : ", ") + std::to_string(numbers[i]);
    return words;
}

Status keep(const DataFolder& folder, const std::string& text)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return acting.errc();
    std::error_code ignored;
    fs::remove(kit_file(folder), ignored);
    return write_new_file(kit_file(folder), as_bytes(text + "\n"));
}

std::string kept(const DataFolder& folder)
{
    const auto acting = act_as_owner(folder);
    if (!acting) return {};
    std::ifstream in{kit_file(folder)};
    std::string line;
    std::getline(in, line);
    return line;
}

std::string page(const std::vector<std::string>& groups, const SignPublic& pub)
{
    std::string text = "The relay key of practice " + to_hex(session::practice_id(pub).view()).substr(0, 16) +
                       "\nWhoever has this can pose as the relay. Keep it where patient records are kept.\n\n";
    for (std::size_t i = 0; i < groups.size(); ++i) {
        const auto number = std::to_string(i + 1);
        text += std::string(number.size() < 2 ? 1 : 0, ' ') + number + ". " + groups[i];
        text += (i + 1) % groups_in_line == 0 || i + 1 == groups.size() ? "\n" : "   ";
    }
    if (::isatty(STDOUT_FILENO) != 1) return text + '\n';
    std::string joined;
    for (const auto& group : groups) joined += (joined.empty() ? "" : "-") + group;
    text += '\n';
    for (const auto& line : qr::lines(joined)) text += line + '\n';
    return text + '\n';
}

/// Whether these are the groups with these numbers, or all.
bool are_right(const std::vector<std::string>& typed, const std::vector<std::string>& groups,
               const std::string& numbers)
{
    if (typed == groups) return true;
    std::vector<std::string> asked;
    std::istringstream in{numbers};
    for (std::size_t number = 0; in >> number;)
        if (number >= 1 && number <= groups.size()) asked.push_back(groups[number - 1]);
    return asked.size() == groups_asked && typed == asked;
}

std::string asked_line(const std::vector<std::size_t>& numbers)
{
    std::string line;
    for (const auto number : numbers) line += (line.empty() ? "" : " ") + std::to_string(number);
    return line;
}

int tell_confirmed(const Console& console, const DataFolder& folder)
{
    if (const auto done = keep(folder, std::string{confirmed}); !done) return console.fail(done.errc());
    return console.done({{"confirmed", true}}, "The paper is confirmed. You are not asked again.\n");
}

/// One line that is asked for on a terminal; elsewhere the whole input.
std::string ask_groups(const std::string& question)
{
    std::string typed;
    if (::isatty(STDIN_FILENO) != 1) {
        typed.assign(std::istreambuf_iterator<char>{std::cin}, {});
        return typed;
    }
    std::cerr << question << std::flush;
    std::getline(std::cin, typed);
    return typed;
}

int fail_key(const Console& console, const Config& config, Errc code)
{
    return console.fail(code == Errc::not_found ? Errc::no_relay_yet : code, config.data.string());
}

}  // namespace

int show_key(const Console& console, const Config& config)
{
    const DataFolder folder{config.data};
    const auto key = relay_key_in(folder);
    if (!key) return fail_key(console, config, key.errc());
    const auto groups = groups_of(*key);
    const bool known = kept(folder) == confirmed;
    const auto numbers = draw(groups.size());
    if (!known)
        if (const auto done = keep(folder, asked_line(numbers)); !done) return console.fail(done.errc());
    json::array all(groups.begin(), groups.end());
    json::array asked(numbers.begin(), numbers.end());
    const auto question = "Confirm it with groups " + words_of(numbers) + " of the paper";
    if (console.json() || known || ::isatty(STDIN_FILENO) != 1)
        return console.done({{"groups", std::move(all)}, {"confirmed", known}, {"asked", std::move(asked)}},
                            page(groups, key->pub) + (known ? "This paper was confirmed before.\n"
                                                            : question + ": holdfastctl key confirm\n"));
    std::cout << page(groups, key->pub);
    const auto typed = session::split_words(ask_groups(question + ": "));
    if (!are_right(typed, groups, asked_line(numbers)))
        return console.fail(Errc::not_confirmed, {},
                            "The paper is not confirmed yet. When it is written or printed: holdfastctl key confirm");
    return tell_confirmed(console, folder);
}

int confirm_key(const Console& console, const Config& config)
{
    const DataFolder folder{config.data};
    const auto key = relay_key_in(folder);
    if (!key) return fail_key(console, config, key.errc());
    const auto asked = kept(folder);
    if (asked == confirmed) return console.fail(Errc::nothing_changed, {}, "The paper was confirmed before.");
    if (asked.empty()) return console.fail(Errc::kit_not_confirmed, {}, "Print the paper first: holdfastctl key show");
    const auto typed = session::split_words(ask_groups("Groups " + asked + " of the paper: "));
    if (!are_right(typed, groups_of(*key), asked))
        return console.fail(Errc::bad_kit, {},
                            "These are not groups " + asked +
                                " of the paper. Look at it, or print it again: holdfastctl "
                                "key show");
    return tell_confirmed(console, folder);
}

int restore_key(const Console& console, const Config& config)
{
    const DataFolder folder{config.data};
    const auto typed = ask_groups("The groups of the paper, with or without their numbers: ");
    auto bytes = session::read_printed_words(typed, crypto::labels::relay_key_kit);
    if (!bytes || bytes->size() != kit_bytes || bytes->front() != std::byte{kit_version})
        return console.fail(Errc::bad_kit, {}, "There is a slip in these groups. Compare them with the paper.");
    auto seed = crypto::Secret<32>::from(BytesView{*bytes}.subspan(1));
    crypto::wipe(*bytes);
    const auto written = write_relay_key(folder, crypto::SignKeyPair::from_seed(std::move(seed)));
    if (!written && written.errc() == Errc::already_exists)
        return console.fail(written.errc(), folder.relay_key().string(),
                            "There is a key. Nothing was changed; move it away first if it is the wrong one.");
    if (!written) return console.fail(written.errc(), folder.relay_key().string());
    return console.done({{"practice", to_hex(session::practice_id(*written).view())}},
                        "The relay key is in place. Next: holdfastctl restore FILE, with a copy of the store.\n");
}

}  // namespace holdfast::server
