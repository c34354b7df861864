#include "tests/chaos/wrong_clock.hpp"

#include <cstdint>
#include <fstream>

#include "tests/support/support.hpp"

namespace holdfast::chaos {

WrongClock::WrongClock(std::filesystem::path file) : file_{std::move(file)}
{
    test::write_file(file_, std::string(2 * sizeof(std::int64_t), '\0'));
}

bool WrongClock::possible() noexcept
{
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
    return false;
#else
    return true;
#endif
}

test::Environment WrongClock::environment(test::Environment more) const
{
    if (!possible()) return more;
    more.emplace_back("LD_PRELOAD", test::program("libtest_shifted_clock.so"));
    more.emplace_back("HOLDFAST_TEST_CLOCK", file_.string());
    return more;
}

void WrongClock::shift(std::chrono::seconds by)
{
    wall_ = by;
    write();
}

void WrongClock::sleep(std::chrono::seconds longer)
{
    slept_ += longer;
    write();
}

void WrongClock::write() const
{
    const std::int64_t counts[] = {(wall_ + slept_).count(), slept_.count()};
    std::fstream file{file_, std::ios::in | std::ios::out | std::ios::binary};  // in place: programs have it mapped
    file.write(reinterpret_cast<const char*>(counts), sizeof counts);
    file.flush();
}

}  // namespace holdfast::chaos
