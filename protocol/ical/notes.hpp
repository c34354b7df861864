// Entries that cannot be taken from a calendar, one by one. The rule: many entries with one cause are one note that
// counts them, and what is not told is counted.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "protocol/ical/item.hpp"

namespace holdfast::ical {

inline constexpr std::size_t max_notes = 200;

/// About one entry, or several. `summary` is as the person wrote it: to be made safe before it is shown.
struct Note {
    std::size_t line = 0;  ///< 0: about the whole calendar
    std::string summary;
    std::string sentence;
    friend bool operator==(const Note&, const Note&) = default;
};

class Notes {
  public:
    void add(const Item& item, std::string sentence) { add({item.number, item.summary, std::move(sentence)}); }
    /// Why an entry could not be read.
    void add_problem(const Item& item) { add({item.problem_line, item.summary, item.problem}); }
    void add_unknown_zone(const Item& item, const std::string& zone);

    /// In the order of the entries; at most max_notes and one that counts the others.
    [[nodiscard]] std::vector<Note> take();

  private:
    struct Zone {
        std::size_t note = 0;  ///< its place among the notes
        std::size_t entries = 0;
    };
    void add(Note note);

    std::vector<Note> notes_;
    std::map<std::string, Zone> zones_;
    std::size_t more_ = 0;
};

}  // namespace holdfast::ical
