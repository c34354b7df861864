// Commands of the program inside the conversation: /check-in, /leave 1 Aug to 14 Aug, /audit. They are those of a
// shell, and run as a task where the vault is open, as those of other windows do (client/shell/join). One at a time.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "client/shell/chat/chat_console.hpp"
#include "client/shell/one_shot_client.hpp"
#include "client/shell/task.hpp"

namespace holdfast::shell {

class InsideCommand {
  public:
    /// `asking` as in ChatConsole. All must outlive it.
    InsideCommand(const Context& context, OpenAccount& account, ChatView& view, std::function<void(bool open)> asking)
        : context_{context}, account_{account}, view_{view}, asking_{std::move(asking)}
    {
    }

    /// `words` as after "holdfast". False where it cannot begin, which is said.
    bool begin(const std::vector<std::string>& words);
    [[nodiscard]] bool runs() const noexcept { return task_ && !task_->ended(); }

    /// The line that was written answers the open question.
    void answer(std::string line);
    /// Ctrl-C: nothing follows from the question that is open.
    void interrupt() noexcept;

  private:
    void carry_out_in(ChatConsole& console, const Options& options);

    const Context& context_;
    OpenAccount& account_;
    ChatView& view_;
    std::function<void(bool open)> asking_;
    std::shared_ptr<ChatConsole> console_;
    std::shared_ptr<Task> task_;
};

}  // namespace holdfast::shell
