// Attacks of a stranger against the link, and how the link answers each. Used on the link alone and on a whole relay.
#pragma once

#include <string>
#include <vector>

#include "protocol/base/result.hpp"

namespace holdfast::link::test {

struct BadRequest {
    std::string what;
    std::string request;
    std::string answer;  ///< how the answer begins; empty: none
    Errc end = Errc::not_allowed;
};
[[nodiscard]] const std::vector<BadRequest>& bad_requests();

struct BadFrame {
    std::string what;
    std::string bytes;
    Errc end;
};
[[nodiscard]] const std::vector<BadFrame>& bad_frames();

[[nodiscard]] std::string repeated(const std::string& part, int times);

}  // namespace holdfast::link::test
