// The conversation's input as a table: in which mode which bytes come to what.
#include "client/ui/input/chat_input.hpp"

#include <functional>

#include "client/ui/input/chat_lines.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::chat_input_test {
namespace {

using Source = ChatInput::Source;
using Values = std::vector<std::string>;

constexpr std::size_t limit = 40;
const std::string ctrl_c = "\x03";
const std::string ctrl_d = "\x04";

/// A value of the input as words.
struct Told {
    std::string operator()(const typed::Edited&) const { return "edited"; }
    std::string operator()(const typed::Full&) const { return "full"; }
    std::string operator()(const typed::Damaged&) const { return "damaged"; }
    std::string operator()(const typed::Leave&) const { return "leave"; }
    std::string operator()(const typed::Blank&) const { return "blank"; }
    std::string operator()(const typed::Unusable&) const { return "unusable"; }
    std::string operator()(const typed::Send& x) const
    {
        return "send " + x.text + (x.anyway ? " anyway" : "") + (x.is_draft ? "" : " beside the line");
    }
    std::string operator()(const typed::TrailingCommand& x) const { return "ends with /" + x.name + ": " + x.text; }
    std::string operator()(const typed::OutsideCommand& x) const { return "for a shell " + x.text; }
    std::string operator()(const typed::LetterLine& x) const { return "letter " + x.text; }
    std::string operator()(const typed::Repair& x) const { return "repair " + x.text; }
    std::string operator()(const typed::RepairOffered&) const { return "offered again"; }
    std::string operator()(const typed::LeaveRepair& x) const { return "leave repair, keep " + x.own; }
    std::string operator()(const typed::Answer& x) const { return (x.yes ? "yes to " : "no to ") + x.about.words; }
    std::string operator()(const typed::Unclear&) const { return "unclear"; }
    std::string operator()(const typed::Command& x) const { return "command " + x.name + "(" + x.rest + ")"; }
    std::string operator()(const typed::AnswerLine& x) const { return "answer " + x.text; }
    std::string operator()(const typed::LeaveCommand&) const { return "leave command"; }
    std::string operator()(const typed::Unended& x) const { return "unended " + x.text; }
    std::string operator()(const typed::EndOfInput& x) const { return x.unanswered ? "end, unanswered" : "end"; }
};

/// All values there are, without those of single keys.
Values values_of(ChatInput& input)
{
    Values values;
    while (const auto value = input.next())
        if (!std::holds_alternative<typed::Edited>(*value)) values.push_back(std::visit(Told{}, *value));
    return values;
}

const mode::Confirmation question{"Remove this?", Forget{}, "It stays here."};
const mode::Repair repair{"No window was kept."};

struct Row {
    Mode mode;
    std::string bytes;
    Values values;
    std::size_t mode_after;  ///< which of Mode's it is
};
enum : std::size_t { message, kept_back, confirmation, repairing, letter, paste, answering };

}  // namespace

