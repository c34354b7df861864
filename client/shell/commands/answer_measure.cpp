// A questionnaire answered by a client: question by question, kept after each, shown whole and confirmed.
#include <algorithm>

#include "client/shell/arguments.hpp"
#include "client/shell/commands/commands.hpp"
#include "client/shell/terminal/asking.hpp"
#include "client/ui/input/typed_text.hpp"
#include "client/ui/json/json_measure.hpp"
#include "client/ui/measure/measure_questions.hpp"
#include "client/ui/measure/measure_view.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/exit_code.hpp"

namespace holdfast::shell {
namespace {

namespace command = client::command;

constexpr const char* measure_kept =
    "Nothing was sent. Your answers are kept here: holdfast measure goes on with them.";
constexpr const char* none_open =
    "No questionnaire is open. When your therapist offers one, you see it in the conversation.";

/// The oldest that is open, of this name where one is given.
std::optional<client::MeasureView> open_one(const client::Client& client, const ConversationId& id,
                                            const std::string& name)
{
    for (auto& view : client.measures(id))
        if (!view.answered && (name.empty() || measure::is_same_name(view.measure->name, name))) return std::move(view);
    return std::nullopt;
}

class Filling {
  public:
    Filling(const Context& context, OneShotClient& one_shot, const ConversationId& id, const client::MeasureView& view)
        : context_{context},
          one_shot_{one_shot},
          id_{id},
          offer_{view.offer},
          measure_{*view.measure},
          begun_{view.begun}
    {
    }

    /// The questions that are left; each answer is kept as it is given. False when the person leaves.
    bool ask()
    {
        ui::MeasureQuestions questions{measure_, begun_};
        if (!questions.done()) context_.out.lines(questions.beginning());
        while (!questions.done()) {
            if (!ask_one(questions)) return false;
            save(questions.chosen());
        }
        return true;
    }

    /// One question again. False when the person leaves.
    bool ask_again(std::size_t item)
    {
        const auto upto = begun_.begin() + static_cast<std::ptrdiff_t>(item);
        ui::MeasureQuestions questions{measure_, {begun_.begin(), upto}};
        if (!ask_one(questions)) return false;
        auto changed = begun_;
        if (questions.chosen().size() > item) changed[item] = questions.chosen().back();
        save(changed);
        return true;
    }

    /// Shown whole, and confirmed. Empty when the person leaves.
    std::optional<bool> confirm()
    {
        context_.out.line("Your answers:");
        for (const auto& line : ui::chosen_lines(measure_, begun_)) context_.out.line("  " + line);
        for (const auto& line : ui::result_lines(measure_, begun_)) context_.out.line(line);
        if (context_.options.yes) return true;
        return ask_yes_no(context_, one_shot_, "Send this to " + ui::who(one_shot_.client().conversation(id_)) + "?");
    }

    /// Nothing is sent now.
    [[nodiscard]] int leave() const
    {
        return context_.out.fail(Errc::not_confirmed, begun_.empty() ? "Nothing was sent." : measure_kept);
    }
    /// Every question was left out.
    [[nodiscard]] bool is_empty() const
    {
        return std::ranges::none_of(begun_, [](const auto& one) { return one.has_value(); });
    }
    void begin_again() { save({}); }
    int send() { return write_and_tell(context_, one_shot_, command::AnswerMeasure{id_, offer_, begun_}); }

    /// "0 2 - 1" as answers; what is wrong with it is said.
    std::optional<int> take(const std::string& values)
    {
        ui::MeasureQuestions questions{measure_, {}};
        std::size_t given = 0;
        for (const auto& word : ui::shell_words(values)) {
            ++given;
            if (questions.done() || word == "back" || !questions.answer(word).empty())
                return context_.out.fail(
                    Errc::out_of_range, "The answer to question " + std::to_string(given) + " is none of its choices.");
        }
        if (!questions.done())
            return context_.out.fail(Errc::out_of_range, "There are " + std::to_string(measure_.items.size()) +
                                                             " questions; - leaves one out.");
        save(questions.chosen());
        if (measure::tells_of_self_harm(measure_, begun_)) tell_contacts();
        return std::nullopt;
    }

