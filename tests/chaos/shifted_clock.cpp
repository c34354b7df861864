// Loaded into a real program before its libraries (LD_PRELOAD): its clock on the wall is off by as many seconds as the
// file named by HOLDFAST_TEST_CLOCK says, at any moment, and its time since the machine started by as many as stand
// behind them: a machine that slept. The clock that stands still in sleep is left alone.
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cstdint>
#include <cstdlib>
#include <ctime>

namespace {

const volatile std::int64_t* shift_in_file() noexcept
{
    const char* path = std::getenv("HOLDFAST_TEST_CLOCK");
    const int file = path ? ::open(path, O_RDONLY | O_CLOEXEC) : -1;
    if (file < 0) return nullptr;
    void* mapped = ::mmap(nullptr, 2 * sizeof(std::int64_t), PROT_READ, MAP_SHARED, file, 0);
    ::close(file);
    return mapped == MAP_FAILED ? nullptr : static_cast<const volatile std::int64_t*>(mapped);
}

}  // namespace

extern "C" int clock_gettime(clockid_t clock, timespec* now) noexcept
{
    static const volatile std::int64_t* const shift = shift_in_file();
    const auto status = static_cast<int>(::syscall(SYS_clock_gettime, clock, now));
    if (status != 0 || shift == nullptr) return status;
    if (clock == CLOCK_REALTIME) now->tv_sec += shift[0];
    if (clock == CLOCK_BOOTTIME) now->tv_sec += shift[1];
    return status;
}
