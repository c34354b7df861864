#include "client/ui/orders/json_rpc.hpp"

#include "tests/support/catch.hpp"

namespace holdfast::ui::orders::json_rpc_test {
namespace {

int code_of(std::string_view line)
{
    const auto parsed = parse_call(line);
    const auto* fault = std::get_if<Fault>(&parsed);
    return fault ? static_cast<int>(fault->code) : 0;
}

TEST_CASE("an order is a JSON-RPC request on one line")
{
    const auto parsed = parse_call(R"({"jsonrpc":"2.0","id":1,"method":"send","params":{"with":"Sam","text":"hi"}})");
    const auto& call = std::get<Call>(parsed);
    CHECK(call.id == 1);
    CHECK(call.method == "send");
    CHECK(call.params.at("text") == "hi");
    CHECK(std::get<Call>(parse_call(R"({"jsonrpc":"2.0","id":"a","method":"status"})")).params.empty());
}

TEST_CASE("what is no order has the code of the standard")
{
    CHECK(code_of("") == -32700);
    CHECK(code_of("send hi") == -32700);
    CHECK(code_of(R"({"jsonrpc":"2.0","id":1,)") == -32700);
    CHECK(code_of(std::string(20, '[') + std::string(20, ']')) == -32700);
    CHECK(code_of("7") == -32600);
    CHECK(code_of(R"([{"jsonrpc":"2.0","id":1,"method":"status"}])") == -32600);
    CHECK(code_of(R"({"id":1,"method":"status"})") == -32600);
    CHECK(code_of(R"({"jsonrpc":"2.0","id":1})") == -32600);
    CHECK(code_of(R"({"jsonrpc":"2.0","method":"status"})") == -32600);
    CHECK(code_of(R"({"jsonrpc":"2.0","id":null,"method":"status"})") == -32600);
    CHECK(code_of(R"({"jsonrpc":"2.0","id":1.5,"method":"status"})") == -32600);
    CHECK(code_of(R"({"jsonrpc":"2.0","id":1,"method":"status","params":[1]})") == -32600);
    CHECK(code_of(R"({"jsonrpc":"2.0","id":1,"method":"status","more":1})") == -32600);
    CHECK(code_of(R"({"jsonrpc":"2.0","id":")" + std::string(200, 'x') + R"(","method":"status"})") == -32600);
    CHECK(code_of(std::string(longest_line + 1, ' ')) == -32600);
}

TEST_CASE("a fault is answered with the id where there is one")
{
    const auto parsed = parse_call(R"({"jsonrpc":"2.0","id":"x","method":7})");
    CHECK(json_line(answer(std::get<Fault>(parsed))) ==
          R"({"jsonrpc":"2.0","id":"x","error":{"code":-32600,"message":"An order names its \"method\"."}})");
    CHECK(std::get<Fault>(parse_call("nonsense")).id.is_null());
}

TEST_CASE("an answer, a refusal and a notification are as the standard has them")
{
    CHECK(json_line(answer(7, {{"event", "status"}})) == R"({"jsonrpc":"2.0","id":7,"result":{"event":"status"}})");
    CHECK(json_line(refusal("a", 3, {{"code", "unreachable"}, {"message", "No."}})) ==
          R"({"jsonrpc":"2.0","id":"a","error":{"code":3,"message":"No.",)"
          R"("data":{"code":"unreachable","message":"No."}}})");
    CHECK(json_line(notification({{"event", "connected"}})) ==
          R"({"jsonrpc":"2.0","method":"event","params":{"event":"connected"}})");
}

}  // namespace
}  // namespace holdfast::ui::orders::json_rpc_test
