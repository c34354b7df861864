// Values typed into the conversation become orders to the client: one function per value of ui::Typed. Which
// conversation is written in, and the draft of its line, are decided here too.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <string_view>

#include "client/shell/chat/chat_view.hpp"
#include "client/shell/chat/inside_command.hpp"
#include "client/shell/event_loop.hpp"
#include "client/ui/input/chat_input.hpp"

namespace holdfast::shell {

class ChatOrders {
  public:
    /// All must outlive it.
    ChatOrders(const Context& context, OpenAccount& account, EventLoop::Seat seat, ui::ChatInput& input, ChatView& view)
        : context_{context},
          client_{account.client()},
          loop_{account.loop()},
          seat_{seat},
          input_{input},
          view_{view},
          inside_{context, account, view, [this](bool open) { make_room(open); }}
    {
    }

    [[nodiscard]] const Context& context() const noexcept { return context_; }
    [[nodiscard]] const client::Client& client() const noexcept { return client_; }
    [[nodiscard]] ui::ChatInput& input() const noexcept { return input_; }
    [[nodiscard]] ChatView& view() const noexcept { return view_; }
    [[nodiscard]] InsideCommand& inside() noexcept { return inside_; }

    /// True when the value is done with; otherwise its line stays, to be changed.
    [[nodiscard]] bool apply(const ui::Typed& typed);
    /// An order of a line, or another one, has its answer.
    void on_answer(const client::show::Answered& answered);

    /// Gives an order; true unless it was refused at once. `ends_draft`: the draft of the line being written ends with
    /// it, in one commit.
    bool submit(client::Order order, bool ends_draft);
    /// Shows the question; what it asks happens once the next line says yes, with --yes at once.
    void ask(ui::mode::Confirmation question);
    /// While nobody is chosen, says so. Whether that is so.
    [[nodiscard]] bool nobody_chosen();

    /// The window that was joined has a line of its own, and the one draft that a line has.
    [[nodiscard]] bool line_is_elsewhere() const;

    /// With whom the next lines are. An unknown name: nobody is written to until somebody is chosen.
    void choose_named(std::string_view name);
    /// The one conversation, where there is just one.
    void choose_only();
    /// Another line that was being written is kept beside it.
    void keep_line();
    /// The draft of the line being written is in the vault.
    void save_draft();
    /// This message was taken back in this sitting.
    void note_taken_back(const MessageId& message) { taken_back_ = message; }
    [[nodiscard]] bool has_taken_back() const noexcept { return taken_back_.has_value(); }
    /// The one whose words /edit brings: the latest of this sitting, else the newest of the conversation. Empty where
    /// there is none, and once it was edited.
    [[nodiscard]] std::optional<client::Entry> take_taken_back();

    /// An entry of somebody else in this conversation has been seen.
    void mark_shown(const client::Entry& entry);
    /// Everything in this conversation has been seen up to the entry with this number.
    void mark_shown(std::uint64_t number);
    void choose(const ConversationId& id);
    /// What has become due since the conversation was opened. Nothing while a line or a question is begun.
    void tell_what_is_due();

    /// The conversation in which drafts are kept: zero while none is chosen.
    [[nodiscard]] ConversationId place() const { return view_.conversation().value_or(ConversationId{}); }

    enum class Stage { open, left, input_ended };
    [[nodiscard]] Stage stage() const noexcept { return stage_; }
    void leave() noexcept { stage_ = Stage::left; }
    /// From a pipe something was no text, or for nobody, or a question had no answer.
    [[nodiscard]] bool failed() const noexcept { return failed_; }

  private:
    bool on(const ui::typed::Edited&) { return true; }
    bool on(const ui::typed::Full&);
    bool on(const ui::typed::Damaged&);
    bool on(const ui::typed::Leave&);
    bool on(const ui::typed::Blank&) { return true; }
    bool on(const ui::typed::Unusable& unusable);
    bool on(const ui::typed::Send& send);
    bool on(const ui::typed::OutsideCommand& command);
    bool on(const ui::typed::TrailingCommand& command);
    bool on(const ui::typed::LetterLine& letter);
    bool on(const ui::typed::Repair& repair);
    bool on(const ui::typed::RepairOffered&);
    bool on(const ui::typed::LeaveRepair& leave);
    bool on(const ui::typed::Answer& answer);
    bool on(const ui::typed::Unclear&);
    bool on(const ui::typed::Command& command);
    bool on(const ui::typed::AnswerLine& line);
    bool on(const ui::typed::LeaveCommand&);
    bool on(const ui::typed::Unended& line);
    bool on(const ui::typed::EndOfInput& end);

    void carry_out(const ui::mode::Confirmation& question);
    void carry_out(const client::command::PublishHours& order) { submit(order, false); }
    void carry_out(const client::command::TakeBack& order) { submit(order, false); }
    void carry_out(const client::command::SendText& order);
    void carry_out(const ui::Forget& forget);
    void carry_out(const ui::PaceWord& word);

    void leave_conversation();
    void tell_quietly(const ConversationId& id);
    void make_room(bool for_answers);
    bool keep_unaddressed(const ui::typed::Send& send);
    bool save_letter(const std::string& text);
    void tell_over_pace();
    /// Lets Enter send the line after all; where there are no keys, the text is kept.
    bool keep_back(const std::string& text, const std::string& words);
    bool is_first_and_passphrase(const std::string& text);
    void end_command_line(const ConversationId& in);
    /// Only a person sees that a line was not taken.
    void not_taken() { failed_ = failed_ || !input_.has_keys(); }

    const Context& context_;
    const client::Client& client_;
    EventLoop& loop_;
    EventLoop::Seat seat_;
    ui::ChatInput& input_;
    ChatView& view_;
    InsideCommand inside_;
    std::set<client::Ticket> refused_;  ///< orders that were answered with an error
    std::uint64_t letter_ = 0;          ///< the draft of several lines being written while the line is elsewhere
    std::string sending_;               ///< what was given last as a text
    std::optional<MessageId> taken_back_;
    bool had_first_ = false;  ///< a line that would be sent
    Stage stage_ = Stage::open;
    bool failed_ = false;
};

}  // namespace holdfast::shell
