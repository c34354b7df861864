// The clocks of a zone as spans of constant offset, one after the other: a look-up is a step or two in an array. Used
// by zone.cpp only.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "protocol/base/instant.hpp"
#include "protocol/hours/zone/zone_file.hpp"

namespace holdfast::hours {

class ZoneSpans {
  public:
    struct Span {
        std::chrono::sys_seconds begin;
        Seconds offset;
        std::string abbreviation;
        [[nodiscard]] std::chrono::local_seconds local(std::chrono::sys_seconds t) const
        {
            return std::chrono::local_seconds{t.time_since_epoch() + offset};
        }
    };

    /// From 1969 until 2500: what the file lists, then what its rule says.
    explicit ZoneSpans(const ZoneFile& file);

    [[nodiscard]] std::size_t size() const noexcept { return spans_.size(); }
    [[nodiscard]] const Span& operator[](std::size_t i) const noexcept { return spans_[i]; }

    /// The span that holds `t`: the first or last one for an instant before or after all of them.
    [[nodiscard]] std::size_t index_at(std::chrono::sys_seconds t) const noexcept;
    /// The same, where span `from` does not begin after `t`.
    [[nodiscard]] std::size_t index_at(std::chrono::sys_seconds t, std::size_t from) const noexcept;

    /// Whether the wall clock shows `local` during span `i`.
    [[nodiscard]] bool shows(std::size_t i, std::chrono::local_seconds local) const noexcept;
    /// The first and the last of the spans that can show `local`.
    [[nodiscard]] std::pair<std::size_t, std::size_t> candidates(std::chrono::local_seconds local) const noexcept;
    /// The first instant after the gap in which `local` lies. Span `from` is the first candidate.
    [[nodiscard]] Instant after_gap(std::chrono::local_seconds local, std::size_t from) const noexcept;

  private:
    void add(std::chrono::sys_seconds begin, Seconds offset, const std::string& abbreviation);
    void go_on_by_rule(const std::array<YearlyChange, 2>& changes, std::chrono::sys_seconds listed);
    void make_index();

    std::vector<Span> spans_;
    /// Spans are looked for from the begin of the stretch of time they lie in; half a year has at most a few.
    std::vector<std::uint32_t> first_in_stretch_;
};

}  // namespace holdfast::hours
