// The conversation as a full screen: heading, history, what the line being written means, and that line; in front of it
// a panel, or the list of conversations. Pure: keys and items go in, pictures come out; what only a shell can do is
// asked for as a wish. Commands and messages are not its business: those are lines (input/chat_input.hpp).
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "client/ui/input/chat_input.hpp"
#include "client/ui/screen/history_source.hpp"
#include "client/ui/screen/panel.hpp"
#include "client/ui/screen/people_list.hpp"
#include "client/ui/screen/search.hpp"
#include "client/ui/screen/timeline.hpp"

namespace holdfast::ui::screen {

namespace wish {

/// To write in this conversation.
struct Open {
    ConversationId id;
};
/// To write the line in another program.
struct EditOutside {};
/// To stop the program for a while.
struct Suspend {};
/// To show nothing until the passphrase is typed.
struct Lock {};
/// To paint everything anew.
struct Repaint {};

}  // namespace wish
using Wish = std::variant<wish::Open, wish::EditOutside, wish::Suspend, wish::Lock, wish::Repaint>;

class ChatScreen {
  public:
    /// Both must outlive it.
    ChatScreen(const client::Client& client, ChatInput& input) : client_{client}, input_{input} {}

    /// The conversation that is shown from now on, from its first unread entry; empty while none is chosen.
    void open(const std::optional<ConversationId>& id);
    /// Entries and receipts are read from the history; the rest is kept for this sitting.
    void add(const Item& item);
    /// About the line being written.
    void set_line_facts(Lines safe) { line_facts_ = std::move(safe); }
    void set_prompt(std::string safe) { prompt_ = std::move(safe); }
    /// The names of commands, for Tab.
    void set_commands(std::vector<std::string> names) { commands_ = std::move(names); }
    void show_list();
    /// From the newest entry backwards. Precondition: a conversation is open; `words` are not blank.
    void search(std::string_view words);
    [[nodiscard]] bool is_looking() const noexcept { return search_ && search_->is_looking(); }
    /// Looks on; whether there is more to look at.
    bool look_on();

    void want_lock() { wish_ = wish::Lock{}; }
    /// Nothing of a conversation is shown, nor how many there are; `safe` is said besides the question. What was kept
    /// of this sitting is dropped.
    void lock(std::string safe);
    /// As open().
    void unlock(const std::optional<ConversationId>& id);
    [[nodiscard]] bool is_locked() const noexcept { return locked_.has_value(); }

    /// True when the key is taken.
    bool press(const Key& key);
    [[nodiscard]] std::optional<Wish> take_wish() { return std::exchange(wish_, std::nullopt); }

    /// Precondition: size.rows >= 2, size.columns >= 20.
    [[nodiscard]] Picture picture(const Here& here, Size size);
    /// By the newest picture: the entry up to which all was visible, where that is news.
    [[nodiscard]] std::optional<std::uint64_t> take_seen() { return std::exchange(seen_, std::nullopt); }

  private:
    /// The parts of the screen below the heading and their heights.
    struct Parts {
        Rows heading;
        Rows notes;
        Rows divider;
        Rows composer;
        std::size_t cursor_row = 0;  ///< in the composer
        std::size_t cursor_column = 0;
        Size timeline;
    };

    bool press_in_list(const Key& key);
    bool press_in_search(const Key& key);
    bool press_in_conversation(const Key& key);
    bool scroll(const Key& key);
    bool move_up();
    bool move_down();
    bool complete();
    void scroll_by(int rows);
    void go_to_new();
    [[nodiscard]] bool is_asked() const noexcept
    {
        return std::holds_alternative<mode::Confirmation>(input_.mode()) ||
               std::holds_alternative<mode::Answering>(input_.mode());
    }

    void drop_quotes();
    [[nodiscard]] Picture locked_picture(Size size) const;
    [[nodiscard]] Picture list_picture(const Here& here, Size size);
    [[nodiscard]] Picture conversation_picture(const Here& here, Size size);
    [[nodiscard]] Parts parts(const Here& here, Size size) const;
    [[nodiscard]] Rows notes(const Here& here, std::size_t width) const;
    [[nodiscard]] Rows search_notes(std::size_t width) const;
    [[nodiscard]] Row divider(const Timeline::Shown& shown, std::size_t width) const;
    [[nodiscard]] HistorySource source(const Here& here, const Size& size) const;
    [[nodiscard]] Timeline::Shown history(const Here& here, const Size& screen, const Size& size);
    void keep_in_view(const HistorySource& source, const Size& size);
    void note_seen(const HistorySource& source, const Timeline::Shown& shown, std::size_t width);

    const client::Client& client_;
    ChatInput& input_;
    std::optional<ConversationId> conversation_;
    Timeline timeline_;
    std::vector<KeptItem> kept_;
    std::size_t fresh_ = 0;       ///< of kept_, since the last key
    std::uint64_t new_from_ = 0;  ///< HistorySource: Marks
    Place read_to_;               ///< rows before this one were visible
    bool passed_over_ = false;    ///< the person went to the end without reading what is new
    std::optional<std::uint64_t> seen_;
    std::optional<Panel> panel_;
    bool listing_ = false;
    PeopleList people_;
    std::vector<Item> told_;  ///< while no conversation is open: what was said so far
    std::optional<Search> search_;
    std::optional<std::string> locked_;  ///< with what is said
    Lines line_facts_;
    Lines hint_;  ///< until the next key
    std::string prompt_{"> "};
    std::vector<std::string> commands_;
    std::optional<Wish> wish_;
    Here here_{};  ///< of the newest picture, and its sizes
    Size screen_;
    Size timeline_size_;
};

}  // namespace holdfast::ui::screen
