#include "client/ui/orders/params.hpp"

#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/value.hpp>
#include <utility>

namespace holdfast::ui::orders {
namespace {

namespace json = boost::json;

std::string quoted(std::string_view name) { return '"' + std::string{name} + '"'; }

}  // namespace

const json::value* Params::take(std::string_view name)
{
    known_.emplace(name);
    const auto* found = given_.if_contains(name);
    return found && !found->is_null() ? found : nullptr;
}

void Params::fail(std::string message)
{
    if (!fault_) fault_ = std::move(message);
}

std::optional<std::string> Params::text(std::string_view name)
{
    const auto* value = take(name);
    if (!value) return std::nullopt;
    if (const auto* text = value->if_string()) return std::string{*text};
    fail(quoted(name) + " is a text.");
    return std::nullopt;
}

std::string Params::needed(std::string_view name)
{
    auto value = text(name);
    if (!value) fail(quoted(name) + " is missing.");
    return value.value_or(std::string{});
}

std::optional<bool> Params::flag(std::string_view name)
{
    const auto* value = take(name);
    if (!value) return std::nullopt;
    if (const auto* flag = value->if_bool()) return *flag;
    fail(quoted(name) + " is true or false.");
    return std::nullopt;
}

std::optional<std::uint64_t> Params::number(std::string_view name, std::uint64_t least, std::uint64_t most)
{
    const auto* value = take(name);
    if (!value) return std::nullopt;
    json::error_code failed;
    const auto number = value->to_number<std::uint64_t>(failed);
    if (!failed && number >= least && number <= most) return number;
    fail(quoted(name) + " is a whole number from " + std::to_string(least) + " to " + std::to_string(most) + ".");
    return std::nullopt;
}

const json::array* Params::list(std::string_view name, json::kind of, std::string_view what)
{
    const auto* value = take(name);
    if (!value) return nullptr;
    const auto* list = value->if_array();
    const auto fits = [of](const json::value& one) { return one.kind() == of; };
    if (list && std::ranges::all_of(*list, fits)) return list;
    fail(quoted(name) + " is a list of " + std::string{what} + ".");
    return nullptr;
}

std::vector<std::string> Params::texts(std::string_view name)
{
    std::vector<std::string> found;
    if (const auto* given = list(name, json::kind::string, "texts"))
        for (const auto& one : *given) found.emplace_back(one.get_string());
    return found;
}

std::vector<json::object> Params::objects(std::string_view name)
{
    std::vector<json::object> found;
    if (const auto* given = list(name, json::kind::object, "objects"))
        for (const auto& one : *given) found.push_back(one.get_object());
    return found;
}

std::optional<std::string> Params::fault() const
{
    if (fault_) return fault_;
    for (const auto& [name, value] : given_)
        if (!known_.contains(name)) return "There is no parameter " + quoted(name.substr(0, 40)) + " here.";
    return std::nullopt;
}

}  // namespace holdfast::ui::orders
