// What programs get and say: every object of a practice's life against client/ui/json/schema.json, and orders by
// JSON-RPC.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>

#include <csignal>
#include <fstream>

#include "tests/e2e/asked.hpp"
#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::json_test {
namespace {

namespace json = boost::json;

/// Every line is one object of the schema.
void check_schema(const std::string& lines, const std::string& definition)
{
    const auto source = std::filesystem::path{test::source_dir()};
    const auto done = test::run({"/usr/bin/python3", (source / "tests/e2e/json_schema.py").string(),
                                 (source / "client/ui/json/schema.json").string(), definition},
                                lines);
    INFO(done.out << done.err);
    CHECK(done.status == 0);
    if (contains(done.out, "skipped")) {
        WARN(done.out);
        return;
    }
    CHECK(done.out == std::to_string(std::count(lines.begin(), lines.end(), '\n')) + "\n");
}

/// A program that gives orders to `holdfast --json`.
class Program {
  public:
    explicit Program(const Person& person) : process_{person.start({"--json"})} {}

    /// The answer to an order, whole.
    json::object answer(const std::string& method, json::object params = {})
    {
        const auto id = ++last_id_;
        json::object order{{"jsonrpc", "2.0"}, {"id", id}, {"method", method}, {"params", std::move(params)}};
        given_ += json::serialize(order) + "\n";
        process_.write(json::serialize(order) + "\n");
        return json::parse(process_.wait_for_line("\"id\":" + std::to_string(id) + ",")).as_object();
    }
    json::object result(const std::string& method, json::object params = {})
    {
        auto whole = answer(method, std::move(params));
        INFO(json::serialize(whole));
        REQUIRE(whole.contains("result"));
        return whole.at("result").as_object();
    }
    std::string error(const std::string& method, json::object params = {})
    {
        const auto whole = answer(method, std::move(params));
        INFO(json::serialize(whole));
        REQUIRE(whole.contains("error"));
        return text_of(whole.at("error").at("data").as_object(), "code");
    }
    /// What it says to a line that is no order.
    std::int64_t fault(const std::string& line)
    {
        process_.write(line + "\n");
        return json::parse(process_.wait_for_line("\"error\":{\"code\":-")).at("error").at("code").as_int64();
    }
    Process& process() { return process_; }
    /// Ends it, and checks all it has said.
    void end()
    {
        process_.close_input();
        const auto ended = process_.wait();
        CHECK(ended.status == 0);
        CHECK(ended.err.empty());
        check_schema(ended.out, "answer");
        check_schema(given_, "order");
        for (int id = 1; id <= last_id_; ++id) {
            std::size_t answers = 0;
            const auto mark = "\"id\":" + std::to_string(id) + ",";
            for (auto at = ended.out.find(mark); at != std::string::npos; at = ended.out.find(mark, at + 1)) ++answers;
            CHECK(answers == 1);
        }
    }

