// Exports of a conversation: what is taken is written again to the byte, in its own format, and holds in the others.
#include "client/ui/record/record_file.hpp"

#include "client/record/record_json.hpp"
#include "tests/client/record/some_record.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

constexpr ui::RecordFormat formats[] = {ui::RecordFormat::json, ui::RecordFormat::html, ui::RecordFormat::markdown};

void check_file(BytesView input)
{
    const auto record = ui::read_record(as_text(input));
    if (record.has_error()) return;
    for (const auto format : formats) {
        const auto file = ui::write_record(*record, format);
        require(file.has_value() && ui::read_record(*file).has_value(), "a record is not taken in another format");
    }
}

/// Any words and names, well sealed.
void check_words(Choices& choices)
{
    auto record = record::test::some_record();
    record.people[1].name = to_text(choices.piece());
    record.messages[0] = record::test::message_of(record::test::sam, 1, to_text(choices.piece()));
    for (const auto format : formats) {
        const auto file = ui::write_record(record, format);
        require(file.has_value(), "a record cannot be written");
        const auto again = ui::read_record(*file);
        // What is not UTF-8 is mended before there is a record.
        require(again.has_error() || *again == record, "a record comes back as another");
    }
}

}  // namespace

void record_file(BytesView input)
{
    Choices choices{input};
    if (choices.below(2) == 0)
        check_file(choices.rest());
    else
        check_words(choices);
}

}  // namespace holdfast::fuzz
