// The output of a command: lines for people or objects for programs, on standard output; errors as one sentence on
// standard error, or as an object. Every line is handed to the system at once. On a terminal lines are broken between
// words; elsewhere they stay whole.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <utility>

#include "client/shell/terminal/console.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::shell {

class Output {
  public:
    /// `console` must outlive it.
    Output(bool json, bool plain, Console& console = own_console()) noexcept
        : json_{json}, plain_{plain}, console_{console}
    {
    }

    [[nodiscard]] Console& console() const noexcept { return console_; }

    [[nodiscard]] bool json() const noexcept { return json_; }
    [[nodiscard]] bool plain() const noexcept { return plain_; }

    /// From now on this has happened: where the answer cannot be written, `words` are said on standard error, and the
    /// program ends with `exit` (exit_not_shown: done, but not shown).
    void has_happened(std::string words, int exit) const { deed_ = {std::move(words), exit}; }
    [[nodiscard]] const Deed& deed() const noexcept { return deed_; }

    /// Only with --json. Precondition: ui::object_of made it.
    void object(const boost::json::object& object) const;
    /// Only without --json.
    void line(std::string_view safe) const;
    void lines(const ui::Lines& safe) const;
    /// Only without --json: a drawing, left out where the terminal is too narrow for it.
    void picture(const ui::Lines& safe) const;
    /// Either way, as it is.
    void raw(std::string_view bytes) const;
    void raw_line(std::string_view line) const;

    /// Says the error and gives the exit code for it.
    [[nodiscard]] int fail(Errc code, const std::optional<hours::PlacedError>& place = {}) const;
    /// The same with words of the caller's in place of the sentence.
    [[nodiscard]] int fail(Errc code, std::string_view words) const;
    /// A sentence on standard error, also with --json: only what keeps the program from answering.
    void complain(std::string_view safe) const;

  private:
    [[nodiscard]] ui::Lines on_screen(std::string_view safe, bool terminal) const;

    bool json_;
    bool plain_;
    Console& console_;
    mutable Deed deed_;
};

}  // namespace holdfast::shell
