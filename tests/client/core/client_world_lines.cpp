// Everything a member is shown, one line per item.
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"

namespace holdfast::client::test {
namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string promise_text(const std::optional<wire::Promise>& promise)
{
    if (!promise) return "no reading time";
    return to_rfc3339(promise->from) + "/" + (promise->by ? to_rfc3339(*promise->by) : "");
}

std::string error_text(Errc code) { return std::string{holdfast::name(code)}; }

std::string broken_text(const Broken& broken)
{
    const auto window = " " + to_rfc3339(broken.window.from) + "/" + to_rfc3339(broken.window.by);
    switch (broken.breach) {
        case Breach::not_read: return "not read" + window;
        case Breach::outage:
            return "outage" + window + " down " + to_rfc3339(broken.down->from) + "/" + to_rfc3339(broken.down->by);
        case Breach::no_reply: return "no reply" + window;
    }
    return {};
}

}  // namespace

std::string word(const Status& status) { return status.has_error() ? error_text(status.errc()) : "ok"; }

std::string body_text(const EntryBody& body)
{
    if (const auto* text = std::get_if<wire::Text>(&body)) return text->text;
    if (const auto* check_in = std::get_if<wire::CheckIn>(&body)) return "check-in: " + check_in->note;
    if (const auto* repair = std::get_if<wire::Repair>(&body)) return "repair: " + repair->text;
    if (const auto* pace = std::get_if<wire::PaceAnswer>(&body))
        return std::string{pace->agreed ? "agreed to " : "declined "} + std::to_string(pace->pace.characters) + "x" +
               std::to_string(pace->pace.messages);
    if (const auto* agreement = std::get_if<wire::Agreement>(&body))
        return "agreement: " + wire::decode<wire::AgreementText>(agreement->text.body)->text;
    if (const auto* answer = std::get_if<wire::AgreementAnswer>(&body)) {
        const auto said = wire::decode<wire::AgreementWord>(answer->word.body).value();
        return std::string{said.agreed ? "agreed to version " : "declined version "} + std::to_string(said.version);
    }
    if (const auto* plan = std::get_if<wire::CopingPlan>(&body))
        return "plan: " + wire::decode<wire::PlanText>(plan->plan.body)->steps.at(0).words;
    if (const auto* answer = std::get_if<wire::CopingPlanAnswer>(&body)) {
        const auto said = wire::decode<wire::PlanWord>(answer->word.body).value();
        std::string text = said.agreed ? "agreed to the plan" : "declined the plan";
        for (std::size_t i = 0; i < said.words.size(); ++i) text += (i == 0 ? ": " : ", ") + said.words[i];
        return text;
    }
    if (const auto* mark = std::get_if<wire::Mark>(&body))
        return "mark " + std::to_string(static_cast<int>(mark->state));
    if (const auto* experiment = std::get_if<wire::Experiment>(&body)) return "experiment: " + experiment->prediction;
    if (const auto* said = std::get_if<wire::ExperimentStep>(&body))
        return "experiment step " + std::to_string(static_cast<int>(said->part)) + ": " + said->words;
    if (const auto* pulse = std::get_if<wire::PulseAnswer>(&body)) return "pulse " + std::to_string(pulse->value);
    if (const auto* offer = std::get_if<wire::MeasureOffer>(&body)) return "measure: " + offer->measure.name;
    if (const auto* answers = std::get_if<wire::MeasureAnswers>(&body)) {
        std::string chosen;
        for (const auto& one : answers->chosen) chosen += one ? std::to_string(*one) : "-";
        return "answers: " + chosen;
    }
    if (const auto* proposal = std::get_if<wire::EndProposal>(&body))
        return "last window " + to_rfc3339(proposal->from);
    if (const auto* answer = std::get_if<wire::EndAnswer>(&body)) return answer->agreed ? "yes to it" : "no to it";
    if (const auto* ended = std::get_if<Ended>(&body)) return ended->agreed ? "(ended as agreed)" : "(ended)";
    if (const auto* rhythm = std::get_if<wire::Rhythm>(&body))
        return "rhythm " + std::to_string(wire::decode<wire::RhythmText>(rhythm->text.body)->version);
    if (const auto* answer = std::get_if<wire::RhythmAnswer>(&body))
        return "rhythm: says " +
               std::to_string(static_cast<int>(wire::decode<wire::RhythmWord>(answer->word.body)->says));
    if (const auto* answers = std::get_if<wire::RhythmCheckIn>(&body)) return "due check-in: " + answers->check_in.note;
    if (const auto* none = std::get_if<NoCheckIn>(&body)) return "(no check-in " + to_rfc3339(none->dues.front()) + ")";
    if (const auto* broken = std::get_if<Broken>(&body)) return broken_text(*broken);
    if (const auto* newer = std::get_if<NewerKind>(&body)) return "(kind " + std::to_string(newer->kind) + ")";
    return "(missing)";
}

