#include "server/outside/post.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::server::outside::post_test {
namespace {

bool contains(const std::string& text, const std::string& part) { return text.find(part) != std::string::npos; }

TEST_CASE("A letter says that something waits, and nothing else")
{
    People people;
    people.mail = MailServer{"smtps://mail.practice.org", "office@practice.org", {}, {}, {}};
    const Person sam{{}, Way::mail, "sam@example.org"};
    const Instant at{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30}.time_since_epoch()};
    CHECK(letter(people, sam, at + std::chrono::minutes{552}, "u1") ==
          "Date: Mon, 30 Nov 2026 09:12:00 +0000\r\nFrom: <office@practice.org>\r\nTo: <sam@example.org>\r\n"
          "Subject: Something is waiting\r\nMessage-ID: <u1@practice.org>\r\nAuto-Submitted: auto-generated\r\n"
          "MIME-Version: 1.0\r\nContent-Type: text/plain; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n\r\n"
          "Something is waiting for you.\r\n");
}

TEST_CASE("A subject in any script stays in lines that mail can carry")
{
    People people;
    people.mail = MailServer{"smtps://mail.practice.org", "office@practice.org", {}, {}, {}};
    people.subject = "Für Sie liegt etwas bereit, ganz ohne Eile, wann immer es Ihnen recht ist: Grüße";
    const auto text = letter(people, {{}, Way::mail, "sam@example.org"}, {}, "u");
    CHECK(contains(text, "Subject: =?utf-8?Q?=46=C3=BC=72"));
    for (std::size_t from = 0, to = 0; (to = text.find("\r\n", from)) != std::string::npos; from = to + 2)
        CHECK(to - from <= 78);
}

}  // namespace
}  // namespace holdfast::server::outside::post_test
