#include "client/ui/view.hpp"

#include "client/ui/ending_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/input/prompt_area.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/unicode.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::ui::view_test {
namespace {

hours::TimeZone zone(std::string_view name) { return hours::TimeZone::find(name).value(); }
Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

/// Friday evening in London; the reader is in Bangkok. The next window is Tuesday, 09:00 to 12:00.
struct Evening {
    Here here{zone("Asia/Bangkok"), at("2025-10-10T20:00:00Z")};
    client::ConversationView with;
    client::Outlook outlook;

    Evening()
    {
        with.name = "Dr Okafor";
        outlook.usable = true;
        outlook.zone = zone("Europe/London");
        outlook.next = hours::Window{at("2025-10-14T08:00:00Z"), at("2025-10-14T11:00:00Z")};
        outlook.promise = wire::Promise{outlook.next->begin, outlook.next->end};
    }
    void open()
    {
        here.now = at("2025-10-14T08:30:00Z");
        outlook.open = outlook.next;
        outlook.promise = wire::Promise{here.now, outlook.open->end};
        outlook.next = hours::Window{at("2025-10-16T08:00:00Z"), at("2025-10-16T11:00:00Z")};
    }
};

client::show::Accepted accepted(const Evening& e, bool held)
{
    client::show::Accepted item;
    item.received = e.here.now;
    item.held = held;
    item.promise = e.outlook.promise;
    item.release_at = e.outlook.next->begin;
    return item;
}

client::Entry text_entry(std::string words)
{
    client::Entry entry;
    entry.body = wire::Text{std::move(words)};
    entry.message.value.fill(std::byte{0xAB});
    entry.written = at("2025-10-10T20:00:00Z");
    entry.stage = client::Stage::received;
    return entry;
}

}  // namespace

TEST_CASE("closed hours say the exact promise in both zones")
{
    const Evening e;
    CHECK(hours_lines(e.with, e.outlook, e.here) ==
          Lines{"Closed. Dr Okafor reads Tue 14 Oct, 09:00–12:00 (15:00–18:00 where you are)."});
    CHECK(composer_lines(e.with, e.outlook, client::Connection::online, e.here) ==
          Lines{"Closed. What you send now is held. Dr Okafor reads Tue 14 Oct, 09:00–12:00 (15:00–18:00 where you "
                "are)."});
    CHECK(accepted_sentence(accepted(e, true), e.with, e.outlook, e.here) ==
          "Held. Dr Okafor reads Tue 14 Oct, 09:00–12:00 (15:00–18:00 where you are). You can take it back until "
          "then.");
}

TEST_CASE("open hours say until when")
{
    Evening e;
    e.open();
    CHECK(hours_lines(e.with, e.outlook, e.here) == Lines{"Open until Tue 14 Oct, 12:00 (18:00 where you are)."});
    CHECK(accepted_sentence(accepted(e, false), e.with, e.outlook, e.here) ==
          "Sent to Dr Okafor. Dr Okafor reads by Tue 14 Oct, 12:00 (18:00 where you are).");
}

TEST_CASE("shortly before closing the promise is the next window, and that is said")
{
    Evening e;
    e.open();
    e.outlook.promise = wire::Promise{e.outlook.next->begin, e.outlook.next->end};
    CHECK(hours_lines(e.with, e.outlook, e.here) ==
          Lines{"Open until Tue 14 Oct, 12:00 (18:00 where you are). What you send now, Dr Okafor may still see; "
                "promised is Thu 16 Oct, 09:00–12:00 (15:00–18:00 where you are)."});
    auto sent = accepted(e, false);
    CHECK(accepted_sentence(sent, e.with, e.outlook, e.here) ==
          "Sent to Dr Okafor. Dr Okafor may still see it before Tue 14 Oct, 12:00 (18:00 where you are); promised is "
          "Thu 16 Oct, "
          "09:00–12:00 (15:00–18:00 where you are).");
}