std::string Member::line_of(const Show& item) const
{
    const auto text_of = [&](const MessageId& id) {
        const auto* entry = client_->entry(id);
        return entry ? body_text(entry->body) : "?";
    };
    return std::visit(
        Overloaded{
            [](const show::Answered& a) { return "answered: " + (a.error ? error_text(*a.error) : "ok"); },
            [](const show::Online&) -> std::string { return "online"; },
            [](const show::CaughtUp&) -> std::string { return "caught up"; },
            [](const show::Offline& o) { return "offline: " + error_text(o.reason); },
            [](const show::ClocksDiffer&) -> std::string { return "clocks differ"; },
            [](const show::BehindProxy&) -> std::string { return "behind a proxy"; },
            [](const show::RelayMoved& m) { return "moved to " + m.address; },
            [](const show::TermsChanged& t) {
                return "terms: " + std::to_string(t.now.kept.receipts) + (t.now.record_key ? " with a key" : "");
            },
            [](const show::Enrolled& e) {
                return "enrolled " + e.name + (e.conversation ? " with " : "") + e.therapist;
            },
            [](const show::InvitationGood& good) { return "good invitation from " + good.name; },
            [](const show::Restored& r) { return "restored " + std::to_string(r.conversations); },
            [](const show::Kit&) -> std::string { return "kit"; },
            [](const show::KitConfirmed&) -> std::string { return "kit confirmed"; },
            [](const show::Invitation& i) { return "invitation for " + i.name; },
            [](const show::Joined& j) { return "joined: " + j.name; },
            [&](const show::Saved& s) { return "saved " + text_of(s.message) + ", " + promise_text(s.promise); },
            [&](const show::Accepted& a) {
                return (a.held ? "held " : "accepted ") + text_of(a.message) + ", " + promise_text(a.promise);
            },
            [&](const show::PromiseDiffers& d) {
                return "promise differs: " + promise_text(d.here) + " not " + promise_text(d.relay);
            },
            [&](const show::PromiseMoved& m) {
                std::string text = "moved";
                for (const auto& message : m.messages) text += " " + text_of(message);
                return text + ", " + promise_text(m.promise);
            },
            [&](const show::ReleasedEarly& r) {
                std::string text = "released early";
                for (const auto& message : r.messages) text += " " + text_of(message);
                return text;
            },
            [&](const show::NotAccepted& n) {
                return "not accepted " + text_of(n.message) + ": " + error_text(n.reason) + (n.retry ? ", again" : "");
            },
            [&](const show::TakenBack& t) { return "taken back " + text_of(t.message); },
            [&](const show::RefusedByReader& r) {
                return "reader refused " + text_of(r.message) + ": " + error_text(r.reason);
            },
            [](const show::NewEntry& n) { return "entry: " + body_text(n.entry.body); },
            [](const show::CheckInDue& d) { return "check-in due " + to_rfc3339(d.due); },
            [](const show::ReadIn& r) {
                return "read in " + to_rfc3339(r.window.from) + "/" + to_rfc3339(r.window.by) + ": " +
                       std::to_string(r.messages.size());
            },
            [](const show::Repaired& r) { return "repaired after " + std::to_string(r.after.count()) + " s"; },
            [](const show::VerdictTakenBack& t) {
                return std::string{t.read ? "read after all " : "taken back "} + to_rfc3339(t.window.from) + "/" +
                       to_rfc3339(t.window.by);
            },
            [](const show::WindowsMissed& m) {
                std::string words = "missed";
                for (const auto& one : m.windows) words += " " + to_rfc3339(one.from) + "/" + to_rfc3339(one.by);
                return words;
            },
            [](const show::Refused& r) { return "refused: " + error_text(r.reason); },
            [](const show::HoursChanged&) -> std::string { return "hours changed"; },
            [](const show::HoursProblem& p) { return "hours problem: " + error_text(p.reason); },
            [](const show::Holidays& h) {
                return "holidays: " + (h.list ? std::to_string(h.list->days.size()) : std::string{"none"});
            },
            [](const show::PracticeNotice& n) { return "practice: " + (n.text.empty() ? "lifted" : n.text); },
            [](const show::DevicesChanged&) -> std::string { return "devices changed"; },
            [](const show::AuditProgress&) -> std::string { return "audit goes on"; },
            [](const show::AuditDone& a) {
                std::string text =
                    "audited " + std::to_string(a.report.agreed) + "/" + std::to_string(a.report.checked);
                for (const auto& finding : a.report.findings)
                    text.append(", ")
                        .append(audit::name(finding.kind))
                        .append(" ")
                        .append(std::to_string(finding.sequence));
                return text;
            },
            [](const show::OutageDenied& d) {
                return "outage denied " + to_rfc3339(d.down.from) + "/" + to_rfc3339(d.down.by) + ", seen " +
                       to_rfc3339(d.seen);
            },
            [](const show::DeviceFrozen& f) -> std::string {
                return f.conversation ? "their device frozen" : "frozen";
            },
            [](const show::AccountEnded& e) -> std::string {
                return "account ended, " + std::to_string(e.unread) + " unread";
            },
            [](const show::ConversationEnded& e) -> std::string {
                return "ended" + std::string{e.agreed ? " as agreed" : ""} +
                       (e.unsent > 0 ? ", " + std::to_string(e.unsent) + " unsent" : "");
            },
            [](const show::ConversationDeleted&) -> std::string { return "deleted"; },
        },
        item);
}

}  // namespace holdfast::client::test
