#include "client/ui/notes/note_view.hpp"

#include "tests/support/catch.hpp"

namespace note_view_test {

using namespace holdfast;
using namespace holdfast::ui;

namespace {

const Here here{hours::TimeZone::find("Europe/London").value(), parse_rfc3339("2025-10-13T19:30:00Z").value()};

client::NoteView note(std::uint64_t number, std::string text)
{
    const auto at = parse_rfc3339("2025-10-13T08:00:00Z").value();
    return {number, at, at, std::move(text), std::nullopt};
}

}  // namespace

TEST_CASE("a note is shown whole and safe, and says where it was shared")
{
    auto one = note(3, "a bad night\n\x1B[2J");
    CHECK(note_lines(one, here) == Lines{"Note 3, Mon 13 Oct, 09:00", "  a bad night", "  ␛[2J"});
    one.shared = MessageId{};
    CHECK(note_lines(one, here).front() == "Note 3, Mon 13 Oct, 09:00, shared");
    CHECK(note_list_lines({one}, here) == Lines{"  3, Mon 13 Oct, 09:00, shared: a bad night ␛[2J"});
}

TEST_CASE("notes are found by their words, whatever their case and the form of their letters")
{
    const std::vector<client::NoteView> notes{note(1, "A long Walk"), note(2, "caf\u00e9"), note(3, "nothing")};
    CHECK(notes_with(notes, "walk").at(0).number == 1);
    CHECK(notes_with(notes, "CAFE\u0301").at(0).number == 2);
    CHECK(notes_with(notes, "river").empty());
}

}  // namespace note_view_test
