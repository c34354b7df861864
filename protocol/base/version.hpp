// The version of the project, which is that of the three programs. It stands in CMakeLists.txt at the root.
#pragma once

#include <string>
#include <string_view>

namespace holdfast {

/// "0.1.0"
[[nodiscard]] std::string_view version() noexcept;

/// "holdfastd 0.1.0", for --version.
[[nodiscard]] std::string version_of(std::string_view program);

}  // namespace holdfast
