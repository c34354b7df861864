// Loaded into a real program before its libraries (LD_PRELOAD): the system says that something has set its clock, as it
// does on a machine that a time server is known to. What the clock shows is left alone.
#include <sys/timex.h>

extern "C" int adjtimex(timex* state) noexcept
{
    *state = {};
    return TIME_OK;
}