TEST_CASE("without hours no time is invented")
{
    Evening e;
    e.outlook = {};
    CHECK(hours_lines(e.with, e.outlook, e.here) == Lines{"No reading time is set."});
    CHECK(before_sending(e.with, e.outlook, e.here) == "What you send now is held. No reading time is set.");
    e.outlook.usable = true;
    e.outlook.problem = Errc::fork;
    CHECK(hours_lines(e.with, e.outlook, e.here) == Lines{sentence(Errc::fork), "No reading time is set."});
}

TEST_CASE("the therapist's own line says until when it is closed, and no count")
{
    Evening e;
    e.with.mine = true;
    e.with.name = "Sam";
    e.with.unseen = 7;
    e.here.zone = zone("Europe/London");
    CHECK(hours_lines(e.with, e.outlook, e.here) == Lines{"Closed until Tue 14 Oct, 09:00."});
    CHECK(before_sending(e.with, e.outlook, e.here) == "What you send now is held and goes out Tue 14 Oct, 09:00.");
    CHECK(accepted_sentence(accepted(e, true), e.with, e.outlook, e.here) ==
          "Held for Sam until your hours open: Tue 14 Oct, 09:00. You can take it back until then.");
    CHECK(crisis_lines(e.with, e.outlook, e.here).empty());
}

TEST_CASE("crisis contacts stand beside every closed window, and never pretend that somebody watches")
{
    Evening e;
    CHECK(crisis_lines(e.with, e.outlook, e.here).size() == 1);
    e.outlook.contacts = {{"Samaritans", "116 123"}, {"\x1B[2JEvil", "1\n2"}};
    CHECK(crisis_lines(e.with, e.outlook, e.here) ==
          Lines{"Holdfast is not monitored. If you need help now:", "  Samaritans: 116 123", "  ␛[2JEvil: 1 2"});
    e.open();
    CHECK(crisis_lines(e.with, e.outlook, e.here).empty());
}

TEST_CASE("a reader without a known zone sees the therapist's, named")
{
    Evening e;
    e.here.zone.reset();
    CHECK(hours_lines(e.with, e.outlook, e.here) ==
          Lines{"Closed. Dr Okafor reads Tue 14 Oct, 09:00–12:00 (Europe/London time)."});
}

TEST_CASE("the practice's notice comes first")
{
    Evening e;
    e.outlook.notice = "Dr Okafor cannot read at present.\nContact Dr Lind.";
    e.outlook.promise.reset();
    e.outlook.usable = false;
    CHECK(hours_lines(e.with, e.outlook, e.here) ==
          Lines{"The practice says: Dr Okafor cannot read at present.", "Contact Dr Lind.", "No reading time is set."});
}

TEST_CASE("beside a conversation nobody reads stands why, and the next step of whoever looks at it")
{
    Evening e;
    CHECK_FALSE(unread_words(e.with, e.here));
    e.with.stopped = at("2025-10-10T18:00:00Z");
    CHECK(unread_words(e.with, e.here)->find("Without the kit it takes a new invitation. Speak") != std::string::npos);
    e.with.name = "Sam";
    e.with.mine = true;
    CHECK(unread_words(e.with, e.here)->find("holdfast invite --again --name Sam.") != std::string::npos);
    CHECK(hours_lines(e.with, e.outlook, e.here).front() == unread_words(e.with, e.here));
    e.with.name = "Sam (before)";
    e.with.stopped.reset();
    e.with.returned = "Sam";
    const auto* words = "Sam came back with a new invitation: write to Sam. Nobody reads what is sent here any more.";
    CHECK(unread_words(e.with, e.here) == words);
    CHECK(composer_lines(e.with, e.outlook, client::Connection::online, e.here).front() == words);
}

TEST_CASE("while the practice's notice stands no screen gives a reading time")
{
    Evening e;
    e.outlook.notice = "Dr Okafor cannot read at present.";
    e.outlook.promise.reset();
    const auto no_digit = [](const Lines& lines) {
        for (const auto& line : lines)
            if (line.find_first_of("0123456789") != std::string::npos) return false;
        return true;
    };
    for (const bool open : {false, true}) {
        if (open) e.outlook.open = hours::Window{e.here.now, e.outlook.next->begin};
        CHECK(no_digit(hours_lines(e.with, e.outlook, e.here)));
        CHECK(no_digit(composer_lines(e.with, e.outlook, client::Connection::online, e.here)));
        CHECK(no_digit({before_sending(e.with, e.outlook, e.here)}));
        CHECK(crisis_lines(e.with, e.outlook, e.here).size() == 1);
        CHECK(outlook_object(e.with, e.outlook).at("opens").is_null());
        CHECK(outlook_object(e.with, e.outlook).at("closes").is_null());
    }
}

