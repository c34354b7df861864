// The conversations of somebody who has several, to choose from. Pure. First stand those whose promised window was not
// kept, then those with something new; never how much waits.
#pragma once

#include <optional>
#include <vector>

#include "client/core/client.hpp"
#include "client/ui/input/keys.hpp"
#include "client/ui/screen/row.hpp"

namespace holdfast::ui::screen {

class PeopleList {
  public:
    enum class Outcome { stays, chosen, left };

    [[nodiscard]] Outcome press(const Key& key, const client::Client& client);
    /// At most `size.rows`; the selected one is among them.
    [[nodiscard]] Rows rows(const client::Client& client, Size size);
    /// The selected one; empty where there is nobody.
    [[nodiscard]] std::optional<ConversationId> selected(const client::Client& client) const;
    void select(const ConversationId& id) { selected_ = id; }

  private:
    std::optional<ConversationId> selected_;  ///< empty until a key was pressed: the first
    std::size_t page_ = 1;
};

/// In the order shown.
[[nodiscard]] std::vector<client::ConversationView> listed_people(const client::Client& client);

}  // namespace holdfast::ui::screen
