// When somebody who is not at the machine is told of what the doctor found, and in which words: pure. A state is told
// once it was found twice: a relay that just starts again is no news.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "server/doctor/judge.hpp"

namespace holdfast::server::doctor {

/// The same as long as nothing came, went or got worse. The numbers in the words, which grow by themselves, are no part
/// of it. Empty when all is well.
[[nodiscard]] std::string state_of(const std::vector<Finding>& findings);

/// One sentence or two, with nothing in it that is secret: what is worst, what to type, how many more.
[[nodiscard]] std::string news_of(const std::vector<Finding>& findings, const std::string& practice);

/// What is kept between two looks.
struct Told {
    std::string state;               ///< told last; at first that all is well
    std::string seen;                ///< found at the last look
    bool due = false;                ///< not everybody was told it yet
    std::vector<std::string> names;  ///< of the programs that were told it
    friend bool operator==(const Told&, const Told&) = default;
};

/// After a look that found `state`. While it is due, and what was seen last, those who are not in `names` are told it.
[[nodiscard]] Told looked(Told before, const std::string& state);

}  // namespace holdfast::server::doctor