TEST_CASE(
    "once the practice has closed the other account every screen says so, with contacts and without a time to wait for")
{
    Evening e;
    e.with.ended = at("2025-10-10T18:00:00Z");
    const auto words = ended_words(e.with, e.here);
    CHECK(words.find("The practice has closed Dr Okafor's account") == 0);
    CHECK(words.find("who is there for you now") != std::string::npos);
    CHECK(hours_lines(e.with, e.outlook, e.here) == Lines{words});
    CHECK(composer_lines(e.with, e.outlook, client::Connection::online, e.here) == Lines{words});
    CHECK(before_sending(e.with, e.outlook, e.here) == "Nothing can be sent here any more.");
    CHECK_FALSE(crisis_lines(e.with, e.outlook, e.here).empty());
    CHECK(outlook_object(e.with, e.outlook).at("opens").is_null());
    e.with.mine = true;
    CHECK(ended_words(e.with, e.here).find("who is there for you") == std::string::npos);
}

TEST_CASE("a device that the practice has stopped is told apart from a copy")
{
    Evening e;
    e.with.stopped = at("2025-10-10T18:00:00Z");
    e.with.stopped_by_practice = true;
    CHECK(stopped_words(e.with, e.here).find("The practice has stopped Dr Okafor's device") == 0);
}

TEST_CASE("a reply shows when it was released, in words and to programs")
{
    const Evening e;
    auto entry = text_entry("hello");
    entry.received = at("2025-10-10T23:30:00Z");
    entry.released = entry.written;
    CHECK(entry_lines(entry, "Dr Okafor", e.here).front() == "Dr Okafor, Sat 11 Oct, 03:00");
    CHECK(json_line(entry_object(entry, "Dr Okafor")).find("23:30") == std::string::npos);
}

TEST_CASE("an entry shows who, when and the words, indented, whatever they are")
{
    const Evening e;
    CHECK(entry_lines(text_entry("hello\n\x1B]0;x\x07"), "Dr Okafor", e.here) ==
          Lines{"Dr Okafor, Sat 11 Oct, 03:00", "  hello", "  ␛]0;x␇"});
    client::Entry missing;
    missing.body = client::Missing{};
    CHECK(entry_lines(missing, "Dr Okafor", e.here) == Lines{"1 message missing."});
    missing.body = client::Missing{11, 10};
    CHECK(entry_lines(missing, "Dr Okafor", e.here) == Lines{"10 messages missing."});
    auto check_in = text_entry({});
    check_in.body = wire::CheckIn{{{"sleep", 3, 10}}, {"tired", "hopeful"}, "a walk"};
    CHECK(body_lines(check_in.body) == Lines{"Check-in", "sleep: 3 of 10", "feelings: tired, hopeful", "a walk"});
}

TEST_CASE("a message written offline shows both times")
{
    const Evening e;
    auto entry = text_entry("hello");
    entry.received = at("2025-10-10T23:30:00Z");
    CHECK(entry_lines(entry, "Sam", e.here).front() == "Sam, Sat 11 Oct, 03:00, sent Sat 11 Oct, 06:30");
}