TEST_CASE("keys come to values, per mode")
{
    const std::vector<Row> rows{
        {mode::Message{}, "hello\r", {"send hello"}, message},
        {mode::Message{}, "hel", {}, message},
        {mode::Message{}, "  \r", {"blank"}, message},
        {mode::Message{}, "\xE2\x80\x8B\r", {"unusable"}, message},
        {mode::Message{}, "//hello\r", {"send /hello"}, message},
        {mode::Message{}, "/take-back\r", {"command take-back()"}, message},
        {mode::Message{}, "/with  Kim Lee \r", {"command with(Kim Lee)"}, message},
        {mode::Message{}, "/\r", {"command ()"}, message},
        {mode::Message{}, "yes\r", {"send yes"}, message},
        {mode::Message{}, "holdfast status\r", {"for a shell holdfast status"}, message},
        {mode::KeptBack{}, "\x15holdfast hours extra 30m\r", {"for a shell holdfast hours extra 30m"}, message},
        {mode::Message{}, "holdfast, I thought\r", {"send holdfast, I thought"}, message},
        {mode::Message{}, "holdfast It\r", {"send holdfast It"}, message},
        {mode::Message{}, "one\rtwo\r", {"send one", "send two"}, message},
        {mode::Message{}, "\x1B[200~one\ntwo\x1B[201~\r", {"send one\ntwo"}, message},
        {mode::Message{}, std::string(limit + 1, 'x') + "\r", {"full", "send " + std::string(limit, 'x')}, message},
        {mode::Message{}, "gr\xFC n\r\r", {"damaged", "send gr n"}, message},
        {mode::Message{}, "\xFC \x15hello\r", {"send hello"}, message},
        {mode::Message{}, "half" + ctrl_d, {}, message},
        {mode::Message{}, "half" + ctrl_c, {"leave"}, message},
        {mode::Message{}, ctrl_d, {"leave"}, message},
        {mode::KeptBack{}, "hello\r", {"send hello"}, message},
        {mode::KeptBack{}, ctrl_c, {"leave"}, kept_back},
        {question, "yes\r", {"yes to Remove this?"}, message},
        {question, "No.\r", {"no to Remove this?"}, message},
        {question, "\r", {"no to Remove this?"}, message},
        {question, "hello\r", {"unclear"}, confirmation},
        {question, "//yes\r", {"unclear"}, confirmation},
        {question, "hel" + ctrl_c, {"no to Remove this?"}, message},
        {question, ctrl_d, {"no to Remove this?"}, message},
        {question, "/people\r", {"no to Remove this?", "command people()"}, message},
        {question, "y\xFC\r", {"damaged"}, confirmation},
        {repair, "I am sorry.\r", {"repair I am sorry."}, repairing},
        {repair, "//sorry\r", {"repair //sorry"}, repairing},
        {repair, " \r", {"leave repair, keep "}, message},
        {repair, "no\r", {"leave repair, keep "}, message},
        {repair, "yes\r", {"offered again"}, repairing},
        {repair, "yes\r\r", {"offered again", "repair No window was kept."}, repairing},
        {repair, "\xE2\x80\x8B\r", {"unusable"}, repairing},
        {repair, "I am" + ctrl_c, {"leave repair, keep I am"}, message},
        {repair, repair.offered + ctrl_c, {"leave repair, keep "}, message},
        {repair, ctrl_d, {"leave repair, keep "}, message},
        {repair, "/hours\r", {"command hours()"}, message},
        {mode::Answering{}, "7\r", {"answer 7"}, answering},
        {mode::Answering{}, "\r", {"answer "}, answering},
        {mode::Answering{}, "/quit\r", {"unusable"}, answering},
        {mode::Answering{}, "//quit\r", {"answer /quit"}, answering},
        {mode::Answering{}, "half" + ctrl_c, {"leave command"}, answering},
        {mode::Answering{}, ctrl_d, {"leave command"}, answering},
    };
    for (const auto& row : rows) {
        CAPTURE(row.mode.index(), row.bytes);
        ChatInput input{Source::keys, limit};
        input.set_mode(row.mode);
        input.feed(row.bytes);
        CHECK(values_of(input) == row.values);
        CHECK(input.mode().index() == row.mode_after);
    }
}

