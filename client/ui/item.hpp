// A thing the conversation has to show, as data: what it is, and its lines. A screen of lines prints each item once; a
// full screen keeps what it cannot read from the history, and draws the rest from there.
#pragma once

#include <optional>
#include <string>
#include <utility>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// Above the words somebody wrote, as its parts; all safe.
struct Heading {
    std::string name;  ///< "Dr Okafor", "You to Dr Okafor"
    std::string when;  ///< "22:44", with what is to be said of it: "22:44 (taken back)"
    std::string day;   ///< "Sunday 29 November"
};

struct Item {
    enum class Kind {
        notice,    ///< something has happened, or was refused
        entry,     ///< an entry of the history
        receipt,   ///< what became of entries; it follows from them
        quote,     ///< what a question is about, as long as it is open
        contacts,  ///< whom to turn to while hours are closed
        answer,    ///< somebody asked for it: hours, people, texts kept here, help
    };
    Kind kind = Kind::notice;
    Lines lines{};                     ///< safe
    std::string title{};               ///< safe; of an answer
    std::optional<Heading> heading{};  ///< of an entry whose first line says the same
};

}  // namespace holdfast::ui