  private:
    Process process_;
    std::string given_;
    int last_id_ = 0;
};

std::string id_of(const json::object& object) { return text_of(object, "id"); }

TEST_CASE("every object of a practice's life is as the schema says")
{
    const ProcessWorld practice;
    const Person okafor{practice, "okafor"};
    const Person sam{practice, "sam", "Asia/Bangkok"};
    std::string said;
    const auto say = [&](const Person& person, test::Command words, std::string_view input = {}) {
        words.insert(words.begin(), "--json");
        const auto done = person.run(words, input);
        said += done.out;
        return done;
    };
    const auto last = [&] { return json::parse(said.substr(said.rfind('\n', said.size() - 2) + 1)).as_object(); };

    say(okafor, {"enrol", "--vault-memory", "64", practice.invite_therapist("Dr Okafor")});
    say(okafor, {"status"});
    say(okafor, {"recovery", "kit"});
    say(okafor, {"recovery", "confirm", text_of(last(), "kit")});
    say(okafor, {"hours", "set", closed_rules(), "--zone", "Europe/London", "--crisis", "Samaritans: 116 123"});
    say(okafor, {"hours", "set", closed_rules(), "--zone", "Europe/London", "--crisis", "Samaritans: 116 123",
                 "--pace-messages", "9", "--yes"});
    say(okafor, {"agreement"});
    CHECK(last().at("version") == 0);
    say(okafor, {"agreement", "edit", "-"}, "Messages are read on Tuesdays.");
    CHECK(text_of(last(), "text") == "Messages are read on Tuesdays.");
    say(okafor, {"invite", "--name", "Sam"});
    say(sam, {"enrol", "--vault-memory", "64", text_of(last(), "link")});
    say(okafor, {"status"});
    say(sam, {"send", "-"}, "held");
    CHECK(text_of(last(), "state") == "held");
    const auto first = id_of(last());
    say(sam, {"take-back", first});
    CHECK(text_of(last(), "state") == "taken_back");
    say(sam, {"take-back", first});
    say(sam, {"send", "-"}, "held again");
    say(sam, {"check-in", "--rating", "sleep=3", "--feeling", "tired", "--note", "a walk"});
    say(sam, {"pace", "agree"});  // which pace, where nobody can be asked
    CHECK(text_of(last().at("error").as_object(), "code") == "not_confirmed");
    say(sam, {"pace", "agree", "--messages", "8"});
    CHECK(text_of(last().at("error").as_object(), "code") == "not_confirmed");
    say(sam, {"pace", "agree", "--messages", "9"});
    CHECK(text_of(last().at("pace").as_object(), "answer") == "agreed");
    say(sam, {"agreement"});
    CHECK(last().at("agreed").is_null());
    say(sam, {"agreement", "agree"});  // which text, where nobody can be asked
    CHECK(text_of(last().at("error").as_object(), "code") == "not_confirmed");
    say(sam, {"agreement", "agree", "--text-version", "2"});
    CHECK(text_of(last().at("error").as_object(), "code") == "not_confirmed");
    say(sam, {"agreement", "agree", "--text-version", "1"});
    CHECK(last().at("agreed") == true);
    say(sam, {"crisis", "add", "Anna: 0171 234567"});
    CHECK(text_of(last().at("own_contacts").at(0).as_object(), "reach") == "0171 234567");
    say(sam, {"crisis"});
    say(okafor, {"agreement", "--with", "Sam"});
    say(sam, {"hours", "show"});
    say(sam, {"hours", "preview", "--weeks", "2"});
    say(sam, {"hours", "explain"});
    say(sam, {"hours", "explain", "Mo-Fr 09:00-12:00", "--zone", "Europe/London"});
    say(sam, {"hours", "explain", "Xx", "--zone", "Europe/London"});
    say(okafor, {"hours", "leave", "2031-08-01..2031-08-14", "--reason", "a walk in the hills", "--yes"});
    say(okafor, {"hours", "cancel", "2031-12-24", "--yes"});
    say(okafor, {"hours", "extra", "30m", "--all", "--yes"});
    say(okafor, {"read"});
    say(okafor, {"plan", "edit", "--with", "Sam", "--step", "What helps first: a walk", "--note", "See you."});
    CHECK(last().at("agreed_plan").is_null());
    say(sam, {"read"});
    say(sam, {"plan", "words", "--plan-version", "1", "--words", "the river"});
    CHECK(text_of(last().at("agreed_plan").at("steps").at(0).as_object(), "words") == "the river");
    say(okafor, {"plan", "--with", "Sam"});
    say(sam, {"note"}, "for myself");
    say(sam, {"note", "list"});
    say(sam, {"note", "share", "1", "--mark", "--yes"});
    say(okafor, {"session"});
    say(sam, {"session", "done"});
    say(sam, {"progress"});
    say(sam, {"pulse", "7"});
    CHECK(last().at("answers").at(0).at("shared") == false);
    say(sam, {"pulse", "share"});
    say(sam, {"pulse", "share", "--yes"});
    say(okafor, {"pulse", "list", "--with", "Sam"});
    say(sam, {"experiment", "new", "--expect", "I blush", "--number", "80", "--plan", "ask", "--when", "today"});
    CHECK(text_of(last().at("error").as_object(), "code") == "not_confirmed");
    say(sam,
        {"experiment", "new", "--expect", "I blush", "--number", "80", "--plan", "ask", "--when", "today", "--yes"});
    say(sam, {"experiment", "result", "--number", "20"});
    say(sam, {"experiment", "result", "--number", "20", "--yes"});
    say(sam, {"experiment"});
    CHECK(last().at("actual") == 20);
    say(okafor, {"send", "--with", "Sam", "-"}, "an answer");
    CHECK(text_of(last(), "state") == "released");
    say(okafor, {"measure", "offer", "GAD-2", "--with", "Sam"});  // where nobody can be asked
    CHECK(text_of(last().at("error").as_object(), "code") == "not_confirmed");
    say(okafor, {"measure", "offer", "GAD-2", "--with", "Sam", "--yes"});
    say(okafor, {"measure", "offer", "GAD-7", "--with", "Sam", "--yes"});
    say(sam, {"measure", "answer", "GAD-2", "--values", "1 4"});
    CHECK(text_of(last().at("error").as_object(), "code") == "out_of_range");
    say(sam, {"measure", "answer", "GAD-2", "--values", "1 3"});
    CHECK(text_of(last().at("error").as_object(), "code") == "not_confirmed");
    say(sam, {"measure", "answer", "GAD-2", "--values", "1 3", "--yes"});
    say(sam, {"measure", "show"});
    CHECK(last().at("result").at("total") == 4);
    say(okafor, {"measure", "list"});
    CHECK(last().at("result").is_null());
    say(okafor, {"measure", "check", test::source_dir() + "/client/measures/shipped/PHQ-9.toml"});
    say(okafor, {"measure", "check", "-"}, "name = 7\n");
    CHECK(text_of(last().at("error").as_object(), "code") == "bad_configuration");
    say(sam, {"read", "--all"});
    CHECK(contains(said, R"("state":"released")"));
    say(okafor, {"rename", "--with", "Sam", "Sam J"});
    say(okafor, {"repair"});
    say(okafor, {"audit"});
    say(sam, {"audit"});
    say(sam, {"drafts"});
    say(sam, {"status"});
    say(sam, {"invite", "--name", "Kim"});
    say(sam, {"unlock", "--for", "5m"});
    say(sam, {"lock"});
    check_schema(said, "any");
}

TEST_CASE("read --follow tells programs all that happens until their standard input ends")
{
    Couple c{open_rules};
    auto follower = c.sam.start({"--json", "read", "--follow"});
    static_cast<void>(follower.wait_for_line("caught_up"));
    CHECK(c.sam.run({"send", "-"}, "mine").status == 0);
    static_cast<void>(follower.wait_for_line(R"("event":"released")"));
    CHECK(c.okafor.run({"send", "--with", "Sam", "-"}, "theirs").status == 0);
    static_cast<void>(follower.wait_for_line(R"("text":"theirs")"));
    follower.close_input();
    const auto ended = follower.wait();
    CHECK(ended.status == 0);
    check_schema(ended.out, "any");
}

TEST_CASE("a program gives orders by JSON-RPC and each is answered once")
{
    Couple c{closed_rules()};
    Program sam{c.sam};
    const auto sent = sam.result("send", {{"with", "Dr Okafor"}, {"text", "from a program"}});
    CHECK(text_of(sent, "state") == "held");
    const auto before = sam.result("take_back", {{"id", id_of(sent)}});
    CHECK_FALSE(before.at("confirmed").as_bool());
    CHECK(text_of(before, "text") == "from a program");
    CHECK(text_of(sam.result("take_back", {{"id", id_of(sent)}, {"confirm", true}}), "state") == "taken_back");
    CHECK(text_of(sam.result("check_in", {{"ratings", json::array{json::object{{"name", "sleep"}, {"value", 3}}}}}),
                  "state") == "held");
    CHECK(sam.error("send", {{"with", "Nobody"}, {"text", "x"}}) == "not_found");
    CHECK(sam.error("invite", {{"name", "Kim"}}) == "therapists_only");
    CHECK(text_of(sam.result("status"), "role") == "client");
    CHECK(sam.result("read", {{"all", true}}).at("items").as_array().size() == 2);
    CHECK(sam.result("drafts.keep", {{"with", "Dr Okafor"}, {"text", "later"}}).at("drafts").as_array().size() == 1);
    const auto draft = sam.result("drafts.show").at("drafts").at(0).as_object();
    CHECK(text_of(draft, "text") == "later");
    CHECK_FALSE(sam.result("drafts.forget", {{"number", draft.at("number")}}).at("confirmed").as_bool());
    CHECK(sam.result("drafts.forget", {{"number", draft.at("number")}, {"confirm", true}}).at("confirmed").as_bool());
    CHECK(sam.result("drafts.show").at("drafts").as_array().empty());
    CHECK(sam.error("agreement.show") == "not_found");
    CHECK(sam.error("pace.answer", {{"agreed", true}, {"messages", 3}}) == "not_found");
    CHECK(sam.error("plan.show") == "not_found");
    CHECK(sam.result("rhythm.show").at("next").is_null());
    CHECK(sam.error("check_in", {{"note", "x"}, {"due", "2026-03-03T17:00:00Z"}}) == "not_due");
    CHECK(sam.error("rhythm.end", {{"confirm", true}}) == "not_found");
    CHECK(text_of(sam.result("note.write", {{"text", "for myself"}}), "text") == "for myself");
    CHECK(sam.result("note.search", {{"words", "MYSELF"}}).at("notes").as_array().size() == 1);
    CHECK_FALSE(sam.result("note.delete", {{"number", 1}}).at("confirmed").as_bool());
    CHECK(sam.result("note.delete", {{"number", 1}, {"confirm", true}}).at("confirmed").as_bool());
    CHECK(sam.result("note.list").at("notes").as_array().empty());
    CHECK_FALSE(sam.result("mark", {{"id", id_of(sam.result("read", {{"all", true}}).at("items").at(1).as_object())}})
                    .at("confirmed")
                    .as_bool());
    CHECK(sam.result("session.show").at("marked").as_array().empty());
    CHECK(text_of(sam.result("progress", {{"name", "sleep"}}).at("series").at(0).as_object(), "name") == "sleep");
    CHECK(sam.error("agreement.set", {{"text", "x"}, {"confirm", true}}) == "therapists_only");
    CHECK(sam.result("crisis.add", {{"name", "Anna"}, {"reach", "0171 234567"}}).at("own_contacts").as_array().size() ==
          1);
    CHECK(sam.result("crisis.remove", {{"name", "anna"}}).at("own_contacts").as_array().empty());
    CHECK(sam.error("crisis.remove", {{"name", "Anna"}}) == "not_found");
    CHECK(sam.result("hours.show").at("items").as_array().size() == 1);
    CHECK(contains(text_of(sam.result("hours.export"), "calendar"), "BEGIN:VCALENDAR"));
    CHECK(text_of(sam.result("audit").at("items").at(0).as_object(), "verdict") == "agrees");
    sam.end();

    Program okafor{c.okafor};
    const auto preview = okafor.result("hours.set", {{"rules", open_rules}});
    CHECK_FALSE(preview.at("confirmed").as_bool());
    CHECK(preview.contains("plan"));
    CHECK_FALSE(okafor.result("hours.show").at("items").at(0).at("open").as_bool());
    CHECK(okafor.result("hours.set", {{"rules", open_rules}, {"confirm", true}}).at("open").as_bool());
    const json::array steps{json::object{{"heading", "What helps"}, {"words", "a walk"}}};
    CHECK(okafor.result("plan.set", {{"steps", steps}, {"confirm", true}}).at("plan").at("version") == 1);
    CHECK(okafor.error("plan.answer", {{"agreed", true}, {"version", 1}}) == "not_allowed");
    json::object rhythm{{"days", json::array{"Tue"}}, {"times", json::array{"18:00"}}, {"asks_note", true}};
    CHECK_FALSE(okafor.result("rhythm.propose", rhythm).at("confirmed").as_bool());
    CHECK(okafor.result("rhythm.show").at("versions").as_array().empty());
    rhythm["confirm"] = true;
    CHECK(okafor.result("rhythm.propose", rhythm).at("versions").at(0).at("stage") == "proposed");
    CHECK(okafor.error("rhythm.answer", {{"agreed", true}, {"version", 1}}) == "not_found");
    CHECK(okafor.result("agreement.show").at("version") == 0);
    CHECK(okafor.result("agreement.set", {{"text", "On Tuesdays."}, {"confirm", true}}).at("version") == 1);
    CHECK_FALSE(okafor.result("measure.offer", {{"measure", "phq2"}}).at("confirmed").as_bool());
    CHECK(okafor.result("measure.list").at("items").as_array().empty());
    CHECK(text_of(okafor.result("measure.offer", {{"measure", "phq2"}, {"confirm", true}}), "state") == "released");
    CHECK(okafor.result("measure.list").at("items").as_array().size() == 1);
    CHECK(okafor.error("measure.offer", {{"definition", "name = 7"}, {"confirm", true}}) == "bad_configuration");
    CHECK(okafor.error("measure.show") == "not_found");
    CHECK(okafor.error("measure.answer", {{"values", json::array{"0"}}, {"confirm", true}}) == "not_allowed");
    CHECK(text_of(okafor.result("rename", {{"with", "Sam"}, {"name", "Sam J"}}), "with") == "Sam J");
    CHECK(okafor.error("repair", {{"with", "Sam J"}}) == "not_found");
    CHECK_FALSE(text_of(okafor.result("invite", {{"name", "Kim"}}), "link").empty());
    const auto page = (c.practice.folder() / "lee.svg").string();
    CHECK(text_of(okafor.result("invite", {{"name", "Lee"}, {"page", page}}), "page") == page);
    CHECK(std::filesystem::exists(page));
    CHECK(okafor.error("invite", {{"name", "Max"}, {"page", page}}) == "already_exists");
    // The invitation is good whatever became of its page.
    const auto nowhere = okafor.result("invite", {{"name", "Max"}, {"page", "/nowhere/max.svg"}});
    CHECK_FALSE(text_of(nowhere, "link").empty());
    CHECK(nowhere.contains("page_error"));
    okafor.end();
    CHECK(c.okafor.texts() ==
          std::vector<std::string>{"[check_in]", "[coping_plan]", "[rhythm]", "[agreement]", "[measure_offer]"});
}

TEST_CASE("lines that are no orders are answered by the codes of the standard and change nothing")
{
    Couple c{closed_rules()};
    Program sam{c.sam};
    CHECK(sam.fault("hello") == -32700);
    CHECK(sam.fault(R"([{"jsonrpc":"2.0","id":900,"method":"status"}])") == -32600);
    CHECK(sam.fault(R"({"jsonrpc":"2.0","method":"send","params":{"text":"x"}})") == -32600);
    CHECK(sam.fault(R"({"jsonrpc":"2.0","id":901,"method":"enrol"})") == -32601);
    CHECK(sam.fault(R"({"jsonrpc":"2.0","id":902,"method":"send","params":{"text":7}})") == -32602);
    CHECK(sam.fault(std::string(600'000, 'x')) == -32600);
    CHECK(text_of(sam.result("send", {{"text", "once"}}), "state") == "held");
    CHECK(sam.fault(R"({"jsonrpc":"2.0","id":1,"method":"send","params":{"text":"twice"}})") == -32600);
    sam.end();
    CHECK(c.sam.texts() == std::vector<std::string>{"once"});
}

TEST_CASE("a program joins the window that has the account open and Ctrl-C ends it alone")
{
    Couple c{closed_rules()};
    auto chat = c.sam.start({});
    static_cast<void>(chat.wait_for_line("With Dr Okafor"));
    Program program{c.sam};
    CHECK(text_of(program.result("send", {{"text", "from a program"}}), "state") == "held");
    static_cast<void>(chat.wait_for_line("Held."));
    program.process().signal(SIGINT);
    CHECK(program.process().wait().status == 0);
    chat.write("the window goes on\n");
    static_cast<void>(chat.wait_for_line("Held."));
}

}  // namespace
}  // namespace holdfast::e2e::json_test
