#include "client/shell/chat/chat_commands.hpp"

#include <algorithm>
#include <array>
#include <iterator>
#include <string>

#include "client/shell/arguments.hpp"
#include "client/ui/agreement_view.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/clock_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/held_view.hpp"
#include "client/ui/hours/away_view.hpp"
#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/hours/plan_view.hpp"
#include "client/ui/hours/weeks.hpp"
#include "client/ui/input/chat_help.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/layout.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/plan/coping_plan_view.hpp"
#include "client/ui/pulse/pulse_view.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/screen/search.hpp"
#include "protocol/hours_chain/chain.hpp"
#include "protocol/qr/qr.hpp"

namespace holdfast::shell {
namespace {

namespace command_of = client::command;

// ---- people ---------------------------------------------------------------------------------------------------------

bool turn_to(ChatOrders& chat, std::string_view name)
{
    chat.choose_named(name);
    return true;
}

bool tell_older(ChatOrders& chat, std::string_view)
{
    if (chat.view().full())
        chat.view().say("PgUp shows what came before.");
    else if (!chat.nobody_chosen())
        chat.view().older();
    return true;
}

bool tell_people(ChatOrders& chat, std::string_view)
{
    chat.view().answer("People",
                       ui::people_lines(chat.client(), chat.view().conversation(), chat.context().here().now));
    return true;
}

bool rename_partner(ChatOrders& chat, std::string_view name)
{
    if (chat.nobody_chosen()) return true;
    if (name.empty()) return chat.view().say("Say the new name: /rename NAME"), true;
    const auto id = *chat.view().conversation();
    const auto before = chat.client().partner(id);
    chat.submit(command_of::Rename{id, std::string{name}}, chat.input().has_keys());
    const auto now = chat.client().partner(id);
    if (now != before) chat.view().say(ui::renamed_words(before, now));
    return true;
}

/// The picture where there are pictures, for the other one's telephone or camera.
bool tell_safety_number(ChatOrders& chat, std::string_view)
{
    if (chat.nobody_chosen()) return true;
    const auto with = chat.view().partner();
    auto lines = ui::safety_lines(with, chat.context().here());
    auto picture = with.safety_number.empty() ? ui::Lines{} : qr::lines(with.safety_number);
    if (chat.input().has_keys() && ui::fits_on(picture, chat.context().console().width() - 1))
        lines.insert(lines.end(), std::make_move_iterator(picture.begin()), std::make_move_iterator(picture.end()));
    chat.view().answer("Safety number", std::move(lines));
    return true;
}

bool tell_help(ChatOrders& chat, std::string_view)
{
    const auto place = chat.view().full()        ? ui::Place::full_screen
                       : chat.input().has_keys() ? ui::Place::inline_rows
                                                 : ui::Place::lines;
    chat.view().answer("Help", ui::chat_help(chat.client().status().role, place));
    return true;
}

bool quit_chat(ChatOrders& chat, std::string_view)
{
    chat.leave();
    return true;
}

// ---- hours and pace -------------------------------------------------------------------------------------------------

/// The coming weeks, as a picture where there is room for it.
ui::Lines weeks_of(ChatOrders& chat)
{
    constexpr int weeks_shown = 3;
    constexpr std::size_t grid_columns = 80;
    const auto id = *chat.view().conversation();
    const auto& schedule = chat.client().schedule(id);
    const auto zone = schedule.zone();
    if (!zone || ui::is_suspended(chat.view().partner(), chat.view().outlook())) return {};
    std::vector<hours::HoursContent> contents;
    for (const bool own : {false, true})
        if (const auto version = chat.client().newest_hours(id, own))
            contents.push_back(hours_chain::content_of(*version));
    const auto here = chat.context().here();
    const auto weeks = ui::weeks_of(schedule, *zone, contents, weeks_shown, here);
    const bool has_room = chat.view().full()->terminal().size().columns >= grid_columns;
    return has_room ? ui::grid_lines(weeks, here) : ui::week_words(weeks, here);
}

bool tell_hours(ChatOrders& chat, std::string_view rest)
{
    if (!rest.empty()) return run_inside(chat, "hours", rest);
    if (chat.nobody_chosen()) return true;
    auto lines = ui::hours_lines(chat.view().partner(), chat.view().outlook(), chat.context().here());
    for (auto& line : ui::crisis_lines(chat.view().partner(), chat.view().outlook(), chat.context().here()))
        lines.push_back(std::move(line));
    if (chat.view().full())
        for (auto& line : weeks_of(chat)) lines.push_back(std::move(line));
    chat.view().answer("Hours", std::move(lines));
    return true;
}

bool ask_pace(ChatOrders& chat, bool agreed)
{
    if (chat.nobody_chosen()) return true;
    if (!chat.view().outlook().pace || chat.view().partner().mine) {
        chat.view().say(chat.view().partner().mine ? "The pace is yours to propose and your client's to answer."
                                                   : "No pace is proposed, so there is nothing to answer.");
        return true;
    }
    const auto pace = chat.view().outlook().pace->pace;
    chat.view().quote(ui::proposed_lines(chat.view().partner(), pace));
    chat.ask(
        {ui::pace_question(agreed), ui::PaceWord{*chat.view().conversation(), pace, agreed}, "Nothing was answered."});
    return true;
}

/// Shows what is agreed about messages; a client's yes or no answers it.
bool turn_to_agreement(ChatOrders& chat, std::string_view words)
{
    if (chat.nobody_chosen()) return true;
    const auto id = *chat.view().conversation();
    const auto agreement = chat.client().agreement(id);
    if (!agreement) {
        chat.view().say("There is no text about messages yet.");
        return true;
    }
    if (words.empty()) chat.view().say(ui::agreement_lines(*agreement));
    const auto yes = ui::parse_yes_no(words);
    if (!words.empty() && !yes) {
        chat.view().say("Write /agreement yes or /agreement no; /agreement alone shows the text.");
        return true;
    }
    if (yes) {
        const auto today = chat.context().here().today();
        if (!chat.submit(command_of::AnswerAgreement{id, agreement->hash, *yes, today}, chat.input().has_keys()))
            return true;
    }
    if (const auto now = chat.client().agreement(id))
        chat.view().say(ui::agreement_state(*now, chat.view().partner(), ui::phrase::answer_agreement));
    return true;
}

/// Shows the plan, which is there without a connection, too; what changes it asks.
bool turn_to_plan(ChatOrders& chat, std::string_view rest)
{
    if (!rest.empty()) return run_inside(chat, "plan", rest);
    if (chat.nobody_chosen()) return true;
    const auto id = *chat.view().conversation();
    if (chat.client().coping_plan(id))
        chat.view().answer("Coping plan", ui::coping_plans_lines(chat.client(), id, ui::phrase::answer_plan));
    else
        chat.view().say(chat.view().partner().mine ? "There is no coping plan yet. To write one: /plan edit"
                                                   : "There is no coping plan yet. Your therapist can send one.");
    return true;
}

bool agree_to_pace(ChatOrders& chat, std::string_view) { return ask_pace(chat, true); }
bool decline_pace(ChatOrders& chat, std::string_view) { return ask_pace(chat, false); }

/// Shows the hours as they would be, and asks.
void offer_extra(ChatOrders& chat, const command_of::GiveExtra& extra)
{
    const auto plan = chat.client().plan(extra, chat.context().here().now);
    if (!plan) {
        const auto code = plan.error().code;
        return chat.view().say(ui::error_sentence(code, ui::refusal_words(chat.client(), code, plan.error())));
    }
    const auto name_of = [&chat](const auto& id) { return chat.client().partner(id); };
    chat.view().quote(ui::plan_lines(*plan, name_of, chat.context().here()));
    chat.view().quote({std::string{ui::phrase::relay_reads_hours}});
    chat.ask({"Publish this?", command_of::PublishHours{plan->version}, std::string{ui::phrase::nothing_published}});
}

bool keep_open(ChatOrders& chat, std::string_view words)
{
    if (chat.nobody_chosen()) return true;
    const bool all = words == "all";
    const auto length = words.empty() || all ? Result<Seconds>{ui::kept_open} : parse_duration(words);
    if (length.has_error())
        chat.view().say(ui::error_sentence(length.errc()));
    else if (!chat.view().partner().mine)
        chat.view().say(ui::error_sentence(Errc::therapists_only));
    else if (!chat.view().outlook().open)
        chat.view().say("Your hours are closed. An extra window: holdfast hours extra 30m");
    else
        offer_extra(chat, {*length, all ? std::nullopt : chat.view().conversation()});
    return true;
}

// ---- messages -------------------------------------------------------------------------------------------------------

std::vector<ui::HeldMessage> held_here(const ChatOrders& chat)
{
    return ui::held_messages(chat.client(), *chat.view().conversation(),
                             chat.client().corrected(chat.context().here().now));
}

bool tell_held(ChatOrders& chat, std::string_view)
{
    if (chat.nobody_chosen()) return true;
    const auto held = held_here(chat);
    auto lines = ui::held_lines(held, chat.view().outlook().zone, "/take-back", chat.context().here());
    if (held.empty()) lines = {ui::nothing_held_words(chat.client(), *chat.view().conversation())};
    chat.view().answer("Held", std::move(lines));
    return true;
}

/// Without a number the newest.
bool take_back(ChatOrders& chat, std::string_view which)
{
    if (chat.nobody_chosen()) return true;
    const auto held = held_here(chat);
    const auto number = which.empty() ? held.size() : ui::held_number(which).value_or(0);
    if (held.empty()) {
        chat.view().say(ui::nothing_held_words(chat.client(), *chat.view().conversation()));
    } else if (number < 1 || number > held.size()) {
        chat.view().say(ui::no_such_held_words(number, held.size()));
        return tell_held(chat, {});
    } else {
        const auto& entry = held[number - 1].entry;
        chat.view().quote(ui::entry_lines(entry, chat.client(), chat.context().here()));
        chat.ask({"Take this back?", command_of::TakeBack{entry.message}, "Nothing was taken back."});
    }
    return true;
}

void tell_nothing_to_repair(ChatOrders& chat)
{
    const auto here = chat.context().here();
    const auto missed = chat.client().missed();
    chat.view().say(ui::missed_lines(missed, chat.client().own_outlook(here.now).zone, here));
    chat.view().say(missed.empty()
                        ? "There is nothing to repair here: every window was kept, as far as this device knows."
                        : "Whether somebody waited is known when your hours next open.");
}

/// A draft is shown whole and comes into the line being written, to be changed.
void begin_repair(ChatOrders& chat, const std::vector<const client::Entry*>& broken)
{
    const auto begun = chat.client().draft(*chat.view().conversation(), client::DraftKind::repair);
    const auto offered = broken.empty() ? ui::pulse_repair_draft()
                                        : ui::repair_draft(broken, chat.view().outlook().zone, chat.context().here());
    const auto& draft = begun.empty() ? offered : begun;
    const bool has_keys = chat.input().has_keys();
    chat.view().say(has_keys ? "A draft, to be changed in the line:"
                             : "A draft; send it, or your own words, with /repair TEXT:");
    for (const auto& line : ui::sanitize_text(draft)) chat.view().say("  " + line);
    if (!has_keys) return;
    chat.input().set_line(draft);
    chat.input().set_mode(ui::mode::Repair{offered});
    chat.view().refresh();
}

/// With words they are sent; without, a draft is offered.
bool repair_windows(ChatOrders& chat, std::string_view words)
{
    if (chat.nobody_chosen()) return true;
    const auto id = *chat.view().conversation();
    if (!words.empty()) {
        if (const auto unusable = ui::unusable_words(words)) return chat.view().say(*unusable), false;
        return chat.submit(command_of::Repair{id, std::string{words}}, chat.input().has_keys());
    }
    const auto broken = chat.client().unrepaired(id);
    const bool fell = chat.client().pulse(id, chat.context().here().now).suggests_repair;
    if ((broken.empty() && !fell) || !chat.view().partner().mine)
        tell_nothing_to_repair(chat);
    else
        begin_repair(chat, broken);
    return true;
}

// ---- the full screen ------------------------------------------------------------------------------------------------

/// Where nothing is scrolled, what was found is said, the oldest first.
void tell_found(ChatOrders& chat, std::string_view words)
{
    constexpr std::size_t most = 10;
    const auto id = *chat.view().conversation();
    ui::screen::Search search{id, words};
    std::vector<std::uint64_t> found;
    for (; found.size() <= most; search.older()) {
        std::optional<std::uint64_t> one;
        while (!one && search.is_looking()) one = search.look(chat.client());
        if (!one) break;
        found.push_back(*one);
    }
    const bool more = found.size() > most;
    if (more) found.pop_back();
    std::ranges::reverse(found);
    for (const auto number : found)
        chat.view().quote(ui::entry_lines(chat.client().read(*chat.client().before(id, number + 1)), chat.client(),
                                          chat.context().here()));
    chat.view().say(ui::found_words(words, found.size(), more));
}

bool has_full_screen(ChatOrders& chat)
{
    if (!chat.view().full()) chat.view().say("This belongs to the full screen: holdfast without --inline and --plain.");
    return chat.view().full() != nullptr;
}

bool tell_list(ChatOrders& chat, std::string_view)
{
    if (has_full_screen(chat)) chat.view().full()->model().show_list();
    return true;
}

bool search_words(ChatOrders& chat, std::string_view words)
{
    if (chat.nobody_chosen()) return true;
    if (words.empty())
        chat.view().say("Say what to look for: /search WORDS");
    else if (chat.view().full())
        chat.view().full()->model().search(words);
    else
        tell_found(chat, words);
    return true;
}

bool lock_screen(ChatOrders& chat, std::string_view)
{
    if (has_full_screen(chat)) chat.view().full()->model().want_lock();
    return true;
}

struct ChatCommand {
    std::string_view name;
    bool (*run)(ChatOrders& chat, std::string_view rest);
    For whom = For::everybody;
    bool on_full_screen = true;  ///< there is a use for it
};
constexpr std::array chat_commands{
    ChatCommand{"with", turn_to},
    ChatCommand{"list", tell_list, For::therapists},
    ChatCommand{"people", tell_people},
    ChatCommand{"rename", rename_partner},
    ChatCommand{"safety", tell_safety_number},
    ChatCommand{"held", tell_held},
    ChatCommand{"older", tell_older, For::everybody, false},
    ChatCommand{"search", search_words},
    ChatCommand{"hours", tell_hours},
    ChatCommand{"take-back", take_back},
    ChatCommand{"drafts", tell_drafts},
    ChatCommand{"send", send_kept},
    ChatCommand{"anyway", send_kept},
    ChatCommand{"edit", edit_kept},
    ChatCommand{"forget", forget_kept},
    ChatCommand{"long", begin_letter, For::everybody, false},
    ChatCommand{"agree", agree_to_pace, For::clients},
    ChatCommand{"decline", decline_pace, For::clients},
    ChatCommand{"keep", keep_open, For::therapists},
    ChatCommand{"repair", repair_windows, For::therapists},
    ChatCommand{"agreement", turn_to_agreement},
    ChatCommand{"plan", turn_to_plan},
    ChatCommand{"lock", lock_screen},
    ChatCommand{"help", tell_help},
    ChatCommand{"quit", quit_chat},
};

}  // namespace

std::vector<std::string> command_names(const ChatOrders& chat)
{
    const bool therapist = chat.client().status().role == wire::Role::therapist;
    std::vector<std::string> names;
    for (const auto& one : chat_commands) {
        if (is_for(one.whom, therapist) && (one.on_full_screen || !chat.view().full())) names.emplace_back(one.name);
    }
    for (auto& one : inside_names(therapist)) names.push_back(std::move(one));
    return names;
}

bool run_command(ChatOrders& chat, std::string_view name, std::string_view rest)
{
    const auto found = std::ranges::find(chat_commands, name, &ChatCommand::name);
    if (found != chat_commands.end()) return found->run(chat, rest);
    if (is_inside(name)) return run_inside(chat, name, rest);
    chat.view().say("There is no command /" + ui::sanitize_name(name) +
                    "; nothing was sent. /help shows what there is.");
    return false;
}

}  // namespace holdfast::shell
