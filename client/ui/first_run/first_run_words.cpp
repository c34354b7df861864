#include "client/ui/first_run/first_run_words.hpp"

#include "client/ui/agreement_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/terms_view.hpp"

namespace holdfast::ui {
namespace {

std::string therapist_of(const FirstFacts& facts)
{
    return facts.with.empty() ? std::string{phrase::your_therapist} : sanitize_name(facts.with);
}

Lines seen_lines(const FirstFacts& facts)
{
    if (facts.role == wire::Role::therapist)
        return {"What the practice's server can see, and what not:",
                "  It keeps what is written, locked. Only you and each client can read it.",
                "  It sees who writes to whom, when, and about how much. It sees no names.",
                "  It sees your hours, since it holds messages until they open. It cannot change them.",
                "  Whoever runs it can read nothing that was written, and cannot open your hours."};
    return {"What the practice's server can see, and what not:",
            "  It keeps what you write, locked. Only you and " + therapist_of(facts) + " can read it.",
            "  It sees that you write, when, and about how much. It sees no words.",
            "  It does not know your name. Names stay on your own devices.",
            "  Nobody sees whether you are there: no dots, no ticks, no \"last seen\"."};
}

Lines server_lines(const FirstFacts& facts)
{
    auto lines = seen_lines(facts);
    for (auto& line : terms_lines(facts.terms, facts.role)) lines.push_back(std::move(line));
    return lines;
}

Lines turn_to_lines(const FirstFacts& facts)
{
    client::Outlook outlook;
    outlook.contacts = facts.contacts;
    outlook.contacts.insert(outlook.contacts.end(), facts.own.begin(), facts.own.end());
    auto lines = contact_lines(outlook, facts.here);
    lines.emplace_back("They are always shown while the hours are closed, also without a connection.");
    return lines;
}

Lines own_agreement_lines(const FirstFacts& facts)
{
    Lines lines{"What you and each client agree about messages. This is a text to begin with:"};
    const auto text = facts.agreement ? facts.agreement->text : default_agreement(facts.with);
    for (const auto& line : sanitize_text(text)) lines.push_back(line.empty() ? line : "  " + line);
    return lines;
}

Lines message_lines(const FirstFacts& facts)
{
    Lines lines{"Your first message to " + therapist_of(facts) + ", if you like. A line with a single dot sends it."};
    if (facts.begun.empty()) return lines;
    lines.emplace_back("You had begun:");
    for (const auto& line : sanitize_text(facts.begun)) lines.push_back("  " + line);
    return lines;
}

}  // namespace

Lines first_opening(FirstStep step, const FirstFacts& facts)
{
    switch (step) {
        case FirstStep::code:
            return {"Welcome to Holdfast. A few questions, and you can begin: about two minutes.",
                    "back asks the question before again. Ctrl-C leaves; holdfast then goes on from there."};
        case FirstStep::passphrase:
            return {"Now a passphrase. It locks what is kept on this computer, and you type it when Holdfast starts.",
                    "Nobody can look it up or reset it, not even the practice. Five words that have nothing to do with "
                    "each other hold well. Nothing appears while you type."};
        case FirstStep::server: return server_lines(facts);
        case FirstStep::contacts: return turn_to_lines(facts);
        case FirstStep::agreement: {
            Lines lines{capital(therapist_of(facts)) + " suggests that you both agree on this:"};
            for (auto& line : agreement_lines(*facts.agreement)) lines.push_back(std::move(line));
            return lines;
        }
        case FirstStep::hours: return facts.hours;
        case FirstStep::message: return message_lines(facts);
        case FirstStep::kit:
            return {
                "Next is your recovery kit: your key on paper. If this device is lost, only that page brings you "
                "back.",
                "It is shown now, to be printed or copied by hand. Look that nobody else sees it."};
        case FirstStep::groups:
            return {
                "Now confirm the kit, so that it surely is on paper. To print it from a file, leave with Ctrl-C first; "
                "holdfast goes on here. back shows the kit again."};
        case FirstStep::own_hours:
            return {
                "Your hours: when you read and answer. They are asked for in plain questions, with the crisis "
                "contacts of your practice, and published when you say yes."};
        case FirstStep::own_agreement: return own_agreement_lines(facts);
        case FirstStep::invite: return {"Now you can invite a client."};
    }
    return {};
}

Question first_question(FirstStep step, const FirstFacts& facts, bool writing)
{
    switch (step) {
        case FirstStep::code: return {"The link, the code, or the file of the QR picture from your invitation:", {}};
        case FirstStep::passphrase: return {"Choose a passphrase:", {}};
        case FirstStep::server: return {"Enter goes on.", {}};
        case FirstStep::contacts:
            return {facts.own.empty()
                        ? "Somebody of your own as well? Type a name, a colon and a number. Enter goes on."
                        : "One more? Enter goes on.",
                    {}};
        case FirstStep::agreement:
            return {"Do you agree? yes or no; Enter decides later. You can write either way.", {}};
        case FirstStep::hours: return {"Enter goes on.", {}};
        case FirstStep::message:
            if (writing) return {};
            return {facts.begun.empty() ? "Enter alone leaves it for later."
                                        : "Go on writing, or send it with a dot. Enter alone leaves it for later.",
                    {}};
        case FirstStep::kit: return {"Enter shows it.", {}};
        case FirstStep::groups: return {"Groups " + facts.groups + " from the page:", {}};
        case FirstStep::own_hours: return {"Set them now? no leaves it for later: holdfast hours edit", "yes"};
        case FirstStep::own_agreement: return {"Use this text? no leaves it out", "yes"};
        case FirstStep::invite:
            return {facts.invited
                        ? "One more? Type what you call this person. Enter alone ends this and opens Holdfast."
                        : "What do you call this person? Only you see it. Enter alone leaves it for later: holdfast "
                          "invite",
                    {}};
    }
    return {};
}

std::string good_code_words(const client::show::InvitationGood& good, const Here& here)
{
    const auto until = " It is good until " + instant_words(good.expires, {}, here) + ".";
    if (good.role == wire::Role::therapist) return "This invitation is from your practice." + until;
    const auto from = good.name.empty() ? std::string{phrase::your_therapist} : sanitize_name(good.name);
    return "This invitation is from " + from + "." + until;
}

std::string left_words(std::optional<FirstStep> step, bool begun)
{
    if (step == FirstStep::message && begun)
        return "What you wrote is kept, and nothing of it was sent. To go on from here: holdfast";
    if (!step || *step == FirstStep::code || *step == FirstStep::passphrase)
        return "Nothing was set up yet, and your invitation is still good. To begin again: holdfast";
    return "What you did so far is kept. To go on from here: holdfast";
}

}  // namespace holdfast::ui
