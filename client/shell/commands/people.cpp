// The people of an account: inviting somebody, and their names.
#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/commands/page_file.hpp"
#include "client/shell/page/page.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/first_run/begin_page.hpp"
#include "client/ui/people_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"
#include "protocol/base/files.hpp"
#include "protocol/qr/qr.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;
namespace show = client::show;

/// Invites under `name`, or under another one that is asked for while it is taken; the name that was used in the end.
Status invite(const Context& context, OneShotClient& one_shot, std::string& name, bool again)
{
    for (;;) {
        const auto done = one_shot.run(command::Invite{name, again});
        if (done.has_value() || done.errc() != Errc::name_taken || !can_ask(context)) return done;
        context.out.line(ui::taken_sentence(name, one_shot.client(), system_now()));
        const auto other = ask_line(context, one_shot, "What shall this person be called?",
                                    one_shot.client().free_name(name, system_now()));
        if (!other) return done;
        name = trimmed(*other).empty() ? one_shot.client().free_name(name, system_now()) : std::string{trimmed(*other)};
    }
}

/// A name for the client: asked for on a terminal, read from standard input elsewhere. Empty when the person leaves,
/// and where nothing is read.
std::string name_for(const Context& context, OneShotClient& one_shot)
{
    if (!can_ask(context))
        return std::string{trimmed(given_or_stdin(context, std::string{from_stdin}, wire::max_text_bytes))};
    for (;;) {
        const auto answer = ask_line(context, one_shot, "What do you call this person? Only you see it.", {});
        if (!answer || !trimmed(*answer).empty()) return std::string{trimmed(answer.value_or(std::string{}))};
    }
}

/// `page`: where one was asked for, how it went.
void tell_object(const Context& context, const show::Invitation& invitation, const std::string& file,
                 const Status& page)
{
    auto object = ui::object_of("invitation", {},
                                {{"code", invitation.code},
                                 {"link", invitation.link},
                                 {"name", invitation.name},
                                 {"expires", ui::time_value(invitation.expires)}});
    if (!file.empty() && page.has_value()) object["page"] = file;
    if (page.has_error()) object["page_error"] = ui::error_object(page.errc());
    context.out.object(object);
}

void tell_invitation(const Context& context, const show::Invitation& invitation)
{
    context.out.line("For " + ui::sanitize_line(invitation.name) + " (only you see this name)");
    if (!context.out.json() && !context.out.plain() && context.console().out_is_terminal())
        context.out.picture(qr::lines(invitation.link));
    context.out.lines({"Hand this over in person; it works once, until " +
                           ui::instant_words(invitation.expires, {}, context.here()) + ".",
                       "Code to type:  " + invitation.code, "Link:          " + invitation.link});
}

Status make_page(const Context& context, OneShotClient& one_shot, const show::Invitation& invitation,
                 const std::string& file)
{
    if (file.empty()) return ok();
    const auto& client = one_shot.client();
    const auto own = client.own_hours();
    const auto to_print = ui::begin_page(invitation, client.status().name,
                                         own ? own->contacts : std::vector<wire::CrisisContact>{}, context.here());
    const auto drawn = draw_page(to_print, page_format(file).value());
    return drawn.has_error() ? Status{drawn.errc()} : write_new_file(file, *drawn);
}

/// The exit code. Programs have it in the invitation, which is good whatever became of the page.
int tell_page(const Context& context, const std::string& file, const Status& page)
{
    if (file.empty()) return exit_ok;
    if (page.has_error() && context.out.json()) return exit_not_shown;
    if (page.has_error())
        return context.out.fail(page.errc(), "The page was not made: " + sentence(page.errc()) +
                                                 " The invitation above is good all the same.");
    context.out.line("A page to print is in " + ui::sanitize_line(file) +
                     ". It holds the code: print it, then delete the file.");
    return exit_ok;
}

/// "OLD NEW", or with --with the words of the new name.
struct Renaming {
    std::string with;
    std::string name;
};

Renaming renaming_of(const request::Rename& request)
{
    if (request.with.empty() && request.words.size() == 2) return {request.words[0], request.words[1]};
    std::string name;
    for (const auto& word : request.words) name.append(name.empty() ? "" : " ").append(word);
    return {request.with, std::move(name)};
}

}  // namespace

int run(const Context& context, const request::Invite& request)
{
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    return invite_and_tell(context, **opened, request);
}

int invite_and_tell(const Context& context, OneShotClient& one_shot, const request::Invite& request)
{
    // Before an invitation is made for it: a page that cannot be.
    if (const auto hindrance = page_hindered(context, request.page, "Nobody was invited.")) return *hindrance;
    // A person who may not invite is told so before anything is asked.
    const auto status = one_shot.client().status();
    const bool may = status.role == wire::Role::therapist && status.kit_confirmed;
    auto name = request.name.empty() && may ? name_for(context, one_shot) : request.name;
    if (may && name.empty())
        return context.out.fail(Errc::not_confirmed,
                                "Nobody was invited. Say what you call this person: holdfast invite --name NAME");
    const auto done = invite(context, one_shot, name, request.again);
    if (done.has_error() && done.errc() == Errc::name_taken)
        return context.out.fail(Errc::name_taken,
                                ui::taken_words(name, one_shot.client(), system_now(), "holdfast invite --name"));
    if (done.has_error()) return context.out.fail(done.errc());
    const auto* invitation = one_shot.newest<show::Invitation>();
    if (!invitation) return context.out.fail(Errc::internal);
    context.out.has_happened(
        "An invitation for " + ui::sanitize_line(invitation->name) +
            " is made, but nobody has seen its code. Make another: holdfast invite --again --name " +
            ui::quoted_name(invitation->name),
        exit_not_shown);
    const auto page = make_page(context, one_shot, *invitation, request.page);
    tell_object(context, *invitation, request.page, page);
    tell_invitation(context, *invitation);
    return tell_page(context, request.page, page);
}

int run(const Context& context, const request::Rename& request)
{
    if (request.with.empty() && request.words.size() > 2)
        return context.out.fail(Errc::bad_command,
                                "Put quotes around each name: holdfast rename \"Sam Jones\" \"Sam Smith\"");
    auto opened = OneShotClient::open(context);
    if (opened.has_error()) return fail_opening(context, opened.errc());
    auto& one_shot = **opened;
    const auto [with, name] = renaming_of(request);
    const auto conversation = one_shot.find(with);
    if (conversation.has_error()) return fail_finding(context, one_shot.client(), with, conversation.errc());
    const auto before = one_shot.client().partner(*conversation);
    const auto done = one_shot.run(command::Rename{*conversation, name});
    if (done.has_error() && done.errc() == Errc::name_taken)
        return context.out.fail(Errc::name_taken, ui::taken_words(name, one_shot.client(), system_now(),
                                                                  "holdfast rename --with " + ui::quoted_name(before)));
    if (done.has_error()) return context.out.fail(done.errc());
    const auto now = one_shot.client().partner(*conversation);
    const auto words = ui::renamed_words(before, now);
    context.out.has_happened(words, exit_not_shown);
    context.out.object(ui::object_of("renamed", *conversation, {{"was", before}, {"with", now}}));
    context.out.line(words);
    // Kept with the practice's server, sealed, for a restored device; without a connection that happens at the next
    // one.
    (void)one_shot.wait_until_quiet();
    return exit_ok;
}

}  // namespace holdfast::shell
