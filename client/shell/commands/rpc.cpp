// `holdfast --json`: orders of a program as JSON-RPC, one a line, each answered once; what happens meanwhile as
// notifications between the answers. One order after the other. client/JSON.md.
#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <deque>
#include <set>
#include <stdexcept>
#include <string>
#include <utility>

#include "client/shell/carry_out.hpp"
#include "client/shell/chat/chat_view.hpp"
#include "client/shell/commands/rpc.hpp"
#include "client/shell/terminal/kept_console.hpp"
#include "client/ui/json/json.hpp"
#include "client/ui/orders/orders.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace json = boost::json;
namespace orders = ui::orders;

/// An id is answered once; so many are remembered.
constexpr std::size_t most_ids = 10'000;

std::vector<json::object> objects_in(std::string_view written)
{
    std::vector<json::object> objects;
    while (!written.empty()) {
        const auto end = std::min(written.find('\n'), written.size());
        json::error_code failed;
        auto value = json::parse({written.data(), end}, failed);
        if (!failed && value.is_object()) objects.push_back(std::move(value.as_object()));
        written.remove_prefix(std::min(end + 1, written.size()));
    }
    return objects;
}

json::object merged(const std::vector<json::object>& objects)
{
    json::object all;
    for (const auto& one : objects)
        for (const auto& [name, value] : one) all[name] = value;
    return all;
}

json::object items(const std::vector<json::object>& objects)
{
    json::array all;
    for (const auto& one : objects) all.emplace_back(one);
    return {{"items", std::move(all)}};
}

/// An order has a command's outcome: what it printed, and its exit code.
json::object answer_to(const json::value& id, const orders::Order& order, const std::string& written, int code)
{
    if (order.answer == orders::Answer::calendar && code == exit_ok)
        return orders::answer(id, {{"event", "calendar"}, {"conversation", nullptr}, {"calendar", written}});
    auto objects = objects_in(written);
    std::erase_if(objects, &ui::is_news);  // which comes as a notification
    std::optional<json::object> error;
    if (!objects.empty() && ui::is_error(objects.back())) {
        error = objects.back().at("error").as_object();
        objects.pop_back();
    }
    const bool shown_first = order.previews && !order.confirmed && !objects.empty();
    if (error && !shown_first) return orders::refusal(id, code, *error);
    if (!error && objects.empty() && code != exit_ok)
        return orders::refusal(id, code, ui::error_object(Errc::internal));
    auto result = order.answer == orders::Answer::items ? items(objects) : merged(objects);
    if (order.previews) result["confirmed"] = order.confirmed;
    return orders::answer(id, std::move(result));
}

class Rpc {
  public:
    Rpc(const Context& context, OpenAccount& account)
        : context_{context}, account_{account}, seat_{account.loop().listen([this](const client::Show& item) {
              on_event(item);
          })}
    {
        account_.begin_use();
    }
    ~Rpc()
    {
        account_.loop().leave(seat_);
        account_.end_use();
    }
    Rpc(const Rpc&) = delete;
    Rpc& operator=(const Rpc&) = delete;

    int run()
    {
        account_.loop().connect(EventLoop::Lifetime::forever, context_.options.wait);
        while (const auto line = next_line()) on_line(*line);
        return final_ ? exit_code(*final_) : exit_ok;
    }

  private:
    void on_event(const client::Show& item)
    {
        if (const auto object = ui::event_object(item, account_.client(), system_now()))
            say(orders::notification(*object));
        if (const auto* offline = std::get_if<client::show::Offline>(&item); offline && ends_chat(offline->reason))
            final_ = offline->reason;
    }

    /// Empty at the end of the input, when a signal came, and when nothing can be said to the relay any more. A line
    /// that is too long is answered and passed over.
    std::optional<std::string> next_line()
    {
        const auto whole = [this] { return typed_.find('\n') != std::string::npos; };
        const auto too_long = [this] { return typed_.size() > orders::longest_line; };
        while (!whole()) {
            if (too_long()) pass_over();
            if (ended_ && typed_.empty()) return std::nullopt;
            if (ended_) break;
            const auto held = context_.console().listen(account_.loop().io_context(), [this](std::string_view bytes) {
                typed_ += bytes;
                ended_ = ended_ || bytes.empty();
            });
            const auto done = [&] { return ended_ || whole() || too_long() || final_; };
            if (account_.loop().run_until(done) != EventLoop::End::done || (final_ && !whole())) return std::nullopt;
        }
        const auto end = std::min(typed_.find('\n'), typed_.size());
        auto line = typed_.substr(0, end);
        typed_.erase(0, end + 1);
        if (std::exchange(passing_over_, false)) return std::string{};
        return line;
    }

    void pass_over()
    {
        if (!std::exchange(passing_over_, true))
            say(orders::answer(std::get<orders::Fault>(orders::parse_call(typed_))));
        typed_.clear();
    }

    void on_line(const std::string& line)
    {
        if (line.find_first_not_of(" \t\r") == std::string::npos) return;
        const auto parsed = orders::parse_call(line);
        if (const auto* fault = std::get_if<orders::Fault>(&parsed)) return say(orders::answer(*fault));
        const auto& call = std::get<orders::Call>(parsed);
        if (!is_new(call.id))
            return say(orders::answer(orders::Fault{nullptr, orders::RpcCode::invalid_request,
                                                    "An order with this id was answered before."}));
        const auto made = orders::order_of(call);
        if (const auto* fault = std::get_if<orders::Fault>(&made)) return say(orders::answer(*fault));
        carry_out_order(call.id, std::get<orders::Order>(made));
    }

    void carry_out_order(const json::value& id, const orders::Order& order)
    {
        Options options = context_.options;
        options.request = order.request;
        options.yes = order.confirmed;
        options.json = true;
        KeptConsole console{order.input};
        const Output out{true, true, console};
        const Context context{options, out, context_.random, context_.zone, &account_};
        try {
            const int code = carry_out(context);
            say(answer_to(id, order, console.written(), code));
        } catch (const std::runtime_error&) {  // the vault's file, or what is in it, cannot be relied on
            say(answer_to(id, order, console.written(), exit_unexpected));
            throw;
        }
    }

    /// A program that repeats an order because no answer came must not send its message twice.
    bool is_new(const json::value& id)
    {
        auto name = json::serialize(id);
        if (!ids_.insert(name).second) return false;
        in_order_.push_back(std::move(name));
        if (in_order_.size() <= most_ids) return true;
        ids_.erase(in_order_.front());
        in_order_.pop_front();
        return true;
    }

    void say(const json::object& message) { context_.out.raw_line(ui::json_line(message)); }

    const Context& context_;
    OpenAccount& account_;
    EventLoop::Seat seat_;
    std::string typed_;
    std::set<std::string> ids_;
    std::deque<std::string> in_order_;
    std::optional<Errc> final_;  ///< why nothing can be said to the relay any more
    bool ended_ = false;
    bool passing_over_ = false;  ///< a line that is too long
};

}  // namespace

int serve_orders(const Context& context, OpenAccount& account) { return Rpc{context, account}.run(); }

}  // namespace holdfast::shell
