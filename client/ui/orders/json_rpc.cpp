#include "client/ui/orders/json_rpc.hpp"

#include <algorithm>
#include <boost/json/parse.hpp>
#include <initializer_list>
#include <optional>
#include <utility>

namespace holdfast::ui::orders {
namespace {

namespace json = boost::json;

Fault fault(json::value id, RpcCode code, std::string message) { return {std::move(id), code, std::move(message)}; }

/// An id can be repeated in an answer: a string or a whole number, and no longer than one.
bool is_id(const json::value& id)
{
    if (const auto* text = id.if_string()) return text->size() <= longest_id;
    return id.is_int64() || id.is_uint64();
}

json::value id_of(const json::object& message)
{
    const auto* id = message.if_contains("id");
    return id && is_id(*id) ? *id : json::value(nullptr);
}

bool has_only(const json::object& message, std::initializer_list<std::string_view> names)
{
    for (const auto& [name, value] : message)
        if (std::ranges::find(names, std::string_view{name}) == names.end()) return false;
    return true;
}

/// Empty where it is a request as the standard has it.
std::optional<std::string> wrong_with(const json::object& message)
{
    const auto* version = message.if_contains("jsonrpc");
    if (!version || *version != "2.0") return R"(An order has "jsonrpc":"2.0".)";
    const auto* method = message.if_contains("method");
    if (!method || !method->is_string()) return R"(An order names its "method".)";
    const auto* id = message.if_contains("id");
    if (!id || !is_id(*id)) return R"(An order has an "id", a text or a whole number; it is answered with it.)";
    const auto* params = message.if_contains("params");
    if (params && !params->is_object()) return R"("params" are given by name, as an object.)";
    if (!has_only(message, {"jsonrpc", "id", "method", "params"}))
        return R"(An order has "jsonrpc", "id", "method" and "params", and nothing else.)";
    return std::nullopt;
}

json::object envelope() { return {{"jsonrpc", "2.0"}}; }

}  // namespace

std::variant<Call, Fault> parse_call(std::string_view line)
{
    if (line.size() > longest_line)
        return fault(nullptr, RpcCode::invalid_request,
                     "An order has at most " + std::to_string(longest_line) + " bytes.");
    json::parse_options bounds;
    bounds.max_depth = deepest;
    json::error_code failed;
    auto value = json::parse({line.data(), line.size()}, failed, {}, bounds);
    if (failed) return fault(nullptr, RpcCode::parse_error, "This line is not JSON, or nests too deep.");
    if (value.is_array()) return fault(nullptr, RpcCode::invalid_request, "Orders come one a line, not in a list.");
    auto* message = value.if_object();
    if (!message) return fault(nullptr, RpcCode::invalid_request, "An order is an object.");
    auto id = id_of(*message);
    if (auto wrong = wrong_with(*message)) return fault(std::move(id), RpcCode::invalid_request, std::move(*wrong));
    const auto* params = message->if_contains("params");
    return Call{std::move(id), std::string{message->at("method").as_string()},
                params ? params->as_object() : json::object{}};
}

json::object answer(const json::value& id, json::object result)
{
    auto message = envelope();
    message["id"] = id;
    message["result"] = std::move(result);
    return message;
}

json::object answer(const Fault& fault)
{
    auto message = envelope();
    message["id"] = fault.id;
    message["error"] = json::object{{"code", static_cast<int>(fault.code)}, {"message", fault.message}};
    return message;
}

json::object refusal(const json::value& id, int code, const json::object& error)
{
    auto message = envelope();
    message["id"] = id;
    message["error"] = json::object{{"code", code}, {"message", error.at("message")}, {"data", error}};
    return message;
}

json::object notification(json::object event)
{
    auto message = envelope();
    message["method"] = "event";
    message["params"] = std::move(event);
    return message;
}

}  // namespace holdfast::ui::orders
