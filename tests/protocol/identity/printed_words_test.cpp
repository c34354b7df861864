// Secrets on paper, as people type them.
#include "protocol/identity/printed_words.hpp"

#include "protocol/base/text.hpp"
#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::session::printed_words_test {
namespace {

const auto label = crypto::labels::relay_key_kit;
using Words = std::vector<std::string>;

std::string joined(const Words& words, std::string_view between)
{
    std::string text;
    for (const auto& word : words) text.append(word).append(between);
    return text;
}

TEST_CASE("what is printed is read again in any case, with numbers, hyphens or line breaks between the groups")
{
    const Bytes secret(33, std::byte{0x5a});
    const auto words = printed_words(secret, label);
    CHECK(words.size() == 15);
    std::string numbered;
    for (std::size_t i = 0; i < words.size(); ++i) numbered += std::to_string(i + 1) + ". " + words[i] + "\n";
    auto lower = joined(words, "-");
    for (auto& c : lower) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
    for (const auto& typed : {joined(words, " "), numbered, lower}) CHECK(read_printed_words(typed, label) == secret);
}

TEST_CASE("a slip, a missing group and the paper of something else are refused")
{
    const Bytes secret(33, std::byte{0x5a});
    auto words = printed_words(secret, label);
    CHECK(read_printed_words(joined(words, " "), crypto::labels::recovery_kit).errc() == Errc::bad_kit);
    const auto whole = words;
    words.pop_back();
    CHECK(read_printed_words(joined(words, " "), label).errc() == Errc::bad_kit);
    for (std::size_t i = 0; i < whole.size(); ++i) {
        auto slip = whole;
        slip[i][0] = slip[i][0] == 'A' ? 'B' : 'A';
        CHECK(read_printed_words(joined(slip, " "), label).errc() == Errc::bad_kit);
    }
    CHECK(read_printed_words({}, label).errc() == Errc::bad_kit);
    CHECK(read_printed_words(std::string(5000, 'A'), label).errc() == Errc::bad_kit);
}

TEST_CASE("numbers with a point or a colon are none of the groups")
{
    CHECK(split_words(" 1. abcd 2:EFGH-ijkl 12) mnop") == Words{"ABCD", "EFGH", "IJKL", "MNOP"});
    CHECK(split_words("2345 6722") == Words{"2345", "6722"});
}

}  // namespace
}  // namespace holdfast::session::printed_words_test
