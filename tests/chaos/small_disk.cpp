#include "tests/chaos/small_disk.hpp"

#include <fcntl.h>
#include <sys/mount.h>
#include <unistd.h>

#include <array>

namespace holdfast::chaos {
namespace {

std::filesystem::path ballast_in(const std::filesystem::path& folder) { return folder / "ballast"; }

}  // namespace

std::unique_ptr<SmallDisk> SmallDisk::mount(const std::filesystem::path& folder, std::size_t bytes)
{
    const auto size = "size=" + std::to_string(bytes) + ",mode=0700";
    if (::mount("tmpfs", folder.c_str(), "tmpfs", MS_NOSUID | MS_NODEV, size.c_str()) != 0) return nullptr;
    return std::unique_ptr<SmallDisk>{new SmallDisk{folder}};
}

SmallDisk::~SmallDisk() { ::umount2(folder_.c_str(), MNT_DETACH); }

void SmallDisk::fill() const
{
    const int file = ::open(ballast_in(folder_).c_str(), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    static constexpr std::array<char, 4096> page{};
    while (::write(file, page.data(), page.size()) > 0) continue;  // until the disk takes no more, which is soon
    ::close(file);
}

void SmallDisk::free() const
{
    std::error_code ignored;
    std::filesystem::remove(ballast_in(folder_), ignored);
}

}  // namespace holdfast::chaos
