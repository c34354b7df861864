// The line being written, in another program: $VISUAL or $EDITOR on a file that nobody else can read, which is wiped
// afterwards. SECURITY.md says what that means for the text.
#pragma once

#include <filesystem>
#include <optional>
#include <string>

namespace holdfast::shell {

struct EditedOutside {
    std::optional<std::string> text;  ///< empty: the line stays as it was
    std::string said;                 ///< safe; empty where all went well
};

/// Returns when that program has ended. The file stands in the session's own folder ($XDG_RUNTIME_DIR, in memory), or
/// without one in `profile`. What cannot be taken back into the line stays in its file, and `said` names it.
[[nodiscard]] EditedOutside edit_outside(const std::filesystem::path& profile, const std::string& text);

}  // namespace holdfast::shell
