#include <unistd.h>

#include <iostream>

#include "client/shell/arguments.hpp"
#include "client/shell/commands.hpp"
#include "client/shell/exit_code.hpp"
#include "client/shell/news.hpp"
#include "client/shell/platform.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/event_view.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/phrases.hpp"
#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;
namespace json = boost::json;

template <class Item>
const Item* about(const Visit& visit, const MessageId& message)
{
    for (const auto& item : visit.shown())
        if (const auto* one = std::get_if<Item>(&item); one && one->message == message) return one;
    return nullptr;
}

std::string too_long_words(std::size_t size)
{
    return "This text has " + std::to_string(size) + " bytes; one message may have " +
           std::to_string(wire::max_text_bytes) + ". Shorten it or send it in two parts.";
}

/// Kept, not refused: the words of the agreement, and how to send it all the same.
int fail_over_pace(const Context& context, Visit& visit, const ConversationId& id)
{
    const auto outlook = visit.client().outlook(id, system_now());
    if (!outlook.pace) return context.out.fail(Errc::over_pace);
    return context.out.fail(Errc::over_pace,
                            ui::over_pace_words(*outlook.pace, visit.client().draft(id)) +
                                " To send it as it is: holdfast send --anyway. To begin again, write another one.");
}

int fail_writing(const Context& context, Errc code, std::size_t size)
{
    if (code == Errc::text_too_long && size > wire::max_text_bytes) return context.out.fail(code, too_long_words(size));
    return context.out.fail(code);
}

int tell_accepted(const Context& context, Visit& visit, const show::Accepted& accepted)
{
    const auto view = visit.view(accepted.conversation);
    const auto outlook = visit.client().outlook(accepted.conversation, system_now());
    const auto words = ui::accepted_sentence(accepted, view, outlook, context.here());
    context.out.has_happened(words, exit_not_shown);
    json::object object{{"id", to_hex(accepted.message.view())}, {"state", accepted.held ? "held" : "released"}};
    object["to"] = view.name;
    ui::add_promise(object, accepted.promise);
    object["received"] = ui::time_value(accepted.received);
    object["release_at"] = ui::time_value(accepted.release_at);
    context.out.object(object);
    context.out.line(words);
    if (accepted.held) context.out.lines(ui::crisis_lines(view, outlook));
    if (const auto* differs = about<show::PromiseDiffers>(visit, accepted.message))
        context.out.lines(ui::event_lines(*differs, visit.client(), context.here()));
    if (!context.out.json()) tell_news(context, visit, {});
    return exit_ok;
}

/// Kept in the outbox: nothing is lost, and it is said what happens next.
int tell_kept(const Context& context, Visit& visit, const show::Saved& saved, Errc reason)
{
    const auto view = visit.view(saved.conversation);
    context.out.has_happened(std::string{ui::phrase::kept_by_command}, exit_code(reason));
    json::object object{{"id", to_hex(saved.message.view())}, {"state", "saved"}, {"to", view.name}};
    ui::add_promise(object, {});  // nobody has promised to read what nobody has
    object["received"] = nullptr;
    object["error"] = ui::error_object(reason);
    context.out.object(object);
    const auto outlook = visit.client().outlook(saved.conversation, system_now());
    context.out.line(ui::phrase::kept_by_command);
    context.out.lines(ui::hours_lines(view, outlook, context.here()));
    context.out.lines(ui::crisis_lines(view, outlook));
    if (!context.out.json()) return context.out.fail(reason);
    return exit_code(reason);
}

/// Writes, waits for the relay's word, and says what became of it.
int write(const Context& context, Visit& visit, client::Order order, std::size_t size)
{
    const auto* text = std::get_if<command::SendText>(&order);
    const auto to = text ? std::optional{text->conversation} : std::nullopt;
    const auto* answer = visit.answer(visit.give(std::move(order)));
    if (answer && answer->error == Errc::over_pace && to) return fail_over_pace(context, visit, *to);
    if (answer && answer->error) return fail_writing(context, *answer->error, size);
    const auto* newest = visit.newest<show::Saved>();
    if (!newest) return context.out.fail(Errc::internal);
    const auto saved = *newest;
    const auto settled = visit.settle(
        [&] { return about<show::Accepted>(visit, saved.message) || about<show::NotAccepted>(visit, saved.message); });
    if (const auto* accepted = about<show::Accepted>(visit, saved.message))
        return tell_accepted(context, visit, *accepted);
    if (const auto* refused = about<show::NotAccepted>(visit, saved.message)) {
        if (refused->retry) return tell_kept(context, visit, saved, refused->reason);
        return fail_writing(context, refused->reason, size);
    }
    return tell_kept(context, visit, saved, settled.has_error() ? settled.errc() : Errc::timed_out);
}

