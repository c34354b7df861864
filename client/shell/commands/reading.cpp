#include <algorithm>

#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/news.hpp"
#include "client/shell/join/join_server.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/json/json_terms.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/terms_view.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/qr/qr.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;
namespace json = boost::json;

void tell_entry(const Context& context, const client::Client& client, const client::Entry& entry, bool as_new = false)
{
    context.out.object(ui::entry_object(entry, client, context.here().now));
    context.out.lines(as_new ? ui::new_entry_lines(entry, client, context.here())
                             : ui::entry_lines(entry, client, context.here()));
}

/// A therapist sees first what was not kept. How many entries were printed.
std::size_t tell_first(const Context& context, const client::Client& client, const client::ConversationView& view)
{
    const auto first = ui::told_first(client, view);
    for (const auto& entry : first) tell_entry(context, client, entry);
    return first.size();
}

using Submit = std::function<void(client::Order)>;

/// Prints what was not shown yet (or everything) of one conversation, and remembers that it was. How many were printed.
std::size_t print_conversation(const Context& context, const Submit& submit, const client::Client& client,
                               const client::ConversationView& view, bool all)
{
    std::size_t printed = 0;
    std::uint64_t last = 0;
    const auto listed = client.list(view.id);
    const auto first = ui::told_first(client, view);
    const auto zone = client.outlook(view.id, system_now()).zone;
    for (std::size_t i = 0; i < listed.size(); ++i) {
        const auto& entry = listed[i];
        if (!entry.mine) last = std::max(last, entry.number);
        const bool told = std::ranges::count(first, entry.number, &client::Entry::number) > 0;
        if (told || (!all && (entry.shown || entry.mine))) continue;
        tell_entry(context, client, client.read(entry), context.out.plain() && ui::is_new(entry));
        if (ui::ends_read_window(listed, i)) context.out.line(ui::read_words(view, *entry.read, zone, context.here()));
        ++printed;
    }
    if (last > 0) submit(command::MarkShown{view.id, last});
    return printed;
}

/// The same for all conversations, or the one asked for.
std::size_t print_conversations(const Context& context, const Submit& submit, const client::Client& client,
                                const std::optional<ConversationId>& one, bool all)
{
    std::size_t printed = 0;
    const auto conversations = client.conversations();
    for (const auto& view : conversations)
        if (!one || view.id == *one) printed += tell_first(context, client, view);
    for (const auto& view : conversations) {
        if (one && view.id != *one) continue;
        if (conversations.size() > 1 && !one && view.unseen > 0) context.out.line(ui::sanitize_name(view.name) + ":");
        printed += print_conversation(context, submit, client, view, all);
    }
    return printed;
}

/// A therapist's own once, and those of a conversation where they are others, with its name.
void tell_hours(const Context& context, const client::Client& client, const std::optional<ConversationId>& one)
{
    const auto now = client.corrected(system_now());
    client::ConversationView mine;
    mine.mine = true;
    const auto own = client.status().role == wire::Role::therapist
                         ? ui::hours_lines(mine, client.own_outlook(now), context.here())
                         : ui::Lines{};
    if (!one) context.out.lines(own);
    for (const auto& view : client.conversations()) {
        if (one && view.id != *one) continue;
        const auto outlook = client.outlook(view.id, now);
        const auto lines = ui::hours_lines(view, outlook, context.here());
        if (!one && lines == own) continue;
        if (!one && view.mine) context.out.line("With " + ui::sanitize_name(view.name) + ":");
        context.out.lines(lines);
        context.out.lines(ui::crisis_lines(view, outlook, context.here()));
    }
}

/// What waits and can be taken back; with several conversations below the name of each.
void tell_held(const Context& context, const client::Client& client, const std::optional<ConversationId>& one)
{
    const auto now = client.corrected(system_now());
    const bool several = client.conversations().size() > 1 && !one;
    for (const auto& view : client.conversations()) {
        if (one && view.id != *one) continue;
        const auto held = ui::held_messages(client, view.id, now);
        if (held.empty()) continue;
        if (several) context.out.line("With " + ui::sanitize_name(view.name) + ":");
        const auto command =
            "holdfast take-back" + (client.conversations().size() > 1 ? " --with " + ui::quoted_name(view.name) : "");
        context.out.lines(ui::held_lines(held, client.outlook(view.id, now).zone, command, context.here()));
    }
}

/// Stays, and prints what arrives until a signal comes.
class Follower {
  public:
    Follower(const Context& context, OpenAccount& account)
        : context_{context},
          account_{account},
          client_{account.client()},
          loop_{account.loop()},
          seat_{loop_.listen([this](const auto& item) { on_event(item); })}
    {
        account_.begin_use();
    }
    ~Follower()
    {
        loop_.leave(seat_);
        account_.end_use();
    }
    Follower(const Follower&) = delete;
    Follower& operator=(const Follower&) = delete;

