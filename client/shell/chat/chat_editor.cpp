#include "client/shell/chat/chat_editor.hpp"

#include <fstream>
#include <iterator>
#include <system_error>
#include <utility>

#include "client/shell/platform.hpp"
#include "client/ui/sanitize.hpp"
#include "protocol/base/files.hpp"
#include "protocol/base/text.hpp"
#include "protocol/wire/limits.hpp"

namespace holdfast::shell {

namespace fs = std::filesystem;

/// For one text, gone with everything in it at the end: an editor leaves copies of its own beside the file.
class OutsideEditor::Folder {
  public:
    explicit Folder(const fs::path& profile) : path_{platform::make_private_folder(profile)} {}
    ~Folder()
    {
        if (kept_ || path_.empty()) return;
        std::error_code failed;
        for (const auto& entry : fs::directory_iterator{path_, failed}) wipe_file(entry.path());
        fs::remove_all(path_, failed);
    }
    Folder(const Folder&) = delete;
    Folder& operator=(const Folder&) = delete;

    [[nodiscard]] bool is_there() const noexcept { return !path_.empty(); }
    [[nodiscard]] fs::path file() const { return path_ / "message.txt"; }
    void keep() noexcept { kept_ = true; }

  private:
    fs::path path_;
    bool kept_ = false;
};

namespace {

std::string text_in(const fs::path& file)
{
    std::ifstream stream{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{stream}, {}};
    // Editors end every line, the last one too.
    if (text.ends_with('\n')) text.pop_back();
    return text;
}

}  // namespace

OutsideEditor::OutsideEditor(boost::asio::io_context& loop, const fs::path& profile, const std::string& text,
                             Ended ended)
    : folder_{std::make_unique<Folder>(profile)},
      children_{loop, platform::child_signal()},
      ended_{std::move(ended)},
      before_{text}
{
    if (!platform::has_editor())
        problem_ = "Set EDITOR to the program you like to write in, such as EDITOR=nano.";
    else if (!folder_->is_there() || write_new_file(folder_->file(), as_bytes(text)).has_error())
        problem_ = "The text could not be written to a file for another program. It stays here.";
    else if (process_ = platform::start_editor(folder_->file()); process_ == 0)
        problem_ = "The editor could not be started; the text is as it was.";
    else
        wait();
}

OutsideEditor::~OutsideEditor()
{
    if (process_ == 0) return;
    folder_->keep();
    platform::hang_up(process_);
}

std::string OutsideEditor::file() const { return ui::sanitize_line(folder_->file().string()); }

void OutsideEditor::wait()
{
    children_.async_wait([this](boost::system::error_code cancelled, int) {
        if (cancelled) return;
        const auto outcome = platform::outcome_of(process_);
        if (!outcome) return wait();
        process_ = 0;
        const auto ended = std::move(ended_);
        ended(result(*outcome));
    });
}

EditedOutside OutsideEditor::result(bool went_well)
{
    auto edited = text_in(folder_->file());
    if (!went_well && edited == before_) return {{}, "The editor did not end well; the text is as it was."};
    if (!went_well) {
        folder_->keep();
        return {{}, "The editor did not end well. The line is as it was; what you wrote there stays in " + file()};
    }
    if (edited.size() <= wire::max_text_bytes && is_utf8(as_bytes(edited)) && edited.find('\0') == std::string::npos)
        return {std::move(edited), {}};
    folder_->keep();
    return {{},
            "That text is longer than one message may be, or no text in UTF-8. It stays in " + file() +
                ", for you to remove."};
}

}  // namespace holdfast::shell
