// The line being written, in another program: $VISUAL or $EDITOR on a file that nobody else can read, which is wiped
// afterwards. The conversation goes on meanwhile, with the terminal in that program's hands. SECURITY.md says what that
// means for the text.
#pragma once

#include <boost/asio/io_context.hpp>
#include <boost/asio/signal_set.hpp>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>

namespace holdfast::shell {

struct EditedOutside {
    std::optional<std::string> text;  ///< empty: the line stays as it was
    std::string said;                 ///< safe; empty where all went well
};

class OutsideEditor {
  public:
    using Ended = std::function<void(const EditedOutside&)>;

    /// Starts that program with `text`. The file stands in the session's own folder ($XDG_RUNTIME_DIR, in memory), or
    /// without one in `profile`, and goes with this object. `ended` is called once, from the loop, and may destroy it.
    /// A text that cannot be taken back into the line stays in its file, and `said` names the file.
    OutsideEditor(boost::asio::io_context& loop, const std::filesystem::path& profile, const std::string& text,
                  Ended ended);
    /// Where that program still runs, it is asked to end, and its file stays.
    ~OutsideEditor();
    OutsideEditor(const OutsideEditor&) = delete;
    OutsideEditor& operator=(const OutsideEditor&) = delete;

    /// The sentence for a program that could not be started; then `ended` is never called. Empty where it runs.
    [[nodiscard]] const std::string& problem() const noexcept { return problem_; }
    /// Where the text is (safe words).
    [[nodiscard]] std::string file() const;

  private:
    class Folder;
    void wait();
    [[nodiscard]] EditedOutside result(bool went_well);

    std::unique_ptr<Folder> folder_;
    boost::asio::signal_set children_;
    Ended ended_;
    std::string before_;
    int process_ = 0;  ///< 0: none runs
    std::string problem_;
};

}  // namespace holdfast::shell
