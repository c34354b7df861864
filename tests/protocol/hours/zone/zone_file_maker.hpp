// Zone files as tests need them: right ones from a few values, and those with any number put in their place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "protocol/wire/codec.hpp"

namespace holdfast::test {

/// One block of a zone file (RFC 9636, section 3.2).
struct ZoneBlock {
    struct Local {
        std::int32_t offset = 0;
        std::uint8_t summer = 0;
        std::uint8_t abbreviation = 0;
    };
    std::vector<std::int64_t> times;
    std::vector<std::uint8_t> which;
    std::vector<Local> locals{{0, 0, 0}};
    std::string characters{"UTC\0", 4};
    std::uint32_t leap_seconds = 0;

    void append_to(wire::Writer& out, char version, std::size_t width) const
    {
        out.raw(as_bytes("TZif"));
        out.number(static_cast<std::uint8_t>(version), 1);
        out.raw(Bytes(15));
        for (const auto count : {std::size_t{0}, std::size_t{0}, std::size_t{leap_seconds}, times.size(), locals.size(),
                                 characters.size()})
            out.number(count, 4);
        for (const auto time : times) out.number(static_cast<std::uint64_t>(time), width);
        for (const auto one : which) out.number(one, 1);
        for (const auto& one : locals) {
            out.number(static_cast<std::uint32_t>(one.offset), 4);
            out.number(one.summer, 1);
            out.number(one.abbreviation, 1);
        }
        out.raw(as_bytes(characters));
        out.raw(Bytes(leap_seconds * (width + 4)));
    }
};

/// Version 1.
[[nodiscard]] inline Bytes old_zone_file(const ZoneBlock& block)
{
    wire::Writer out;
    block.append_to(out, '\0', 4);
    return std::move(out).take();
}

/// Version 2 and later, with nothing for programs that know only version 1.
[[nodiscard]] inline Bytes zone_file(const ZoneBlock& block, std::string_view rule, char version = '2')
{
    wire::Writer out;
    ZoneBlock{}.append_to(out, version, 4);
    block.append_to(out, version, 8);
    out.raw(as_bytes("\n" + std::string{rule} + "\n"));
    return std::move(out).take();
}

/// GMT, and BST from 29 March to 25 October 2026.
[[nodiscard]] inline ZoneBlock london_in_2026()
{
    ZoneBlock out;
    out.times = {1'774'746'000, 1'792'890'000};
    out.which = {1, 0};
    out.locals = {{0, 0, 0}, {3600, 1, 4}};
    out.characters = std::string{"GMT\0BST\0", 8};
    return out;
}

}  // namespace holdfast::test
