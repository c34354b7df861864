#include "tests/support/fault_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <new>
#include <random>
#include <stdexcept>
#include <vector>

namespace holdfast::test {

struct FaultVfs::State {
    std::string name;
    sqlite3_vfs vfs{};
    sqlite3_vfs* real = nullptr;
    std::int64_t operations = 0;
    std::int64_t fail_at = 0;  ///< 0: never
    Fault fault = Fault::disk_full;
    std::mt19937_64 random;  // NOLINT: the seed is the test
    std::vector<struct OpenFile*> files;

    /// SQLITE_OK, or what this step answers instead of being done.
    int step(bool is_sync);
    void cut_power(bool torn);
};

namespace {

/// The bytes one write or truncation changed, to be undone when the power is cut before the next sync.
struct Undo {
    sqlite3_int64 size;  ///< of the file before
    sqlite3_int64 offset;
    std::vector<char> bytes;  ///< overwritten, or cut off
};

}  // namespace

struct OpenFile {
    FaultVfs::State* state;
    sqlite3_file* real;
    std::vector<Undo> undo;

    void remember(sqlite3_int64 offset, sqlite3_int64 amount);
    void lose_unsynced();
    void tear_unsynced(std::mt19937_64& random);
    [[nodiscard]] std::vector<char> content() const;
};

namespace {

/// SQLite allocates this for us: the base it knows, our part, and behind it the real VFS's file.
struct FaultFile {
    sqlite3_file base;
    OpenFile* open;
};

OpenFile& opened(sqlite3_file* file) { return *reinterpret_cast<FaultFile*>(file)->open; }
FaultVfs::State& state_of(sqlite3_vfs* vfs) { return *static_cast<FaultVfs::State*>(vfs->pAppData); }

int file_close(sqlite3_file* file)
{
    auto* open = &opened(file);
    std::erase(open->state->files, open);
    const int status = open->real->pMethods->xClose(open->real);
    delete open;
    return status;
}

int file_read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset)
{
    auto* real = opened(file).real;
    return real->pMethods->xRead(real, out, amount, offset);
}

int file_write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset)
{
    auto& open = opened(file);
    const int refused = open.state->step(false);
    if (refused != SQLITE_OK) return refused;
    open.remember(offset, amount);
    return open.real->pMethods->xWrite(open.real, bytes, amount, offset);
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size)
{
    auto& open = opened(file);
    const int refused = open.state->step(false);
    if (refused != SQLITE_OK) return refused;
    sqlite3_int64 before = 0;
    open.real->pMethods->xFileSize(open.real, &before);
    if (before > size) open.remember(size, before - size);
    return open.real->pMethods->xTruncate(open.real, size);
}

int file_sync(sqlite3_file* file, int flags)
{
    auto& open = opened(file);
    const int refused = open.state->step(true);
    if (refused != SQLITE_OK) return refused;
    open.undo.clear();
    return open.real->pMethods->xSync(open.real, flags);
}

int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    auto* real = opened(file).real;
    return real->pMethods->xFileSize(real, size);
}

int file_lock(sqlite3_file* file, int level)
{
    auto* real = opened(file).real;
    return real->pMethods->xLock(real, level);
}

int file_unlock(sqlite3_file* file, int level)
{
    auto* real = opened(file).real;
    return real->pMethods->xUnlock(real, level);
}

int file_check_reserved(sqlite3_file* file, int* reserved)
{
    auto* real = opened(file).real;
    return real->pMethods->xCheckReservedLock(real, reserved);
}

int file_control(sqlite3_file* file, int operation, void* argument)
{
    auto* real = opened(file).real;
    return real->pMethods->xFileControl(real, operation, argument);
}

int file_sector(sqlite3_file* file)
{
    auto* real = opened(file).real;
    return real->pMethods->xSectorSize(real);
}

int file_characteristics(sqlite3_file* file)
{
    auto* real = opened(file).real;
    return real->pMethods->xDeviceCharacteristics(real);
}

/// Version 1: no shared memory, no memory mapping.
sqlite3_io_methods file_methods()
{
    sqlite3_io_methods methods{};
    methods.iVersion = 1;
    methods.xClose = file_close;
    methods.xRead = file_read;
    methods.xWrite = file_write;
    methods.xTruncate = file_truncate;
    methods.xSync = file_sync;
    methods.xFileSize = file_size;
    methods.xLock = file_lock;
    methods.xUnlock = file_unlock;
    methods.xCheckReservedLock = file_check_reserved;
    methods.xFileControl = file_control;
    methods.xSectorSize = file_sector;
    methods.xDeviceCharacteristics = file_characteristics;
    return methods;
}

int vfs_open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out)
{
    static const sqlite3_io_methods methods = file_methods();
    auto& state = state_of(vfs);
    file->pMethods = nullptr;
    auto* real = reinterpret_cast<sqlite3_file*>(reinterpret_cast<char*>(file) + sizeof(FaultFile));
    const int status = state.real->xOpen(state.real, name, real, flags, flags_out);
    if (status != SQLITE_OK) return status;
    auto* ours = new (file) FaultFile{{&methods}, new OpenFile{&state, real, {}}};
    state.files.push_back(ours->open);
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int sync_folder)
{
    auto& state = state_of(vfs);
    const int refused = state.step(false);
    if (refused != SQLITE_OK) return refused == SQLITE_FULL ? SQLITE_IOERR_DELETE : refused;
    return state.real->xDelete(state.real, name, sync_folder);
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int flags, int* there)
{
    auto* real = state_of(vfs).real;
    return real->xAccess(real, name, flags, there);
}

}  // namespace

