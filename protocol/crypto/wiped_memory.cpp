// Every block of memory that a program gives back is wiped first: keys and texts leave copies wherever a vector or a
// string grows, is moved from, or is encoded on its way into the vault, and no type could see to all of them. Linked
// into the programs, whose every `delete` this is; what C libraries take by malloc holds sealed bytes or passes by.
// Sanitizers keep their own.
#if defined(__has_feature)
#define HOLDFAST_HAS_FEATURE(x) __has_feature(x)
#else
#define HOLDFAST_HAS_FEATURE(x) 0
#endif

#if !defined(__SANITIZE_ADDRESS__) && !defined(__SANITIZE_THREAD__) && !HOLDFAST_HAS_FEATURE(address_sanitizer) && \
    !HOLDFAST_HAS_FEATURE(thread_sanitizer) && !HOLDFAST_HAS_FEATURE(memory_sanitizer)

#include <malloc.h>
#include <string.h>

#include <cstddef>
#include <cstdlib>
#include <new>

namespace {

void wipe_and_free(void* memory) noexcept
{
    if (memory == nullptr) return;
    ::explicit_bzero(memory, ::malloc_usable_size(memory));
    std::free(memory);
}

}  // namespace

// The library's other forms of delete call these.
void operator delete(void* memory) noexcept { wipe_and_free(memory); }
void operator delete(void* memory, std::size_t) noexcept { wipe_and_free(memory); }
void operator delete(void* memory, std::align_val_t) noexcept { wipe_and_free(memory); }
void operator delete(void* memory, std::size_t, std::align_val_t) noexcept { wipe_and_free(memory); }

#endif
