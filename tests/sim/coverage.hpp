// The faults and actions that a run met, counted: a fault that was planned and never happened proves nothing.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::sim {

/// What must not happen has happened.
class Violation : public std::runtime_error {
  public:
    Violation(std::string_view invariant, const std::string& what)
        : std::runtime_error{std::string{invariant} + ": " + what}, invariant_{invariant}
    {
    }
    [[nodiscard]] const std::string& invariant() const noexcept { return invariant_; }

  private:
    std::string invariant_;
};

class Coverage {
  public:
    void add(std::string_view what, std::uint64_t times = 1) { counts_[std::string{what}] += times; }
    void add(const Coverage& other)
    {
        for (const auto& [what, times] : other.counts_) add(what, times);
    }
    [[nodiscard]] const std::map<std::string, std::uint64_t>& counts() const noexcept { return counts_; }

  private:
    std::map<std::string, std::uint64_t> counts_;
};

/// What a run of any length worth the name has to reach: every kind of action, every fault, every check.
[[nodiscard]] std::vector<std::string> never_reached(const Coverage& coverage);

}  // namespace holdfast::sim