/// `order` may read standard input; `size`, known after it, is for the words of an error.
int write(const Context& context, const std::string& with, const std::size_t& size,
          const std::function<client::Order(ConversationId)>& order)
{
    auto opened = Visit::open(context);
    if (opened.has_error()) return context.out.fail(opened.errc());
    auto& visit = **opened;
    const auto conversation = visit.find(with);
    if (conversation.has_error()) return fail_finding(context, visit.client(), with, conversation.errc());
    auto given = order(*conversation);
    return write(context, visit, std::move(given), size);
}

/// One question on the terminal; empty where there is nobody to ask or nothing was answered.
std::string ask(const std::string& question)
{
    std::cout << question << std::flush;
    std::string line;
    std::getline(std::cin, line);
    return std::string{trimmed(line)};
}

void ask_rating(wire::CheckIn& check_in, const std::string& name)
{
    const auto value = ask(name + ", 0 to 10 (Enter leaves it out): ");
    if (value.empty()) return;
    const auto rating = parse_rating(name + "=" + value);
    if (rating.has_value())
        check_in.ratings.push_back(*rating);
    else
        std::cout << "That is not a number from 0 to 10; it was left out.\n";
}

wire::CheckIn asked_check_in()
{
    wire::CheckIn check_in;
    for (const auto* name : {"mood", "sleep", "anxiety"}) ask_rating(check_in, name);
    check_in.feelings = parse_list(ask("Feelings, with commas between them: "));
    check_in.note = ask("A note: ");
    return check_in;
}

Result<wire::CheckIn> check_in_from(const request::CheckIn& request)
{
    wire::CheckIn check_in;
    for (const auto& text : request.ratings) {
        auto rating = parse_rating(text);
        if (rating.has_error()) return rating.errc();
        check_in.ratings.push_back(std::move(*rating));
    }
    check_in.feelings = request.feelings;
    check_in.note = request.note;
    return check_in;
}

/// The conversation meant: the one named, or the only one in which something is to be repaired.
Result<ConversationId> to_repair(Visit& visit, const std::string& with)
{
    if (!with.empty()) return visit.find(with);
    std::optional<ConversationId> only;
    for (const auto& one : visit.client().conversations()) {
        if (visit.client().unrepaired(one.id).empty()) continue;
        if (only) return Errc::ambiguous_name;
        only = one.id;
    }
    return only ? Result<ConversationId>{*only} : visit.find(with);
}

/// The draft, once the person on the terminal or --yes has agreed to it, or their own words instead.
std::string agreed_words(const Context& context, const std::string& draft)
{
    if (context.options.yes) return draft;
    const bool nobody = context.out.json() || !platform::is_terminal(STDIN_FILENO);
    if (nobody) return {};
    context.out.lines({"A draft:", "", draft, ""});
    const auto answer = ask("Enter sends it, n leaves it; or type your own words: ");
    if (answer == "n" || answer == "N") return {};
    return answer.empty() ? draft : answer;
}

/// The message whose id begins with `text`, among one's own.
Result<MessageId> own_message(const client::Client& client, std::string_view text)
{
    constexpr std::size_t shortest = 4;
    if (text.size() < shortest) return Errc::not_found;
    std::optional<MessageId> found;
    for (const auto& conversation : client.conversations())
        for (const auto* entry : client.history(conversation.id)) {
            if (!entry->mine || !to_hex(entry->message.view()).starts_with(text)) continue;
            if (found && *found != entry->message) return Errc::not_found;
            found = entry->message;
        }
    if (!found) return Errc::not_found;
    return *found;
}

