// Texts that were written and not sent: shown, kept, removed.
#include <algorithm>

#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/input/chat_lines.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using client::DraftKind;

struct PlacedDraft {
    ConversationId in;  ///< zero: to nobody yet
    client::DraftView draft;
};

/// Of one conversation, or of all and those to nobody yet.
std::vector<PlacedDraft> placed_drafts(const client::Client& client, const std::optional<ConversationId>& one)
{
    std::vector<ConversationId> places;
    if (!one) places.emplace_back();
    for (const auto& view : client.conversations())
        if (!one || view.id == *one) places.push_back(view.id);
    std::vector<PlacedDraft> all;
    for (const auto& place : places)
        for (auto& draft : client.drafts(place)) all.push_back({place, std::move(draft)});
    return all;
}

boost::json::object draft_object(const client::Client& client, const PlacedDraft& placed)
{
    const bool known = placed.in != ConversationId{};
    return ui::draft_object(placed.draft, placed.in, known ? client.partner(placed.in) : std::string{});
}

void tell_drafts(const Context& context, const client::Client& client, const std::optional<ConversationId>& one)
{
    const auto all = placed_drafts(client, one);
    boost::json::array drafts;
    for (const auto& placed : all) drafts.emplace_back(draft_object(client, placed));
    context.out.object({{"event", "drafts"}, {"conversation", ui::conversation_value(one)}, {"drafts", drafts}});
    if (all.empty())
        context.out.line(
            "No message is kept here. Answers, notes and plans that were begun come back with their own commands.");
    for (const auto& [in, draft] : all) {
        const auto to = in == ConversationId{} ? std::string{"nobody yet"} : ui::sanitize_name(client.partner(in));
        context.out.line(std::to_string(draft.number) + ", to " + to + ", not sent:");
        for (const auto& line : ui::sanitize_text(draft.text)) context.out.line("  " + line);
    }
}

Status keep(OneShotClient& one_shot, const std::optional<ConversationId>& one, const std::string& text)
{
    const auto place = one.value_or(ConversationId{});
    return one_shot.run(command::SaveDraft{place, text, DraftKind::kept});
}

/// The line being written stays as it is, unless it is what is removed.
Status remove(OneShotClient& one_shot, const PlacedDraft& placed)
{
    const auto line =
        placed.draft.as == DraftKind::line ? std::string{} : one_shot.client().draft(placed.in, DraftKind::line);
    return one_shot.run(command::SaveDraft{placed.in, line, DraftKind::line, placed.draft.number});
}

bool may_remove(const Context& context, OneShotClient& one_shot)
{
    if (context.options.yes) return true;
    return can_ask(context) && ask_yes_no(context, one_shot, "Remove this?").value_or(false);
}

int forget(const Context& context, OneShotClient& one_shot, const request::Drafts& request,
           const std::optional<ConversationId>& one)
{
    const auto all = placed_drafts(one_shot.client(), one);
    const auto found =
        std::ranges::find_if(all, [&](const PlacedDraft& placed) { return placed.draft.number == request.forget; });
    if (found == all.end())
        return context.out.fail(Errc::not_found, "There is no such text kept here. This shows them: holdfast drafts");
    context.out.object(draft_object(one_shot.client(), *found));
    for (const auto& line : ui::sanitize_text(found->draft.text)) context.out.line("  " + line);
    if (request.only_show) return exit_ok;
    if (!may_remove(context, one_shot)) return context.out.fail(Errc::not_confirmed, "It stays here.");
    if (const auto done = remove(one_shot, *found); done.has_error()) return context.out.fail(done.errc());
    context.out.has_happened("The text is removed.", exit_not_shown);
    context.out.line("Removed.");
    return exit_ok;
}

}  // namespace

int run(const Context& context, const request::Drafts& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    std::optional<ConversationId> one;
    if (!request.with.empty()) {
        const auto found = one_shot.client().find(request.with);
        if (found.has_error()) return fail_finding(context, one_shot.client(), request.with, found.errc());
        one = *found;
    }
    if (request.forget != 0) return forget(context, one_shot, request, one);
    if (request.keep)
        if (const auto kept = keep(one_shot, one, *request.keep); kept.has_error())
            return context.out.fail(kept.errc());
    tell_drafts(context, one_shot.client(), one);
    return exit_ok;
}

}  // namespace holdfast::shell
