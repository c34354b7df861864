// The memory and processor time a server has used so far, read from /proc.
#pragma once

#include <sys/types.h>

#include <string_view>
#include <vector>

namespace holdfast::bench {

class ServerStats {
  public:
    explicit ServerStats(std::vector<pid_t> processes) : processes_{std::move(processes)} {}

    /// Time on a processor, of all threads that live, in seconds.
    [[nodiscard]] double cpu() const;
    /// Resident memory in KiB.
    [[nodiscard]] double memory() const { return status("VmRSS:"); }
    /// The most it ever was.
    [[nodiscard]] double peak_memory() const { return status("VmHWM:"); }

  private:
    [[nodiscard]] double status(std::string_view key) const;

    std::vector<pid_t> processes_;
};

}  // namespace holdfast::bench
