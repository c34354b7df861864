#include "client/ui/screen/people_list.hpp"

#include <algorithm>
#include <utility>

#include "client/ui/phrases.hpp"
#include "client/ui/sanitize.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui::screen {
namespace {

constexpr std::string_view new_word = "new";
constexpr std::string_view is_selected = "> ";

bool is_broken(const client::Client& client, const client::ConversationView& one)
{
    return one.mine && !client.unrepaired(one.id).empty();
}

bool is_to_read_first(const client::Client& client, const client::ConversationView& one)
{
    return one.mine && !client.to_read_first(one.id).empty();
}

int rank(const client::Client& client, const client::ConversationView& one)
{
    if (is_to_read_first(client, one)) return 0;
    if (is_broken(client, one)) return 1;
    return one.unseen > 0 ? 2 : 3;
}

std::size_t index_of(const std::vector<client::ConversationView>& people, const std::optional<ConversationId>& id)
{
    const auto found =
        std::ranges::find_if(people, [&](const client::ConversationView& one) { return id && one.id == *id; });
    return found == people.end() ? 0 : static_cast<std::size_t>(found - people.begin());
}

/// The name, and what there is; below it where a row is too narrow for both.
Rows person_rows(const client::Client& client, const client::ConversationView& one, bool selected, std::size_t width)
{
    const auto name = sanitize_name(one.name);
    Row row{{selected ? std::string{is_selected} : std::string(is_selected.size(), ' '), bold},
            {name, selected || one.unseen > 0 ? bold : plain}};
    if (one.unseen > 0) row.push_back({"  " + std::string{new_word}, attention});
    Rows rows = columns_of(row) <= width ? Rows{std::move(row)} : flow("  " + name, width, bold, 0, 2);
    if (is_to_read_first(client, one)) append(rows, flow(phrase::read_first, width, plain, 4, 4));
    if (is_broken(client, one)) append(rows, flow(phrase::broken, width, plain, 4, 4));
    return rows;
}

}  // namespace

std::vector<client::ConversationView> listed_people(const client::Client& client)
{
    auto people = client.conversations();
    std::ranges::stable_sort(people, {}, [&](const auto& one) { return rank(client, one); });
    return people;
}

std::optional<ConversationId> PeopleList::selected(const client::Client& client) const
{
    const auto people = listed_people(client);
    if (people.empty()) return std::nullopt;
    return people[index_of(people, selected_)].id;
}

PeopleList::Outcome PeopleList::press(const Key& key, const client::Client& client)
{
    const auto people = listed_people(client);
    if (key.what == Key::What::escape || (key.what == Key::What::text && key.text == "q")) return Outcome::left;
    if (people.empty()) return Outcome::stays;
    auto at = index_of(people, selected_);
    switch (key.what) {
        case Key::What::up: at -= std::min<std::size_t>(at, 1); break;
        case Key::What::down: at += 1; break;
        case Key::What::page_up: at -= std::min(at, page_); break;
        case Key::What::page_down: at += page_; break;
        case Key::What::home: at = 0; break;
        case Key::What::end: at = people.size(); break;
        default: break;
    }
    selected_ = people[std::min(at, people.size() - 1)].id;
    return key.what == Key::What::enter ? Outcome::chosen : Outcome::stays;
}

Rows PeopleList::rows(const client::Client& client, Size size)
{
    const auto people = listed_people(client);
    const auto chosen = index_of(people, selected_);
    page_ = std::max<std::size_t>(size.rows, 1);
    Rows rows;
    std::size_t end_of_chosen = 0;
    for (std::size_t i = 0; i < people.size(); ++i) {
        append(rows, person_rows(client, people[i], i == chosen, size.columns));
        if (i <= chosen) end_of_chosen = rows.size();
        if (rows.size() >= size.rows && i > chosen) break;
    }
    const auto past = end_of_chosen > size.rows ? end_of_chosen - size.rows : 0;
    rows.erase(rows.begin(), rows.begin() + static_cast<std::ptrdiff_t>(past));
    if (rows.size() > size.rows) rows.resize(size.rows);
    return rows;
}

}  // namespace holdfast::ui::screen
