#include "client/ui/contacts.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::ui::contacts_test {

TEST_CASE("numbers of phones have at most four digits in one breath")
{
    CHECK(grouped_numbers("116123") == "116 123");
    CHECK(grouped_numbers("116 123") == "116 123");
    CHECK(grouped_numbers("08001234567") == "080 012 345 67");
    CHECK(grouped_numbers("+441234567890") == "+441 234 567 890");
    CHECK(grouped_numbers("(020)79460958 or 999") == "(020)794 609 58 or 999");
    CHECK(grouped_numbers("1234") == "1234");
    CHECK(grouped_numbers("").empty());
}

TEST_CASE("an address of the web is no number of a phone")
{
    CHECK(grouped_numbers("chat.example/123456") == "chat.example/123456");
}

TEST_CASE("a contact is safe and only spoken numbers are in groups")
{
    const wire::CrisisContact contact{"Samar\x1B[2Jitans", "116123"};
    CHECK(contact_words(contact, hours::Wording::compact) == "Samar␛[2Jitans: 116123");
    CHECK(contact_words(contact, hours::Wording::spoken) == "Samar␛[2Jitans: 116 123");
}

TEST_CASE("the emergency number is named where the country is known")
{
    CHECK(emergency_number("Europe/London") == "999");
    CHECK(emergency_number("Europe/Berlin") == "112");
    CHECK(emergency_number("America/Indiana/Knox") == "911");
    CHECK(emergency_number("Australia/Perth") == "000");
    CHECK(emergency_number("Asia/Bangkok").empty());
    CHECK(emergency_words({hours::TimeZone::find("Europe/London").value(), Instant{}}) ==
          "Holdfast is not monitored. If you need help now, call the emergency number: 999.");
    CHECK(emergency_words({std::nullopt, Instant{}}) ==
          "Holdfast is not monitored. If you need help now, call the emergency number.");
}

}  // namespace holdfast::ui::contacts_test
