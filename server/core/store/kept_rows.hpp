// Rows of a table that the relay has in memory: read from the store once, changed here, and written back. Only the
// owner of such rows may read or write their columns; Tables::write_back and Tables::forget reach all of them. Where
// changes are noted elsewhere with each commit (changes.hpp), the rows are written now and then.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <utility>
#include <vector>

namespace holdfast::server {

/// Rows of one kind that stay in memory between commits, a few hundred bytes each: those of some thousand people at
/// work. Of more, as many leave with each commit as came since the last.
inline constexpr std::size_t max_kept_rows = 8192;

/// References stay valid until write_back(), drop() or forget().
template <class Key, class Row>
class KeptRows {
  public:
    /// Null where it is not in memory.
    [[nodiscard]] Row* find(const Key& key)
    {
        const auto found = rows_.find(key);
        return found == rows_.end() ? nullptr : &found->second.row;
    }
    /// As it stands in the store. The one that is in memory already stays.
    Row& keep(const Key& key, Row row) { return rows_.try_emplace(key, Entry{std::move(row)}).first->second.row; }
    /// It was changed here. Precondition: it is in memory.
    void changed(const Key& key)
    {
        Entry& entry = rows_.at(key);
        if (!entry.changed) changed_.push_back(key);
        entry.changed = true;
    }
    /// Gives `note` every row that was changed since this or write_back() was called.
    template <class Note>
    void note_changes(Note note)
    {
        for (const Key& key : changed_) {
            const auto found = rows_.find(key);
            if (found == rows_.end() || !std::exchange(found->second.changed, false)) continue;
            note(key, found->second.row);
            if (!std::exchange(found->second.unwritten, true)) unwritten_.push_back(key);
        }
        changed_.clear();
    }
    [[nodiscard]] bool is_full() const noexcept { return rows_.size() > max_kept_rows; }
    /// Gives `write` every row that was changed since this was called, and `leave` those that are too many.
    template <class Write, class Leave>
    void write_back(Write write, Leave leave)
    {
        note_changes([](const Key&, const Row&) {});
        for (const Key& key : unwritten_) {
            const auto found = rows_.find(key);
            if (found == rows_.end() || !std::exchange(found->second.unwritten, false)) continue;
            write(key, found->second.row);
        }
        unwritten_.clear();
        while (rows_.size() > max_kept_rows) {
            auto next = left_ ? rows_.upper_bound(*left_) : rows_.begin();
            if (next == rows_.end()) next = rows_.begin();
            leave(next->first, next->second.row);
            left_ = next->first;
            rows_.erase(next);
        }
    }
    template <class Write>
    void write_back(Write write)
    {
        write_back(write, [](const Key&, const Row&) {});
    }
    /// A change that was not written is lost.
    void drop(const Key& key) { rows_.erase(key); }
    void forget() noexcept
    {
        rows_.clear();
        changed_.clear();
        unwritten_.clear();
    }

  private:
    struct Entry {
        Row row;
        bool changed = false;    ///< in this commit
        bool unwritten = false;  ///< changed in an earlier one
    };
    std::map<Key, Entry> rows_;
    std::vector<Key> changed_;
    std::vector<Key> unwritten_;
    std::optional<Key> left_;  ///< the last that was one too many: each leaves in its turn
};

}  // namespace holdfast::server
