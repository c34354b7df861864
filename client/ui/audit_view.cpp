#include "client/ui/audit_view.hpp"

#include <algorithm>

#include "client/ui/sanitize.hpp"
#include "protocol/hours/display.hpp"

namespace holdfast::ui {
namespace {

using audit::Finding;
using audit::Kind;
using audit::Weight;

std::string decisions(std::size_t count) { return std::to_string(count) + (count == 1 ? " decision" : " decisions"); }

/// Makes sentences about one conversation.
class FindingFormatter {
  public:
    FindingFormatter(const client::ConversationView& conversation, const client::Outlook& outlook, const Here& here)
        : conversation_{conversation},
          zone_{outlook.zone ? outlook.zone : here.zone},
          outlook_{outlook},
          here_{here},
          name_{who(conversation)}
    {
    }

    [[nodiscard]] std::string result(const audit::Report& report) const;
    [[nodiscard]] std::string sentence(const Finding& finding) const;
    [[nodiscard]] std::string meaning(const Finding& finding) const;

  private:
    [[nodiscard]] std::string when(Instant t) const { return instant_words(t, outlook_.zone, here_); }
    [[nodiscard]] std::string at(const Finding& finding) const
    {
        return finding.at ? when(*finding.at) : std::string{"an unknown time"};
    }
    [[nodiscard]] std::string due(const Finding& finding) const
    {
        return finding.due ? when(*finding.due) : std::string{"an unknown time"};
    }
    [[nodiscard]] static std::string number(const Finding& finding)
    {
        return "Number " + std::to_string(finding.sequence);
    }
    [[nodiscard]] std::string at_number(const Finding& finding) const
    {
        return number(finding) + ", " + at(finding) + ": ";
    }
    [[nodiscard]] std::string promise(const audit::Promised& promise) const
    {
        return promise ? window_words({promise->from, promise->by}, outlook_.zone, here_) : "no reading time";
    }
    [[nodiscard]] std::string span(const audit::Report& report) const;
    [[nodiscard]] std::string withheld(const Finding& finding) const;
    [[nodiscard]] std::string zones(const Finding& finding) const;
    [[nodiscard]] std::string whom_to_tell() const
    {
        return conversation_.mine ? "whoever runs the practice's server"
                                  : "your therapist or the practice, by telephone or in person";
    }

