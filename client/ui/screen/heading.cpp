#include "client/ui/screen/heading.hpp"

#include <algorithm>
#include <utility>

#include "client/core/connection.hpp"
#include "client/ui/breach_view.hpp"
#include "client/ui/hours/away_view.hpp"
#include "client/ui/pace_view.hpp"
#include "client/ui/phrases.hpp"

namespace holdfast::ui::screen {
namespace {

/// Empty while connected.
std::string connection_state(const client::Snapshot& status, const Here& here)
{
    using client::Connection;
    const bool for_good = status.frozen || (status.offline_reason && client::is_refused(*status.offline_reason));
    if (for_good && status.connection == Connection::offline) return connection_words(status, here);
    if (status.connection == Connection::online) return {};
    // Until the first try has ended, nothing says that there is no way.
    const bool tries = status.connection == Connection::connecting || !status.offline_reason;
    return std::string{tries ? phrase::connecting : phrase::kept_while_offline};
}

/// The hours without a pace that both know: how much of it is used stands beside the line being written.
Lines standing_lines(const client::ConversationView& with, const client::Outlook& outlook, const Here& here)
{
    auto lines = hours_lines(with, outlook, here);
    const bool known = outlook.pace && outlook.pace->consent != client::PaceConsent::none;
    const auto pace = pace_lines(with, outlook);
    if (known && lines.size() > pace.size()) lines.resize(lines.size() - pace.size());
    if (auto closing = closing_words(with, outlook, here)) lines.push_back(*std::move(closing));
    return lines;
}

}  // namespace

Rows title_rows(const std::string& title, const client::Snapshot& status, const Here& here, std::size_t width)
{
    const auto state = connection_state(status, here);
    const auto style = state == phrase::connecting ? dim : attention;
    const Row name{{title, bold}};
    auto row = spread(name, {state, style}, width);
    if (state.empty() || row.size() > 1) return {std::move(row)};
    Rows rows{std::move(row)};
    append(rows, flow(state, width, style));
    return rows;
}

Rows heading_rows(const client::Client& client, const std::optional<ConversationId>& conversation, const Here& here,
                  Size size)
{
    const auto status = client.status();
    if (!conversation) return title_rows("Holdfast", status, here, size.columns);
    const auto with = client.conversation(*conversation);
    const auto outlook = client.outlook(*conversation, here.now);
    auto rows = title_rows(capital(who(with)), status, here, size.columns);
    Lines lines = standing_lines(with, outlook, here);
    const auto reading = client::ReadingView{{}, client.reading(*conversation, here.now).unknown};
    for (auto& line : reading_lines(with, reading, outlook, status, here)) lines.push_back(std::move(line));
    if (auto clocks = clock_words(status, here)) lines.push_back(*std::move(clocks));
    for (const auto& line : lines) append(rows, flow(line, size.columns, plain));
    if (rows.size() > size.rows) {
        rows.resize(std::max<std::size_t>(size.rows, 1));
        auto& last = rows.back();
        if (rows.size() > 1 && !last.empty())
            last = spread({{text_of(last) + " …", last.front().style}}, {}, size.columns);
    }
    return rows;
}

}  // namespace holdfast::ui::screen