TEST_CASE("an entry in JSON holds the words exactly, on one line, harmless to a terminal")
{
    auto entry = text_entry("two\nlines \x1B[31m \u202E\U000E0041 \u00e9 \U0001F642");
    entry.received = at("2025-10-10T20:00:01Z");
    const auto line = json_line(entry_object(entry, "Dr \u200BO"));
    CHECK(
        line ==
        R"({"event":"entry","conversation":null,"id":"abababababababababababababababab","from":"Dr \u200bO","mine":false,"kind":"text",)"
        R"("text":"two\nlines \u001b[31m \u202e\udb40\udc41 é 🙂","written":"2025-10-10T20:00:00Z",)"
        R"("received":"2025-10-10T20:00:01Z","released":null})");
}

TEST_CASE("one's own entry in JSON says what became of it, and not when the reader's device got it")
{
    auto entry = text_entry("mine");
    entry.mine = true;
    const auto ends = [&](client::Stage stage) {
        entry.stage = stage;
        const auto line = json_line(entry_object(entry, ""));
        return line.substr(line.find("\"state\""));
    };
    CHECK(ends(client::Stage::saved) == R"("state":"saved","delivered":false,"read_in":null})");
    CHECK(ends(client::Stage::accepted) == ends(client::Stage::confirmed));
    CHECK(ends(client::Stage::accepted).starts_with(R"("state":"released")"));
    entry.stage = client::Stage::accepted;
    CHECK(entry_object(entry, "", "", true).at("state") == "held");
    entry.read = client::Span{at("2025-10-10T20:00:00Z"), at("2025-10-10T21:00:00Z")};
    CHECK(entry_object(entry, "", "", true).at("state") == "read");
    entry.read.reset();
    CHECK(ends(client::Stage::taken_back).starts_with(R"("state":"taken_back")"));
    entry.refusal = static_cast<std::uint16_t>(Errc::queue_full);
    CHECK(ends(client::Stage::refused).starts_with(R"("state":"refused","error":{"code":"queue_full")"));
}

TEST_CASE("errors in malformed hours name the place")
{
    const hours::PlacedError place{Errc::bad_rules, 4, "There is no weekday called Tx."};
    CHECK(error_sentence(Errc::bad_rules, place) == "At character 4: There is no weekday called Tx.");
    CHECK(error_sentence(Errc::unreachable) == sentence(Errc::unreachable));
}

TEST_CASE("connection words say what waits")
{
    const Evening e;
    client::Snapshot status;
    status.connection = client::Connection::online;
    CHECK(connection_words(status, e.here) == "Connected.");
    status.connection = client::Connection::offline;
    status.offline_reason = Errc::unreachable;
    status.waiting = 2;
    CHECK(connection_words(status, e.here) ==
          "Not connected. " + sentence(Errc::unreachable) + " 2 messages wait here to be sent.");
}

TEST_CASE("a device that was replaced is not promised that anything goes out")
{
    const Evening e;
    client::Snapshot status;
    status.connection = client::Connection::offline;
    status.offline_reason = Errc::login_refused;
    status.waiting = 1;
    CHECK(connection_words(status, e.here) == sentence(Errc::login_refused));
    CHECK(kept_words(Errc::login_refused, phrase::kept_by_command) == phrase::kept_for_good);
    CHECK(kept_words(Errc::device_frozen, phrase::kept_and_open) == phrase::kept_for_good);
    CHECK(kept_words(Errc::unreachable, phrase::kept_and_open) == phrase::kept_and_open);
    CHECK(kept_words(std::nullopt, phrase::kept_by_command) == phrase::kept_by_command);
}

TEST_CASE("without a connection nothing is said to be held or to go out")
{
    Evening e;
    for (const auto connection : {client::Connection::offline, client::Connection::connecting}) {
        CHECK(composer_lines(e.with, e.outlook, connection, e.here) ==
              Lines{"Closed until Tue 14 Oct, 09:00 (15:00 where you are). Not connected: what you write now is kept "
                    "here until you are."});
        e.with.mine = !e.with.mine;
    }
    e.open();
    const auto open = composer_lines(e.with, e.outlook, client::Connection::offline, e.here).front();
    CHECK(open.starts_with("Open until Tue 14 Oct, 12:00"));
    CHECK(open.ends_with("Not connected: what you write now is kept here until you are."));
}

TEST_CASE("whom the line is for stands before it, and both ends of a long name are kept")
{
    CHECK(prompt_for("Lee") == "to Lee> ");
    CHECK(prompt_for("\x1B[2JLee") == "to \u241B[2JLee> ");
    const auto mother = prompt_for("Anna-Katharina von der Heide, the mother");
    const auto daughter = prompt_for("Anna-Katharina von der Heide, the daughter");
    CHECK(mother != daughter);
    CHECK(columns(mother) <= 24 + 5);
    CHECK(mother.ends_with("the mother> "));
    PromptArea area;
    LineEditor editor{100};
    editor.set("hi");
    CHECK(area.draw({}, "to Zo\u00EB> ", editor, 30) == "to Zo\u00EB> hi\r\x1B[10C");
}

TEST_CASE("names are listed as people say them, of many the first few")
{
    CHECK(listed_names({"Sam"}, "or") == "Sam");
    CHECK(listed_names({"Sam", "Lee"}, "or") == "Sam or Lee");
    CHECK(listed_names({"Sam", "Lee", "Kim"}, "and") == "Sam, Lee and Kim");
    CHECK(listed_names({"A", "B", "C", "D", "E", "F", "G"}, "or") == "A, B, C, D, E or 2 others");
    CHECK(quoted_name("Sam") == "Sam");
    CHECK(quoted_name("Sam Jones") == "\"Sam Jones\"");
}

TEST_CASE("who had something held is told that it has gone out")
{
    Evening e;
    client::show::ReleasedEarly released;
    released.messages.resize(2);
    released.at = e.here.now;
    released.closes = e.here.now + std::chrono::minutes{30};
    CHECK(
        released_words(released, e.with, e.outlook, e.here) ==
        "Dr Okafor's hours opened earlier than planned, Fri 10 Oct, 21:00 (Sat 11 Oct, 03:00 where you are), until Fri "
        "10 Oct, 21:30 (Sat 11 Oct, 03:30 where you are). 2 messages of yours have gone out, so they can no longer be "
        "taken back.");
    e.with.mine = true;
    e.with.name = "Sam";
    released.messages.resize(1);
    CHECK(released_words(released, e.with, e.outlook, e.here) == "Your message to Sam, held until now, has gone out.");
}

TEST_CASE("the footer removes exactly the rows it drew")
{
    PromptArea area;
    LineEditor editor{100};
    editor.set("hi");
    CHECK(area.erase().empty());
    CHECK(area.draw({"one", "two words here"}, "> ", editor, 10) == "one\r\ntwo words\r\nhere\r\n> hi\r\x1B[4C");
    CHECK(area.erase() == "\r\x1B[3A\x1B[J");
    CHECK(area.erase().empty());
    CHECK(area.draw({}, "> ", editor, 10) == "> hi\r\x1B[4C");
    CHECK(area.erase() == "\r\x1B[J");
}

TEST_CASE("no sentence on any screen raises its voice")
{
    for (int code = 0; code < 130; ++code) CHECK(sentence(static_cast<Errc>(code)).find('!') == std::string::npos);
}

TEST_CASE("a safety number is twelve groups of five and spoken digit by digit")
{
    Evening e;
    e.with.safety_number = "188452738916545255982500537236768015188452738916545255982500";
    CHECK(safety_lines(e.with, e.here) == Lines{"Your safety number with Dr Okafor:", "  18845 27389 16545 25598",
                                                "  25005 37236 76801 51884", "  52738 91654 52559 82500",
                                                "Compare it once, in person; both screens show the same."});
    e.here.wording = hours::Wording::spoken;
    CHECK(safety_lines(e.with, e.here).at(1) == "  1 8 8 4 5, 2 7 3 8 9, 1 6 5 4 5, 2 5 5 9 8.");
    e.with.safety_number.clear();
    CHECK(safety_lines(e.with, e.here) ==
          Lines{"There is no safety number with Dr Okafor yet: it comes with their first message."});
}

TEST_CASE("the words of the open and the closed hours are spoken in plain mode")
{
    Evening e;
    e.here.wording = hours::Wording::spoken;
    CHECK(
        hours_lines(e.with, e.outlook, e.here) ==
        Lines{"Closed. Dr Okafor reads on Tuesday 14 October, 09:00 to 12:00, that is 15:00 to 18:00 where you are."});
    e.open();
    CHECK(hours_lines(e.with, e.outlook, e.here) ==
          Lines{"Open until Tuesday 14 October, 12:00, that is 18:00 where you are."});
}

}  // namespace holdfast::ui::view_test
