// The orders of a program: from a call by name with parameters by name to what is wanted (request.hpp). Pure. Every
// command that people have has one, but for those that need no account or a passphrase. client/JSON.md.
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <variant>

#include "client/ui/orders/json_rpc.hpp"
#include "client/ui/orders/request.hpp"

namespace holdfast::ui::orders {

/// The form of the answer.
enum class Answer {
    one,       ///< one object
    items,     ///< {"items":[…]}: what the command prints, one after the other
    calendar,  ///< {"calendar"}: a text
};

struct Order {
    Request request;
    bool confirmed = false;  ///< it leaves or is published without another question
    std::string input = {};  ///< the file or text it reads
    Answer answer = Answer::one;
    bool previews = false;  ///< not confirmed: it is shown, and nothing done
};

/// What is wanted, or what is wrong with the call.
[[nodiscard]] std::variant<Order, Fault> order_of(const Call& call);

/// The names of all methods.
[[nodiscard]] std::span<const std::string_view> methods() noexcept;

}  // namespace holdfast::ui::orders
