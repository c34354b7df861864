// The checks after the faults, read off the clients' own histories. A violation is a sentence; none is success.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "tests/e2e/process_world.hpp"

namespace holdfast::chaos {

using Violations = std::vector<std::string>;

/// One message in a history.
struct Line {
    std::string id;
    std::string text;
    std::string state;  ///< of one's own: saved, accepted, taken_back, refused
};
using Lines = std::vector<Line>;

/// One history, in its order; what is no text stands in brackets, as in "[missing]".
struct History {
    Lines mine;
    Lines theirs;
};

/// Of the conversation with `with`, or the only one.
[[nodiscard]] History history_of(const e2e::Person& person, const std::string& with = {});

/// Everything `written` is accepted and in `read`, once, in the order of writing, without gaps, or its writer was told
/// otherwise; nothing else is there.
[[nodiscard]] Violations compare(const std::string& what, const Lines& written, const Lines& read);

/// Everything its writer was told is saved or accepted, by id, is in the history.
[[nodiscard]] Violations kept(const std::string& what, const std::set<std::string>& told, const Lines& written);

}  // namespace holdfast::chaos
