#include "client/ui/record/record_pages.hpp"

#include "client/ui/input/typed_text.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/view.hpp"
#include "protocol/base/text.hpp"
#include "protocol/hours/display.hpp"
#include "protocol/hours/zone/zone.hpp"

namespace holdfast::ui {
namespace {

using Style = Paragraph::Style;
using record::Message;
using record::Record;

/// Times are said with their year: a page outlives it.
const hours::Telling with_year{Instant{}, hours::Wording::spoken};

struct Words {
    const Record& record;
    const hours::TimeZone& zone;

    [[nodiscard]] std::string time(Instant t) const { return hours::show_instant(t, zone, with_year); }
    [[nodiscard]] std::string date(const Date& date) const { return hours::show_date(date, with_year); }

    [[nodiscard]] std::string people() const
    {
        std::string names;
        for (const auto& person : record.people)
            names.append(names.empty() ? "" : " and ").append(sanitize_name(person.name));
        return names;
    }

    [[nodiscard]] std::string extent() const
    {
        const auto count = record.messages.size();
        std::string words = count == 1 ? "1 entry" : std::to_string(count) + " entries";
        if (record.from) words += ", from " + date(*record.from);
        if (record.until) words += (record.from ? " to " : ", up to ") + date(*record.until);
        return words + (record.chosen ? ", chosen by the person who made this." : ".");
    }

    [[nodiscard]] std::string heading(const Message& message) const
    {
        const bool remark = message.id == MessageId{};
        const auto who = remark ? std::string{"Holdfast"} : sanitize_name(name_of(record, message.from));
        return capital(who) + ", " + time(message.written);
    }

    /// What became of it, as far as this device knows.
    [[nodiscard]] std::string times(const Message& message) const
    {
        std::string words;
        const auto add = [&](const std::string& part) { words.append(words.empty() ? "" : ". ").append(part); };
        if (message.received && *message.received != message.written)
            add("Received by the practice's server on " + time(*message.received));
        if (message.released && message.released != message.received && *message.released != message.written)
            add("Released on " + time(*message.released));
        if (message.read)
            add("Read in the window of " + hours::show_window({message.read->from, message.read->by}, zone, with_year));
        if (message.id != MessageId{} && !message.shared) add("Not sent yet");
        return words.empty() ? words : words + ".";
    }
};

}  // namespace

Result<std::vector<Paragraph>> record_pages(const Record& record)
{
    const auto zone = hours::TimeZone::find(record.zone);
    if (zone.has_error()) return zone.errc();
    const Words words{record, *zone};
    std::vector<Paragraph> pages{{Style::title, "Messages of " + words.people()},
                                 {Style::about, words.extent() + " Made on " + words.time(record.made) + " by " +
                                                    sanitize_name(name_of(record, record.by)) +
                                                    ". All times are those of " + std::string{zone->name()} + "."},
                                 {Style::about, "Hash of what both have: " + to_hex(shared_hash(record).view())}};
    for (const auto& message : record.messages) {
        pages.push_back({Style::heading, words.heading(message)});
        pages.push_back({Style::words, joined(sanitize_text(message.text), "\n")});
        if (auto times = words.times(message); !times.empty()) pages.push_back({Style::times, std::move(times)});
    }
    return pages;
}

}  // namespace holdfast::ui
