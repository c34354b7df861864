#include "server/outside/people.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::outside::people_test {
namespace {

const std::string id(64, 'a');
const std::string mail_section = "[mail]\nserver = \"smtps://mail.practice.org\"\nfrom = \"office@practice.org\"\n";

std::string person(const std::string& way) { return "[[person]]\naccount = \"" + id + "\"\n" + way + "\n"; }

TEST_CASE("People are told by mail or at a web address, in words of the practice")
{
    const auto parsed =
        parse_people("socket = \"o.sock\"\nsubject = \"Grüße\"\n" + mail_section +
                         person("mail = \"sam@example.org\"") + person("webhook = \"https://ntfy.example.org/t\""),
                     "/etc/holdfast/outside.toml");
    if (const auto* problem = std::get_if<ConfigProblem>(&parsed)) FAIL(problem->place << ": " << problem->message);
    const auto& people = std::get<People>(parsed);
    CHECK(people.socket == "/etc/holdfast/o.sock");
    CHECK(people.subject == "Grüße");
    CHECK(people.text == "Something is waiting for you.");
    REQUIRE(people.all.size() == 2);
    CHECK(people.all[0].way == Way::mail);
    CHECK(people.all[1].address == "https://ntfy.example.org/t");
}

TEST_CASE("Nobody is told by default") { CHECK(std::get<People>(parse_people("", "outside.toml")).all.empty()); }

TEST_CASE("What would go elsewhere, or in the clear, is refused with its line")
{
    struct Row {
        std::string text;
        const char* place;
        const char* word;
    };
    const auto row = GENERATE(values<Row>({
        {person("mail = \"sam@example.org\""), "outside.toml", "no section [mail]"},
        {mail_section + person("mail = \"sam\""), "line 4", "e-mail address"},
        {mail_section + person("mail = \"sam@example.org\\nBcc: x@y\""), "line 4", "e-mail address"},
        {mail_section + person("mail = \"a@b.c,d@e.f\""), "line 4", "e-mail address"},
        {person("webhook = \"http://example.org/\""), "line 1", "https://"},
        {person("webhook = \"http://127.0.0.1.example.org/\""), "line 1", "https://"},
        {person("webhook = \"http://127.0.0.1@example.org/\""), "line 1", "https://"},
        {person("webhook = \"https://user@example.org/\""), "line 1", "https://"},
        {person("webhook = \"file:///etc/passwd\""), "line 1", "https://"},
        {person("webhook = \"https://a.b\"\nmail = \"a@b.c\""), "line 1", "either"},
        {person(""), "line 1", "either"},
        {"[[person]]\naccount = \"abc\"\nmail = \"a@b.c\"", "line 1", "whole id"},
        {"[mail]\nserver = \"http://a\"\nfrom = \"a@b.c\"", "line 1", "smtps://"},
        {"[mail]\nserver = \"smtps://a\"\nfrom = \"a@b.c\"\nuser = \"a\"", "line 1", "go together"},
        {"subject = \"a\\nBcc: b@c\"", "line 1", "one line"},
        {"after_minutes = 61", "line 1", "0 to 60"},
        {"text = \"\"", "line 1", "not empty"},
        {"person = 3", "line 1", "[[person]]"},
        {"people = 3", "line 1", "no setting"},
    }));
    INFO(row.text);
    const auto parsed = parse_people(row.text, "/etc/holdfast/outside.toml");
    REQUIRE(std::holds_alternative<ConfigProblem>(parsed));
    const auto& problem = std::get<ConfigProblem>(parsed);
    INFO(problem.place << ": " << problem.message);
    CHECK(problem.place.find(row.place) != std::string::npos);
    CHECK(problem.message.find(row.word) != std::string::npos);
}

}  // namespace
}  // namespace holdfast::server::outside::people_test
