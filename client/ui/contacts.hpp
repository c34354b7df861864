// Whom to turn to: crisis contacts and the emergency number of where the reader is. See view.hpp for the rules of
// words.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// "Samaritans: 116 123", made safe; spoken, numbers of phones are in groups.
[[nodiscard]] std::string contact_words(const wire::CrisisContact& contact, hours::Wording wording);

/// A number of a phone with at most four digits in one breath: "116123" as "116 123". Other text, such as an address of
/// the web, stays as it is.
[[nodiscard]] std::string grouped_numbers(std::string_view text);

/// The emergency number in the country of a zone ("999", "112"); empty where it is not known.
[[nodiscard]] std::string_view emergency_number(std::string_view zone) noexcept;

/// Where no contact is known: that Holdfast is not monitored, and the emergency number.
[[nodiscard]] std::string emergency_words(const Here& here);

}  // namespace holdfast::ui
