#include "client/ui/record/make_record.hpp"

#include "client/record/compare.hpp"
#include "client/ui/record/record_file.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::make_record_test {

using namespace client;
using namespace client::test;

namespace {

const auto london = hours::TimeZone::find("Europe/London").value();

const Instant made = parse_rfc3339("2026-03-10T09:00:00Z").value();

record::Record record_of(Member& member, const RecordExtent& extent = {})
{
    return make_record(member.client(), member.conversation(), extent, london, made);
}

/// Without what the program remarks.
Lines texts_of(const record::Record& record)
{
    Lines texts;
    for (const auto& message : record.messages)
        if (message.shared) texts.push_back(message.text);
    return texts;
}

Date march(unsigned day) { return Date{std::chrono::year{2026}, std::chrono::March, std::chrono::day{day}}; }

}  // namespace

TEST_CASE("the exports of both sides have one hash once everything has arrived, and what waits is in one alone")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "I could not sleep." >> "never mind";
    (void)alice.order(command::TakeBack{alice.last<show::Saved>()->message});
    p.at("2026-03-03T09:00:00Z");
    (void)okafor.read();
    okafor >> "Thank you for telling me.";
    (void)alice.read();
    CHECK(record_of(alice).messages.size() == 2);  // what was taken back is gone
    CHECK(shared_hash(record_of(alice)) == shared_hash(record_of(okafor)));

    p.at("2026-03-03T18:00:00Z");
    alice >> "for next week";
    const auto compared = record::compare(record_of(alice), record_of(okafor));
    CHECK(compared == record::Comparison{true, 2, {}, 1, 0});
    CHECK(record_of(alice).messages.back().text == "for next week");
    for (const auto format : {RecordFormat::json, RecordFormat::html, RecordFormat::markdown})
        for (auto* member : {&alice, &okafor})
            CHECK(read_record(write_record(record_of(*member), format).value()).value() == record_of(*member));
}

TEST_CASE("an export tells nobody whether a message has reached the other device")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "hello";
    const auto before = record_of(alice).messages;
    p.at("2026-03-03T09:00:00Z");
    (void)okafor.read();
    p.run();
    auto after = record_of(alice).messages;
    REQUIRE(after.size() == 1);
    CHECK(after == before);
}

TEST_CASE("a range of dates is that of the zone, both ends included")
{
    ClientWorld p{monday_evening};
    auto& okafor = p.therapist("Dr Okafor", tuesdays);
    auto& alice = p.client("Alice", okafor);
    alice >> "monday";
    p.at("2026-03-03T18:00:00Z");
    alice >> "tuesday";
    CHECK(texts_of(record_of(alice, {march(3), {}})) == Lines{"tuesday"});
    CHECK(texts_of(record_of(alice, {{}, march(2)})) == Lines{"monday"});
    CHECK(texts_of(record_of(alice, {march(2), march(3)})) == Lines{"monday", "tuesday"});
    CHECK(record_of(alice, {march(4), {}}).messages.empty());
}

TEST_CASE("the answers to a questionnaire stand in an export by their places")
{
    record::Message message;
    message.id = MessageId{{std::byte{1}}};
    message.kind = "measure_answers";
    message.body = wire::encode(wire::Body{wire::MeasureAnswers{{}, {}, {std::uint8_t{0}, std::nullopt}, {}}});
    message.text = "Answers to a questionnaire:\nQuestion 1: choice 1\nQuestion 2: left out";
    CHECK(says_what_was_written(message));
    message.text.back() = '!';
    CHECK_FALSE(says_what_was_written(message));
}

TEST_CASE("places are numbers and ranges, and only those that are there")
{
    using Places = std::vector<std::size_t>;
    CHECK(parse_places("1-3, 5", 5) == Places{1, 2, 3, 5});
    CHECK(parse_places(" 2 ", 5) == Places{2});
    for (const auto* wrong : {"", "0", "6", "3-1", "1-6", "one", "1,,2", "-2", "1-", "99999999999999999999"}) {
        INFO(wrong);
        CHECK_FALSE(parse_places(wrong, 5));
    }
    record::Record record;
    record.messages.resize(3);
    record.messages[1].text = "second";
    CHECK_FALSE(choose(record, {4}));
    CHECK_FALSE(choose(record, {}));
    CHECK(choose(record, {3, 2, 2}));
    CHECK(record.messages.size() == 2);
    CHECK(record.messages[0].text == "second");
    CHECK(record.chosen);
}

}  // namespace holdfast::ui::make_record_test
