// A person's own notebook: kept in the vault, and nothing of it leaves but what is shared.
#include "client/core/notes/notes.hpp"

#include "tests/client/core/client_world.hpp"
#include "tests/client/core/shown.hpp"
#include "tests/support/catch.hpp"

namespace notes_test {

using namespace holdfast;
using namespace holdfast::client;
using namespace holdfast::client::test;

namespace {

constexpr std::string_view tuesday = "2026-03-03T09:00:00Z";

struct Practice {
    Practice() { alice = &p.client("Alice", okafor); }

    ClientWorld p{monday_evening};
    Member& okafor = p.therapist("Dr Okafor", tuesdays);
    Member* alice = nullptr;

    std::string write(std::string text, std::uint64_t number = 0)
    {
        return word(alice->order(command::SaveNote{number, std::move(text)}));
    }
    [[nodiscard]] std::vector<std::string> notes()
    {
        std::vector<std::string> texts;
        for (const auto& note : alice->client().notes()) texts.push_back(note.text);
        return texts;
    }
    [[nodiscard]] std::uint64_t last() { return alice->client().notes().back().number; }
};

}  // namespace

TEST_CASE("notes are kept, changed and deleted by their number, and a draft ends with the note")
{
    Practice t;
    CHECK(word(t.alice->order(command::SaveNoteDraft{"begun", {}})) == "ok");
    CHECK(t.alice->client().note_draft().text == "begun");
    CHECK(t.write("a bad night") == "ok");
    CHECK(t.alice->client().note_draft().text.empty());
    CHECK(t.write("a walk") == "ok");
    CHECK(t.notes() == Lines{"a bad night", "a walk"});
    CHECK(t.write("a long walk", t.last()) == "ok");
    CHECK(word(t.alice->order(command::DeleteNote{t.alice->client().notes().front().number})) == "ok");
    CHECK(t.notes() == Lines{"a long walk"});
    CHECK(word(t.alice->order(command::DeleteNote{99})) == "not_found");
    CHECK(t.write("x", 99) == "not_found");
    CHECK(t.write(" \n") == "empty_text");
    CHECK(t.write(std::string(wire::max_text_bytes + 1, 'x')) == "text_too_long");
    CHECK(t.write("\xFF") == "bad_encoding");
    CHECK(word(t.alice->order(command::SaveNoteDraft{{}, std::vector<std::string>(17, "x")})) == "too_large");
}

TEST_CASE("attack 10: writing, changing and deleting notes sends nothing at all, connected or not")
{
    Practice t;
    t.p.run();
    for (const auto& order : std::vector<Order>{command::SaveNoteDraft{"canary-note", {"canary-answer"}},
                                                command::SaveNote{0, "canary-note"}, command::SaveNote{1, "canary-2"},
                                                command::SaveNoteDraft{{}, {}}, command::DeleteNote{1}}) {
        const auto before = t.alice->sent().size();
        REQUIRE(word(t.alice->order(order)) == "ok");
        CHECK(t.alice->sent().size() == before);
    }
}

TEST_CASE("a note is shared as a message of its words, stays in the notebook, and keeps to the pace")
{
    Practice t;
    REQUIRE(t.write("only this one") == "ok");
    REQUIRE(t.write("not this one") == "ok");
    const auto first = t.alice->client().notes().front().number;
    CHECK(word(t.alice->order(command::ShareNote{t.alice->conversation(), 99})) == "not_found");
    CHECK(word(t.alice->order(command::ShareNote{{}, first})) == "not_found");
    CHECK(word(t.alice->order(command::ShareNote{t.alice->conversation(), first})) == "ok");
    CHECK(t.alice->client().note(first)->shared == t.alice->last<show::Saved>()->message);
    t.p.at(tuesday);
    CHECK(t.okafor.read() == Lines{"only this one"});
    CHECK(t.notes() == Lines{"only this one", "not this one"});
    command::SetHours pace;
    pace.pace = wire::Pace{5, 0};
    REQUIRE(word(t.okafor.order(pace)) == "ok");
    t.p.run();
    REQUIRE(word(t.alice->order(command::AnswerPace{t.alice->conversation(), true})) == "ok");
    CHECK(word(t.alice->order(command::ShareNote{t.alice->conversation(), first})) == "over_pace");
    CHECK(t.alice->client().drafts(t.alice->conversation()).empty());
    CHECK(word(t.alice->order(command::ShareNote{t.alice->conversation(), first, true, true})) == "ok");
    t.p.run();
    CHECK(t.okafor.client().marks(t.okafor.conversation()).size() == 1);
}

}  // namespace notes_test
