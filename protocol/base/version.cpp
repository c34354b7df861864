#include "protocol/base/version.hpp"

namespace holdfast {

std::string_view version() noexcept { return HOLDFAST_VERSION; }

std::string version_of(std::string_view program) { return std::string{program} + " " + std::string{version()}; }

}  // namespace holdfast
