// The conversation on the whole terminal: the model of client/ui/screen, painted by ncurses.
#pragma once

#include <functional>
#include <memory>
#include <optional>

#include "client/shell/terminal/curses_screen.hpp"
#include "client/shell/terminal/screen.hpp"
#include "client/ui/screen/chat_screen.hpp"

namespace holdfast::shell {

class FullScreen final : public Screen {
  public:
    /// `client` and `input` must outlive it. `here`: where and when it is read.
    FullScreen(std::unique_ptr<CursesScreen> terminal, const client::Client& client, ui::ChatInput& input,
               std::function<ui::Here()> here)
        : terminal_{std::move(terminal)}, model_{client, input}, here_{std::move(here)}
    {
        input.ask_first([this](const ui::Key& key) { return model_.press(key); });
    }

    void show(const ui::Item& item) override { model_.add(item); }
    void facts(const ui::ChatFacts& facts) override
    {
        model_.set_line_facts(facts.line);
        paint();
    }
    void prompt(const std::string& safe) override { model_.set_prompt(safe); }
    void line_changed() override
    {
        terminal_->repaint();
        paint();
    }
    void ring() override { terminal_->ring(); }
    void open(const std::optional<ConversationId>& id) override { model_.open(id); }
    [[nodiscard]] FullScreen* full() noexcept override { return this; }

    [[nodiscard]] ui::screen::ChatScreen& model() noexcept { return model_; }
    [[nodiscard]] CursesScreen& terminal() noexcept { return *terminal_; }
    void paint() { terminal_->paint(model_.picture(here_(), terminal_->size())); }

  private:
    std::unique_ptr<CursesScreen> terminal_;
    ui::screen::ChatScreen model_;
    std::function<ui::Here()> here_;
};

/// Null where the terminal cannot do it.
[[nodiscard]] inline std::unique_ptr<FullScreen> full_screen(const client::Client& client, ui::ChatInput& input,
                                                             std::function<ui::Here()> here)
{
    auto terminal = CursesScreen::open();
    if (!terminal) return nullptr;
    return std::make_unique<FullScreen>(std::move(terminal), client, input, std::move(here));
}

}  // namespace holdfast::shell
