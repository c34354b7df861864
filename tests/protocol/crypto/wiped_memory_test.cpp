// The allocator gives the block that was freed last to the next one who asks for as much: what is left in it shows.
#include <array>
#include <cstdint>
#include <cstring>
#include <new>
#include <string>
#include <vector>

#include "tests/support/catch.hpp"

namespace wiped_memory_test {

namespace {

/// The allocator's own two words at the beginning of a block that is free.
constexpr std::size_t own_bytes = 16;
constexpr char mark = 'k';

/// Takes what the allocator has at hand of a size, so that the next block given back is the next one it gives.
class Taken {
  public:
    explicit Taken(std::size_t size)
    {
        for (auto& block : blocks_) block = ::operator new(size);
    }
    ~Taken()
    {
        for (auto* block : blocks_) ::operator delete(block);
    }
    Taken(const Taken&) = delete;
    Taken& operator=(const Taken&) = delete;

  private:
    std::array<void*, 16> blocks_{};
};

/// How many of the marks a block of `size` bytes still holds; checks that it is the one at `address`.
std::size_t marks_left(std::uintptr_t address, std::size_t size)
{
    void* again = ::operator new(size);
    REQUIRE(reinterpret_cast<std::uintptr_t>(again) == address);
    std::size_t left = 0;
    for (std::size_t i = own_bytes; i < size; ++i)
        left += static_cast<const volatile char*>(again)[i] == mark ? 1U : 0U;
    ::operator delete(again);
    return left;
}

}  // namespace

TEST_CASE("a block that is given back holds nothing of what was in it")
{
    const std::size_t size = GENERATE(std::size_t{24}, std::size_t{200}, std::size_t{1000});
    const Taken taken{size};
    void* memory = ::operator new(size);
    std::memset(memory, mark, size);
    const auto address = reinterpret_cast<std::uintptr_t>(memory);
    ::operator delete(memory);
    const auto left = marks_left(address, size);  // at once: a check takes memory of its own
    CHECK(left == 0);
}

TEST_CASE("a text that grows, and bytes that are moved, leave no copy behind")
{
    const Taken for_text{201};
    std::string text(200, mark);
    const auto of_text = reinterpret_cast<std::uintptr_t>(text.data());
    text.reserve(100'000);
    const auto left_of_text = marks_left(of_text, 201);
    CHECK(left_of_text == 0);

    const Taken for_bytes{500};
    std::vector<char> bytes(500, mark);
    const auto of_bytes = reinterpret_cast<std::uintptr_t>(bytes.data());
    bytes.push_back(mark);
    const auto left_of_bytes = marks_left(of_bytes, 500);
    CHECK(left_of_bytes == 0);
}

}  // namespace wiped_memory_test
