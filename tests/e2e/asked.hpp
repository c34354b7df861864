// A person at a terminal that asks, and how the program in it ended.
#pragma once

#include <string>

#include "tests/e2e/process_world.hpp"
#include "tests/e2e/terminal.hpp"

namespace holdfast::e2e {

/// The line of the screen that says how the program in it ended.
inline std::string ended(const Terminal& terminal) { return terminal.wait_for("ended with"); }

inline Terminal open(const Couple& c, const std::string& name, const Person& person, Command words,
                     const test::Environment& more = {})
{
    auto environment = person.environment();
    environment.insert(environment.end(), more.begin(), more.end());
    return Terminal{c.practice.folder() / name, kept_open(person.command(std::move(words))), environment};
}

}  // namespace holdfast::e2e