void OpenFile::remember(sqlite3_int64 offset, sqlite3_int64 amount)
{
    Undo change{0, offset, {}};
    real->pMethods->xFileSize(real, &change.size);
    const auto kept = std::min(amount, change.size - offset);
    if (kept > 0) {
        change.bytes.resize(static_cast<std::size_t>(kept));
        real->pMethods->xRead(real, change.bytes.data(), static_cast<int>(kept), offset);
    }
    undo.push_back(std::move(change));
}

void OpenFile::lose_unsynced()
{
    for (auto change = undo.rbegin(); change != undo.rend(); ++change) {
        if (!change->bytes.empty()) {
            real->pMethods->xWrite(real, change->bytes.data(), static_cast<int>(change->bytes.size()), change->offset);
        }
        real->pMethods->xTruncate(real, change->size);
    }
    undo.clear();
}

std::vector<char> OpenFile::content() const
{
    sqlite3_int64 size = 0;
    real->pMethods->xFileSize(real, &size);
    std::vector<char> bytes(static_cast<std::size_t>(size));
    if (size > 0) real->pMethods->xRead(real, bytes.data(), static_cast<int>(size), 0);
    return bytes;
}

void OpenFile::tear_unsynced(std::mt19937_64& random)
{
    constexpr std::size_t sector = 512;
    if (undo.empty()) return;
    const auto written = content();
    lose_unsynced();
    const auto synced = content();
    for (std::size_t at = 0; at < written.size(); at += sector) {
        const auto amount = std::min(sector, written.size() - at);
        const bool same =
            at + amount <= synced.size() && std::equal(written.begin() + static_cast<std::ptrdiff_t>(at),
                                                       written.begin() + static_cast<std::ptrdiff_t>(at + amount),
                                                       synced.begin() + static_cast<std::ptrdiff_t>(at));
        if (same || random() % 2 == 0) continue;
        real->pMethods->xWrite(real, written.data() + at, static_cast<int>(amount), static_cast<sqlite3_int64>(at));
    }
}

int FaultVfs::State::step(bool is_sync)
{
    ++operations;
    if (fail_at == 0 || operations < fail_at) return SQLITE_OK;
    const bool first = operations == fail_at;
    switch (fault) {
        case Fault::disk_full: return is_sync ? SQLITE_IOERR_FSYNC : SQLITE_FULL;
        case Fault::sync_error: return !first ? SQLITE_OK : is_sync ? SQLITE_IOERR_FSYNC : SQLITE_IOERR_WRITE;
        case Fault::power_cut:
        case Fault::torn:
            if (first) cut_power(fault == Fault::torn);
            return SQLITE_IOERR;
        case Fault::killed: return SQLITE_IOERR;
    }
    return SQLITE_IOERR;
}

void FaultVfs::State::cut_power(bool torn)
{
    for (auto* file : files) torn ? file->tear_unsynced(random) : file->lose_unsynced();
}

FaultVfs::FaultVfs() : FaultVfs(sqlite3_vfs_find(nullptr)) {}
FaultVfs::FaultVfs(MemoryVfs& files) : FaultVfs(files.vfs()) {}

FaultVfs::FaultVfs(sqlite3_vfs* below) : state_(std::make_unique<State>())
{
    static std::atomic<int> made = 0;
    state_->name = "fault-" + std::to_string(++made);
    state_->real = below;
    state_->vfs = *state_->real;  // what is not about files stays the system's
    state_->vfs.pNext = nullptr;
    state_->vfs.zName = state_->name.c_str();
    state_->vfs.szOsFile = static_cast<int>(sizeof(FaultFile)) + state_->real->szOsFile;
    state_->vfs.pAppData = state_.get();
    state_->vfs.xOpen = vfs_open;
    state_->vfs.xDelete = vfs_delete;
    state_->vfs.xAccess = vfs_access;
    if (sqlite3_vfs_register(&state_->vfs, 0) != SQLITE_OK) throw std::runtime_error("cannot register the fault VFS");
}

FaultVfs::~FaultVfs() { sqlite3_vfs_unregister(&state_->vfs); }

const std::string& FaultVfs::name() const noexcept { return state_->name; }
std::int64_t FaultVfs::operations() const noexcept { return state_->operations; }
bool FaultVfs::failed() const noexcept { return state_->fail_at != 0 && state_->operations >= state_->fail_at; }
void FaultVfs::reset() noexcept { state_->operations = state_->fail_at = 0; }

void FaultVfs::fail_at(std::int64_t n, Fault fault) noexcept
{
    reset();
    state_->fail_at = n;
    state_->fault = fault;
}

void FaultVfs::shuffle(std::uint64_t seed) noexcept { state_->random.seed(seed); }

void FaultVfs::strike(Fault fault)
{
    fail_at(1, fault);
    (void)state_->step(false);
}

}  // namespace holdfast::test