    int run(const std::optional<ConversationId>& one)
    {
        one_ = one;
        print_conversations(
            context_, [this](auto order) { loop_.submit(seat_, std::move(order)); }, client_, one, false);
        tell_hours(context_, client_, one);
        loop_.connect(EventLoop::Lifetime::forever, context_.options.wait);
        // A program ends it with its standard input; what a person types is for the next command.
        bool left = false;
        std::unique_ptr<Console::Held> input;
        if (context_.out.json())
            input = context_.console().listen(loop_.io_context(),
                                              [&left](std::string_view bytes) { left = left || bytes.empty(); });
        const auto end = loop_.run_until([&] { return left || final_.has_value(); });
        return end == EventLoop::End::done && final_ ? context_.out.fail(*final_) : exit_ok;
    }

  private:
    void on_event(const client::Show& item)
    {
        if (const auto* entry = std::get_if<show::NewEntry>(&item)) return on_entry(entry->entry);
        if (context_.out.json())
            if (const auto object = ui::event_object(item, client_, system_now())) context_.out.object(*object);
        if (const auto* offline = std::get_if<show::Offline>(&item)) {
            if (exit_code(offline->reason) == exit_not_trusted) final_ = offline->reason;
            if (std::exchange(offline_, true)) return;  // said once, not with every attempt
        }
        if (std::holds_alternative<show::Online>(item) && std::exchange(offline_, false))
            context_.out.line(ui::phrase::connected);
        context_.out.lines(ui::event_lines(item, client_, context_.here()));
    }
    void on_entry(const client::Entry& entry)
    {
        if ((entry.mine && !context_.out.json()) || (one_ && entry.conversation != *one_)) return;
        tell_entry(context_, client_, entry);
        loop_.submit(seat_, command::MarkShown{entry.conversation, entry.number});
    }

    const Context& context_;
    OpenAccount& account_;
    client::Client& client_;
    EventLoop& loop_;
    EventLoop::Seat seat_;
    std::optional<ConversationId> one_;
    std::optional<Errc> final_;  ///< why there is no point in staying
    bool offline_ = false;
};

int follow_in(const Context& context, OpenAccount& account, const std::string& with)
{
    std::optional<ConversationId> one;
    if (!with.empty()) {
        const auto found = account.client().find(with);
        if (found.has_error()) return fail_finding(context, account.client(), with, found.errc());
        one = *found;
    }
    return Follower{context, account}.run(one);
}

int follow(const Context& context, const request::Read& request)
{
    if (context.account) return follow_in(context, *context.account, request.with);
    auto client = open_client(context);
    if (client.has_error()) return fail_opening(context, client.errc());
    OpenAccount account{std::move(*client)};
    join::JoinServer others{context, account, *profile_of(context.options)};
    const int code = follow_in(context, account, request.with);
    others.end();
    account.loop().finish();
    return code;
}

std::string_view connection_name(client::Connection connection) noexcept
{
    switch (connection) {
        case client::Connection::online: return "online";
        case client::Connection::connecting: return "connecting";
        case client::Connection::offline: return "offline";
    }
    return "offline";
}

json::object status_object(const client::Client& client, const Status& settled)
{
    const auto status = client.status();
    auto object = ui::object_of("status", {},
                                {{"enrolled", status.enrolled}, {"connection", connection_name(status.connection)}});
    object["role"] = status.role == wire::Role::therapist ? "therapist" : "client";
    object["name"] = status.name;
    object["relay"] =
        status.relay ? json::value(status.relay->host + ":" + std::to_string(status.relay->port)) : nullptr;
    object["behind_proxy"] = status.relay && status.relay->behind_proxy;
    object["terms"] = ui::terms_value(status.terms);
    object["record_key_confirmed"] =
        status.terms && status.terms->record_key && status.record_key == status.terms->record_key;
    object["waiting"] = status.waiting;
    object["kit_confirmed"] = status.kit_confirmed;
    object["frozen"] = status.frozen;
    object["last_online"] = ui::time_value(status.last_online);
    object["tzdata"] = hours::tzdata_version();
    json::array conversations;
    for (const auto& view : client.conversations()) {
        auto one = ui::outlook_object(view, client.outlook(view.id, system_now()));
        one["safety_number"] = view.safety_number;
        one["device_kind"] = view.device;
        one["reading"] = ui::reading_object(client.reading(view.id, system_now()));
        json::array broken;
        json::array read_first;
        for (const auto& entry : ui::told_first(client, view)) {
            auto& list = std::holds_alternative<client::Broken>(entry.body) ? broken : read_first;
            list.emplace_back(ui::entry_object(entry, client, system_now()));
        }
        one["to_repair"] = std::move(broken);
        one["read_first"] = std::move(read_first);
        conversations.emplace_back(std::move(one));
    }
    object["conversations"] = std::move(conversations);
    json::array invited;
    for (const auto& one : client.invited(system_now()))
        invited.emplace_back(json::object{{"name", one.name}, {"expires", ui::time_value(one.expires)}});
    object["invited"] = std::move(invited);
    object["windows_missed"] = ui::spans_value(client.missed());
    if (settled.has_error()) object["error"] = ui::error_object(settled.errc());
    return object;
}

