#include "protocol/base/version.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::version_test {

TEST_CASE("the version of the programs is the one that stands in CMakeLists.txt")
{
    const auto cmake = test::read_file(test::source_dir() + "/CMakeLists.txt");
    CHECK(cmake.find("project(holdfast VERSION " + std::string{version()} + " ") != std::string::npos);
    CHECK(version_of("holdfastd") == "holdfastd " + std::string{version()});
}

}  // namespace holdfast::version_test
