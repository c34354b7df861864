// The program's output: lines for people or objects for programs, on standard output; errors as one sentence on
// standard error, or as an object. Every line is handed to the system at once. On a terminal lines are broken between
// words; elsewhere they stay whole.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <utility>

#include "client/ui/json/json.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell {

/// The outcome when an answer can no longer be written, and the exit code that says so.
struct Deed {
    std::string words;  ///< safe; empty: nothing has happened
    int exit = 0;
};

/// Standard output cannot be written: it is full, closed, or nobody reads it any more.
struct OutputFailed : std::runtime_error {
    OutputFailed(bool nobody, Deed done)
        : std::runtime_error("standard output cannot be written"), nobody_reads{nobody}, deed{std::move(done)}
    {
    }
    bool nobody_reads;  ///< as in `holdfast read | head -1`
    Deed deed;
};

class Output {
  public:
    Output(bool json, bool plain) noexcept : json_{json}, plain_{plain} {}

    [[nodiscard]] bool json() const noexcept { return json_; }
    [[nodiscard]] bool plain() const noexcept { return plain_; }

    /// From now on this has happened: where the answer cannot be written, `words` are said on standard error, and the
    /// program ends with `exit` (exit_not_shown: done, but not shown).
    void has_happened(std::string words, int exit) const { deed_ = {std::move(words), exit}; }
    [[nodiscard]] const Deed& deed() const noexcept { return deed_; }

    /// Only with --json.
    void object(const boost::json::object& object) const;
    /// Only without --json.
    void line(std::string_view safe) const;
    void lines(const ui::Lines& safe) const;
    /// Only without --json, as they are: pictures and calendars.
    void picture(const ui::Lines& safe) const;
    /// Either way, as it is.
    void raw_line(std::string_view line) const;

    /// Says the error and gives the exit code for it.
    [[nodiscard]] int fail(Errc code, const std::optional<hours::PlacedError>& place = {}) const;
    /// The same with words of the caller's in place of the sentence.
    [[nodiscard]] int fail(Errc code, std::string_view words) const;

  private:
    bool json_;
    bool plain_;
    mutable Deed deed_;
};

}  // namespace holdfast::shell
