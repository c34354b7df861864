#include "server/doctor/news.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::server::doctor {

std::string state_of(const std::vector<Finding>& findings)
{
    std::vector<std::string> parts;
    for (const auto& finding : findings)
        if (finding.weight != Weight::fine)
            parts.push_back(std::string{finding.subject} + (finding.weight == Weight::broken ? "!" : ""));
    std::ranges::sort(parts);
    std::string state;
    for (const auto& part : parts) state += (state.empty() ? "" : " ") + part;
    return state;
}

std::string news_of(const std::vector<Finding>& findings, const std::string& practice)
{
    const auto wrong = std::ranges::count_if(findings, [](const auto& f) { return f.weight != Weight::fine; });
    auto text = "Holdfast" + (practice.empty() ? "" : " at " + practice) + ": ";
    if (wrong == 0) return text + "all is well again.";
    text += sentence_of(findings.front());
    if (wrong > 1) text += " (" + std::to_string(wrong - 1) + " more: holdfastctl doctor)";
    return text;
}

Told looked(Told before, const std::string& state)
{
    const bool twice = std::exchange(before.seen, state) == state;
    if (twice && before.state != state) {
        before.state = state;
        before.due = true;
        before.names.clear();
    }
    return before;
}

}  // namespace holdfast::server::doctor
