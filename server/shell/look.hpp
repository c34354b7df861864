// Looks at what a relay depends on, and gives it to doctor::judge(). Nothing is changed, but for the lock of the data
// folder, which is taken and given back.
#pragma once

#include "server/config.hpp"
#include "server/doctor/facts.hpp"

namespace holdfast::server {

/// What costs time; the rest is always looked at.
struct LookAt {
    bool whole_store = false;  ///< reads all of the store, where no relay has it open
    bool port = false;         ///< tries to listen, where no other relay has the data folder
    bool mine = false;         ///< this process has the data folder
};

/// `file` is where the configuration stands. Whether a relay runs is not asked: Facts::was_asked stays false.
[[nodiscard]] doctor::Facts look(const ConfigResult& config, const std::filesystem::path& file, const LookAt& what);

}  // namespace holdfast::server
