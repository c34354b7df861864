#include "protocol/ical/notes.hpp"

#include <utility>

namespace holdfast::ical {
namespace {

std::string zone_words(const std::string& zone, std::size_t entries)
{
    if (entries == 1)
        return "Its time zone \"" + zone +
               "\" is not known, so it was left out. Choose a zone such as Europe/London for it.";
    return "The time zone \"" + zone + "\" is not known, so this entry and " + std::to_string(entries - 1) +
           (entries == 2 ? " more was" : " more were") + " left out. Choose a zone such as Europe/London for them.";
}

}  // namespace

void Notes::add(Note note)
{
    if (notes_.size() < max_notes)
        notes_.push_back(std::move(note));
    else
        ++more_;
}

void Notes::add_unknown_zone(const Item& item, const std::string& zone)
{
    const auto known = zones_.find(zone);
    if (known == zones_.end()) {
        if (notes_.size() < max_notes) zones_.emplace(zone, Zone{notes_.size(), 1});
        return add(item, zone_words(zone, 1));
    }
    notes_[known->second.note].sentence = zone_words(zone, ++known->second.entries);
}

std::vector<Note> Notes::take()
{
    if (more_ > 0)
        notes_.push_back({0,
                          {},
                          "There are " + std::to_string(more_) +
                              " more entries like these: they were left out as well, or need a look."});
    return std::move(notes_);
}

}  // namespace holdfast::ical
