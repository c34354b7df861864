// The table of exit codes, and where its words stand.
#include "protocol/base/exit_code.hpp"

#include <string>

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::exit_code_test {

TEST_CASE("the table of exit codes counts from zero, and each has words of its own")
{
    for (std::size_t i = 0; i < exit_codes.size(); ++i) {
        CHECK(exit_codes[i].code == static_cast<int>(i));
        CHECK_FALSE(exit_codes[i].words.empty());
        for (std::size_t j = 0; j < i; ++j) CHECK(exit_codes[i].words != exit_codes[j].words);
    }
}

TEST_CASE("an error ends a program with the code of its kind, whichever program it is")
{
    CHECK(exit_code(Errc::bad_command) == exit_user);
    CHECK(exit_code(Errc::cannot_listen) == exit_user);
    CHECK(exit_code(Errc::disk_full) == exit_unexpected);
    CHECK(exit_code(Errc::store_broken) == exit_unexpected);
    CHECK(exit_code(Errc::unreachable) == exit_network);
    CHECK(exit_code(Errc::relay_not_running) == exit_network);
    CHECK(exit_code(Errc::wrong_relay) == exit_not_trusted);
    CHECK(exit_code(Errc::bad_certificate) == exit_not_trusted);
}

TEST_CASE("the exit codes stand in client/README.md and in one sentence in the words of the table")
{
    const auto readme = test::read_file(test::source_dir() + "/client/README.md");
    const auto sentence = exit_codes_words();
    for (const auto& one : exit_codes) {
        const auto code = std::to_string(one.code);
        const std::string words{one.words};
        CHECK(readme.find("\n| " + code + " | " + words + " |\n") != std::string::npos);
        CHECK(sentence.find(" " + code + " " + words) != std::string::npos);
    }
}

}  // namespace holdfast::exit_code_test
