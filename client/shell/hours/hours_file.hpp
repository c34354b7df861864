// A file somebody names on the command line, read whole within a bound.
#pragma once

#include <string>

#include "client/shell/one_shot_client.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell {

inline constexpr const char* no_file = "There is no file to read there. Check its name.";

/// At most `limit` bytes and one more, so that what is too long is refused and not cut. "-" is standard input.
/// Errc::not_found when it cannot be read.
[[nodiscard]] Result<std::string> read_whole(const Context& context, const std::string& path, std::size_t limit);

}  // namespace holdfast::shell
