#include "protocol/wire/codec.hpp"

#include "protocol/wire/records.hpp"
#include "tests/support/catch.hpp"

namespace codec_test {

using namespace holdfast;
using namespace holdfast::wire;

namespace {

struct Sample {
    std::uint16_t number = 0;
    bool flag = false;
    Bytes blob;
    std::vector<std::string> words;
    std::optional<std::uint8_t> maybe;
    DhPublic key;
    static constexpr auto fields()
    {
        return std::tuple{&Sample::number, &Sample::flag, &Sample::blob, &Sample::words, &Sample::maybe, &Sample::key};
    }
    friend bool operator==(const Sample&, const Sample&) = default;
};

Sample sample() { return {0x1234, true, to_bytes("blob"), {"one", "zwei"}, std::uint8_t{7}, DhPublic{}}; }

}  // namespace

TEST_CASE("a struct is its members in order, big-endian, with the shortest lengths")
{
    CHECK(to_hex(encode(sample()))
              .starts_with("123401"
                           "04626c6f62"
                           "09"
                           "036f6e65"
                           "047a776569"
                           "0107"
                           "01"));
}

TEST_CASE("every value decodes to itself and every prefix and extra byte is refused")
{
    const auto bytes = encode(sample());
    CHECK(decode<Sample>(bytes).value() == sample());
    for (std::size_t n = 0; n < bytes.size(); ++n) CHECK(decode<Sample>(BytesView{bytes}.first(n)).has_error());
    auto longer = bytes;
    longer.push_back(std::byte{0});
    CHECK(decode<Sample>(longer).errc() == Errc::trailing_bytes);
}

TEST_CASE("lengths have exactly one form")
{
    for (std::size_t size : {0U, 1U, 63U, 64U, 16383U, 16384U, 70000U}) {
        const auto bytes = encode(Bytes(size));
        CHECK(bytes.size() - size == (size < 64 ? 1U : size < 16384 ? 2U : 4U));
        CHECK(decode<Bytes>(bytes).value().size() == size);
    }
    for (const char* padded : {"4000", "400161", "80000000", "8000016161",
                               "c000000000000001"
                               "61"})
        CHECK(decode<Bytes>(from_hex(padded).value()).errc() == Errc::not_minimal);
}

TEST_CASE("values outside their range are refused")
{
    CHECK(decode<bool>(from_hex("02").value()).errc() == Errc::out_of_range);
    CHECK(decode<std::optional<bool>>(from_hex("0201").value()).errc() == Errc::out_of_range);
    CHECK(decode<Role>(from_hex("03").value()).errc() == Errc::out_of_range);
    CHECK(decode<Role>(from_hex("00").value()).errc() == Errc::out_of_range);
    CHECK(decode<Date>(from_hex("07ea021d").value()).errc() == Errc::out_of_range);
    CHECK(decode<Date>(from_hex("07e8021d").value()).has_value());
    CHECK(decode<Instant>(from_hex("ffffffffffffffff").value()).errc() == Errc::out_of_range);
    CHECK(decode<std::string>(from_hex("02c0af").value()).errc() == Errc::bad_encoding);
}

TEST_CASE("a key of one type is refused where another belongs")
{
    const auto signing = encode(SignPublic{});
    CHECK(decode<SignPublic>(signing).has_value());
    CHECK(decode<DhPublic>(signing).errc() == Errc::bad_key);
}

TEST_CASE("an item that runs over the end of its vector is refused")
{
    CHECK(decode<std::vector<std::string>>(from_hex("0203616263").value()).has_error());
    CHECK(decode<std::vector<std::uint16_t>>(from_hex("03000102").value()).errc() == Errc::truncated);
}

TEST_CASE("a signed hours version round-trips byte for byte")
{
    HoursVersion hours;
    hours.version = 3;
    hours.conversation = ConversationId{};
    hours.rules = "Mo-Fr 09:00-12:00";
    hours.zone = "Europe/London";
    hours.horizon = Date{std::chrono::year{2027}, std::chrono::month{1}, std::chrono::day{1}};
    hours.notice_period = std::chrono::days{7};
    hours.contacts = {{"Samaritans", "116 123"}};
    const auto bytes = encode(hours);
    const auto back = decode<HoursVersion>(bytes);
    CHECK(back.value() == hours);
    CHECK(encode(back.value()) == bytes);
}

}  // namespace codec_test