    const client::ConversationView& conversation_;
    std::optional<hours::TimeZone> zone_;
    const client::Outlook& outlook_;
    const Here& here_;
    std::string name_;
};

std::string FindingFormatter::span(const audit::Report& report) const
{
    if (!report.from || !report.to) return {};
    if (!zone_) return ", " + to_rfc3339(*report.from) + " – " + to_rfc3339(*report.to);
    const hours::Telling with_year{Instant{}, here_.wording};
    const auto from = hours::show_date(zone_->date_of(*report.from), with_year);
    const auto to = hours::show_date(zone_->date_of(*report.to), with_year);
    const auto* until = here_.spoken() ? " to " : " – ";
    return ", " + from + (from == to ? std::string{} : until + to) +
           (here_.spoken() ? ", " + zone_words(zone_->name(), here_) + " time"
                           : " (" + std::string{zone_->name()} + ")");
}

std::string FindingFormatter::result(const audit::Report& report) const
{
    if (report.checked == 0) return "Nothing was decided with " + name_ + " yet.";
    auto words = "Checked " + decisions(report.checked) + " with " + name_ + span(report) + ". ";
    if (report.agreed == 0) return words + "None of it agrees with the signed hours.";
    if (report.agreed < report.checked)
        return words + std::to_string(report.agreed) + " of them agree with the signed hours.";
    if (report.worst() != Weight::note) return words + "What is there agrees with the signed hours.";
    return words + (report.checked == 1 ? "It agrees with the signed hours." : "All agree with the signed hours.");
}

std::string FindingFormatter::withheld(const Finding& finding) const
{
    const auto version = "version " + std::to_string(finding.version) + " of the hours";
    if (finding.sequence == 0)
        return name_ + "'s own messages name " + version + ", which the server has not shown to this device.";
    return at_number(finding) + "the server went by " + version + ", which it has not shown to this device.";
}

std::string FindingFormatter::zones(const Finding& finding) const
{
    const auto relay = "time zones of version " + sanitize_line(finding.tzdata_relay);
    const auto here = "time zones of version " + sanitize_line(finding.tzdata_here);
    if (finding.promises && finding.promises->first != finding.promises->second)
        return at_number(finding) + "with " + relay + " the server promised " + promise(finding.promises->first) +
               "; with this device's " + here + " the hours give " + promise(finding.promises->second) + ".";
    const bool open = finding.open.value_or(false);
    return at_number(finding) + "with " + relay + " the server took the hours for " + (open ? "closed" : "open") +
           "; with this device's " + here + " they are " + (open ? "open" : "closed") + ".";
}

std::string FindingFormatter::sentence(const Finding& finding) const
{
    switch (finding.kind) {
        case Kind::not_signed: return number(finding) + " of the server's log is not under the server's signature.";
        case Kind::broken_number:
            return "At number " + std::to_string(finding.sequence) + " the server's log has a gap.";
        case Kind::broken_chain:
            return number(finding) + " of the server's log does not follow from the entry before it.";
        case Kind::not_what_was_signed_to_me:
            return number(finding) + " of the server's log is not what the server told this device at the time, for " +
                   at(finding) + ".";
        case Kind::missing_from_log:
            return number(finding) + ", " + at(finding) +
                   ": this device has the server's word for it, and the server's log does not have it.";
        case Kind::unlogged_outage:
            return "The practice's server told this device that it was down until " + at(finding) +
                   ", and its log does not say so.";
        case Kind::unlogged_notice:
            return "The practice's server told this device of a notice of the practice, " + at(finding) +
                   ", and its log does not say so.";
        case Kind::ran_in_outage:
            return "The practice's server says that it was down from " +
                   (finding.down ? when(*finding.down) : "an unknown time") + " to " + due(finding) +
                   ", but it was at work " + at(finding) + ".";
        case Kind::withheld_version: return withheld(finding);
        case Kind::rolled_back_version:
            return at_number(finding) + "the server went by version " + std::to_string(finding.version) +
                   " of the hours although it had version " + std::to_string(finding.expected_version) + ".";
        case Kind::wrong_hold:
            return at_number(finding) + (finding.open.value_or(false) ? "held although the hours were open."
                                                                      : "let through although the hours were closed.");
        case Kind::released_while_closed: return at_number(finding) + "let through although the hours were closed.";
        case Kind::released_taken_back: return at_number(finding) + "let through although it had been taken back.";
        case Kind::released_late:
            return number(finding) + ": held until " + at(finding) + " or longer, although the hours opened " +
                   due(finding) + ".";
        case Kind::never_came: return at_number(finding) + "let through for this device, and it never came here.";
        case Kind::wrong_promise:
            return at_number(finding) + "the server promised " + promise(finding.promises->first) +
                   "; the signed hours give " + promise(finding.promises->second) + ".";
        case Kind::wrong_clock:
            return number(finding) + ": the server's clock said " + at(finding) + ", this device's " + due(finding) +
                   ".";
        case Kind::early_report:
            return "The practice's server says that it received a report of reading " + at(finding) +
                   ", but it was written " + due(finding) + ".";
        case Kind::clock_went_back:
            return number(finding) + ": the server's clock was put back from " + due(finding) + " to " + at(finding) +
                   ". What it decided before that may have gone by a clock that was ahead.";
        case Kind::other_zone_data: return zones(finding);
        case Kind::nothing_promised:
            return at_number(finding) +
                   "no reading time was set although the hours give one. The practice's server does so while its "
                   "clock is in doubt.";
        case Kind::restored:
            return number(finding) + ", " + at(finding) +
                   ": the server was put back from a copy. What the copy lacked was sent to it again.";
    }
    return {};
}

std::string FindingFormatter::meaning(const Finding& finding) const
{
    if (finding.kind == Kind::released_late)
        return "The server has no outage on record for that time. Ask the practice what happened.";
    if (finding.kind == Kind::wrong_clock)
        return "One of the two clocks is wrong. Check this device's; if it is right, tell the practice.";
    if (finding.kind == Kind::never_came)
        return "Audit again in a while. If it stays, ask " + name_ + " whether something is missing here, and tell " +
               whom_to_tell() + ".";
    if (finding.kind == Kind::early_report)
        return "The clock of the server or that of the other device is wrong. Ask " + name_ +
               " when your messages were read.";
    if (finding.kind == Kind::clock_went_back) return "Ask the practice what happened to the server's clock.";
    if (finding.kind == Kind::other_zone_data)
        return "Update this system's time zones (package tzdata), then audit again. If it stays, the practice updates "
               "the server's.";
    if (finding.kind == Kind::withheld_version && finding.sequence == 0)
        return "The server keeps back hours that were signed. Until they are there, go by what " + name_ +
               " told you in person.";
    return "Only the server explains this: it did not keep the signed hours, or its records were changed. What you "
           "wrote stays encrypted; its times are in question. Show this to " +
           whom_to_tell() + ".";
}

/// The order of findings: proof before what is not sure, and each in the order of the log.
std::vector<const Finding*> by_weight(const audit::Report& report)
{
    std::vector<const Finding*> sorted;
    for (const auto& finding : report.findings) sorted.push_back(&finding);
    std::ranges::stable_sort(sorted, std::greater{}, [](const Finding* finding) { return weight(finding->kind); });
    return sorted;
}

std::string more_words(std::size_t more)
{
    return (more == 1 ? std::string{"1 more finding"} : std::to_string(more) + " more findings") +
           ": holdfast audit --all";
}

}  // namespace

Lines audit_lines(const audit::Report& report, const client::ConversationView& conversation,
                  const client::Outlook& outlook, const Here& here, bool all)
{
    const FindingFormatter formatter{conversation, outlook, here};
    Lines lines;
    if (!report.log_seen) lines.emplace_back("The server's log was not seen; only what this device keeps was checked.");
    lines.push_back(formatter.result(report));
    std::size_t told = 0;
    for (const auto* finding : by_weight(report)) {
        if (told > 0 && !all) break;
        lines.push_back(formatter.sentence(*finding));
        if (weight(finding->kind) != Weight::note) lines.push_back(formatter.meaning(*finding));
        ++told;
    }
    if (told < report.findings.size()) lines.push_back(more_words(report.findings.size() - told));
    return lines;
}

std::string finding_sentence(const audit::Finding& finding, const client::ConversationView& conversation,
                             const client::Outlook& outlook, const Here& here)
{
    return FindingFormatter{conversation, outlook, here}.sentence(finding);
}

std::string audit_progress(std::uint64_t seen, std::uint64_t head)
{
    return "Fetched " + std::to_string(seen) + " of " + std::to_string(head) + " decisions.";
}

}  // namespace holdfast::ui