TEST_CASE("lines of a pipe come to values, per mode, the last one needs no end")
{
    const std::vector<Row> rows{
        {mode::Message{},
         "hello\r\nand on",
         {"send hello beside the line", "send and on beside the line", "end"},
         message},
        {mode::Message{}, "\n\n", {"blank", "blank", "end"}, message},
        {mode::Message{}, "/people\n", {"command people()", "end"}, message},
        {mode::Message{}, "gr\xFC\n", {"unusable", "end"}, message},
        {question, "maybe\ny\n", {"unclear", "yes to Remove this?", "end"}, message},
        {question, "", {"no to Remove this?", "end, unanswered"}, message},
        {question, "maybe", {"unclear", "no to Remove this?", "end, unanswered"}, message},
        {mode::Letter{}, "Dear\n\n/people", {"letter Dear", "letter Dear\n", "letter Dear\n\n/people", "end"}, letter},
        {mode::Letter{}, "Dear\n.\nKim\n", {"letter Dear", "send Dear", "send Kim beside the line", "end"}, message},
        {mode::Letter{}, ".\n", {"unusable", "end"}, message},
        {mode::Letter{}, "..\n.", {"letter .", "send .", "end"}, message},
    };
    for (const auto& row : rows) {
        CAPTURE(row.mode.index(), row.bytes);
        ChatInput input{Source::pipe, limit};
        input.set_mode(row.mode);
        input.feed(row.bytes);
        input.end();
        CHECK(values_of(input) == row.values);
        CHECK(input.mode().index() == row.mode_after);
    }
}

TEST_CASE("Escape leaves an open question and nothing else")
{
    const auto pressed_in = [](Mode mode) {
        ChatInput input{Source::keys, limit};
        input.set_mode(std::move(mode));
        input.feed("half\x1B");
        input.release_escape();
        return values_of(input);
    };
    CHECK(pressed_in(question) == Values{"no to Remove this?"});
    CHECK(pressed_in(mode::Answering{}) == Values{"leave command"});
    CHECK(pressed_in(mode::Message{}).empty());
    CHECK(pressed_in(repair) == Values{"leave repair, keep half"});
}

TEST_CASE("an answer to a command is kept neither as a draft nor in the lines of this sitting")
{
    ChatInput input{Source::keys, limit};
    input.set_mode(mode::Answering{});
    input.feed("my secret\r");
    CHECK(values_of(input) == Values{"answer my secret"});
    input.feed("half");
    CHECK(values_of(input).empty());
    CHECK_FALSE(input.draft());
    CHECK_FALSE(input.recall_earlier());
    input.turn_to("the draft of somebody else");
    CHECK(input.editor().text() == "half");
}

TEST_CASE("words of a command are parted by blanks and kept together by quotes")
{
    CHECK(shell_words("").empty());
    CHECK(shell_words("  1 Aug  to\t14 Aug ") == Values{"1", "Aug", "to", "14", "Aug"});
    CHECK(shell_words("--reason \"ill, at home\" x") == Values{"--reason", "ill, at home", "x"});
    CHECK(shell_words("'it is' ''") == Values{"it is", ""});
    CHECK(shell_words("it\"s open") == Values{"its open"});
}

TEST_CASE("on a terminal of whole lines the last one without its end is no message")
{
    const std::vector<Row> rows{
        {mode::Message{}, "one\ntw", {"send one beside the line", "unended tw", "end"}, message},
        {question, "ye", {"no to Remove this?", "end, unanswered"}, message},
        {mode::Letter{}, "Dear\nKi", {"letter Dear", "unended Ki", "end"}, letter},
    };
    for (const auto& row : rows) {
        ChatInput input{Source::lines, limit};
        input.set_mode(row.mode);
        input.feed(row.bytes);
        input.end();
        CHECK(values_of(input) == row.values);
        CHECK(input.mode().index() == row.mode_after);
    }
}

TEST_CASE("lines that come at once are one text that the next line sends")
{
    ChatInput input{Source::lines, limit};
    input.feed("Dear Dr Okafor,\nI saw a heron.\n");
    CHECK(values_of(input) == Values{"letter Dear Dr Okafor,\nI saw a heron."});
    CHECK(input.mode().index() == paste);
    CHECK(input.unsent());
    input.feed("and more\nof it\n");
    CHECK(values_of(input) == Values{"letter Dear Dr Okafor,\nI saw a heron.\nand more\nof it"});
    input.feed("Sam\n");
    CHECK(values_of(input) == Values{"send Dear Dr Okafor,\nI saw a heron.\nand more\nof it\nSam"});
    CHECK(input.mode().index() == message);
}

