// The items a client shows, as a person would repeat them.
#pragma once

#include <string>

#include "client/core/show.hpp"

namespace holdfast::client::test {

/// A printed recovery kit, typed in.
[[nodiscard]] inline std::string typed(const show::Kit& kit)
{
    std::string all;
    for (const auto& group : kit.words) all += group + " ";
    return all;
}

/// The words of a person; empty where a machine wrote the entry.
[[nodiscard]] inline std::string words_of(const EntryBody& body)
{
    if (const auto* text = std::get_if<wire::Text>(&body)) return text->text;
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) return check_in->note;
    if (const auto* repair = std::get_if<wire::Repair>(&body)) return repair->text;
    return {};
}

}  // namespace holdfast::client::test
