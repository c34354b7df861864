#include "client/ui/view.hpp"

#include <algorithm>

#include "client/ui/breach_view.hpp"
#include "client/ui/ending_view.hpp"
#include "client/ui/entry_view.hpp"
#include "client/ui/hours/away_view.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/phrases.hpp"
#include "client/ui/rhythm/rhythm_view.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/terms_view.hpp"

namespace holdfast::ui {
namespace {

namespace show = client::show;

/// Turns each item into lines; the ones that answer a command are silent here.
class EventFormatter {
  public:
    EventFormatter(const client::Client& client, const Here& here) noexcept : client_{client}, here_{here} {}

    Lines operator()(const show::Answered&) const { return {}; }
    Lines operator()(const show::Online&) const { return {}; }
    Lines operator()(const show::CaughtUp&) const { return {}; }
    Lines operator()(const show::Kit&) const { return {}; }
    Lines operator()(const show::Invitation&) const { return {}; }
    Lines operator()(const show::Saved&) const { return {}; }
    Lines operator()(const show::AuditProgress&) const { return {}; }
    Lines operator()(const show::AuditDone&) const { return {}; }
    Lines operator()(const show::OutageDenied& item) const
    {
        return {"The practice's server says it was down from " + instant_words(item.down.from, {}, here_) + " to " +
                instant_words(item.down.by, {}, here_) + ", but it answered this device " +
                instant_words(item.seen, {}, here_) +
                ". Here that time does not count as an outage; holdfast audit shows more."};
    }
    Lines operator()(const show::Holidays&) const { return {}; }

