#include "client/ui/input/chat_help.hpp"

#include <array>
#include <cstdint>

namespace holdfast::ui {
namespace {

// For whom and where a line stands; 0 would be nobody and nowhere.
constexpr std::uint8_t clients = 1, therapists = 2, in_lines = 4, in_rows = 8, on_screen = 16;
constexpr std::uint8_t everybody = clients | therapists;
constexpr std::uint8_t everywhere = in_lines | in_rows | on_screen;

struct HelpLine {
    std::uint8_t of = everybody | everywhere;
    const char* words;
};

constexpr std::array help{
    HelpLine{everybody | everywhere,
             "What you type is sent when you press Enter. Lines that begin with / are commands:"},
    HelpLine{therapists | on_screen, "  /list         your conversations, to choose from (also Esc)"},
    HelpLine{everybody | everywhere, "  /with NAME    write to somebody else"},
    HelpLine{everybody | everywhere, "  /people       with whom there are conversations, and where something is new"},
    HelpLine{everybody | everywhere, "  /rename NAME  give the one you write to another name; only you see it"},
    HelpLine{everybody | everywhere, "  /hours        the hours, and whom to turn to meanwhile"},
    HelpLine{therapists | everywhere,
             "  /extra 30m    open an extra window now for the one you write to; /extra 30m --all for all"},
    HelpLine{therapists | everywhere, "  /leave 1 Aug to 14 Aug"},
    HelpLine{therapists | everywhere,
             "                no windows on these dates; /cancel tomorrow for one; /hours edit for all your hours"},
    HelpLine{therapists | everywhere, "  /invite NAME  invite a client"},
    HelpLine{clients | everywhere,
             "  /check-in     a few numbers, feelings, a note; those agreed on, when they are due"},
    HelpLine{everybody | everywhere, "  /rhythm       check-ins at agreed times; /rhythm propose, agree, decline, end"},
    HelpLine{clients | everywhere,
             "  /measure      answer a questionnaire that was offered; /measure list: all of them"},
    HelpLine{therapists | everywhere, "  /measure offer PHQ-8"},
    HelpLine{therapists | everywhere, "                offer a questionnaire; /measure list: what they came to"},
    HelpLine{everybody | everywhere,
             "  /status       your account and the connection; /audit checks the practice's server"},
    HelpLine{everybody | in_lines | in_rows, "  /older        what came before"},
    HelpLine{everybody | everywhere, "  /search WORDS find words in this conversation"},
    HelpLine{everybody | everywhere, "  /held         what of yours is held, with its numbers"},
    HelpLine{everybody | everywhere,
             "  /take-back 2  take the second of them back; without a number the newest. Then /edit brings its words "
             "into the line again"},
    HelpLine{everybody | everywhere,
             "  /safety       the safety number of this conversation, to be compared once, in person"},
    HelpLine{everybody | everywhere, "  /drafts       what is kept here, not sent"},
    HelpLine{everybody | everywhere, "  /send 2       send the second of these; /send alone sends the first"},
    HelpLine{everybody | in_rows | on_screen, "  /edit 2       bring it into the line"},
    HelpLine{everybody | everywhere, "  /forget 2     remove it"},
    HelpLine{everybody | in_lines, "  /long         write several lines; a line with a single dot sends them"},
    HelpLine{everybody | everywhere, "  /agreement    what you both agree about messages"},
    HelpLine{clients | everywhere, "  /agreement yes  or no: your answer to it; you can write either way"},
    HelpLine{everybody | everywhere, "  /plan         the coping plan: what helps while nobody reads"},
    HelpLine{clients | everywhere, "  /plan words   put it in your own words; /plan agree, /plan decline: your answer"},
    HelpLine{therapists | everywhere, "  /plan edit    write it, step by step"},
    HelpLine{everybody | everywhere,
             "  /note WORDS   keep a note for yourself, on this device alone; /note list, /note search"},
    HelpLine{everybody | everywhere, "  /note share 2 send note 2 as a message, after you said yes"},
    HelpLine{everybody | everywhere,
             "  /mark         mark a message for the next session; /mark 57 --done ticks it off"},
    HelpLine{everybody | everywhere, "  /session      one page before it; /session done once it took place"},
    HelpLine{everybody | everywhere, "  /experiment   small experiments: those that are open; /experiment show 2"},
    HelpLine{clients | everywhere, "  /experiment new"},
    HelpLine{clients | everywhere,
             "                make one, by questions; /experiment result, learned or drop: what came of it"},
    HelpLine{therapists | everywhere, "  /experiment new"},
    HelpLine{therapists | everywhere, "                propose one to your client"},
    HelpLine{clients | everywhere,
             "  /pulse        did you feel understood? yours to answer and to share; /pulse off: not to be asked"},
    HelpLine{therapists | everywhere, "  /pulse        what your client shared of feeling understood"},
    HelpLine{everybody | everywhere, "  /progress     numbers over time, as pictures and words"},
    HelpLine{everybody | everywhere,
             "  /end          end this conversation, after asking; /block: and show nothing more of the other"},
    HelpLine{everybody | everywhere, "  /end propose 15 Dec"},
    HelpLine{everybody | everywhere,
             "                propose a last window; /end yes or /end no answers, or withdraws it"},
    HelpLine{clients | everywhere, "  /agree        agree to the pace that is proposed; /decline: rather not"},
    HelpLine{therapists | everywhere, "  /keep         keep the hours open 15 minutes longer"},
    HelpLine{therapists | everywhere, "  /keep 30m     for another time; /keep all for all your clients"},
    HelpLine{therapists | everywhere, "  /repair       speak about a promised window that was not kept"},
    HelpLine{everybody | on_screen, "  /lock         clear the screen until your passphrase is typed"},
    HelpLine{everybody | everywhere, "  /quit         leave (also Ctrl-D); what you are writing is kept"},
    HelpLine{everybody | everywhere, "What cannot be called back is shown first, and done once you say yes."},
    HelpLine{everybody | everywhere, "To begin a message with a slash, type two."},
    HelpLine{everybody | on_screen, ""},
    HelpLine{everybody | on_screen, "Keys:"},
    HelpLine{everybody | on_screen, "  PgUp, PgDn    earlier and later; Shift-Up and Shift-Down row by row"},
    HelpLine{everybody | on_screen, "  Ctrl-Home     the beginning of the conversation; Ctrl-End its end"},
    HelpLine{everybody | on_screen, "  Alt-N         what is new"},
    HelpLine{everybody | on_screen,
             "  Alt-L         the same as /lock, also beside a line that is begun; the line is kept"},
    HelpLine{everybody | on_screen, "  Up, Down      through the rows of the line, then to lines typed before"},
    HelpLine{everybody | in_rows | on_screen, "  Alt-Enter     a line break"},
    HelpLine{everybody | on_screen, "  Tab           the rest of a command, or of a name after /with"},
    HelpLine{everybody | on_screen, "  Ctrl-X Ctrl-E write the line in the program that EDITOR names"},
};

constexpr std::uint8_t bit_of(Place place) noexcept
{
    return place == Place::lines ? in_lines : place == Place::inline_rows ? in_rows : on_screen;
}

}  // namespace

Lines chat_help(wire::Role role, Place place)
{
    const auto person = role == wire::Role::therapist ? therapists : clients;
    Lines lines;
    for (const auto& line : help)
        if ((line.of & person) != 0 && (line.of & bit_of(place)) != 0) lines.emplace_back(line.words);
    return lines;
}

Lines chat_help()
{
    Lines lines;
    for (const auto& line : help) {
        const auto person = line.of & everybody;
        lines.push_back(std::string{line.words} + (person == clients      ? " (clients)"
                                                   : person == therapists ? " (therapists)"
                                                                          : ""));
    }
    return lines;
}

}  // namespace holdfast::ui
