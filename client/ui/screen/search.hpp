// A search through a conversation, from the newest entry backwards. Pure. The words stand in the vault alone, so
// entries are read one after the other, a bounded number at a time, until one has them; nothing is kept of what was
// read.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "client/core/client.hpp"

namespace holdfast::ui::screen {

class Search {
  public:
    /// Entries that one look() reads: some milliseconds.
    static constexpr std::size_t at_once = 200;

    /// Case and the form of letters do not matter. `words`: not blank.
    Search(const ConversationId& conversation, std::string_view words);

    /// Whether look() has more to read for what was asked last.
    [[nodiscard]] bool is_looking() const noexcept { return looking_; }
    /// Reads on; the entry, once one is found.
    [[nodiscard]] std::optional<std::uint64_t> look(const client::Client& client);
    /// The next one towards the oldest, or towards the newest.
    void older();
    void newer();

    [[nodiscard]] const std::string& words() const noexcept { return words_; }
    /// The entry that was found last; 0 before the first.
    [[nodiscard]] std::uint64_t found() const noexcept { return found_; }
    /// The end was reached without another one.
    [[nodiscard]] bool at_end() const noexcept { return at_end_; }

  private:
    [[nodiscard]] bool has_words(const client::Entry& entry) const;

    ConversationId conversation_;
    std::string words_;
    std::string key_;
    std::uint64_t at_ = client::Client::past_the_last;  ///< the entry looked at last
    std::uint64_t found_ = 0;
    bool backwards_ = true;
    bool looking_ = true;
    bool at_end_ = false;
};

}  // namespace holdfast::ui::screen
