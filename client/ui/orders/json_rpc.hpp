// JSON-RPC 2.0, one message a line, as `holdfast --json` takes it on standard input: from a line to a call, or to what
// is wrong with it. Pure. Bounded in length and depth; client/JSON.md.
#pragma once

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>
#include <string>
#include <string_view>
#include <variant>

#include "client/ui/json/json.hpp"

namespace holdfast::ui::orders {

/// The longest text with every character escaped, and its frame.
inline constexpr std::size_t longest_line = 512 * 1024;
/// Deeper than any order.
inline constexpr std::size_t deepest = 8;
inline constexpr std::size_t longest_id = 128;

/// The codes of the standard; ours are greater than zero.
enum class RpcCode : int {
    parse_error = -32700,
    invalid_request = -32600,
    method_not_found = -32601,
    invalid_params = -32602,
};

struct Call {
    boost::json::value id;  ///< a string or a whole number
    std::string method;
    boost::json::object params;
};

struct Fault {
    boost::json::value id;  ///< null where there is none to be read
    RpcCode code = RpcCode::parse_error;
    std::string message;
};

/// `line` without its line break.
[[nodiscard]] std::variant<Call, Fault> parse_call(std::string_view line);

/// {"jsonrpc","id","result"}
[[nodiscard]] boost::json::object answer(const boost::json::value& id, boost::json::object result);
/// {"jsonrpc","id","error":{"code","message"}}
[[nodiscard]] boost::json::object answer(const Fault& fault);
/// The same with one of our errors (error_object), which stands in "data"; `code` is that of a command's exit.
[[nodiscard]] boost::json::object refusal(const boost::json::value& id, int code, const boost::json::object& error);
/// {"jsonrpc","method":"event","params"}
[[nodiscard]] boost::json::object notification(boost::json::object event);

}  // namespace holdfast::ui::orders
