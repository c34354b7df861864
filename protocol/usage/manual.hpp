// The part of a manual page that the program knows itself: its options and commands, as scdoc(5) reads them. The prose
// around it stands in the page's own source, and deploy/manual joins the two.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "protocol/usage/command.hpp"

namespace holdfast::usage {

/// Lines that are shown as they are.
struct Section {
    std::string heading;  ///< in capitals, as manual pages have them
    std::vector<std::string> lines;
};

/// Sections "OPTIONS", "COMMANDS" where there are any, `more`, and "EXIT STATUS".
[[nodiscard]] std::string manual_commands(const Command& program, const std::vector<Section>& more = {});

/// Text in which scdoc sees no markup.
[[nodiscard]] std::string scdoc_text(std::string_view text);

}  // namespace holdfast::usage
