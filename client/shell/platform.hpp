// Everything the program needs from its system. Everything that only Linux has is behind these names, in linux.cpp.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "protocol/base/result.hpp"
#include "protocol/crypto/secret.hpp"

namespace holdfast::shell::platform {

/// No core dumps, nobody else may look into this process, files are made for their owner alone, and writing to a closed
/// pipe is an error rather than an end. Best effort. To be called first of all: it also makes lock_memory() possible.
void harden() noexcept;

/// Keeps heap and stack, where keys and texts are, out of the swap file, as far as the system's limit reaches (8 MiB
/// usually, more than a vault of some thousand messages needs; the vault's 256 MiB while it is opened are more than
/// that). To be called again when the heap may have grown: costs nothing when it has not.
void lock_memory() noexcept;

[[nodiscard]] bool is_terminal(int descriptor) noexcept;

/// Whether output is to be lines of words alone: HOLDFAST_PLAIN is set (and not to 0), the terminal is one that moves
/// no cursor (TERM is "dumb" or not set), or there is no terminal.
[[nodiscard]] bool is_plain_wanted() noexcept;
/// Whether standard output is a terminal that can be painted as a whole, by what it says of itself.
[[nodiscard]] bool can_be_painted() noexcept;
/// Whether its font has braille: the console of Linux has blocks alone.
[[nodiscard]] bool draws_braille() noexcept;

/// Columns of the terminal; 80 where there is none.
[[nodiscard]] std::size_t terminal_width() noexcept;

/// The signal that tells of a new terminal size.
[[nodiscard]] int resize_signal() noexcept;

/// The signal that asks the program to stop for a while.
[[nodiscard]] int suspend_signal() noexcept;
/// Stops the program, and those it was started with, until somebody continues it.
void stop_until_continued() noexcept;

/// Whether $VISUAL or $EDITOR names a program to write in.
[[nodiscard]] bool has_editor();
/// Opens the file in it; the terminal is its own until it ends. Its process, or 0 where it could not be started.
[[nodiscard]] int start_editor(const std::filesystem::path& file);
/// Of a process that was started here: empty while it runs, then whether it says that all went well. Once only after
/// its end.
[[nodiscard]] std::optional<bool> outcome_of(int process) noexcept;
/// The signal that tells of the end of such a process.
[[nodiscard]] int child_signal() noexcept;
/// Asks it to end as if its terminal had gone: editors keep what is in them.
void hang_up(int process) noexcept;
/// A new folder for this user alone: in $XDG_RUNTIME_DIR where that is such a folder too, otherwise in `fallback`.
/// Empty where none can be made.
[[nodiscard]] std::filesystem::path make_private_folder(const std::filesystem::path& fallback);

/// Shows a notification on the desktop, by notify-send where there is one, otherwise by the terminal (OSC 9). `words`
/// are always the same: what others can read over a shoulder says nothing.
void notify(const char* words) noexcept;

/// "Europe/London"; empty where the system does not say.
[[nodiscard]] std::string local_zone();

/// $XDG_DATA_HOME/holdfast, or ~/.local/share/holdfast. Errc::no_home without one.
[[nodiscard]] Result<std::filesystem::path> default_profile();

/// True when others than the owner may read the file.
[[nodiscard]] bool is_readable_by_others(const std::filesystem::path& file) noexcept;

/// Time since the machine started, sleep included: moves with the rate of the wall clock but never jumps.
[[nodiscard]] std::chrono::milliseconds time_since_boot() noexcept;

/// Starts this program anew, apart from the terminal's signals, with `words` and two more: "--passphrase-fd" and
/// "--report-to" with their descriptors. `secret` is what it reads from the first. Returns what it says on the second,
/// success or an error (report()), and then lives on by itself. Errors: also internal, where it ended without a word.
[[nodiscard]] Status start_beside(std::vector<std::string> words, BytesView secret);
/// From the program that start_beside() started. With success it gives up its standard descriptors, too.
void report(int descriptor, Status status) noexcept;

/// The first line of a descriptor, without its end, read byte by byte so that what follows stays unread. `limit` bytes
/// at most. Errors: no_passphrase when it cannot be read or is longer.
[[nodiscard]] Result<crypto::SecretBytes> read_secret_line(int descriptor, std::size_t limit);
[[nodiscard]] Result<crypto::SecretBytes> read_secret_line(const std::filesystem::path& file, std::size_t limit);

/// Asks on the terminal without showing what is typed. Errc::nothing_changed when given up, by Ctrl-C or Ctrl-D;
/// no_passphrase without a terminal.
[[nodiscard]] Result<crypto::SecretBytes> ask_secret(const std::string& question, std::size_t limit);
/// The same, but what is typed is seen, such as a code that is copied from paper. Errc::not_confirmed when given up, at
/// the end of the input too; no_passphrase without a terminal.
[[nodiscard]] Result<std::string> ask_shown(const std::string& question, std::size_t limit);

/// The next line of a descriptor that is no terminal, without its end, read byte by byte so that what follows stays
/// unread. At most `limit` bytes are kept. Empty at the end of the input.
[[nodiscard]] std::optional<std::string> read_line(int descriptor, std::size_t limit);

/// The terminal gives every key at once and shows none by itself; restored at the end of the scope.
class KeyMode {
  public:
    KeyMode();
    ~KeyMode();
    KeyMode(const KeyMode&) = delete;
    KeyMode& operator=(const KeyMode&) = delete;

  private:
    struct Saved;
    std::unique_ptr<Saved> saved_;
};

/// Ctrl-C does not throw away the line that is being typed at the terminal; as before at the end of the scope. For as
/// long as no KeyMode is held.
class LineMode {
  public:
    LineMode();
    ~LineMode();
    LineMode(const LineMode&) = delete;
    LineMode& operator=(const LineMode&) = delete;

    /// What was typed since the last Enter; the terminal has it no longer.
    [[nodiscard]] std::string take();

  private:
    bool changed_ = false;
};

/// Takes the words of the command line out of the process's memory, where everybody on the machine reads them.
void wipe_arguments(int count, char** words) noexcept;

}  // namespace holdfast::shell::platform