TEST_CASE("Enter alone sends a paste and a command leaves it unsent")
{
    ChatInput input{Source::lines, limit};
    input.feed("a\nb\n");
    (void)values_of(input);
    input.feed("\n");
    CHECK(values_of(input) == Values{"send a\nb"});
    input.feed("c\nd\n");
    (void)values_of(input);
    input.feed("/drafts\n");
    CHECK(values_of(input) == Values{"command drafts()"});
    CHECK(input.mode().index() == message);
}

TEST_CASE("lines of a pipe, an answer and commands that come at once stay lines")
{
    ChatInput pipe{Source::pipe, limit};
    pipe.feed("a\nb\n");
    CHECK(values_of(pipe) == Values{"send a beside the line", "send b beside the line"});
    ChatInput lines{Source::lines, limit};
    lines.feed("/take-back\nyes\n");
    CHECK(values_of(lines) == Values{"command take-back()", "send yes beside the line"});
    lines.set_mode(question);
    lines.feed("no\nb\n");
    CHECK(values_of(lines) == Values{"no to Remove this?", "send b beside the line"});
}

TEST_CASE("bytes in pieces of any size come to the same values")
{
    const std::string bytes = "gr\xC3\xBC\xC3\x9F\x1B[D\x1B[C e\r/hours now\r\x1B[200~a\nb\x1B[201~\r" + ctrl_c;
    for (std::size_t piece = 1; piece <= bytes.size(); ++piece) {
        ChatInput input{Source::keys, limit};
        Values values;
        for (std::size_t at = 0; at < bytes.size(); at += piece) {
            input.feed(std::string_view{bytes}.substr(at, piece));
            for (auto& value : values_of(input)) values.push_back(std::move(value));
        }
        CHECK(values == Values{"send grüß e", "command hours(now)", "send a\nb", "leave"});
    }
}

TEST_CASE("a mode that is set between two lines holds for the second")
{
    ChatInput input{Source::pipe, limit};
    input.feed("/forget 1\nyes\n/long\nyes\n");
    CHECK(std::visit(Told{}, *input.next()) == "command forget(1)");
    input.set_mode(question);
    CHECK(std::visit(Told{}, *input.next()) == "yes to Remove this?");
    CHECK(std::visit(Told{}, *input.next()) == "command long()");
    input.set_mode(mode::Letter{});
    CHECK(std::visit(Told{}, *input.next()) == "letter yes");
    CHECK_FALSE(input.next());
}

TEST_CASE("a text that ends with a command is kept back, and one that only looks like it is sent")
{
    ChatInput input{Source::keys, limit};
    input.set_commands({"lock", "end"});
    input.feed("I mean/lock\r");
    CHECK(values_of(input) == Values{"ends with /lock: I mean/lock"});
    input.set_mode(mode::KeptBack{});
    input.put_back();
    input.feed("\r");
    CHECK(values_of(input) == Values{"send I mean/lock anyway"});
    for (const auto* text : {"and/or", "//lock", "a /lock on it", "/ lock"}) {
        input.feed(std::string{text} + "\r");
        CHECK(values_of(input).back().substr(0, 4) == (std::string_view{text}.starts_with("/ ") ? "comm" : "send"));
    }
    ChatInput pipe{Source::pipe, limit};
    pipe.set_commands({"lock"});
    pipe.feed("I mean /lock\n");
    CHECK(values_of(pipe) == Values{"send I mean /lock beside the line"});
}

TEST_CASE("keys that a terminal of whole lines puts before a command do not make a message of it")
{
    for (const auto* keys : {"\x1B", "\x1B\x1B", "\x1B[A", "\x1BOP", "\x1B[1;5D"}) {
        ChatInput input{Source::lines, limit};
        input.feed(std::string{keys} + "/end\n");
        CHECK(values_of(input) == Values{"command end()"});
    }
    ChatInput input{Source::lines, limit};
    input.feed("\x1B[\n");
    CHECK(values_of(input) == Values{"blank"});
}

