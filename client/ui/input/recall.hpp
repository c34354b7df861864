// The lines of this sitting, to be had again: values only. What stood in the line when one looked back stays, and comes
// again at the end of the way forward.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace holdfast::ui {

class Recall {
  public:
    /// Older lines are forgotten: nobody goes back further.
    static constexpr std::size_t most = 100;

    /// A line is finished; the next look back begins with it.
    void keep(const std::string& line)
    {
        if (lines_.empty() || lines_.back() != line) lines_.push_back(line);
        if (lines_.size() > most) lines_.erase(lines_.begin());
        at_ = lines_.size();
    }
    /// The line before; `now` stands in the line. Empty at the first.
    [[nodiscard]] std::optional<std::string> earlier(const std::string& now)
    {
        if (at_ == 0) return std::nullopt;
        if (at_ == lines_.size()) begun_ = now;
        return lines_[--at_];
    }
    /// The line after; at the end the one that was begun. Empty there.
    [[nodiscard]] std::optional<std::string> later()
    {
        if (at_ >= lines_.size()) return std::nullopt;
        return ++at_ == lines_.size() ? std::exchange(begun_, {}) : lines_[at_];
    }
    void clear() { *this = {}; }

  private:
    std::vector<std::string> lines_;
    std::size_t at_ = 0;
    std::string begun_;
};

}  // namespace holdfast::ui
