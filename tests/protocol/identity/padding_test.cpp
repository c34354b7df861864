#include "protocol/identity/padding.hpp"

#include "tests/support/catch.hpp"

namespace padding_test {

using namespace holdfast;
using namespace holdfast::session;
using wire::Class;

TEST_CASE("padding goes to the smallest power of two that fits, from 1 to 64 KiB")
{
    const std::pair<std::size_t, std::size_t> rows[] = {{0, 1024},      {1023, 1024},   {1024, 2048},   {2047, 2048},
                                                        {2048, 4096},   {4095, 4096},   {4096, 8192},   {8191, 8192},
                                                        {16383, 16384}, {16384, 32768}, {32768, 65536}, {65535, 65536}};
    for (const auto& [size, padded] : rows) {
        const Bytes payload(size, std::byte{0x80});
        const auto out = pad(Class::message, payload).value();
        CHECK(out.size() == padded);
        CHECK(unpad(Class::message, out).value() == payload);
    }
    CHECK(pad(Class::message, Bytes(65536)).errc() == Errc::text_too_long);
}

TEST_CASE("control content is padded to exactly 1 KiB and to nothing else")
{
    CHECK(pad(Class::control, {}).value().size() == 1024);
    CHECK(pad(Class::control, Bytes(1023)).value().size() == 1024);
    CHECK(pad(Class::control, Bytes(1024)).errc() == Errc::text_too_long);
    CHECK(unpad(Class::control, pad(Class::message, Bytes(1024)).value()).errc() == Errc::bad_padding);
}

TEST_CASE("every other length, a missing mark, and padding that is larger than needed are refused")
{
    for (const std::size_t size : {0U, 1U, 512U, 1023U, 1025U, 3072U, 131072U})
        CHECK(unpad(Class::message, Bytes(size, std::byte{0x80})).errc() == Errc::bad_padding);
    CHECK(unpad(Class::message, Bytes(1024)).errc() == Errc::bad_padding);
    CHECK(unpad(Class::message, Bytes(1024, std::byte{1})).errc() == Errc::bad_padding);
    CHECK(unpad(Class::message, pad_to(as_bytes("short"), 2048)).errc() == Errc::bad_padding);
}

}  // namespace padding_test
