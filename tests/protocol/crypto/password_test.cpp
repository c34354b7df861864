#include "protocol/crypto/password.hpp"

#include "tests/support/catch.hpp"

namespace password_test {

using namespace holdfast;
using namespace holdfast::crypto;

TEST_CASE("a passphrase gives the same key for the same salt and cost, another otherwise")
{
    const PasswordSalt salt{};
    PasswordSalt other_salt{};
    other_salt.value[0] = std::byte{1};
    const PasswordCost cost{.memory_kib = 64, .passes = 1};
    const auto key = key_from_password(as_bytes("correct horse"), salt, cost).value();
    CHECK(key == key_from_password(as_bytes("correct horse"), salt, cost).value());
    CHECK_FALSE(key == key_from_password(as_bytes("correct Horse"), salt, cost).value());
    CHECK_FALSE(key == key_from_password(as_bytes("correct horse"), other_salt, cost).value());
    CHECK_FALSE(key == key_from_password(as_bytes("correct horse"), salt, {.memory_kib = 128, .passes = 1}).value());
    CHECK_FALSE(key == key_from_password(as_bytes("correct horse"), salt, {.memory_kib = 64, .passes = 2}).value());
}

TEST_CASE("a cost outside its bounds is refused before any work")
{
    for (const PasswordCost cost :
         {PasswordCost{7, 1}, PasswordCost{0xffffffff, 1}, PasswordCost{64, 0}, PasswordCost{64, 65}})
        CHECK(key_from_password(as_bytes("x"), {}, cost).errc() == Errc::out_of_range);
}

}  // namespace password_test
