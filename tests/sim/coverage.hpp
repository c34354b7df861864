// The faults and actions that a run met, counted: a fault that was planned and never happened proves nothing.
#pragma once

#include <cstdint>
#include <map>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace holdfast::sim {

/// An invariant is broken.
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

/// The parts that a run of some length has to reach and did not: kinds of action, faults, checks.
[[nodiscard]] std::vector<std::string> never_reached(const Coverage& coverage);

}  // namespace holdfast::sim
