// Programs of the admin's own that are called when something happened: those in a folder, by name, as run-parts(8)
// does. The one rule: nothing is run that somebody else than root or this user could have put there or changed.
#pragma once

#include <chrono>
#include <filesystem>
#include <string>
#include <vector>

namespace holdfast::server {

struct Programs {
    std::vector<std::filesystem::path> usable;  ///< in the order of their names
    std::vector<std::filesystem::path> unsafe;  ///< others can write them, or they belong to somebody else
};

/// The executable files in `folder`; none where there is no such folder. Names that begin with a dot, and files that
/// cannot be executed, are passed over.
[[nodiscard]] Programs programs_in(const std::filesystem::path& folder);

/// Runs it to its end with nothing on its standard input; what it prints goes to standard error. True when it ended
/// with 0 within `limit`; after that it is killed, with all that it started in its group.
[[nodiscard]] bool run_program(const std::filesystem::path& program, const std::vector<std::string>& arguments,
                               std::chrono::milliseconds limit);

}  // namespace holdfast::server
