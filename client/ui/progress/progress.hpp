// Numbers of a conversation over time, and what happened beside them. Pure. Only what was sent is in it, so that both
// have the same picture once it has arrived, but for the sessions, which each device notes for itself. A series ends
// where its scale changes: "sleep" of 10 and "sleep" of 5 are two.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/core/client.hpp"

namespace holdfast::ui {

struct Point {
    Instant at;
    int value = 0;
    friend bool operator==(const Point&, const Point&) = default;
};

struct Series {
    std::string name;  ///< as it was written, not made safe
    int lowest = 0;    ///< of the scale
    int highest = 0;
    std::vector<Point> points;      ///< in the order of time, at least one
    std::vector<Instant> reworded;  ///< points of a rhythm's item whose words differ from those before
    friend bool operator==(const Series&, const Series&) = default;
};

/// What happened while the numbers were given.
struct Occasion {
    enum class Sort { session, leave, repair, experiment, reworded };
    Sort sort = Sort::session;
    Instant from;
    Instant to;  ///< the last instant of it
    friend bool operator==(const Occasion&, const Occasion&) = default;
};

struct Progress {
    std::vector<Series> series;       ///< by their names
    std::vector<Occasion> occasions;  ///< in the order of time
    friend bool operator==(const Progress&, const Progress&) = default;
};

/// Of check-ins the client gave, free or of the rhythm, of questionnaires, of experiments whose number says how sure
/// somebody was, and of the pulse as far as it was shared. What was taken back or refused is in none. Leave has the
/// bounds of its dates in the zone of the hours; a repair stands at the end of the window that was not kept, an
/// experiment where its result was said.
[[nodiscard]] Progress progress_of(const client::Client& client, const ConversationId& id, Instant now);

/// Those with this name alone; names are compared as those of people are. The occasions stay.
[[nodiscard]] Progress only(Progress progress, std::string_view name);

/// The occasions between the first and the last point of a series, and where its question was worded anew.
[[nodiscard]] std::vector<Occasion> occasions_beside(const Series& series, const std::vector<Occasion>& all);

/// "session", "leave", "repair", "experiment", "reworded".
[[nodiscard]] std::string_view occasion_name(Occasion::Sort sort) noexcept;
/// Its letter in a picture.
[[nodiscard]] char occasion_letter(Occasion::Sort sort) noexcept;

}  // namespace holdfast::ui
