// The coping plan of a conversation: shown, printed, written by the therapist step by step, answered by the client with
// or without words of their own.
#include <algorithm>

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/page_file.hpp"
#include "client/shell/page/page.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/plan/coping_plan_view.hpp"
#include "client/ui/plan/plan_questions.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
using PlanDeed = request::CopingPlan::What;
using ui::PlanQuestions;

constexpr const char* plan_answers = "holdfast plan agree, holdfast plan words, or holdfast plan decline";
constexpr const char* plan_kept = "Nothing was sent. What you wrote is kept here: the same command goes on with it.";

int fail_without_plan(const Context& context, const client::ConversationView& with)
{
    return context.out.fail(Errc::not_found, with.mine ? "There is no coping plan yet. To write one: holdfast plan edit"
                                                       : "There is no coping plan yet. Your therapist can send one.");
}

int tell_plan(const Context& context, const client::Client& client, const ConversationId& id)
{
    context.out.object(ui::coping_plan_object(client, id));
    context.out.lines(ui::coping_plans_lines(client, id, plan_answers));
    return exit_ok;
}

/// What both agree on, or else the newest.
int make_plan_page(const Context& context, const client::Client& client, const ConversationId& id,
                   const std::string& file)
{
    if (const auto hindrance = page_hindered(context, file, "No page was made.")) return *hindrance;
    const auto agreed = client.agreed_coping_plan(id);
    const auto plan = agreed ? agreed : client.coping_plan(id);
    const auto with = client.conversation(id);
    const auto page = ui::coping_page(*plan, with, with.mine ? client.status().name : with.name,
                                      client.outlook(id, system_now()), context.here());
    const auto drawn = draw_page(page, page_format(file).value());
    const auto written = drawn.has_error() ? Status{drawn.errc()} : write_new_file(file, *drawn);
    if (written.has_error())
        return context.out.fail(written.errc(), "The page was not made: " + sentence(written.errc()));
    context.out.object(ui::object_of("written", {}, {{"written", file}}));
    context.out.line("A page to print is in " + ui::sanitize_line(file) + ".");
    return exit_ok;
}

int show_plan(const Context& context, OneShotClient& one_shot, const ConversationId& id, const std::string& page)
{
    // A client looks for it when it is needed, and perhaps without a connection: what is here is shown at once.
    const bool mine = one_shot.client().conversation(id).mine;
    if (mine || !one_shot.client().coping_plan(id)) (void)one_shot.wait_until_quiet();
    if (!one_shot.client().coping_plan(id)) return fail_without_plan(context, one_shot.client().conversation(id));
    return page.empty() ? tell_plan(context, one_shot.client(), id)
                        : make_plan_page(context, one_shot.client(), id, page);
}

/// Each answer is kept as it is given. Empty when the person leaves.
std::optional<client::CopingPlanDraft> asked_plan(const Context& context, OneShotClient& one_shot,
                                                  const ConversationId& id, PlanQuestions questions)
{
    const auto keep = [&] {
        static_cast<void>(one_shot.submit(command::SaveCopingPlan{id, questions.plan().note, questions.plan().steps}));
    };
    if (!ask_all(context, one_shot, questions, keep)) return std::nullopt;
    return questions.plan();
}

/// The newest plan as something to be changed.
client::CopingPlanDraft begun_from(const client::CopingPlanView& plan) { return {plan.note, plan.steps}; }

bool has_headings_of(const client::CopingPlanDraft& draft, const client::CopingPlanView& plan)
{
    return std::ranges::equal(draft.steps, plan.steps, {}, &wire::PlanStep::heading, &wire::PlanStep::heading);
}

void show_whole(const Context& context, const client::CopingPlanDraft& draft, const client::ConversationView& with)
{
    for (const auto& line : ui::coping_plan_lines({{}, 0, context.here().today(), draft.note, draft.steps, {}}, with))
        context.out.line("  " + line);
}

int fail_part(const Context& context, const Status& why)
{
    if (why.errc() == Errc::text_too_long)
        return context.out.fail(why.errc(), "A plan has room for " + std::to_string(wire::max_plan_steps) +
                                                " steps, each about " + std::to_string(wire::max_plan_heading_bytes) +
                                                " bytes with " + std::to_string(wire::max_plan_words_bytes) +
                                                " below it, and a note of " +
                                                std::to_string(wire::max_plan_note_bytes) + ".");
    return context.out.fail(why.errc());
}

/// The steps and the note that were given, or asked for and confirmed. Empty when the person leaves.
std::optional<client::CopingPlanDraft> new_plan(const Context& context, OneShotClient& one_shot,
                                                const ConversationId& id, const request::CopingPlan& request)
{
    if (!request.steps.empty() || request.note) {
        client::CopingPlanDraft plan;
        for (const auto& step : request.steps) plan.steps.push_back({step.heading, step.words});
        plan.note = given_or_stdin(context, request.note.value_or(std::string{}), wire::max_plan_note_bytes);
        return plan;
    }
    const auto with = one_shot.client().conversation(id);
    const auto newest = one_shot.client().coping_plan(id);
    auto begun = one_shot.client().coping_plan_draft(id);
    if (begun.empty() && newest) begun = begun_from(*newest);
    context.out.line("The coping plan with " + ui::who(with) + ". Ctrl-C leaves it unsent, and keeps what you wrote.");
    auto plan = asked_plan(context, one_shot, id, PlanQuestions{PlanQuestions::Of::whole_plan, std::move(begun)});
    if (!plan) return std::nullopt;
    show_whole(context, *plan, with);
    const auto sends = ask_yes_no(context, one_shot, "Send this to " + ui::who(with) + "?");
    return sends.value_or(false) ? plan : std::nullopt;
}

