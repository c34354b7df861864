// One program for libFuzzer; HOLDFAST_FUZZ names the target.
#include <cstdio>
#include <cstdlib>

#include "tests/fuzz/targets.hpp"

using holdfast::fuzz::Target;

namespace {

const Target* chosen = nullptr;

const Target* find(std::string_view name)
{
    for (const auto& target : holdfast::fuzz::targets())
        if (target.name == name) return &target;
    return nullptr;
}

}  // namespace

extern "C" int LLVMFuzzerInitialize(int*, char***)
{
    const char* name = std::getenv("HOLDFAST_FUZZ");
    chosen = find(name == nullptr ? "" : name);
    if (chosen != nullptr) return 0;
    std::fputs("HOLDFAST_FUZZ must be one of:\n", stderr);
    for (const auto& target : holdfast::fuzz::targets()) std::printf("%s\n", std::string{target.name}.c_str());
    std::exit(2);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size)
{
    chosen->run(std::as_bytes(std::span{data, size}));
    return 0;
}
