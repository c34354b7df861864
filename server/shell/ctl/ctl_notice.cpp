#include <algorithm>
#include <boost/json/array.hpp>
#include <boost/json/object.hpp>
#include <iostream>
#include <iterator>

#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"
#include "server/shell/ctl/ctl_accounts.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;

/// The therapist a notice is about: by id, or by being the only one.
Result<NoticeLine> find_therapist(const std::vector<NoticeLine>& therapists, const std::string& beginning)
{
    std::vector<NoticeLine> found;
    std::ranges::copy_if(therapists, std::back_inserter(found),
                         [&](const NoticeLine& one) { return to_hex(one.therapist.view()).starts_with(beginning); });
    if (found.empty()) return Errc::not_found;
    if (found.size() > 1) return Errc::ambiguous_name;
    return found.front();
}

int fail_to_find_therapist(const Console& console, Errc code)
{
    if (code == Errc::ambiguous_name)
        return console.fail(code, {},
                            "More than one therapist fits. Say which with --account ID; see: holdfastctl accounts");
    return console.fail(code, {}, "There is no such therapist. See: holdfastctl accounts");
}

std::string all_input()
{
    std::string text{std::istreambuf_iterator<char>{std::cin}, {}};
    while (!text.empty() && (text.back() == '\n' || text.back() == '\r')) text.pop_back();
    return text;
}

std::string who_sees(const NoticeLine& therapist)
{
    if (therapist.clients == 0) return "This therapist has no clients yet: nobody";
    return count_of(therapist.clients, "client", "clients");
}

/// What all clients of somebody are about to see, whole.
std::string question_of(const NoticeLine& therapist, const std::string& text)
{
    std::string words = text + "\n\n" + who_sees(therapist) +
                        " will see it, at once or when they next connect. Reading times are suspended until it is "
                        "lifted.\n";
    if (!therapist.text.empty()) words += "It takes the place of this one: " + therapist.text + '\n';
    return words + "Send it?";
}

std::string lift_question(const NoticeLine& therapist)
{
    return therapist.text + "\n\n" + who_sees(therapist) +
           " will see that it is lifted, and reading times follow the therapist's hours again.\nLift it?";
}

/// The notices in force, of one therapist or all.
int show_notices(const Console& console, const std::vector<NoticeLine>& therapists, const std::string& beginning)
{
    json::array all;
    std::string text;
    for (const auto& one : therapists) {
        if (one.text.empty() || !to_hex(one.therapist.view()).starts_with(beginning)) continue;
        all.push_back(json::object{{"account", to_hex(one.therapist.view())},
                                   {"text", one.text},
                                   {"issued", to_rfc3339(one.issued)},
                                   {"clients", one.clients},
                                   {"by_suspension", one.by_suspension}});
        text += short_id(one.therapist) + "  since " + show_time(one.issued, system_now()) + ", for " +
                count_of(one.clients, "client", "clients") +
                (one.by_suspension ? ", with the suspension of the account" : "") + ":\n  " + one.text + '\n';
    }
    if (text.empty()) text = "No notice is in force.\n";
    return console.done({{"notices", std::move(all)}}, text);
}

int fail_lift(const Console& console, Errc code, const NoticeLine& therapist)
{
    if (code == Errc::account_suspended)
        return console.fail(
            code, {},
            "This therapist is suspended: the notice goes when she is resumed. Type: holdfastctl resume " +
                short_id(therapist.therapist));
    if (code == Errc::nothing_changed)
        return console.fail(code, {}, "No notice about this therapist is in force. Nothing was changed.");
    return console.fail(code);
}

}  // namespace

int issue_notice(const Console& console, const Config& config, const NoticeOptions& options)
{
    const auto lines = ask<NoticeLines>(config, ListNotices{});
    if (!lines) return console.fail(lines.errc());
    if (!options.lift && !options.given) return show_notices(console, lines->therapists, options.account);
    const auto text = options.lift ? std::string{} : options.text == "-" ? all_input() : options.text;
    if (!options.lift && text.empty()) return console.fail(Errc::empty_text);
    if (text.size() > wire::max_notice_text_bytes)
        return console.fail(
            Errc::text_too_long, {},
            "This notice is too long: it may have " + std::to_string(wire::max_notice_text_bytes) + " bytes.");
    if (!is_utf8(as_bytes(text))) return console.fail(Errc::bad_encoding);
    const auto therapist = find_therapist(lines->therapists, options.account);
    if (!therapist) return fail_to_find_therapist(console, therapist.errc());
    if (options.lift && therapist->text.empty()) return fail_lift(console, Errc::nothing_changed, *therapist);
    const auto question = options.lift ? lift_question(*therapist) : question_of(*therapist, text);
    if (!is_agreed(console, question, options.yes, true))
        return console.fail(Errc::not_confirmed, {}, "Nothing was sent, and nothing was changed.");
    const auto done = ask<AdminDone>(config, IssueNotice{therapist->therapist, text});
    if (!done) return fail_lift(console, done.errc(), *therapist);
    const auto seen = who_sees(*therapist);
    return console.done(
        {{"account", to_hex(therapist->therapist.view())}, {"notice", !options.lift}, {"clients", therapist->clients}},
        options.lift ? "The notice is lifted. Promises follow the therapist's hours again.\n"
                     : "The notice is signed and goes out: " + seen + (therapist->clients == 1 ? " sees" : " see") +
                           " it at once or when they next connect. It opens nothing; promises of reading times are "
                           "suspended until it is lifted.\n");
}

}  // namespace holdfast::server
