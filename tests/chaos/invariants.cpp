#include "tests/chaos/invariants.hpp"

#include <algorithm>

namespace holdfast::chaos {
namespace {

Line line_of(const boost::json::object& entry)
{
    const auto kind = e2e::text_of(entry, "kind");
    return {e2e::text_of(entry, "id"), kind == "text" ? e2e::text_of(entry, "text") : "[" + kind + "]",
            e2e::text_of(entry, "state")};
}

bool contains(const Lines& lines, const std::string& text)
{
    return std::ranges::find(lines, text, &Line::text) != lines.end();
}

void find_doubles(const std::string& what, const Lines& lines, Violations& found)
{
    std::set<std::string> seen;
    for (const auto& line : lines)
        if (!seen.insert(line.id).second) found.push_back(what + ": twice: " + line.text);
}

/// Both without what only one has, so that one lost message is not told as everything out of order.
bool same_order(const Lines& written, const Lines& read)
{
    std::vector<std::string> a, b;
    for (const auto& line : written)
        if (contains(read, line.text)) a.push_back(line.text);
    for (const auto& line : read)
        if (contains(written, line.text)) b.push_back(line.text);
    return a == b;
}

}  // namespace

History history_of(const e2e::Person& person, const std::string& with)
{
    History history;
    auto words = e2e::Command{"read", "--all"};
    if (!with.empty()) words.insert(words.end(), {"--with", with});
    for (const auto& entry : person.objects(words)) {
        if (e2e::text_of(entry, "event") != "entry") continue;  // a report, no message
        (entry.at("mine").as_bool() ? history.mine : history.theirs).push_back(line_of(entry));
    }
    return history;
}

Violations compare(const std::string& what, const Lines& written, const Lines& read)
{
    Violations found;
    find_doubles(what + ", as written", written, found);
    find_doubles(what + ", as read", read, found);
    for (const auto& line : written) {
        const bool due = line.state == "held" || line.state == "released" || line.state == "read";
        if (line.state == "saved") found.push_back(what + ": never left: " + line.text);
        if (due && !contains(read, line.text)) found.push_back(what + ": lost: " + line.text);
        if (!due && contains(read, line.text))
            found.push_back(what + ": read, though " + line.state + ": " + line.text);
    }
    for (const auto& line : read)
        if (!contains(written, line.text)) found.push_back(what + ": never written: " + line.text);
    if (!same_order(written, read)) found.push_back(what + ": out of order");
    return found;
}

Violations kept(const std::string& what, const std::set<std::string>& told, const Lines& written)
{
    Violations found;
    for (const auto& id : told)
        if (std::ranges::find(written, id, &Line::id) == written.end())
            found.push_back(what + ": told it was kept, and it is not there: " + id);
    return found;
}

}  // namespace holdfast::chaos
