// Questions whose answers may be there already: what Enter and "-" do, and what an answer does to what is there. See
// view.hpp for the rules of words.
#pragma once

#include <string>
#include <string_view>

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// The question with what Enter keeps; where nothing is there, `otherwise` says what Enter does.
[[nodiscard]] std::string keeping(std::string question, const std::string& before,
                                  std::string_view otherwise = "Enter leaves it out");

/// Why an answer has no room; empty where it has.
[[nodiscard]] Lines too_long_for(std::string_view given, std::size_t most);

/// Nothing keeps what is there, and "-" leaves it out.
void put_answer(std::string& place, std::string_view given);

}  // namespace holdfast::ui