TEST_CASE("what was typed since the last line can be taken, with what the terminal still has")
{
    ChatInput input{Source::lines, limit};
    input.feed("one\ntw");
    CHECK(values_of(input) == Values{"send one beside the line"});
    CHECK(input.take_unended("o, and") == "two, and");
    CHECK(input.take_unended("three\nfou") == "three\nfou");
    CHECK(input.take_unended({}).empty());
}

TEST_CASE("a line that was kept back is sent by Enter, and a changed one is asked about again")
{
    ChatInput input{Source::keys, limit};
    input.feed("hello\r");
    CHECK(values_of(input) == Values{"send hello"});
    input.set_mode(mode::KeptBack{});
    input.put_back();
    CHECK(input.editor().text() == "hello");
    input.feed("\r");
    CHECK(values_of(input) == Values{"send hello anyway"});
    input.set_mode(mode::KeptBack{});
    input.put_back();
    input.feed("!\r");
    CHECK(values_of(input) == Values{"send hello!"});
}

TEST_CASE("a line comes back only where nothing else stands, and another conversation has its own draft")
{
    ChatInput input{Source::keys, limit};
    input.feed("/edit 1\r");
    static_cast<void>(values_of(input));
    input.set_line("kept");
    input.put_back();
    CHECK(input.editor().text() == "kept");
    input.set_mode(question);
    input.turn_to("for Kim");
    CHECK(input.editor().text() == "for Kim");
    CHECK(input.mode().index() == message);

    ChatInput piped{Source::pipe, limit};
    piped.set_mode(mode::Letter{});
    piped.turn_to("for Kim");
    CHECK(piped.editor().text().empty());
    CHECK(piped.mode().index() == letter);
}

TEST_CASE("of the line being written what is no answer and no offer is a draft")
{
    ChatInput input{Source::keys, limit};
    input.set_line("half");
    REQUIRE(input.draft());
    CHECK(input.draft()->text == "half");
    CHECK(input.draft()->as == client::DraftKind::line);
    CHECK(input.unsent());
    input.set_mode(question);
    CHECK_FALSE(input.draft());
    input.set_mode(repair);
    REQUIRE(input.draft());
    CHECK(input.draft()->as == client::DraftKind::repair);
    input.set_line(repair.offered);
    CHECK_FALSE(input.draft());

    ChatInput piped{Source::pipe, limit};
    CHECK_FALSE(piped.draft());
    CHECK_FALSE(piped.unsent());
    piped.set_mode(mode::Letter{});
    piped.feed("Dear\n");
    static_cast<void>(values_of(piped));
    CHECK(piped.unsent());
}

TEST_CASE("kept texts are shown whole under their numbers, and counted")
{
    CHECK(draft_lines({}) == Lines{"Nothing is kept here; all you wrote has been sent."});
    CHECK(draft_lines({{7, client::DraftKind::kept, "one\ntwo"}, {9, client::DraftKind::kept, "\x1B[31mred"}}) ==
          Lines{"1:", "   one", "   two", "2:", "   ␛[31mred"});
    CHECK(kept_lines(0).empty());
    CHECK(kept_lines(1).front().starts_with("1 text is kept here"));
    CHECK(kept_lines(2).front().starts_with("2 texts are kept here"));
}

TEST_CASE("lines of this sitting come again, and what was begun after them")
{
    Recall recall;
    recall.keep("one");
    recall.keep("two");
    recall.keep("two");
    CHECK(recall.earlier("begun") == "two");
    CHECK(recall.earlier("two") == "one");
    CHECK_FALSE(recall.earlier("one"));
    CHECK(recall.later() == "two");
    CHECK(recall.later() == "begun");
    CHECK_FALSE(recall.later());
}

}  // namespace holdfast::ui::chat_input_test
