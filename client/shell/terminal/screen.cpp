#include "client/shell/terminal/screen.hpp"

#include <cstdio>
#include <utility>

#include "client/shell/platform.hpp"
#include "client/ui/inline_layout.hpp"
#include "client/ui/input/prompt_area.hpp"

namespace holdfast::shell {
namespace {

class LineScreen final : public Screen {
  public:
    explicit LineScreen(const Output& out) noexcept : out_{out} {}
    void show(const ui::Item& item) override { out_.lines(item.lines); }
    void facts(const ui::ChatFacts& facts) override
    {
        auto safe = facts.all();
        if (safe == facts_) return;
        facts_ = std::move(safe);
        out_.lines(facts_);
    }
    void prompt(const std::string&) override {}
    void line_changed() override {}

  private:
    const Output& out_;
    ui::Lines facts_;
};

class TerminalScreen final : public Screen {
  public:
    explicit TerminalScreen(const ui::LineEditor& editor) : editor_{editor} { put(std::string{ui::PromptArea::begin}); }
    ~TerminalScreen() override
    {
        std::fputs((prompt_area_.erase() + std::string{ui::PromptArea::end}).c_str(), stdout);
        std::fflush(stdout);
    }
    TerminalScreen(const TerminalScreen&) = delete;
    TerminalScreen& operator=(const TerminalScreen&) = delete;

    void show(const ui::Item& item) override
    {
        if (item.lines.empty()) return;
        auto bytes = prompt_area_.erase();
        // One column stays free: a terminal that wraps by itself would make another row.
        bytes += layout_.bytes(item, platform::terminal_width() - 1);
        put(bytes + drawn());
    }
    void facts(const ui::ChatFacts& facts) override
    {
        auto safe = facts.all();
        if (safe == facts_) return;
        facts_ = std::move(safe);
        line_changed();
    }
    void prompt(const std::string& safe) override
    {
        if (safe == prompt_) return;
        prompt_ = safe;
        line_changed();
    }
    void ring() override { put("\x07"); }
    void line_changed() override
    {
        const auto erased = prompt_area_.erase();
        put(erased + drawn());
    }

  private:
    std::string drawn() { return prompt_area_.draw(facts_, prompt_, editor_, platform::terminal_width()); }
    static void put(const std::string& bytes)
    {
        std::fwrite(bytes.data(), 1, bytes.size(), stdout);
        if (std::fflush(stdout) != 0) throw OutputFailed{true, {}};
    }

    platform::KeyMode keys_;
    const ui::LineEditor& editor_;
    ui::PromptArea prompt_area_;
    ui::InlineLayout layout_;
    ui::Lines facts_;
    std::string prompt_{"> "};
};

}  // namespace

std::unique_ptr<Screen> line_screen(const Output& out) { return std::make_unique<LineScreen>(out); }
std::unique_ptr<Screen> terminal_screen(const ui::LineEditor& editor)
{
    return std::make_unique<TerminalScreen>(editor);
}

}  // namespace holdfast::shell
