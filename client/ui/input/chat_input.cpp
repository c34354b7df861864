#include "client/ui/input/chat_input.hpp"

#include <algorithm>
#include <utility>

namespace holdfast::ui {
namespace {

constexpr const char* command_in_question =
    "This line is a command, and a question is open, so it was not taken. Answer the question, or leave it with "
    "Ctrl-C. To begin an answer with a slash, type two.";

/// "holdfast hours extra 30m": a second word in small letters, and one line.
bool is_for_shell(std::string_view text)
{
    constexpr std::string_view program = "holdfast ";
    if (!text.starts_with(program) || text.find('\n') != std::string_view::npos) return false;
    const auto words = text.substr(program.size());
    const auto word = words.substr(0, words.find(' '));
    return !word.empty() && std::ranges::all_of(word, [](char c) { return (c >= 'a' && c <= 'z') || c == '-'; });
}

bool is_command(std::string_view line) { return line.starts_with('/') && !line.starts_with("//"); }

}  // namespace

void ChatInput::feed(std::string_view bytes)
{
    if (has_keys())
        for (auto& key : key_reader_.feed(bytes)) waiting_.emplace_back(std::move(key));
    else
        take_lines(lines_.feed(bytes));
}

/// Nobody types two lines at once: they are one text, and not sent before somebody has seen that.
void ChatInput::take_lines(std::vector<std::string> lines)
{
    const bool at_rest = (is<mode::Message>() || is<mode::Paste>()) && waiting_.empty() && ready_.empty();
    const auto written = std::ranges::count_if(lines, [](const std::string& line) { return !trimmed(line).empty(); });
    if (source_ != Source::lines || written < 2 || !at_rest || std::ranges::any_of(lines, is_command)) {
        for (auto& line : lines) waiting_.emplace_back(std::move(line));
        return;
    }
    const auto* before = std::get_if<mode::Paste>(&mode_);
    auto text = before ? before->text : std::string{};
    for (const auto& line : lines) text.append(text.empty() ? "" : "\n").append(line);
    ready_.emplace_back(typed::LetterLine{text, !before});
    mode_ = mode::Paste{std::move(text)};
}

void ChatInput::release_escape()
{
    if (holds_escape()) waiting_.emplace_back(key_reader_.release_escape());
}

void ChatInput::end()
{
    auto rest = lines_.rest();
    if (source_ == Source::lines)
        unended_ = std::move(rest);
    else if (!rest.empty())
        waiting_.emplace_back(std::move(rest));
    ended_ = true;
}

std::optional<Typed> ChatInput::next()
{
    while (!ready_.empty() || !waiting_.empty()) {
        if (!ready_.empty()) {
            auto value = std::move(ready_.front());
            ready_.pop_front();
            return value;
        }
        auto first = std::move(waiting_.front());
        waiting_.pop_front();
        if (auto* line = std::get_if<std::string>(&first)) return finished_line(std::move(*line));
        if (auto value = pressed(std::get<Key>(first))) return value;
    }
    if (std::exchange(ended_, false)) return ending();
    return std::nullopt;
}

Typed ChatInput::ending()
{
    if (is<mode::Confirmation>()) {
        ready_.emplace_back(typed::EndOfInput{true});
        return answered(false);
    }
    if (is<mode::Answering>()) {
        ready_.emplace_back(typed::EndOfInput{true});
        return left_command();
    }
    if (unended_.empty()) return typed::EndOfInput{};
    ready_.emplace_back(typed::EndOfInput{});
    return typed::Unended{std::exchange(unended_, {})};
}

std::optional<Typed> ChatInput::pressed(const Key& key)
{
    using Outcome = LineEditor::Outcome;
    if (first_ && first_(key)) return std::nullopt;
    const bool asked = is<mode::Confirmation>() || is<mode::Answering>() || is<mode::Repair>();
    if (key.what == Key::What::escape && asked) return leave();
    switch (editor_.press(key)) {
        case Outcome::line: return enter();
        case Outcome::changed:
            if (is<mode::KeptBack>()) mode_ = mode::Message{};
            damaged_ = damaged_ && !editor_.text().empty();
            return typed::Edited{};
        case Outcome::interrupt:
        case Outcome::end: return leave();
        case Outcome::full: return typed::Full{};
        case Outcome::unreadable: damaged_ = true; return std::nullopt;
        case Outcome::nothing:
        case Outcome::moved: return std::nullopt;
    }
    return std::nullopt;
}

/// These send nothing: they end the question, the repair that is being written, or the program.
Typed ChatInput::leave()
{
    last_line_.clear();
    if (is<mode::Confirmation>()) return answered(false);
    if (is<mode::Answering>()) return left_command();
    const auto* repair = std::get_if<mode::Repair>(&mode_);
    if (!repair) return typed::Leave{};
    auto text = editor_.take();
    if (trimmed(text).empty() || text == repair->offered) text.clear();
    mode_ = mode::Message{};
    return typed::LeaveRepair{std::move(text)};
}

Typed ChatInput::enter()
{
    if (std::exchange(damaged_, false)) return typed::Damaged{};
    return finished_line(editor_.take());
}

Typed ChatInput::finished_line(std::string line)
{
    // Keys that such a terminal leaves in the line would make a message of a command.
    last_line_ = source_ == Source::lines ? without_keys(line).value_or("") : std::move(line);
    if (is<mode::Answering>()) return answer_to_command();
    if (has_keys() && !is<mode::Confirmation>() && !trimmed(last_line_).empty()) recall_.keep(last_line_);
    if (auto* letter = std::get_if<mode::Letter>(&mode_)) return letter_line(*letter);
    if (is_command(last_line_)) return command_line();
    if (const auto* paste = std::get_if<mode::Paste>(&mode_))
        return message(last_line_.empty() ? paste->text : paste->text + "\n" + last_line_);
    if (is<mode::Confirmation>()) return answer_line();
    if (is<mode::Repair>()) return repair_line();
    if (trimmed(last_line_).empty()) return typed::Blank{};
    return message(last_line_.starts_with("//") ? last_line_.substr(1) : last_line_);
}

/// Somebody who types a command has forgotten the question: as an answer it would become a name, or a note.
Typed ChatInput::answer_to_command()
{
    if (is_command(last_line_)) return typed::Unusable{command_in_question};
    return typed::AnswerLine{last_line_.starts_with("//") ? last_line_.substr(1) : last_line_};
}

Typed ChatInput::left_command()
{
    set_line({});
    return typed::LeaveCommand{};
}

/// A command leaves a question and a repair.
Typed ChatInput::command_line()
{
    const auto words = std::string_view{last_line_}.substr(1);
    const auto space = words.find_first_of(" \t\n");
    const auto rest = space == std::string_view::npos ? std::string_view{} : trimmed(words.substr(space));
    typed::Command command{std::string{words.substr(0, space)}, std::string{rest}};
    if (is<mode::Confirmation>()) {
        ready_.emplace_back(std::move(command));
        return answered(false);
    }
    mode_ = mode::Message{};
    return command;
}

/// One Enter too many is no yes. What is no answer leaves the question open.
Typed ChatInput::answer_line()
{
    const auto words = trimmed(last_line_);
    const auto yes = words.empty() ? std::optional{false} : agreement(words);
    return yes ? answered(*yes) : Typed{typed::Unclear{}};
}

Typed ChatInput::answered(bool yes)
{
    typed::Answer answer{yes, std::get<mode::Confirmation>(std::exchange(mode_, mode::Message{}))};
    set_line({});
    return answer;
}

/// A yes or no on its own is no apology.
Typed ChatInput::repair_line()
{
    const auto words = trimmed(last_line_);
    const auto answer = agreement(words);
    if (words.empty() || (answer && !*answer)) {
        mode_ = mode::Message{};
        return typed::LeaveRepair{};
    }
    if (answer) {
        set_line(std::get<mode::Repair>(mode_).offered);
        return typed::RepairOffered{};
    }
    if (auto why = unusable_words(last_line_)) return typed::Unusable{*std::move(why)};
    return typed::Repair{last_line_};
}

/// The dot alone sends a letter.
Typed ChatInput::letter_line(mode::Letter& letter)
{
    if (!letter.add(last_line_)) return typed::LetterLine{letter.text()};
    return message(letter.text());
}

Typed ChatInput::message(std::string text)
{
    const bool is_draft = has_keys() || is<mode::Letter>() || is<mode::Paste>();
    auto why = unusable_words(text);
    // What is no message could not have been kept back; a letter ends either way.
    const bool anyway = std::holds_alternative<mode::KeptBack>(std::exchange(mode_, mode::Message{}));
    if (why) return typed::Unusable{*std::move(why)};
    if (!anyway && is_terminal() && is_for_shell(text)) return typed::OutsideCommand{std::move(text)};
    if (auto name = anyway || !is_terminal() ? std::nullopt : trailing_command(text))
        return typed::TrailingCommand{std::move(text), *std::move(name)};
    return typed::Send{std::move(text), anyway, is_draft};
}

std::optional<std::string> ChatInput::trailing_command(std::string_view text) const
{
    const auto last = trimmed(text);
    const auto slash = last.rfind('/');
    if (slash == std::string_view::npos || slash == 0) return std::nullopt;
    const auto found = std::ranges::find(commands_, last.substr(slash + 1));
    return found == commands_.end() ? std::nullopt : std::optional{*found};
}

// ---- the line being written -----------------------------------------------------------------------------------------

void ChatInput::set_line(std::string_view text)
{
    if (has_keys()) editor_.set(text);
}

bool ChatInput::recall_earlier()
{
    const auto line = recall_.earlier(editor_.text());
    if (line) set_line(*line);
    return line.has_value();
}

bool ChatInput::recall_later()
{
    const auto line = recall_.later();
    if (line) set_line(*line);
    return line.has_value();
}

void ChatInput::put_back()
{
    if (editor_.text().empty()) set_line(last_line_);
}

void ChatInput::turn_to(std::string_view draft)
{
    if (is<mode::Answering>()) return;
    if (!is<mode::Letter>()) mode_ = mode::Message{};
    set_line(draft);
}

std::optional<ChatInput::Draft> ChatInput::draft() const
{
    if (!has_keys() || is<mode::Confirmation>() || is<mode::Answering>()) return std::nullopt;
    const auto* repair = std::get_if<mode::Repair>(&mode_);
    if (!repair) return Draft{editor_.text(), client::DraftKind::line};
    if (editor_.text() == repair->offered) return std::nullopt;  // comes again by itself
    return Draft{editor_.text(), client::DraftKind::repair};
}

std::string ChatInput::take_unended(std::string_view more)
{
    std::string text;
    for (const auto& line : lines_.feed(more)) text += line + '\n';
    return text + lines_.rest();
}

bool ChatInput::unsent() const
{
    const auto* letter = std::get_if<mode::Letter>(&mode_);
    return is<mode::Paste>() || !(letter ? letter->text() : editor_.text()).empty();
}

}  // namespace holdfast::ui
