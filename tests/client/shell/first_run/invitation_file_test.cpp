#include "client/shell/first_run/invitation_file.hpp"

#include "tests/support/catch.hpp"
#include "tests/support/support.hpp"

namespace holdfast::shell::invitation_file_test {

TEST_CASE("a path is known as a terminal hands it over, and a link or a code is none")
{
    const test::TempDir folder;
    const auto file = folder.path() / "it's a code.png";
    test::write_file(file, "x");
    const auto plain = file.string();
    const auto slash = plain.substr(0, plain.rfind('/'));
    for (const auto& typed : {plain, "  " + plain + " ", "\"" + plain + "\"", slash + "/it\\'s\\ a\\ code.png",
                              "'" + slash + "/it'\\''s a code.png'", "file://" + slash + "/it%27s%20a%20code.png"})
        CHECK(typed_path(typed) == file);
    CHECK(typed_path("nowhere.png"));  // what is meant is clear
    for (const auto* typed :
         {"", "practice.example/ABCDE-FGHIJ", "holdfast://practice.example:8443/#AAAA", "hello", "/tmp", "\\", "'"})
        CHECK_FALSE(typed_path(typed));
    CHECK_FALSE(typed_path(std::string(5000, '/')));
    CHECK_FALSE(typed_path(std::string_view{"a\0.png", 6}));
}

}  // namespace holdfast::shell::invitation_file_test