int edit_plan(const Context& context, OneShotClient& one_shot, const ConversationId& id,
              const request::CopingPlan& request)
{
    if (!one_shot.client().conversation(id).mine) return context.out.fail(Errc::therapists_only);
    const auto plan = new_plan(context, one_shot, id, request);
    if (!plan) return context.out.fail(Errc::not_confirmed, plan_kept);
    const auto done = one_shot.run(command::SetCopingPlan{id, plan->note, plan->steps});
    if (done.has_error()) return fail_part(context, done);
    context.out.has_happened("The plan is kept here and goes to your client.", exit_not_shown);
    (void)one_shot.wait_until_quiet();
    return tell_plan(context, one_shot.client(), id);
}

/// That this plan is the one the person has read: by its version, or shown here with what they answer. Empty when it
/// is.
std::optional<int> plan_not_read(const Context& context, OneShotClient& one_shot, const client::ConversationView& with,
                                 const client::CopingPlanView& plan, const request::CopingPlan& request,
                                 const client::CopingPlanDraft& answered)
{
    if (request.read) {
        if (*request.read == plan.version) return std::nullopt;
        return context.out.fail(Errc::not_confirmed, "The plan is version " + std::to_string(plan.version) +
                                                         " now. Nothing was answered. To read it: holdfast plan");
    }
    if (!can_ask(context))
        return context.out.fail(Errc::not_confirmed,
                                "Nothing was answered. Read the plan first (holdfast plan), and say which one you have "
                                "read: --plan-version " +
                                    std::to_string(plan.version));
    show_whole(context, answered, with);
    const auto* question = request.what == PlanDeed::decline ? "Answer that you would rather not?"
                           : request.what == PlanDeed::words ? "Agree to this plan, with these words of yours?"
                                                             : "Do you agree to this plan?";
    if (ask_yes_no(context, one_shot, question).value_or(false)) return std::nullopt;
    return context.out.fail(Errc::not_confirmed, request.what == PlanDeed::words ? plan_kept : "Nothing was answered.");
}

/// The plan in the client's own words: given, or asked for. Empty when the person leaves.
std::optional<client::CopingPlanDraft> in_own_words(const Context& context, OneShotClient& one_shot,
                                                    const ConversationId& id, const client::CopingPlanView& plan,
                                                    const request::CopingPlan& request)
{
    auto answered = begun_from(plan);
    if (request.what != PlanDeed::words) return answered;
    if (!request.words.empty()) {
        answered.steps.resize(request.words.size());
        for (std::size_t i = 0; i < request.words.size(); ++i) answered.steps[i].words = request.words[i];
        return answered;
    }
    const auto draft = one_shot.client().coping_plan_draft(id);
    if (!draft.empty() && has_headings_of(draft, plan)) answered = draft;
    answered.note = plan.note;
    return asked_plan(context, one_shot, id, PlanQuestions{PlanQuestions::Of::own_words, std::move(answered)});
}

std::vector<std::string> step_words(const client::CopingPlanDraft& plan)
{
    std::vector<std::string> words;
    for (const auto& step : plan.steps) words.push_back(step.words);
    return words;
}

int answer_plan(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                const request::CopingPlan& request)
{
    const auto with = one_shot.client().conversation(id);
    if (with.mine)
        return context.out.fail(Errc::not_allowed, "The plan is yours to write and your client's to answer.");
    // The answer goes to the plan that was read, even when another version comes meanwhile.
    const auto plan = one_shot.client().coping_plan(id);
    if (!plan) return fail_without_plan(context, with);
    const auto answered = in_own_words(context, one_shot, id, *plan, request);
    if (!answered) return context.out.fail(Errc::not_confirmed, plan_kept);
    if (const auto stays = plan_not_read(context, one_shot, with, *plan, request, *answered)) return *stays;
    const bool agreed = request.what != PlanDeed::decline;
    const auto done = one_shot.run(command::AnswerCopingPlan{
        id, plan->hash, agreed, agreed ? step_words(*answered) : std::vector<std::string>{}, context.here().today()});
    if (done.has_error() && done.errc() == Errc::out_of_range)
        return context.out.fail(done.errc(), "The plan has " + std::to_string(plan->steps.size()) +
                                                 " steps: give the words for each of them, in this order.");
    if (done.has_error()) return fail_part(context, done);
    context.out.has_happened("Your answer is kept and goes to your therapist.", exit_not_shown);
    (void)one_shot.wait_until_quiet();
    return tell_plan(context, one_shot.client(), id);
}

}  // namespace

int run(const Context& context, const request::CopingPlan& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto id = one_shot.find(request.with);
    if (id.has_error()) return fail_finding(context, one_shot.client(), request.with, id.errc());
    if (request.what == PlanDeed::show) return show_plan(context, one_shot, *id, request.page);
    // What is changed or answered is the newest.
    (void)one_shot.wait_until_quiet();
    if (request.what == PlanDeed::edit) return edit_plan(context, one_shot, *id, request);
    return answer_plan(context, one_shot, *id, request);
}

}  // namespace holdfast::shell
