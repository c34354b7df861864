// Arguments as people type them after a command, and the words of a recovery kit.
#include "client/shell/arguments.hpp"

#include "client/core/account/recovery_kit.hpp"
#include "client/ui/input/typed_text.hpp"
#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

void check_values(std::string_view text)
{
    if (const auto duration = shell::parse_duration(text); duration.has_value())
        require(duration->count() >= 0, "a time span is negative");
    if (const auto date = shell::parse_date(text); date.has_value()) require(date->ok(), "a date does not exist");
    if (const auto contact = shell::parse_contact(text); contact.has_value())
        require(!contact->name.empty() && !contact->reach.empty(), "a crisis contact is empty");
    if (const auto rating = shell::parse_rating(text); rating.has_value())
        require(!rating->name.empty() && rating->value <= rating->of, "a rating is above its bound");
}

void check_list(std::string_view text)
{
    const auto list = ui::comma_parts(text);
    for (const auto& part : list)
        require(!part.empty() && shell::trimmed(part) == part && part.find(',') == std::string::npos,
                "a part of a list is no part");
    if (const auto dates = shell::parse_dates(list); dates.has_value())
        require(dates->size() == list.size(), "a date is lost");
}

void check_kit(std::string_view text)
{
    const auto kit = client::parse_kit(text);
    if (kit.has_error()) return;
    const auto words = client::kit_words(kit.value());
    std::string again;
    for (const auto& word : words) again += word + ' ';
    require(client::kit_words(client::parse_kit(again).value()) == words, "a recovery kit has two readings");
}

}  // namespace

void arguments(BytesView input)
{
    check_values(as_text(input));
    check_list(as_text(input));
    check_kit(as_text(input));
}

}  // namespace holdfast::fuzz
