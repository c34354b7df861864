#include "client/ui/first_run/first_run.hpp"

#include <algorithm>
#include <cctype>
#include <utility>

#include "client/ui/first_run/first_run_words.hpp"

namespace holdfast::ui {
namespace {

FirstRun::Taken only_said(std::string words) { return {{std::move(words)}, deed::Nothing{}}; }

/// A link, or something that has the length and the letters of a code to type. Pasted once more by mistake, it would be
/// a name and a number as well.
bool looks_like_invitation(std::string_view words)
{
    constexpr std::size_t letters_of_code = 30, few = 6;
    if (words.starts_with("holdfast:")) return true;
    const auto slash = words.find('/');
    if (slash == std::string_view::npos) return false;
    const auto rest = words.substr(slash + 1);
    const auto is_letter = [](char c) { return std::isalnum(static_cast<unsigned char>(c)) != 0; };
    const auto letters = static_cast<std::size_t>(std::ranges::count_if(rest, is_letter));
    const bool only = std::ranges::all_of(rest, [&](char c) { return is_letter(c) || c == '-' || c == ' '; });
    return only && letters + few > letters_of_code && letters < letters_of_code + few;
}

}  // namespace

FirstRun::FirstRun(std::uint8_t step, FirstFacts facts) : facts_{std::move(facts)}
{
    const auto wanted = static_cast<FirstStep>(step);
    const bool known = std::ranges::count(path(), wanted) > 0;
    begin(known ? wanted : FirstStep::server);
    if (is_skipped(*step_)) go_on();
}

const std::vector<FirstStep>& FirstRun::path() const
{
    using enum FirstStep;
    static const std::vector<FirstStep> clients{code, passphrase, server, contacts, agreement, hours, message};
    static const std::vector<FirstStep> therapists{code,   passphrase, server,        kit,
                                                   groups, own_hours,  own_agreement, invite};
    return facts_.role == wire::Role::therapist ? therapists : clients;
}

bool FirstRun::is_skipped(FirstStep step) const
{
    return step == FirstStep::agreement && (!facts_.agreement || facts_.agreement->is_answered());
}

void FirstRun::begin(std::optional<FirstStep> step)
{
    step_ = step;
    letter_ = {};
    writing_ = false;
    if (step == FirstStep::message && !facts_.begun.empty()) letter_.add(facts_.begun);
}

void FirstRun::go_on()
{
    auto at = std::ranges::find(path(), *step_);
    do ++at;
    while (at != path().end() && is_skipped(*at));
    begin(at == path().end() ? std::nullopt : std::optional{*at});
}

FirstRun::Taken FirstRun::go_back()
{
    if (step_ == FirstStep::code) return only_said("This is the first question. Ctrl-C leaves.");
    if (step_ == FirstStep::server)
        return only_said(
            "The invitation is used and the passphrase is set. To choose another passphrase later: holdfast "
            "passphrase change");
    auto at = std::ranges::find(path(), *step_);
    do --at;
    while (is_skipped(*at) && *at != FirstStep::server);
    begin(*at);
    return {{}, deed::Nothing{}};
}

Lines FirstRun::opening() const { return first_opening(*step_, facts_); }

Question FirstRun::question() const { return first_question(*step_, facts_, writing_); }

FirstRun::Taken FirstRun::answer(std::string_view line)
{
    if (writing_) return take_line(line);
    const auto words = trimmed(line);
    if (words == "back" || words == "/back") return go_back();
    if (words == "stop" || words == "quit" || words == "/quit") return {{}, deed::Leave{}};
    return step_ == FirstStep::message ? take_line(line) : take(words);
}

FirstRun::Taken FirstRun::take(std::string_view words)
{
    const auto next = [this] { return go_on(), Taken{}; };
    switch (*step_) {
        case FirstStep::code:
            if (words.empty()) return only_said("Type or paste it here, or drag the picture's file into this window.");
            return {{}, deed::CheckCode{std::string{words}}};
        case FirstStep::passphrase: return {{}, deed::TakePassphrase{}};
        case FirstStep::server:
        case FirstStep::hours: return next();
        case FirstStep::contacts: return take_contact(words);
        case FirstStep::agreement: return take_agreement(words);
        case FirstStep::kit: return {{}, deed::ShowKit{}};
        case FirstStep::groups:
            if (words.empty())
                return only_said("Without the page confirmed nobody can be invited yet. back shows it again.");
            return {{}, deed::ConfirmKit{std::string{words}}};
        case FirstStep::own_hours:
            if (words.empty() || parse_yes_no(words).value_or(false)) return {{}, deed::EditHours{}};
            return parse_yes_no(words) ? next() : only_said("Please answer yes or no.");
        case FirstStep::own_agreement: return take_own_agreement(words);
        case FirstStep::invite:
            if (words.starts_with('/'))
                return only_said("Here a name is asked for; commands come later. Enter alone goes on.");
            return words.empty() ? next() : Taken{{}, deed::Invite{std::string{words}}};
        case FirstStep::message: break;
    }
    return take_line(words);
}

FirstRun::Taken FirstRun::take_contact(std::string_view words)
{
    if (words.empty() || parse_yes_no(words) == false) return go_on(), Taken{};
    if (looks_like_invitation(words))
        return only_said(
            "That is an invitation, and yours is used already; nothing was stored. For somebody to turn to, write a "
            "name, a colon and a number. Enter goes on without.");
    const auto colon = words.find(':');
    const auto name = trimmed(words.substr(0, colon));
    const auto reach = colon == std::string_view::npos ? std::string_view{} : trimmed(words.substr(colon + 1));
    if (name.empty() || reach.empty())
        return only_said("Write a name, a colon and a number, such as Anna: 0171 234567. Enter goes on without.");
    auto own = facts_.own;
    own.push_back({std::string{name}, std::string{reach}});
    return {{}, deed::SetContacts{std::move(own)}};
}

FirstRun::Taken FirstRun::take_agreement(std::string_view words)
{
    if (words.empty()) return go_on(), Taken{{"That can wait. It is asked again in the conversation: /agreement"}, {}};
    const auto yes = parse_yes_no(words);
    if (!yes) return only_said("Please answer yes or no. Enter decides later.");
    return {{}, deed::AnswerAgreement{*yes}};
}

FirstRun::Taken FirstRun::take_own_agreement(std::string_view words)
{
    const auto yes = words.empty() ? std::optional{true} : parse_yes_no(words);
    if (!yes) return only_said("Please answer yes or no.");
    if (*yes) return {{}, deed::TakeAgreement{}};
    go_on();
    return only_said("Nothing is sent. To write your own: holdfast agreement edit");
}

FirstRun::Taken FirstRun::take_line(std::string_view line)
{
    if (!writing_ && trimmed(line).empty()) return go_on(), Taken{};
    writing_ = true;
    if (!letter_.add(std::string{line})) return {{}, deed::KeepText{letter_.text()}};
    return {{}, deed::SendText{letter_.text()}};
}

}  // namespace holdfast::ui
