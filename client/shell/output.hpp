// What the program says: lines for people or objects for programs, on standard output; errors as one sentence on
// standard error, or as an object. Every line is handed to the system at once.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>

#include "client/ui/json.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell {

/// Nobody reads our output any more (`holdfast read | head -1`): the program ends, calmly.
struct OutputClosed : std::runtime_error {
    OutputClosed() : std::runtime_error("standard output is closed") {}
};

class Output {
  public:
    Output(bool json, bool plain) noexcept : json_{json}, plain_{plain} {}

    [[nodiscard]] bool json() const noexcept { return json_; }
    [[nodiscard]] bool plain() const noexcept { return plain_; }

    /// Only with --json.
    void object(const boost::json::object& object) const;
    /// Only without --json.
    void line(std::string_view safe) const;
    void lines(const ui::Lines& safe) const;
    /// Either way, as it is.
    void raw_line(std::string_view line) const;

    /// Says the error and gives the exit code for it.
    [[nodiscard]] int fail(Errc code, const std::optional<hours::PlacedError>& place = {}) const;
    /// The same with words of the caller's in place of the sentence.
    [[nodiscard]] int fail(Errc code, std::string_view words) const;

  private:
    bool json_;
    bool plain_;
};

}  // namespace holdfast::shell
