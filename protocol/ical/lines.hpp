// The lines of a calendar file, unfolded (RFC 5545 section 3.1). Bytes are unfolded before they are looked at: a fold
// may stand inside a character. Used by component.cpp only.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "protocol/ical/component.hpp"

namespace holdfast::ical {

/// The letters of a name in upper case; other characters stay.
[[nodiscard]] std::string upper(std::string_view text);

class LineReader {
  public:
    explicit LineReader(std::string_view file) : rest_{file} {}

    /// The next line that is looked at; empty at the end of the file. Text that continues nothing, lines without a name
    /// and properties of no interest are passed over. Errors: bad_encoding.
    [[nodiscard]] hours::Placed<std::optional<Line>> next();

  private:
    /// The next line, unfolded; at most one byte more of it than is kept.
    [[nodiscard]] std::string_view unfolded();
    [[nodiscard]] std::string_view physical();

    std::string_view rest_;
    std::string folded_;
    std::size_t number_ = 0;  ///< of the physical line last read
};

}  // namespace holdfast::ical
