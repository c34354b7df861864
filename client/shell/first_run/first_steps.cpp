#include "client/shell/first_run/first_steps.hpp"

#include "client/shell/commands/commands.hpp"
#include "client/shell/hours/hours_edit.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/agreement_view.hpp"
#include "client/ui/contacts.hpp"
#include "client/ui/first_run/first_run_words.hpp"
#include "client/ui/kit_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;

}  // namespace

FirstSteps::FirstSteps(const Context& context, OpenAccount& account)
    : context_{context}, one_shot_{account, context}, run_{0, {}}
{
    one_shot_.leave_rest();
    run_ = ui::FirstRun{one_shot_.client().first_run().value_or(0), facts()};
}

std::optional<ConversationId> FirstSteps::conversation()
{
    const auto all = one_shot_.client().conversations();
    return all.empty() ? std::nullopt : std::optional{all.front().id};
}

ui::FirstFacts FirstSteps::facts()
{
    const auto& client = one_shot_.client();
    const auto status = client.status();
    ui::FirstFacts facts;
    facts.here = context_.here();
    facts.role = status.role;
    facts.own = client.own_contacts();
    facts.terms = status.terms;
    if (status.role == wire::Role::therapist) {
        facts.with = status.name;
        facts.agreement = client.own_agreement();
        facts.invited = !client.invited(system_now()).empty() || !client.conversations().empty();
        if (const auto* kit = one_shot_.newest<show::Kit>()) facts.groups = ui::numbers_words(kit->asked);
        return facts;
    }
    const auto id = conversation();
    if (!id) return facts;
    const auto view = client.conversation(*id);
    const auto outlook = client.outlook(*id, system_now());
    facts.with = view.name;
    facts.contacts = outlook.contacts;
    facts.contacts.resize(facts.contacts.size() - facts.own.size());  // they stand behind the practice's
    facts.agreement = client.agreement(*id);
    facts.hours = ui::hours_lines(view, outlook, context_.here());
    facts.hours.emplace_back("You can write at any time. You always see when it will be read.");
    facts.begun = client.draft(*id);
    return facts;
}

void FirstSteps::begin_step()
{
    run_.facts() = facts();
    one_shot_.submit(command::NoteFirstRun{run_.number()});
    if (!run_.step()) return;
    // The groups that are asked for come with the kit; it is not shown again.
    if (run_.step() == ui::FirstStep::groups && run_.facts().groups.empty()) {
        (void)one_shot_.run(command::ShowKit{});
        run_.facts() = facts();
    }
    if (context_.out.plain()) context_.out.line("");
    context_.out.lines(run_.opening());
}

std::optional<std::string> FirstSteps::ask()
{
    const auto question = run_.question();
    if (question.text.empty()) return one_shot_.ask(can_ask(context_) ? "> " : "");
    return ask_line(context_, one_shot_, question.text, question.suggestion);
}

std::optional<int> FirstSteps::run()
{
    // What comes meanwhile is part of the facts: hours, an agreement.
    (void)one_shot_.wait_until_quiet();
    begin_step();
    while (run_.step()) {
        const auto step = run_.step();
        const auto line = ask();
        if (!line) return leave();
        run_.facts() = facts();  // hours or an agreement may have come meanwhile
        const auto taken = run_.answer(*line);
        context_.out.lines(taken.say);
        if (std::holds_alternative<ui::deed::Leave>(taken.deed)) return leave();
        if (carry_out(taken.deed)) run_.go_on();
        if (run_.step() != step) begin_step();
    }
    return std::nullopt;
}

int FirstSteps::leave()
{
    return context_.out.fail(Errc::not_confirmed, ui::left_words(run_.step(), !facts().begun.empty()));
}

bool FirstSteps::refuse(const Status& why)
{
    context_.out.lines({ui::error_sentence(why.errc())});
    return false;
}

