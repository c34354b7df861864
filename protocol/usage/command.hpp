// The command line of a program as values, read from the description that answers --help (describe.hpp). Manual pages
// and completions are made from it, so that none of them can name an option the program does not have.
#pragma once

#include <string>
#include <vector>

namespace holdfast::usage {

struct Option {
    std::vector<std::string> names;  ///< "-h", "--help"; empty for a word that stands by its place
    std::string value;               ///< what stands for its value ("NAME"); empty for a flag
    std::string help;
    std::string fallback;  ///< the value without it, where the help shows one
    bool required = false;

    /// The value is a file, or a folder.
    [[nodiscard]] bool takes_file() const noexcept { return value == "FILE" || value == "F" || value == "file"; }
    [[nodiscard]] bool takes_folder() const noexcept { return value == "DIR"; }
};

struct Command {
    std::string name;  ///< the program's own for the uppermost
    std::string help;
    std::vector<Option> options;  ///< of this command alone; those of the commands above it hold, too
    std::vector<Option> words;    ///< those that stand by their place, in order
    std::vector<Command> commands;
};

/// A command with what was said before it: "hours set" and the options that hold there.
struct Place {
    std::vector<std::string> path;  ///< without the program's name
    const Command* command = nullptr;
    std::vector<const Option*> options;  ///< its own first, then those of the commands above it
};

/// Every command of a program, the program itself first; pointers live as long as `program`.
[[nodiscard]] std::vector<Place> places(const Command& program);

/// `path` in one word: "hours_set".
[[nodiscard]] std::string joined(const std::vector<std::string>& path, char between);

}  // namespace holdfast::usage
