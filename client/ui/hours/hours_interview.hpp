// Hours asked for question by question, for people who will never learn a notation. A pure machine: it has a question,
// takes an answer, and has the next question. An empty answer takes what the question suggests; "back" asks the
// question before again; "stop" leaves, and nothing has changed. A question not understood is explained and asked
// again.
//
//   zone → days → times of each day → holidays → other rules → days off … → notice → crisis contacts … → agreed → done
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/ui/hours/hours_answers.hpp"
#include "client/ui/view.hpp"
#include "protocol/wire/records.hpp"

namespace holdfast::ui {

struct Question {
    std::string text;
    std::string suggestion;  ///< what an empty answer means; empty: there is nothing to suggest
};

/// The agreed hours, for command::SetHours.
struct AgreedHours {
    std::string zone;
    std::map<unsigned, hours::Times> week;
    bool off_on_holidays = false;
    std::vector<hours::Rule> other;  ///< rules about dates, as they were
    std::vector<wire::Leave> leaves;
    std::vector<wire::Cancellation> cancellations;
    Seconds notice_period{};
    std::vector<wire::CrisisContact> contacts;

    /// In the notation; the grammar takes it whenever an answer was taken.
    [[nodiscard]] std::string rules() const;
};

class HoursInterview {
  public:
    enum class State { asking, done, left };

    /// `now` are the hours as they are, if there are any: they are what the questions suggest. `zone` is where the
    /// person is, `today` its date: "tomorrow" and dates without a year are counted from it.
    HoursInterview(const std::optional<wire::HoursVersion>& now, std::string zone, const Date& today,
                   hours::Wording wording = hours::Wording::compact);

    [[nodiscard]] State state() const noexcept { return state_; }
    /// Precondition: asking.
    [[nodiscard]] Question question() const;
    /// Takes an answer. Returns lines to be read before the next question: why an answer was not taken, or what all
    /// answers come to. Precondition: asking.
    [[nodiscard]] Lines answer(std::string_view words);
    /// Precondition: done.
    [[nodiscard]] const AgreedHours& agreed() const noexcept { return at_.hours; }

  private:
    enum class Ask { zone, days, times, holidays, other, days_off, notice, keep_contacts, contacts, agree };
    struct Place {
        Ask ask = Ask::zone;
        unsigned day = 0;  ///< whose times are asked for
        std::set<unsigned> days;
        AgreedHours hours;
    };

    [[nodiscard]] Lines take(std::string_view words);
    [[nodiscard]] Lines take_zone(std::string_view words);
    [[nodiscard]] Lines take_days(std::string_view words);
    [[nodiscard]] Lines take_times(std::string_view words);
    [[nodiscard]] Lines take_day_off(std::string_view words);
    [[nodiscard]] Lines take_notice(std::string_view words);
    [[nodiscard]] Lines take_contact(std::string_view words);
    [[nodiscard]] Lines take_yes_no(std::string_view words);
    void ask_after_week();
    void ask_after_holidays();
    [[nodiscard]] std::set<unsigned> usual_days() const;
    [[nodiscard]] hours::Times usual_times(unsigned day) const;
    [[nodiscard]] Lines summary() const;

    State state_ = State::asking;
    Date today_;
    hours::Wording wording_;
    Place at_;
    std::vector<Place> before_;
    std::map<unsigned, hours::Times> week_now_;
    std::vector<hours::Rule> other_now_;
    bool has_holidays_ = false;
    bool off_on_holidays_now_ = true;
};

}  // namespace holdfast::ui
