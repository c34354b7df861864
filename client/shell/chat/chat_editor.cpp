#include "client/shell/chat/chat_editor.hpp"

#include <fstream>
#include <iterator>
#include <system_error>

#include "client/shell/platform.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/files.hpp"
#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {
namespace {

namespace fs = std::filesystem;

/// A folder for one text, gone with everything in it at the end: an editor leaves copies of its own beside the file.
class TextFolder {
  public:
    explicit TextFolder(const fs::path& profile) : path_{platform::make_private_folder(profile)} {}
    ~TextFolder()
    {
        if (kept_ || path_.empty()) return;
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator{path_, failed}) wipe_file(entry.path());
        fs::remove_all(path_, failed);
    }
    TextFolder(const TextFolder&) = delete;
    TextFolder& operator=(const TextFolder&) = delete;

    [[nodiscard]] bool is_there() const noexcept { return !path_.empty(); }
    [[nodiscard]] fs::path file() const { return path_ / "message.txt"; }
    void keep() noexcept { kept_ = true; }

  private:
    fs::path path_;
    bool kept_ = false;
};

std::string text_in(const fs::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    // Editors end every line, the last one too.
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace

EditedOutside edit_outside(const fs::path& profile, const std::string& text)
{
    if (!platform::has_editor()) return {{}, "Set EDITOR to the program you like to write in, such as EDITOR=nano."};
    TextFolder folder{profile};
    if (!folder.is_there() || write_new_file(folder.file(), as_bytes(text)).has_error())
        return {{}, "The text could not be written to a file for another program. It stays here."};
    if (!platform::run_editor(folder.file())) return {{}, "The editor did not end well; the text is as it was."};
    auto edited = text_in(folder.file());
    if (edited.size() <= wire::max_text_bytes && is_utf8(as_bytes(edited)) && edited.find('\0') == std::string::npos)
        return {std::move(edited), {}};
    folder.keep();
    return {{},
            "That text is longer than one message may be, or no text in UTF-8. It stays in " +
                ui::sanitize_line(folder.file().string()) + ", for you to remove."};
}

}  // namespace holdfast::shell
