#include "tests/support/memory_vfs.hpp"

#include <sqlite3.h>

#include <algorithm>
#include <atomic>
#include <cstring>
#include <fstream>
#include <iterator>
#include <new>
#include <stdexcept>

namespace holdfast::test {

struct MemoryVfs::State {
    std::string name;
    sqlite3_vfs vfs{};
    std::map<std::string, std::shared_ptr<Content>> files;
};

namespace {

using Content = MemoryVfs::Content;

/// SQLite allocates this for us; the content outlives the handle.
struct MemoryFile {
    sqlite3_file base;
    std::shared_ptr<Content>* content;
};

Content& content_of(sqlite3_file* file) { return **reinterpret_cast<MemoryFile*>(file)->content; }
MemoryVfs::State& state_of(sqlite3_vfs* vfs) { return *static_cast<MemoryVfs::State*>(vfs->pAppData); }

int file_close(sqlite3_file* file)
{
    delete reinterpret_cast<MemoryFile*>(file)->content;
    return SQLITE_OK;
}

int file_read(sqlite3_file* file, void* out, int amount, sqlite3_int64 offset)
{
    const auto& content = content_of(file);
    const auto from = std::min(static_cast<std::size_t>(offset), content.size());
    const auto there = std::min(static_cast<std::size_t>(amount), content.size() - from);
    if (there > 0) std::memcpy(out, content.data() + from, there);
    if (there == static_cast<std::size_t>(amount)) return SQLITE_OK;
    std::memset(static_cast<char*>(out) + there, 0, static_cast<std::size_t>(amount) - there);
    return SQLITE_IOERR_SHORT_READ;
}

int file_write(sqlite3_file* file, const void* bytes, int amount, sqlite3_int64 offset)
{
    auto& content = content_of(file);
    const auto end = static_cast<std::size_t>(offset) + static_cast<std::size_t>(amount);
    if (content.size() < end) content.resize(end);
    std::memcpy(content.data() + offset, bytes, static_cast<std::size_t>(amount));
    return SQLITE_OK;
}

int file_truncate(sqlite3_file* file, sqlite3_int64 size)
{
    auto& content = content_of(file);
    content.resize(std::min(content.size(), static_cast<std::size_t>(size)));
    return SQLITE_OK;
}

int file_sync(sqlite3_file*, int) { return SQLITE_OK; }

int file_size(sqlite3_file* file, sqlite3_int64* size)
{
    *size = static_cast<sqlite3_int64>(content_of(file).size());
    return SQLITE_OK;
}

int file_lock(sqlite3_file*, int) { return SQLITE_OK; }

int file_check_reserved(sqlite3_file*, int* reserved)
{
    *reserved = 0;
    return SQLITE_OK;
}

int file_control(sqlite3_file*, int, void*) { return SQLITE_NOTFOUND; }
int file_sector(sqlite3_file*) { return 512; }
/// As the system's own: a write that is cut off leaves the bytes beside it alone.
int file_characteristics(sqlite3_file*) { return SQLITE_IOCAP_POWERSAFE_OVERWRITE; }

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
    methods.xUnlock = file_lock;
    methods.xCheckReservedLock = file_check_reserved;
    methods.xFileControl = file_control;
    methods.xSectorSize = file_sector;
    methods.xDeviceCharacteristics = file_characteristics;
    return methods;
}

int vfs_open(sqlite3_vfs* vfs, sqlite3_filename name, sqlite3_file* file, int flags, int* flags_out)
{
    static const sqlite3_io_methods methods = file_methods();
    auto& files = state_of(vfs).files;
    std::shared_ptr<Content> content;
    if (name == nullptr) {
        content = std::make_shared<Content>();  // a temporary file, gone with its handle
    } else {
        auto& known = files[name];
        if (!known) known = std::make_shared<Content>();
        content = known;
    }
    new (file) MemoryFile{{&methods}, new std::shared_ptr<Content>{std::move(content)}};
    if (flags_out != nullptr) *flags_out = flags;
    return SQLITE_OK;
}

int vfs_delete(sqlite3_vfs* vfs, const char* name, int)
{
    return state_of(vfs).files.erase(name) > 0 ? SQLITE_OK : SQLITE_IOERR_DELETE_NOENT;
}

int vfs_access(sqlite3_vfs* vfs, const char* name, int, int* there)
{
    *there = state_of(vfs).files.contains(name) ? 1 : 0;
    return SQLITE_OK;
}

}  // namespace

MemoryVfs::MemoryVfs() : state_{std::make_unique<State>()}
{
    static std::atomic<int> made = 0;
    state_->name = "memory-" + std::to_string(++made);
    auto& vfs = state_->vfs;
    vfs = *sqlite3_vfs_find(nullptr);  // what is not about files stays the system's
    vfs.pNext = nullptr;
    vfs.zName = state_->name.c_str();
    vfs.szOsFile = static_cast<int>(sizeof(MemoryFile));
    vfs.pAppData = state_.get();
    vfs.xOpen = vfs_open;
    vfs.xDelete = vfs_delete;
    vfs.xAccess = vfs_access;
    if (sqlite3_vfs_register(&vfs, 0) != SQLITE_OK) throw std::runtime_error("cannot register the memory VFS");
}

MemoryVfs::~MemoryVfs() { sqlite3_vfs_unregister(&state_->vfs); }

std::string MemoryVfs::name() const { return state_->name; }

sqlite3_vfs* MemoryVfs::vfs() noexcept { return &state_->vfs; }

void MemoryVfs::copy(std::string_view from, std::string_view to)
{
    std::map<std::string, std::shared_ptr<Content>> copies;
    for (const auto& [name, content] : state_->files) {
        if (!name.starts_with(from)) continue;
        auto copy = std::string{to} + name.substr(from.size());
        // The memory of a copy made before is taken again: as much as this is dear to get.
        const auto before = state_->files.find(copy);
        if (before != state_->files.end()) *before->second = *content;
        copies.emplace(std::move(copy),
                       before != state_->files.end() ? before->second : std::make_shared<Content>(*content));
    }
    remove(to);
    state_->files.merge(copies);
}

void MemoryVfs::remove(std::string_view prefix)
{
    std::erase_if(state_->files, [&](const auto& file) { return file.first.starts_with(prefix); });
}

void MemoryVfs::read_in(const std::filesystem::path& file, const std::string& name)
{
    std::ifstream in{file, std::ios::binary};
    state_->files[name] =
        std::make_shared<Content>(std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{});
}

const std::map<std::string, std::shared_ptr<Content>>& MemoryVfs::files() const noexcept { return state_->files; }

}  // namespace holdfast::test
