// Lines of a program on the standard input of `holdfast --json`.
#include "client/ui/orders/orders.hpp"

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {
namespace {

namespace orders = ui::orders;

void answered(const orders::Fault& fault)
{
    require(!fault.message.empty(), "a fault says nothing");
    const auto line = ui::json_line(orders::answer(fault));
    require(line.find('\n') == std::string::npos, "an answer has two lines");
}

}  // namespace

void orders(BytesView input)
{
    const auto line = as_text(input);
    const auto parsed = orders::parse_call(line);
    if (const auto* fault = std::get_if<orders::Fault>(&parsed)) return answered(*fault);
    const auto& call = std::get<orders::Call>(parsed);
    require(call.id.is_string() || call.id.is_int64() || call.id.is_uint64(), "an order has no id to answer to");
    const auto made = orders::order_of(call);
    if (const auto* fault = std::get_if<orders::Fault>(&made)) {
        require(fault->id == call.id, "a fault has another id");
        return answered(*fault);
    }
    const auto& order = std::get<orders::Order>(made);
    require(!order.confirmed || line.find("confirm") != std::string::npos, "an order is confirmed that was not");
}

}  // namespace holdfast::fuzz
