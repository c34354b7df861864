#include "client/ui/input/keys.hpp"

#include <optional>

#include "client/ui/unicode.hpp"

namespace holdfast::ui {
namespace {

using What = Key::What;

constexpr char escape_byte = '\x1B';

std::optional<What> control_key(char byte) noexcept
{
    switch (byte) {
        case '\r':
        case '\n': return What::enter;
        case '\x7F':
        case '\b': return What::backspace;
        case 'A' - '@': return What::home;
        case 'B' - '@': return What::left;
        case 'C' - '@': return What::interrupt;
        case 'D' - '@': return What::end_of_input;
        case 'E' - '@': return What::end;
        case 'F' - '@': return What::right;
        case '\t': return What::tab;
        case 'K' - '@': return What::erase_to_end;
        case 'L' - '@': return What::redraw;
        case 'N' - '@': return What::down;
        case 'P' - '@': return What::up;
        case 'T' - '@': return What::transpose;
        case 'U' - '@': return What::erase_to_start;
        case 'W' - '@': return What::erase_word;
        case 'Y' - '@': return What::yank;
        case 'Z' - '@': return What::suspend;
        default: return std::nullopt;
    }
}

constexpr std::string_view with_shift = "2";
constexpr std::string_view with_control = "5";

/// The final byte of CSI and SS3 sequences without a number; `modifier` as xterm numbers them, empty for none.
std::optional<What> final_key(char byte, std::string_view modifier) noexcept
{
    switch (byte) {
        case 'A': return modifier == with_shift ? What::row_up : What::up;
        case 'B': return modifier == with_shift ? What::row_down : What::down;
        case 'C': return modifier.empty() ? What::right : What::word_right;
        case 'D': return modifier.empty() ? What::left : What::word_left;
        case 'F': return modifier == with_control ? What::bottom : What::end;
        case 'H': return modifier == with_control ? What::top : What::home;
        default: return std::nullopt;
    }
}

/// `CSI number ~`
std::optional<What> numbered_key(std::string_view number) noexcept
{
    if (number == "1" || number == "7") return What::home;
    if (number == "4" || number == "8") return What::end;
    if (number == "3") return What::erase;
    if (number == "5") return What::page_up;
    if (number == "6") return What::page_down;
    return std::nullopt;
}

/// `CSI number u`, by which some terminals tell Shift-Enter and Alt-Enter from Enter.
std::optional<What> unicode_key(std::string_view number) noexcept
{
    if (number == "13;2" || number == "13;3") return What::line_break;
    return std::nullopt;
}

/// The character that follows an Escape at once.
std::optional<What> alt_key(char byte) noexcept
{
    switch (byte) {
        case '\r':
        case '\n': return What::line_break;
        case 'b': return What::word_left;
        case 'd': return What::erase_word_after;
        case 'f': return What::word_right;
        case 'l': return What::lock;
        case 'n': return What::first_new;
        case '\x7F': return What::erase_word;
        default: return std::nullopt;
    }
}

/// Pasted text keeps line breaks; other controls and bytes that are not UTF-8 have no place in a message. The latter
/// were letters in another encoding: `damaged` says so.
std::string clean_paste(std::string_view raw, bool& damaged)
{
    std::string out;
    for (std::size_t at = 0; at < raw.size();) {
        const auto c = decode_at(raw, at);
        const bool second_of_break = c.code == U'\n' && at > 0 && raw[at - 1] == '\r';
        if (c.code == U'\r' || (c.code == U'\n' && !second_of_break))
            out += '\n';
        else if (c.code == U'\t')
            out += ' ';
        else if (c.valid && char_kind(c.code) != CharKind::control)
            out += raw.substr(at, c.size);
        damaged = damaged || !c.valid;
        at += c.size;
    }
    return out;
}

}  // namespace

std::vector<Key> KeyReader::feed(std::string_view bytes)
{
    std::vector<Key> out;
    for (char byte : bytes) take(byte, out);
    return out;
}

void KeyReader::take(char byte, std::vector<Key>& out)
{
    switch (state_) {
        case State::ground: return ground(byte, out);
        case State::character: return character(byte, out);
        case State::sequence: return sequence(byte, out);
        case State::paste: return paste(byte, out);
        case State::escape: return escaped(byte, out);
        case State::shift3:
            state_ = State::ground;
            if (const auto what = final_key(byte, {})) out.push_back({*what});
            return;
        case State::control_x:
            state_ = State::ground;
            if (byte == 'E' - '@') out.push_back({What::edit_outside});
            return;
    }
}

Key KeyReader::release_escape() noexcept
{
    state_ = State::ground;
    return {What::escape};
}

void KeyReader::escaped(char byte, std::vector<Key>& out)
{
    state_ = byte == '[' ? State::sequence : byte == 'O' ? State::shift3 : State::ground;
    pending_.clear();
    if (byte == escape_byte) {
        out.push_back({What::escape});
        state_ = State::escape;
    } else if (const auto what = alt_key(byte)) {
        out.push_back({*what});
    }
}

void KeyReader::ground(char byte, std::vector<Key>& out)
{
    if (byte == escape_byte) {
        state_ = State::escape;
        return;
    }
    if (const auto what = control_key(byte)) {
        out.push_back({*what});
        return;
    }
    const auto value = static_cast<unsigned char>(byte);
    if (byte == 'X' - '@') state_ = State::control_x;
    if (value < 0x20) return;
    pending_.assign(1, byte);
    if (value >= 0x80) {
        state_ = State::character;
        return;
    }
    out.push_back({What::text, pending_});
}

void KeyReader::character(char byte, std::vector<Key>& out)
{
    const bool continues = (static_cast<unsigned char>(byte) & 0xC0U) == 0x80;
    if (!continues) {
        state_ = State::ground;
        out.push_back({What::unreadable});
        return ground(byte, out);
    }
    pending_ += byte;
    const auto c = decode_at(pending_, 0);
    if (c.valid) {
        state_ = State::ground;
        if (char_kind(c.code) != CharKind::control) out.push_back({What::text, pending_});
    } else if (pending_.size() >= 4 || c.size < pending_.size()) {
        state_ = State::ground;
        out.push_back({What::unreadable});
    }
}

void KeyReader::sequence(char byte, std::vector<Key>& out)
{
    const bool last = byte >= '@' && byte <= '~';
    if (!last) {
        pending_ += byte;
        if (pending_.size() > max_sequence_bytes || byte == escape_byte) state_ = State::ground;
        return;
    }
    state_ = State::ground;
    if (byte == '~' && pending_ == "200") {
        state_ = State::paste;
        pending_.clear();
        return;
    }
    const std::string_view number = pending_;
    const auto semicolon = number.find(';');
    const auto modifier = semicolon == std::string_view::npos ? std::string_view{} : number.substr(semicolon + 1);
    const auto what = byte == '~'   ? numbered_key(number)
                      : byte == 'u' ? unicode_key(number)
                                    : final_key(byte, modifier);
    if (what) out.push_back({*what});
}

void KeyReader::paste(char byte, std::vector<Key>& out)
{
    pending_ += byte;
    if (!pending_.ends_with(paste_end)) {
        // Past the bound only the last bytes are kept, to recognise the end.
        if (pending_.size() >= max_paste_bytes + paste_end.size()) pending_.erase(max_paste_bytes, 1);
        return;
    }
    pending_.resize(pending_.size() - paste_end.size());
    state_ = State::ground;
    bool damaged = false;
    if (auto text = clean_paste(pending_, damaged); !text.empty()) out.push_back({What::text, std::move(text)});
    if (damaged) out.push_back({What::unreadable});
    pending_.clear();
}

}  // namespace holdfast::ui
