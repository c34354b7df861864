#include "client/ui/input/completion.hpp"

#include <algorithm>
#include <iterator>

#include "client/core/account/naming.hpp"
#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

constexpr std::string_view before_people = "/with ";

/// The beginning that both have, in whole characters.
std::string shared(const std::string& a, const std::string& b)
{
    std::size_t at = 0;
    while (at < a.size() && at < b.size()) {
        const auto end = cluster_end(a, at);
        if (end != cluster_end(b, at) || a.compare(at, end - at, b, at, end - at) != 0) break;
        at = end;
    }
    return a.substr(0, at);
}

/// `begin` stays before what is completed, `after` comes behind the only one that fits.
Completion complete(std::string_view line, std::string_view begin, std::vector<std::string> fitting,
                    std::string_view after)
{
    if (fitting.empty()) return {std::string{line}, {}};
    auto common = fitting.front();
    for (const auto& one : fitting) common = shared(common, one);
    const auto typed = line.substr(begin.size());
    // Never less than was typed: names that differ in their case share nothing.
    const auto word = common.size() < typed.size() ? std::string{typed} : common;
    if (fitting.size() == 1) return {std::string{begin} + fitting.front() + std::string{after}, {}};
    return {std::string{begin} + word, std::move(fitting)};
}

}  // namespace

Completion completed(std::string_view line, const std::vector<std::string>& commands,
                     const std::vector<std::string>& people)
{
    std::vector<std::string> fitting;
    if (line.starts_with(before_people)) {
        const auto typed = client::caseless(line.substr(before_people.size()));
        for (const auto& name : people)
            if (client::caseless(name).starts_with(typed)) fitting.push_back(name);
        return complete(line, before_people, std::move(fitting), {});
    }
    if (!line.starts_with('/') || line.starts_with("//") || line.find(' ') != std::string_view::npos)
        return {std::string{line}, {}};
    std::ranges::copy_if(commands, std::back_inserter(fitting),
                         [&](const std::string& one) { return one.starts_with(line.substr(1)); });
    return complete(line, "/", std::move(fitting), " ");
}

}  // namespace holdfast::ui
