#include "client/ui/first_run/begin_page.hpp"

#include "client/ui/sanitize.hpp"

namespace holdfast::ui {

BeginPage begin_page(const client::show::Invitation& invitation, std::string_view therapist,
                     const std::vector<wire::CrisisContact>& contacts, const Here& here)
{
    // Read on paper, days later: nothing is shortened.
    const Here in_words{here.zone, here.now, hours::Wording::spoken};
    BeginPage page;
    page.title = "How to begin";
    page.from = therapist.empty() ? std::string{"Your therapist invites you to write between sessions."}
                                  : sanitize_name(therapist) + " invites you to write between sessions.";
    page.steps = {
        "You need a computer with Debian or Ubuntu, and the program Holdfast on it. Your practice tells you "
        "how to get it.",
        "Open a terminal and type:  holdfast",
        "It asks for your invitation. Type the code below; big and small letters are the same. Or save the "
        "picture as a PNG file, and give that.",
        "Then it leads you through everything, in about two minutes."};
    page.code = invitation.code;
    page.link = invitation.link;
    page.until = "The code works once, until " + instant_words(invitation.expires, {}, in_words) + ".";
    client::Outlook outlook;
    outlook.contacts = contacts;
    page.crisis = contact_lines(outlook, in_words);
    page.care = "Until you have used it, keep this page to yourself: whoever has the code could take your place.";
    return page;
}

}  // namespace holdfast::ui
