// How holdfastctl speaks: for people sentences, errors on standard error; with --json one object per line on standard
// output, errors too.
#pragma once

#include <boost/json/object.hpp>
#include <string>
#include <string_view>

#include "protocol/base/instant.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::server {

class Console {
  public:
    explicit Console(bool json) noexcept : json_{json} {}

    /// Tells the outcome in the form asked for; gives exit code 0.
    [[nodiscard]] int done(const boost::json::object& object, std::string_view text) const;
    /// Tells what went wrong, and where when `place` says so; gives the exit code.
    [[nodiscard]] int fail(Errc code, std::string_view place = {}) const;
    /// The same with words of its own.
    [[nodiscard]] int fail(Errc code, std::string_view place, std::string_view message) const;

    [[nodiscard]] bool json() const noexcept { return json_; }

  private:
    bool json_;
};

/// "1 client", "3 clients".
[[nodiscard]] std::string count_of(std::uint64_t count, const std::string& one, const std::string& many);

/// Shows what is about to happen, and asks whether it shall. Only "yes" or "y" is one; the end of the input is none.
/// `yes`: said on the command line. Where nobody can be asked, `otherwise` is the answer.
[[nodiscard]] bool is_agreed(const Console& console, std::string_view about, bool yes, bool otherwise);

/// "Mon 30 Nov 2026, 09:12 (Europe/London)": in the zone of this machine, or UTC where it is not known.
[[nodiscard]] std::string show_time(Instant t, Instant now);

}  // namespace holdfast::server