    Lines operator()(const show::Offline&) const { return {connection_words(client_.status(), here_)}; }
    Lines operator()(const show::ClocksDiffer& item) const
    {
        return {"The clocks differ: this device shows " + instant_words(item.here, {}, here_) +
                ", the practice's server " + instant_words(item.relay, {}, here_) + ". Check this device's clock."};
    }
    Lines operator()(const show::BehindProxy&) const
    {
        return {
            "The practice's server is reached through another server, which ends the secured line. Whoever runs that "
            "one can see when you are connected and how much is sent, not what is written."};
    }
    Lines operator()(const show::RelayMoved& item) const
    {
        return {"The practice's server has moved and is now at " + sanitize_name(item.address) +
                ". You need do nothing. A recovery kit made before has the old address: make a new one with holdfast "
                "recovery kit."};
    }
    Lines operator()(const show::TermsChanged& item) const { return terms_change_lines(item, client_.status().role); }
    Lines operator()(const show::Enrolled& item) const
    {
        auto lines = welcome_lines(item);
        for (auto& line : terms_lines(client_.status().terms, item.role)) lines.push_back(std::move(line));
        return lines;
    }
    Lines welcome_lines(const show::Enrolled& item) const
    {
        if (item.role == wire::Role::therapist)
            return {"Welcome. You are enrolled as a therapist.",
                    "Before the first invitation, print your recovery kit: holdfast recovery kit"};
        const auto who = item.therapist.empty() ? std::string{phrase::your_therapist} : sanitize_name(item.therapist);
        return {
            "Welcome. " + capital(who) + " will be able to read what you write. To begin, type: holdfast",
            "Nobody can tell you your passphrase again. If you forget it, only a recovery kit brings you back. Make it "
            "now: holdfast recovery kit"};
    }
    Lines operator()(const show::InvitationGood&) const { return {}; }
    Lines operator()(const show::Restored& item) const
    {
        return {"Your account is back on this device, with " + std::to_string(item.conversations) +
                    (item.conversations == 1 ? " conversation." : " conversations.") +
                    " The earlier device takes part no more. What was written before stays on it, and so do notes, "
                    "experiments and marks for the next session.",
                "The coping plan and the check-ins that you both agreed on come back by themselves, from the other "
                "one's device.",
                item.names || item.conversations == 0
                    ? "What people are called came back, too. Look through it once: holdfast status"
                    : "What people are called did not come back. Give them names: holdfast rename"};
    }
    Lines operator()(const show::KitConfirmed&) const
    {
        return {"Your recovery kit is confirmed. Keep the page where only you can find it."};
    }
    Lines operator()(const show::Joined& item) const
    {
        const auto name = sanitize_line(item.name);
        if (item.chosen.empty()) return {name + " has joined."};
        return {name + " has joined, invited as " + sanitize_line(item.chosen) + "; somebody else has that name. " +
                "To give another: holdfast rename --with " + quoted_name(item.name) + " NAME"};
    }
    Lines operator()(const show::Accepted& item) const
    {
        return {accepted_sentence(item, client_.conversation(item.conversation), outlook(item.conversation), here_)};
    }
    Lines operator()(const show::PromiseDiffers& item) const
    {
        const auto looked = outlook(item.conversation);
        const auto who = name(item.conversation);
        return {"The practice's server and this device compute different reading times.",
                "This device, with time zones of version " + sanitize_line(item.tzdata_here) + ": " +
                    promise_sentence(item.here, looked.zone, who, here_),
                "The practice's server, with time zones of version " + sanitize_line(item.tzdata_relay) + ": " +
                    promise_sentence(item.relay, looked.zone, who, here_)};
    }
    Lines operator()(const show::PromiseMoved& item) const
    {
        const auto* only = item.messages.size() == 1 ? client_.entry(item.messages.front()) : nullptr;
        return moved_lines(item, outlook(item.conversation), capital(name(item.conversation)),
                           only ? std::optional{only->written} : std::nullopt, here_);
    }
    Lines operator()(const show::ReleasedEarly& item) const
    {
        return {released_words(item, client_.conversation(item.conversation), outlook(item.conversation), here_)};
    }
    Lines operator()(const show::NotAccepted& item) const
    {
        auto words = "Your message to " + name(item.conversation) + " was not accepted. " + sentence(item.reason);
        if (item.retry) words.append(" ").append(phrase::tried_again);
        return {words};
    }
    Lines operator()(const show::TakenBack& item) const
    {
        return {taken_back_words(client_.entry(item.message), item.never_left)};
    }
    Lines operator()(const show::RefusedByReader& item) const
    {
        return {capital(name(item.conversation)) +
                "'s device could not open one message of yours. Please write it once more."};
    }
    Lines operator()(const show::NewEntry& item) const { return entry_lines(item.entry, client_, here_); }
    Lines operator()(const show::CheckInDue& item) const
    {
        const bool others = client_.conversations().size() > 1;
        return {check_in_due_words(item, others ? client_.partner(item.conversation) : std::string{}, here_)};
    }
    Lines operator()(const show::ReadIn& item) const
    {
        if (client_.conversation(item.conversation).mine) return {};
        return {
            read_words(client_.conversation(item.conversation), item.window, outlook(item.conversation).zone, here_)};
    }
    Lines operator()(const show::Repaired& item) const
    {
        const auto with = client_.conversation(item.conversation);
        if (with.mine) return {repaired_words(item.after)};
        return {spoken_words(with, item.window, item.after, outlook(item.conversation).zone, here_)};
    }
    Lines operator()(const show::VerdictTakenBack& item) const
    {
        return taken_back_lines(item, client_.conversation(item.conversation), outlook(item.conversation), here_);
    }
    Lines operator()(const show::WindowsMissed& item) const
    {
        return missed_lines(item.windows, client_.own_outlook(here_.now).zone, here_);
    }
    Lines operator()(const show::Refused& item) const
    {
        if (item.reason == Errc::wrong_key) return {other_key_words(client_)};
        return {"Something addressed to you was refused. " + sentence(item.reason)};
    }
    Lines operator()(const show::HoursChanged& item) const
    {
        Lines lines;
        for (const auto& id : item.conversations)
            for (const auto& line : hours_lines(client_.conversation(id), outlook(id), here_))
                lines.push_back("Hours: " + line);
        // A therapist with many clients publishes once: the same words are said once.
        lines.erase(std::unique(lines.begin(), lines.end()), lines.end());
        return lines;
    }
    Lines operator()(const show::HoursProblem& item) const
    {
        return {sentence(item.reason) + " " + std::string{phrase::no_reading_time}};
    }
    Lines operator()(const show::PracticeNotice& item) const
    {
        if (item.text.empty()) return {"The practice has lifted its notice."};
        auto words = sanitize_text(item.text);
        words.front().insert(0, "The practice says: ");
        return words;
    }
    Lines operator()(const show::DevicesChanged& item) const
    {
        const auto& id = item.conversation;
        Lines lines{capital(name(id)) + " uses " + std::string{device_words(item.device)} +
                    " now. It has been checked; nothing else changes."};
        if (client_.coping_plan(id) || client_.rhythm(id))
            lines.emplace_back("What you both agreed on goes there by itself: the coping plan, and check-ins.");
        if (!client_.marks(id).empty())
            lines.emplace_back(
                "Marks for the next session are on this device alone now. Make them again where they "
                "still matter.");
        return lines;
    }
    Lines operator()(const show::DeviceFrozen& item) const
    {
        if (!item.conversation) return {sentence(client_.status().frozen_reason)};
        const auto with = client_.conversation(*item.conversation);
        return with.stopped ? Lines{stopped_words(with, here_)} : Lines{};
    }
    Lines operator()(const show::AccountEnded& item) const
    {
        const auto with = client_.conversation(item.conversation);
        if (!with.ended) return {"The practice has closed the account of a member of this conversation."};
        Lines lines{ended_words(with, here_)};
        if (item.unread == 1) lines.emplace_back("1 message of yours was not read. It stays here, marked.");
        if (item.unread > 1)
            lines.push_back(std::to_string(item.unread) + " messages of yours were not read. They stay here, marked.");
        return lines;
    }
    Lines operator()(const show::ConversationEnded& item) const
    {
        const auto with = client_.conversation(item.conversation);
        if (with.ended_by == client::EndedBy::me) return {};  // whoever did it is told by what did it
        Lines lines{ended_words(with, here_)};
        if (item.unsent == 1) lines.emplace_back("1 message of yours was not sent. It stays here, marked.");
        if (item.unsent > 1)
            lines.push_back(std::to_string(item.unsent) + " messages of yours were not sent. They stay here, marked.");
        for (auto& line : crisis_lines(with, outlook(item.conversation), here_)) lines.push_back(std::move(line));
        return lines;
    }
    Lines operator()(const show::ConversationDeleted& item) const
    {
        const auto words = deletion_words(client_.conversation(item.conversation), here_);
        return words ? Lines{*words} : Lines{};
    }

  private:
    [[nodiscard]] client::Outlook outlook(const ConversationId& id) const { return client_.outlook(id, here_.now); }
    [[nodiscard]] std::string name(const ConversationId& id) const { return who(client_.conversation(id)); }

    const client::Client& client_;
    const Here& here_;
};

}  // namespace

Lines event_lines(const client::Show& item, const client::Client& client, const Here& here)
{
    return std::visit(EventFormatter{client, here}, item);
}

}  // namespace holdfast::ui
