// Whether a record is read whole or not at all.
#pragma once

#include "protocol/wire/codec.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::test {

/// It is read back as it is; no prefix of it is one, and nothing may follow.
template <class Record>
void check_whole(const Record& record)
{
    const auto bytes = wire::encode(record);
    CHECK(wire::decode<Record>(bytes).value() == record);
    for (std::size_t size = 0; size < bytes.size(); ++size)
        CHECK(wire::decode<Record>(BytesView{bytes}.first(size)).has_error());
    auto longer = bytes;
    longer.push_back(std::byte{0});
    CHECK(wire::decode<Record>(longer).errc() == Errc::trailing_bytes);
}

}  // namespace holdfast::test
