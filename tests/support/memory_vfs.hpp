// Files in memory as a SQLite VFS: what a simulation of many runs stores goes to no disk. The FaultVfs stands on it
// when asked to; it knows no locks, and nobody else ever sees its files.
#pragma once

#include <cstddef>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

struct sqlite3_vfs;

namespace holdfast::test {

class MemoryVfs {
  public:
    using Content = std::vector<char>;

    MemoryVfs();
    ~MemoryVfs();  ///< after every database opened through it
    MemoryVfs(const MemoryVfs&) = delete;
    MemoryVfs& operator=(const MemoryVfs&) = delete;

    /// As SQLite knows it.
    [[nodiscard]] std::string name() const;
    /// To be called by a VFS above.
    [[nodiscard]] sqlite3_vfs* vfs() noexcept;

    /// Every file whose name begins with `from`, under `to` in its place; what `to` had is replaced. Nobody has the
    /// files of `to` open.
    void copy(std::string_view from, std::string_view to);
    void remove(std::string_view prefix);
    /// Copies `file` from the system's disk, under `name`.
    void read_in(const std::filesystem::path& file, const std::string& name);
    [[nodiscard]] const std::map<std::string, std::shared_ptr<Content>>& files() const noexcept;

    struct State;

  private:
    std::unique_ptr<State> state_;
};

}  // namespace holdfast::test