/// Without a connection the wish is kept, and asked again at each login.
int fail_taking_back(const Context& context, Visit& visit, const MessageId& message, Errc code)
{
    const auto* entry = visit.client().entry(message);
    if (exit_code(code) != exit_network || !entry || entry->stage != client::Stage::accepted)
        return context.out.fail(code);
    return context.out.fail(code, sentence(code) +
                                      " Whether it can still be taken back shows at the next connection; it is asked "
                                      "for then.");
}

}  // namespace

int run(const Context& context, const request::Send& request)
{
    auto opened = Visit::open(context);
    if (opened.has_error()) return context.out.fail(opened.errc());
    auto& visit = **opened;
    const auto conversation = visit.find(request.with);
    if (conversation.has_error()) return fail_finding(context, visit.client(), request.with, conversation.errc());
    // The passphrase may come first on standard input, so the text is read after the vault is open.
    auto text =
        request.text.empty() ? visit.client().draft(*conversation) : given_or_stdin(request.text, wire::max_text_bytes);
    if (text.empty() && request.text.empty())
        return context.out.fail(Errc::empty_text, "There is no draft to send. Write: holdfast send TEXT");
    const auto size = text.size();
    return write(context, visit, command::SendText{*conversation, std::move(text), request.anyway}, size);
}

int run(const Context& context, const request::CheckIn& request)
{
    // Flags are looked at before the vault is opened; questions are asked after the passphrase.
    const bool asks = request.ratings.empty() && request.feelings.empty() && request.note.empty();
    auto check_in = asks ? Result<wire::CheckIn>{wire::CheckIn{}} : check_in_from(request);
    if (check_in.has_error()) return context.out.fail(check_in.errc());
    std::size_t size = 0;
    return write(context, request.with, size, [&](ConversationId conversation) -> client::Order {
        if (asks) *check_in = asked_check_in();
        if (check_in->note == from_stdin) check_in->note = given_or_stdin(check_in->note, wire::max_text_bytes);
        size = check_in->note.size();
        return command::SendCheckIn{conversation, std::move(*check_in)};
    });
}

int run(const Context& context, const request::Repair& request)
{
    auto opened = Visit::open(context);
    if (opened.has_error()) return context.out.fail(opened.errc());
    auto& visit = **opened;
    // What was not kept is known once the relay has told everything; without it, what was noted before is repaired.
    (void)visit.settle();
    const auto conversation = to_repair(visit, request.with);
    if (conversation.has_error()) return fail_finding(context, visit.client(), request.with, conversation.errc());
    const auto broken = visit.client().unrepaired(*conversation);
    if (broken.empty())
        return context.out.fail(Errc::not_found, "There is nothing to repair here: no promised window was missed.");
    if (visit.client().status().role != wire::Role::therapist) return context.out.fail(Errc::therapists_only);
    const auto zone = visit.client().outlook(*conversation, system_now()).zone;
    const auto text = request.text.empty() ? agreed_words(context, ui::repair_draft(broken, zone, context.here()))
                                           : given_or_stdin(request.text, wire::max_text_bytes);
    if (text.empty())
        return context.out.fail(Errc::empty_text,
                                "Nothing was sent. Give your own words, or --yes to send the draft as it is.");
    return write(context, visit, command::Repair{*conversation, text}, text.size());
}

int run(const Context& context, const request::TakeBack& request)
{
    auto visit = Visit::open(context);
    if (visit.has_error()) return context.out.fail(visit.errc());
    const auto message = own_message((*visit)->client(), request.id);
    if (message.has_error())
        return context.out.fail(
            message.errc(), "There is no message of yours with that id. This shows them: holdfast read --all --json");
    const auto done = (*visit)->carry_out(command::TakeBack{*message});
    const bool again = done.has_error() && done.errc() == Errc::taken_back_already;
    if (done.has_error() && !again) return fail_taking_back(context, **visit, *message, done.errc());
    const auto* taken = (*visit)->newest<show::TakenBack>();
    const auto words = again                        ? ui::phrase::taken_back_already
                       : taken && taken->never_left ? ui::phrase::taken_back_here
                                                    : ui::phrase::taken_back;
    context.out.has_happened(std::string{words}, exit_not_shown);
    context.out.object({{"id", to_hex(message->view())}, {"state", "taken_back"}});
    context.out.line(words);
    return exit_ok;
}

}  // namespace holdfast::shell
