// Many zones in one piece of bytes, for a system without a folder of zone files (zone_source.hpp). Files that links
// share are in it once:
//
//     struct { uint32 magic; string version; opaque files<V><V>; PackedZone zones<V>; } ZonePack;   in the codec of
//     struct { string name; uint32 file; } PackedZone;                                              PROTOCOL.md
#pragma once

#include <cstdint>
#include <map>
#include <vector>

#include "protocol/hours/zone/zone_source.hpp"

namespace holdfast::hours {

/// More than all zones of the world need: 600 KiB.
inline constexpr std::size_t largest_zone_pack = std::size_t{4} << 20;

/// A pack, read.
class ZonePack final : public ZoneSource {
  public:
    /// Errors: those of the codec, too_large, bad_encoding (no pack), out_of_range (a zone without a file, names out of
    /// order). A file in it is looked at when its zone is asked for.
    [[nodiscard]] static Result<std::unique_ptr<const ZonePack>> read_pack(BytesView bytes);

    [[nodiscard]] ZoneList list() const override;
    [[nodiscard]] std::string version() const override { return version_; }
    [[nodiscard]] Result<Bytes> read(std::string_view name) const override;

  private:
    ZonePack() = default;
    std::string version_;
    std::vector<Bytes> files_;
    std::map<std::string, std::uint32_t, std::less<>> zones_;  ///< by name: which of the files
};

/// A pack of the zones in `names`, or of all that the source has. Errors: unknown_zone, too_large.
[[nodiscard]] Result<Bytes> write_zone_pack(const ZoneSource& source, const ZoneNames& names);
[[nodiscard]] Result<Bytes> write_zone_pack(const ZoneSource& source);

}  // namespace holdfast::hours
