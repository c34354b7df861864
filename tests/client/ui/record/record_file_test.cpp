#include "client/ui/record/record_file.hpp"

#include "client/record/record_json.hpp"
#include "tests/client/record/some_record.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::record_file_test {

using namespace record::test;

namespace {

constexpr RecordFormat all[] = {RecordFormat::json, RecordFormat::html, RecordFormat::markdown};

}  // namespace

TEST_CASE("each format carries the record, and every changed byte of what people read shows")
{
    const auto record = some_record();
    for (const auto format : all) {
        const auto file = write_record(record, format).value();
        INFO(file);
        CHECK(read_record(file).value() == record);
        for (std::size_t at = 0; at < file.size(); at += 7) {
            auto changed = file;
            changed[at] = static_cast<char>(changed[at] ^ 1);
            if (read_record(changed).has_value()) FAIL("the byte " << at << " can be changed");
        }
        CHECK(read_record(file.substr(0, file.size() - 1)).has_error());
        CHECK(read_record(file + " ").has_error());
    }
}

TEST_CASE("words that look like the format do not end it")
{
    auto record = some_record();
    const std::string words = "</script>\n</body>\n```\n```holdfast-record\n{}\n<!-- # * _ [x](y) & --> \\";
    record.messages[0] = message_of(sam, 1, words);
    for (const auto format : all) {
        const auto file = write_record(record, format).value();
        INFO(file);
        CHECK(read_record(file).value() == record);
    }
    const auto html = write_record(record, RecordFormat::html).value();
    CHECK(html.find("&lt;/script&gt;<br>") != std::string::npos);
    const auto markdown = write_record(record, RecordFormat::markdown).value();
    CHECK(markdown.find("\n# * _") == std::string::npos);
}

TEST_CASE("a record whose text is not what its message says is refused, however well it is sealed")
{
    auto record = some_record();
    record.messages[0].text = "I never said that.";
    CHECK(read_record(record::write_json(record)).errc() == Errc::bad_record);
    record = some_record();
    record.messages[0].kind = "check_in";
    CHECK(read_record(record::write_json(record)).errc() == Errc::bad_record);
    record = some_record();
    record.messages[0].body = {std::byte{0}};
    CHECK(read_record(record::write_json(record)).errc() == Errc::bad_record);
    record = some_record();
    record.messages[0].id = {};
    CHECK(read_record(record::write_json(record)).errc() == Errc::bad_record);
}

}  // namespace holdfast::ui::record_file_test