bool FirstSteps::carry_out(const ui::Deed& deed)
{
    namespace deeds = ui::deed;
    if (const auto* set = std::get_if<deeds::SetContacts>(&deed)) return set_contacts(*set);
    if (const auto* answer = std::get_if<deeds::AnswerAgreement>(&deed)) return answer_agreement(answer->agreed);
    if (const auto* keep = std::get_if<deeds::KeepText>(&deed)) return keep_text(keep->text);
    if (const auto* send = std::get_if<deeds::SendText>(&deed)) return send_text(send->text);
    if (std::holds_alternative<deeds::ShowKit>(deed)) return show_kit();
    if (const auto* confirm = std::get_if<deeds::ConfirmKit>(&deed)) return confirm_kit(confirm->groups);
    if (std::holds_alternative<deeds::EditHours>(deed)) return edit_hours();
    if (std::holds_alternative<deeds::TakeAgreement>(deed)) return take_agreement();
    if (const auto* invited = std::get_if<deeds::Invite>(&deed)) return invite(invited->name);
    return false;
}

/// Asked again: one more may follow.
bool FirstSteps::set_contacts(const ui::deed::SetContacts& deed)
{
    const auto done = one_shot_.run(command::SetOwnContacts{deed.own});
    if (done.has_error()) return refuse(done);
    run_.facts().own = deed.own;
    context_.out.line("Added: " + ui::contact_words(deed.own.back(), context_.here().wording));
    return false;
}

bool FirstSteps::answer_agreement(bool agreed)
{
    const auto done = one_shot_.run(
        command::AnswerAgreement{*conversation(), run_.facts().agreement->hash, agreed, context_.here().today()});
    if (done.has_error()) return refuse(done);
    if (const auto known = one_shot_.client().agreement(*conversation()); known && known->word)
        context_.out.line(ui::word_words(*known->word, "You"));
    return true;
}

bool FirstSteps::keep_text(const std::string& text)
{
    const auto done = one_shot_.run(command::SaveDraft{*conversation(), text});
    if (done.has_error()) (void)refuse(done);
    return false;
}

bool FirstSteps::send_text(const std::string& text)
{
    if (const auto unusable = ui::unusable_words(text)) {
        context_.out.lines({*unusable});
        return true;
    }
    (void)one_shot_.run(command::SaveDraft{*conversation(), text});
    std::uint64_t number = 0;
    for (const auto& draft : one_shot_.client().drafts(*conversation()))
        if (draft.as == client::DraftKind::line) number = draft.number;
    (void)write_and_tell(context_, one_shot_, command::SendText{*conversation(), text, true, number});
    return true;
}

bool FirstSteps::show_kit()
{
    const auto done = one_shot_.run(command::ShowKit{});
    if (done.has_error()) return refuse(done);
    context_.out.lines(ui::kit_lines(*one_shot_.newest<show::Kit>()));
    return true;
}

bool FirstSteps::confirm_kit(const std::string& groups)
{
    const auto done = one_shot_.run(command::ConfirmKit{groups});
    if (done.has_error() && done.errc() == Errc::bad_kit) {
        context_.out.lines({"Those are not groups " + run_.facts().groups +
                            ". Look at the page again; back shows the kit once more."});
        return false;
    }
    if (done.has_error()) return refuse(done);
    context_.out.lines(ui::event_lines(show::KitConfirmed{}, one_shot_.client(), context_.here()));
    return true;
}

bool FirstSteps::edit_hours() { return shell::edit_hours(context_, one_shot_) == 0; }

bool FirstSteps::take_agreement()
{
    const auto& facts = run_.facts();
    if (facts.agreement) return true;
    const auto done = one_shot_.run(command::SetAgreement{ui::default_agreement(facts.with)});
    if (done.has_error()) return refuse(done);
    context_.out.lines({"It comes with each invitation. To change it later: holdfast agreement edit"});
    return true;
}

/// Asked again: what is shown now would be gone behind the conversation.
bool FirstSteps::invite(const std::string& name)
{
    const auto& client = one_shot_.client();
    const auto now = system_now();
    if (client.free_name(name, now) != name)
        context_.out.lines({ui::taken_words(name, client, now, {})});
    else if (invite_and_tell(context_, one_shot_, {name, false, {}}) == 0)
        run_.facts().invited = true;
    return false;
}

}  // namespace holdfast::shell
