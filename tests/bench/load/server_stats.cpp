#include "tests/bench/load/server_stats.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace holdfast::bench {
namespace {

namespace fs = std::filesystem;

fs::path proc_of(pid_t process) { return fs::path{"/proc"} / std::to_string(process); }

}  // namespace

double ServerStats::cpu() const
{
    double nanoseconds = 0;
    std::error_code gone;
    for (const auto process : processes_)
        for (const auto& thread : fs::directory_iterator{proc_of(process) / "task", gone}) {
            double on_processor = 0;
            std::ifstream{thread.path() / "schedstat"} >> on_processor;
            nanoseconds += on_processor;
        }
    return nanoseconds / 1e9;
}

double ServerStats::status(std::string_view key) const
{
    double sum = 0;
    for (const auto process : processes_) {
        std::ifstream file{proc_of(process) / "status"};
        for (std::string word; file >> word;)
            if (double kib = 0; word == key && file >> kib) sum += kib;
    }
    return sum;
}

}  // namespace holdfast::bench
