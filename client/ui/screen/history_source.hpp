// The history of one conversation as rows for the timeline: days, who wrote and when, what was written, and what became
// of it. Pure. It holds what is true at one instant, and is made anew for each picture; entries are read one at a time.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "client/ui/item.hpp"
#include "client/ui/screen/timeline.hpp"

namespace holdfast::ui::screen {

/// Something said in this sitting, below the entry that was the last one then.
struct KeptItem {
    std::uint64_t after = 0;
    Item item;
};

/// What is pointed out in the history.
struct Marks {
    std::uint64_t new_from = 0;  ///< the entry below the line "New"; 0: none
    std::uint64_t found = 0;     ///< the entry a search has found
    bool compact = false;        ///< a low screen: no empty rows
};

class HistorySource final : public TimelineSource {
  public:
    /// `client` and `kept` (in the order of `after`) must outlive it.
    HistorySource(const client::Client& client, const ConversationId& conversation, Here here,
                  const std::vector<KeptItem>& kept, const Marks& marks);

    [[nodiscard]] std::optional<std::uint64_t> before(std::uint64_t number) const override;
    [[nodiscard]] std::optional<std::uint64_t> after(std::uint64_t number) const override;
    [[nodiscard]] std::uint64_t last() const override;
    [[nodiscard]] Rows rows(std::uint64_t number, std::size_t width) const override;

    [[nodiscard]] const client::ConversationView& with() const noexcept { return with_; }
    [[nodiscard]] const client::Outlook& outlook() const noexcept { return outlook_; }

  private:
    /// Of one's own message that is at the relay and that nobody has reported read.
    struct Fate {
        bool held = false;
        std::optional<Instant> release;
        std::optional<wire::Promise> promise;
        friend bool operator==(const Fate&, const Fate&) = default;
    };
    [[nodiscard]] std::optional<Fate> fate_of(const client::EntryHead& head) const;
    [[nodiscard]] bool is_said_below(const client::ListedEntry& head, const Fate& fate) const;
    [[nodiscard]] std::optional<std::string> receipt(const client::ListedEntry& head) const;

    [[nodiscard]] Rows entry_rows(const client::ListedEntry& head, bool goes_on, std::size_t width) const;
    [[nodiscard]] Rows headings(const client::ListedEntry& head, const client::ListedEntry* previous,
                                std::size_t width) const;
    [[nodiscard]] bool has_items_after(std::uint64_t number) const;
    [[nodiscard]] Row who_and_when(const client::Entry& entry) const;
    [[nodiscard]] std::string day_words(Instant t) const;  ///< "Sunday 29 November"
    /// The same writer, a moment later: who and when need not be said again.
    [[nodiscard]] bool goes_on(const client::ListedEntry& head, const client::ListedEntry* previous) const;
    [[nodiscard]] Date date_of(Instant t) const;

    const client::Client& client_;
    ConversationId id_;
    Here here_;
    std::optional<hours::TimeZone> zone_;  ///< of the dates and times; without one, UTC
    const std::vector<KeptItem>& kept_;
    Marks marks_;
    client::ConversationView with_;
    client::Outlook outlook_;
};

/// Rows of something said, at most `width` wide.
[[nodiscard]] Rows item_rows(const Item& item, std::size_t width);

}  // namespace holdfast::ui::screen