    void show_object() const
    {
        auto object = ui::object_of("measure_answers", id_, {});
        if (measure::check_chosen(measure_, begun_).has_value()) object["result"] = ui::result_value(measure_, begun_);
        context_.out.object(object);
    }

    /// The question somebody wants to change, from 0; empty for none, and when they leave.
    std::optional<std::size_t> which_to_change()
    {
        const auto line = ask_line(context_, one_shot_,
                                   "Nothing was sent. To change an answer, type the number of its question", "later");
        const auto number = line ? ui::whole_number(trimmed(*line)) : std::nullopt;
        if (!number || *number < 1 || *number > begun_.size()) return std::nullopt;
        return static_cast<std::size_t>(*number - 1);
    }

  private:
    /// Until an answer is taken, or the one before is asked for. False when the person leaves.
    bool ask_one(ui::MeasureQuestions& questions)
    {
        if (questions.asks_about_self_harm()) tell_who_sees_it();
        context_.out.lines(questions.item());
        const auto before = questions.chosen().size();
        for (;;) {
            const auto line = ask_line(context_, one_shot_, questions.prompt(), {});
            if (!line) return false;
            const auto refused = questions.answer(*line);
            context_.out.lines(refused);
            if (refused.empty()) break;
        }
        if (questions.chosen().size() > before && questions.told_of_self_harm()) tell_contacts();
        return true;
    }
    void save(const wire::MeasureChosen& chosen)
    {
        begun_ = chosen;
        static_cast<void>(one_shot_.submit(command::SaveMeasure{id_, offer_, chosen}));
    }
    void tell_who_sees_it() const
    {
        context_.out.lines(ui::before_self_harm(one_shot_.client().conversation(id_),
                                                one_shot_.client().outlook(id_, system_now()), context_.here()));
    }
    void tell_contacts() const
    {
        context_.out.lines(ui::contact_lines(one_shot_.client().outlook(id_, system_now()), context_.here()));
    }

    const Context& context_;
    OneShotClient& one_shot_;
    ConversationId id_;
    MessageId offer_;
    wire::Measure measure_;  ///< of its own: the view's lives until the next step
    wire::MeasureChosen begun_;
};

int fill_in_asked(const Context& context, Filling& filling)
{
    for (;;) {
        if (!filling.ask()) return filling.leave();
        if (filling.is_empty()) {
            filling.begin_again();
            return context.out.fail(Errc::empty_text, "No question was answered, so nothing was sent.");
        }
        const auto yes = filling.confirm();
        if (yes && *yes) return filling.send();
        const auto again = yes ? filling.which_to_change() : std::nullopt;
        if (!again || !filling.ask_again(*again)) return filling.leave();
    }
}

int fill_in_given(const Context& context, Filling& filling, const std::string& values)
{
    if (const auto wrong = filling.take(values)) return *wrong;
    if (context.options.yes) return filling.send();
    if (can_ask(context)) {
        if (filling.confirm().value_or(false)) return filling.send();
        return filling.leave();
    }
    filling.show_object();
    return context.out.fail(Errc::not_confirmed, "Nothing was sent. To send these answers, say --yes.");
}

}  // namespace

int answer_measure(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                   const request::Measure& request)
{
    if (one_shot.client().conversation(id).mine)
        return context.out.fail(Errc::not_allowed, "Questionnaires are yours to offer and your client's to answer.");
    const auto view = open_one(one_shot.client(), id, request.name);
    if (!view) return context.out.fail(Errc::not_found, none_open);
    Filling filling{context, one_shot, id, *view};
    return request.values.empty() ? fill_in_asked(context, filling) : fill_in_given(context, filling, request.values);
}

}  // namespace holdfast::shell
