#include "client/ui/pulse/pulse_view.hpp"

#include "tests/support/catch.hpp"

namespace pulse_view_test {

using namespace holdfast;
using namespace holdfast::ui;
using About = wire::PulseAbout;

namespace {

Instant at(int day) { return *parse_rfc3339("2026-03-0" + std::to_string(day) + "T12:00:00Z"); }

client::PulseView answered(std::initializer_list<std::uint8_t> values)
{
    client::PulseView view;
    for (const auto value : values) {
        const auto when = at(static_cast<int>(view.answers.size()) + 1);
        view.answers.push_back({{About::window, when, when, value}, true});
    }
    return view;
}

const Here here{hours::TimeZone::find("UTC").value(), at(9)};

}  // namespace

TEST_CASE("how the last answer stands to those before it is one sentence")
{
    CHECK(pulse_trend({}, here).empty());
    CHECK(pulse_trend(answered({8}), here) == "8 of 10 on Sun 1 Mar.");
    CHECK(pulse_trend(answered({8, 4}), here) == "4 of 10 on Mon 2 Mar; the one before it is 8.");
    CHECK(pulse_trend(answered({8, 7, 4}), here) == "4 of 10 on Tue 3 Mar; the median of the 2 before it is 7.5.");
    CHECK(pulse_trend(answered({0, 0, 8, 8, 8, 9, 9}), here) ==
          "9 of 10 on Sat 7 Mar; the median of the 5 before it is 8.");
}

TEST_CASE("a client sees which answers are on the device alone, and a therapist never that there are any")
{
    client::ConversationView with;
    with.name = "Dr Okafor";
    auto own = answered({8, 4});
    own.answers.back().shared = false;
    CHECK(pulse_lines(own, with, here.zone, here) ==
          Lines{"\"Did you feel understood?\", your answers:",
                "  8 of 10, in the window that ended Sun 1 Mar, 12:00 (shared)",
                "  4 of 10, in the window that ended Mon 2 Mar, 12:00 (on this device alone)",
                "4 of 10 on Mon 2 Mar; the one before it is 8."});
    with.mine = true;
    with.name = "Sam";
    CHECK(pulse_lines({}, with, here.zone, here) ==
          Lines{"Nothing was shared. Whether Sam is asked, and answers, is theirs alone."});
    CHECK(pulse_lines(answered({8}), with, here.zone, here).front() ==
          "\"Did you feel understood?\", as Sam shared it:");
}

TEST_CASE("the question names what it is about, and says what becomes of an answer")
{
    const client::PulseOccasion session{About::session, at(3)};
    CHECK(pulse_question(session, here.zone, here) == "Did you feel understood in the session noted Tue 3 Mar, 12:00?");
    CHECK(
        pulse_invitation(session, here.zone, here) ==
        "If you like: did you feel understood in the session noted Tue 3 Mar, 12:00? /pulse takes an answer from 0 to "
        "10. It stays on this device unless you share it; /pulse off ends these questions.");
    CHECK(pulse_entry_words({About::session, at(3), at(3), 7}) == "Did you feel understood? 7 of 10, about a session.");
}

}  // namespace pulse_view_test
