// The command line of `holdfast`, as data. Parsing is pure: words in, options or something to print out. This file and
// options.cpp are all there is to know about commands and flags; --help is made from them.
#pragma once

#include <cstdint>
#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "client/ui/orders/request.hpp"
#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell {

namespace request = ui::request;
using ui::from_stdin;
using ui::Request;

/// Whether a request only shows what there is, so that nothing is lost when nobody reads it to its end. In a
/// conversation what was written is known to the output (Output::has_happened).
[[nodiscard]] bool only_shows(const Request& request) noexcept;

struct Options {
    std::filesystem::path profile;  ///< empty: the default of this system
    std::optional<std::filesystem::path> passphrase_file;
    std::optional<int> passphrase_fd;
    bool json = false;
    bool plain = false;
    std::string lock_after;     ///< "10m": the full screen asks for the passphrase after so long; empty: never
    bool bell = false;          ///< rings when something new has arrived
    bool notify = false;        ///< and tells the desktop
    bool inline_lines = false;  ///< the conversation in the terminal's own lines
    bool yes = false;           ///< what is shown is published or sent without being asked
    Seconds wait{10};           ///< how long a command waits for the relay
    Request request;
};

/// Nothing to do but to print: help and version (exit 0), or a command line that makes no sense (exit 1).
struct Stop {
    int exit = 0;
    bool json = false;  ///< --json was among the words
    std::string text;
};

/// `words` without the program's name.
[[nodiscard]] std::variant<Options, Stop> parse_options(const std::vector<std::string>& words);

}  // namespace holdfast::shell
