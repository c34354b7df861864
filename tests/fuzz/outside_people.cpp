// The file of those who are told outside the program, and what is kept of whom was told: nobody is told at an address
// that could be another, or in the clear; what is kept reads back as it was.
#include "server/outside/people.hpp"
#include "server/outside/rounds.hpp"

#include <algorithm>

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {

void outside_people(BytesView input)
{
    using namespace server::outside;
    const auto kept = Rounds::from_text(as_text(input)).text();
    require(Rounds::from_text(kept).text() == kept, "what is kept reads back otherwise");
    const auto result = parse_people(as_text(input), "/etc/holdfast/outside.toml");
    if (const auto* problem = std::get_if<server::ConfigProblem>(&result)) {
        require(!problem->place.empty() && !problem->message.empty(), "a configuration is refused without a reason");
        return;
    }
    const auto& people = std::get<People>(result);
    const auto in_one_line = [](const std::string& text) {
        return std::ranges::none_of(text, [](char c) { return c == '\r' || c == '\n' || c == '\0'; });
    };
    require(in_one_line(people.subject), "a subject begins another header");
    for (const auto& person : people.all) {
        require(in_one_line(person.address), "an address begins another header");
        require(person.way == Way::webhook || people.mail, "mail without a server");
    }
}

}  // namespace holdfast::fuzz
