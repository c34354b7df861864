#include <boost/json/object.hpp>
#include <boost/json/serialize.hpp>
#include <iostream>
#include <map>

#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"
#include "server/shell/ctl/ctl_accounts.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;

struct Read {
    std::vector<Deed> deeds;
    Digest head;
};

Result<Read> read_all(const Config& config)
{
    Read all;
    for (std::uint64_t from = 1;; from = all.deeds.back().number + 1) {
        auto page = ask<Deeds>(config, ReadDeeds{from});
        if (!page) return page.errc();
        all.head = page->head;
        all.deeds.insert(all.deeds.end(), page->deeds.begin(), page->deeds.end());
        if (page->deeds.size() < deeds_page) return all;
    }
}

/// The number of the first deed that does not follow from the one before; the number after the last where the newest is
/// not the one the relay names. Empty: the chain is whole.
std::optional<std::uint64_t> broken_at(const Read& all)
{
    if (all.deeds.empty()) return all.head == Digest{} ? std::nullopt : std::optional{std::uint64_t{1}};
    auto before = all.deeds.front().previous;  // what came before it is older than what is kept
    auto number = all.deeds.front().number;
    if (number == 1 && before != Digest{}) return number;
    for (const auto& deed : all.deeds) {
        if (deed.number != number || deed.previous != before) return deed.number;
        before = deed_hash(deed);
        ++number;
    }
    if (before != all.head) return number;
    return std::nullopt;
}

std::string words_of(const Deed& deed)
{
    static const std::map<std::string, std::string, std::less<>> words{
        {"invite-therapist", "invited a therapist"},
        {"revoke-invitation", "revoked an invitation"},
        {"notice", "issued a practice notice about"},
        {"notice-lift", "lifted the practice notice about"},
        {"suspend", "suspended"},
        {"resume", "resumed"},
        {"remove", "removed"},
        {"revoke-device", "stopped a device of"},
        {"holidays", "suggested holidays"},
        {"holidays-withdraw", "suggests no holidays any more"},
        {"clock-confirm", "said that the clock is right"}};
    const auto known = words.find(deed.what);
    auto text = known == words.end() ? deed.what : known->second;
    if (deed.account) text += ' ' + short_id(*deed.account);
    const bool invitation = deed.what == "invite-therapist" || deed.what == "revoke-invitation";
    if (!deed.detail.empty()) text += invitation ? " (Invitation " + deed.detail + ")" : " (" + deed.detail + ")";
    return text;
}

json::object as_json(const Deed& deed)
{
    return {{"number", deed.number},
            {"at", to_rfc3339(deed.at)},
            {"deed", deed.what},
            {"account", deed.account ? json::value(to_hex(deed.account->view())) : json::value(nullptr)},
            {"detail", deed.detail},
            {"previous", to_hex(deed.previous.view())},
            {"hash", to_hex(deed_hash(deed).view())}};
}

int end_json(const Console&, const Read& all, const std::optional<std::uint64_t>& broken)
{
    for (const auto& deed : all.deeds) std::cout << json::serialize(as_json(deed)) << '\n';
    std::cout << json::serialize(json::object{{"whole", !broken},
                                              {"broken_at", broken ? json::value(*broken) : json::value(nullptr)},
                                              {"deeds", all.deeds.size()},
                                              {"head", to_hex(all.head.view())}})
              << std::endl;
    return broken ? exit_not_trusted : exit_ok;
}

}  // namespace

int show_log(const Console& console, const Config& config)
{
    const auto all = read_all(config);
    if (!all) return console.fail(all.errc());
    const auto broken = broken_at(*all);
    if (console.json()) return end_json(console, *all, broken);
    std::string text;
    for (const auto& deed : all->deeds)
        text += std::to_string(deed.number) + "  " + show_time(deed.at, system_now()) + "  " + words_of(deed) + '\n';
    if (broken) {
        std::cout << text << std::flush;
        return console.fail(Errc::broken_chain, {},
                            "The record does not follow at number " + std::to_string(*broken) +
                                ": something was changed or taken out of it by somebody who could write to the store.");
    }
    if (all->deeds.empty()) return console.done({}, "The practice has done nothing yet that is recorded.\n");
    return console.done({}, text + "The record is whole: each line follows from the one before. Its last mark is " +
                                to_hex(all->head.view()) +
                                "; note it outside this machine to see later that nothing before it was changed.\n");
}

}  // namespace holdfast::server