/// A therapist who was not there is told by her own device.
void tell_missed(const Context& context, const client::Client& client)
{
    const auto zone = client.own_outlook(system_now()).zone;
    context.out.lines(ui::missed_lines(client.missed(), zone, context.here()));
}

void tell_status(const Context& context, const client::Client& client)
{
    const auto& out = context.out;
    const auto status = client.status();
    tell_missed(context, client);
    for (const auto& view : client.conversations())
        for (const auto& entry : ui::told_first(client, view))
            out.lines(ui::entry_lines(entry, client, context.here()));
    out.line(ui::account_words(client));
    out.line(ui::connection_words(status, context.here()));
    if (const auto clocks = ui::clock_words(status, context.here())) out.line(*clocks);
    if (!status.kit_confirmed) out.line("The recovery kit is not confirmed yet: holdfast recovery kit");
    tell_held(context, client, {});
    for (const auto& view : client.conversations()) {
        out.line(ui::sanitize_line(view.name) + ":");
        for (const auto& line : ui::hours_lines(view, client.outlook(view.id, system_now()), context.here()))
            out.line("  " + line);
        for (const auto& line : ui::reading_lines(view, client.reading(view.id, system_now()),
                                                  client.outlook(view.id, system_now()), status, context.here()))
            out.line("  " + line);
        if (view.device != wire::device_program)
            out.line("  " + ui::sanitize_name(view.name) + " uses " + std::string{ui::device_words(view.device)} + ".");
    }
    for (const auto& one : client.invited(system_now()))
        out.line("Invited, not here yet: " + ui::sanitize_line(one.name) + ", until " +
                 ui::instant_words(one.expires, {}, context.here()));
    if (!client.conversations().empty()) out.line("To compare the safety number: holdfast status --safety-number");
    if (status.enrolled) out.lines(ui::terms_lines(status.terms, status.role));
    if (status.relay)
        out.line("The practice's server: " + ui::sanitize_line(status.relay->host) + ":" +
                 std::to_string(status.relay->port) + ". Time zones of this device: version " +
                 ui::sanitize_line(hours::tzdata_version()) + ".");
}

/// As a picture too, which the other one's telephone or camera reads.
void tell_safety_numbers(const Context& context, const client::Client& client)
{
    if (client.conversations().empty()) context.out.line("There is no conversation yet, and so no safety number.");
    for (const auto& view : client.conversations()) {
        context.out.lines(ui::safety_lines(view, context.here()));
        if (!context.out.plain() && !view.safety_number.empty()) context.out.picture(qr::lines(view.safety_number));
    }
}

}  // namespace

int run(const Context& context, const request::Read& request)
{
    if (request.follow) return follow(context, request);
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto settled = one_shot.wait_until_quiet();
    std::optional<ConversationId> one;
    if (!request.with.empty()) {
        const auto found = one_shot.client().find(request.with);
        if (found.has_error()) return fail_finding(context, one_shot.client(), request.with, found.errc());
        one = *found;
    }
    const auto submit = [&](client::Order order) { static_cast<void>(one_shot.submit(std::move(order))); };
    const auto missed = one_shot.client().missed();
    if (!missed.empty()) context.out.object(ui::missed_object(missed));
    tell_missed(context, one_shot.client());
    const auto printed = print_conversations(context, submit, one_shot.client(), one, request.all);
    const bool client = one_shot.client().status().role == wire::Role::client;
    const auto reports = tell_news(context, one_shot, one);
    // Messages just shown to a therapist are reported before the program ends.
    if (!one_shot.client().caught_up() && !settled.has_error()) (void)one_shot.wait_until_quiet_again();
    if (printed + reports == 0 && client) context.out.line(ui::phrase::nothing_new);
    tell_held(context, one_shot.client(), one);
    tell_hours(context, one_shot.client(), one);
    return settled.has_error() ? context.out.fail(settled.errc()) : exit_ok;
}

int run(const Context& context, const request::Status& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto settled = one_shot.wait_until_quiet();
    auto object = status_object(one_shot.client(), settled);
    object["news"] = news_objects(one_shot);
    context.out.object(object);
    if (!context.out.json()) tell_news(context, one_shot, {});
    if (request.safety_number)
        tell_safety_numbers(context, one_shot.client());
    else
        tell_status(context, one_shot.client());
    return settled.has_error() ? exit_code(settled.errc()) : exit_ok;
}

}  // namespace holdfast::shell
