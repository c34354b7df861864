#include "protocol/store/gathered_writes.hpp"

#include <atomic>
#include <cstddef>
#include <memory>
#include <new>
#include <span>
#include <vector>

#include "protocol/base/result.hpp"

namespace holdfast::store {
namespace {

// Twenty-seven pages: a larger commit takes some calls more. The system's VFS takes less than 128 KiB at once, and
// calls the disk full where it is asked for that.
constexpr std::size_t most_gathered = 112 * 1024;

/// What was written and is not in the file, one piece without a gap.
struct Gathered {
    std::vector<std::byte> bytes;
    sqlite3_int64 begin = 0;

    [[nodiscard]] bool goes_on_at(sqlite3_int64 offset, std::size_t size) const noexcept
    {
        return begin + static_cast<sqlite3_int64>(bytes.size()) == offset && bytes.size() + size <= most_gathered;
    }
};

/// SQLite allocates it, with room for the file below behind it.
struct LogFile {
    sqlite3_file base;
    sqlite3_file* below;
    Gathered* gathered;
};

LogFile& log_of(sqlite3_file* file) noexcept { return *reinterpret_cast<LogFile*>(file); }

/// All that was written is in the file, or this is the error.
int flush(LogFile& log)
{
    auto& [bytes, begin] = *log.gathered;
    if (bytes.empty()) return SQLITE_OK;
    const int status = log.below->pMethods->xWrite(log.below, bytes.data(), static_cast<int>(bytes.size()), begin);
    bytes.clear();
    return status;
}

/// The file below, once it is as SQLite believes it to be.
template <class Act>
int on_file(sqlite3_file* file, Act act)
{
    auto& log = log_of(file);
    if (const int status = flush(log); status != SQLITE_OK) return status;
    return act(log.below, *log.below->pMethods);
}

int close_log(sqlite3_file* file)
{
    auto& log = log_of(file);
    const std::unique_ptr<Gathered> gathered{log.gathered};
    const int flushed = flush(log);
    const int closed = log.below->pMethods->xClose(log.below);
    return flushed != SQLITE_OK ? flushed : closed;
}

int read_log(sqlite3_file* file, void* to, int size, sqlite3_int64 offset)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xRead(below, to, size, offset); });
}

int write_log(sqlite3_file* file, const void* from, int size, sqlite3_int64 offset)
{
    auto& log = log_of(file);
    auto& gathered = *log.gathered;
    const std::span written{static_cast<const std::byte*>(from), static_cast<std::size_t>(size)};
    if (!gathered.goes_on_at(offset, written.size())) {
        if (const int status = flush(log); status != SQLITE_OK) return status;
        gathered.begin = offset;
    }
    try {
        gathered.bytes.insert(gathered.bytes.end(), written.begin(), written.end());
    } catch (const std::bad_alloc&) {
        return SQLITE_IOERR_NOMEM;
    }
    return SQLITE_OK;
}

int truncate_log(sqlite3_file* file, sqlite3_int64 size)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xTruncate(below, size); });
}

int sync_log(sqlite3_file* file, int flags)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xSync(below, flags); });
}

int size_of_log(sqlite3_file* file, sqlite3_int64* size)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xFileSize(below, size); });
}

int lock_log(sqlite3_file* file, int level)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xLock(below, level); });
}

int unlock_log(sqlite3_file* file, int level)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xUnlock(below, level); });
}

int check_lock_of_log(sqlite3_file* file, int* reserved)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xCheckReservedLock(below, reserved); });
}

int control_log(sqlite3_file* file, int operation, void* argument)
{
    return on_file(file, [=](auto* below, auto& methods) { return methods.xFileControl(below, operation, argument); });
}

int sector_of_log(sqlite3_file* file)
{
    auto* below = log_of(file).below;
    return below->pMethods->xSectorSize(below);
}

int characteristics_of_log(sqlite3_file* file)
{
    auto* below = log_of(file).below;
    return below->pMethods->xDeviceCharacteristics(below);
}

/// Version 1: the log is neither mapped nor shared.
constexpr sqlite3_io_methods log_methods{
    .iVersion = 1,
    .xClose = close_log,
    .xRead = read_log,
    .xWrite = write_log,
    .xTruncate = truncate_log,
    .xSync = sync_log,
    .xFileSize = size_of_log,
    .xLock = lock_log,
    .xUnlock = unlock_log,
    .xCheckReservedLock = check_lock_of_log,
    .xFileControl = control_log,
    .xSectorSize = sector_of_log,
    .xDeviceCharacteristics = characteristics_of_log,
    .xShmMap = nullptr,
    .xShmLock = nullptr,
    .xShmBarrier = nullptr,
    .xShmUnmap = nullptr,
    .xFetch = nullptr,
    .xUnfetch = nullptr,
};

int open_file(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out)
{
    auto* below_vfs = static_cast<GatheredWrites::Vfs*>(vfs)->below;
    // Only the log is written page after page; another file is the one below.
    if ((flags & SQLITE_OPEN_WAL) == 0) return below_vfs->xOpen(below_vfs, name, file, flags, flags_out);
    file->pMethods = nullptr;
    std::unique_ptr<Gathered> gathered{new (std::nothrow) Gathered};
    if (!gathered) return SQLITE_NOMEM;
    auto* below = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(LogFile));
    const int status = below_vfs->xOpen(below_vfs, name, below, flags, flags_out);
    if (status != SQLITE_OK) return status;
    new (file) LogFile{{&log_methods}, below, gathered.release()};
    return SQLITE_OK;
}

}  // namespace

GatheredWrites::GatheredWrites(const std::string& below)
{
    static std::atomic<unsigned> made = 0;
    auto* found = sqlite3_vfs_find(below.empty() ? nullptr : below.c_str());
    require(found != nullptr, "a VFS that is named is registered");
    name_ = "gathered-" + std::to_string(++made);
    static_cast<sqlite3_vfs&>(vfs_) = *found;  // what is not about opening stays as it is below
    vfs_.below = found;
    vfs_.pNext = nullptr;
    vfs_.zName = name_.c_str();
    vfs_.szOsFile = static_cast<int>(sizeof(LogFile)) + found->szOsFile;
    vfs_.xOpen = open_file;
    require(sqlite3_vfs_register(&vfs_, 0) == SQLITE_OK, "SQLite takes no VFS");
}

GatheredWrites::~GatheredWrites() { sqlite3_vfs_unregister(&vfs_); }

}  // namespace holdfast::store
