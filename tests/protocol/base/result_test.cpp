#include "protocol/base/result.hpp"

#include <set>

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace result_test {

using namespace holdfast;

TEST_CASE("every error has a word and a sentence of its own")
{
    std::set<std::string> sentences;
    std::size_t known = 0;
    for (std::uint16_t value = 1; value < 200; ++value) {
        const auto code = static_cast<Errc>(value);
        if (name(code) == "internal" && code != Errc::internal) continue;
        ++known;
        CHECK(sentences.insert(sentence(code)).second);
        CHECK(sentence(code).find('!') == std::string::npos);
        CHECK((sentence(code).ends_with('.') || sentence(code).find(": ") != std::string::npos));
        CHECK(make_error_code(code).message() == sentence(code));
    }
    CHECK(known > 50);
}

TEST_CASE("a result carries its error as one of ours")
{
    const Result<int> bad = Errc::bad_code;
    CHECK(bad.errc() == Errc::bad_code);
    CHECK(Result<int>{3}.value() == 3);
    CHECK(ok().has_value());
}

TEST_CASE("PROTOCOL.md lists every error with its number and its sentence")
{
    const auto document = test::read_file(holdfast::test::source_dir() + "/protocol/PROTOCOL.md");
    for (std::uint16_t value = 1; value < 200; ++value) {
        const auto code = static_cast<Errc>(value);
        if (name(code) == "internal" && code != Errc::internal) continue;
        const auto line =
            "| " + std::to_string(value) + " | " + std::string{name(code)} + " | " + sentence(code) + " |\n";
        CAPTURE(line);
        CHECK(document.find(line) != std::string::npos);
    }
}

}  // namespace result_test
