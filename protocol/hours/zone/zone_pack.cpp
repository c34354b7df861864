#include "protocol/hours/zone/zone_pack.hpp"

#include <tuple>

#include "protocol/wire/codec.hpp"

namespace holdfast::hours {
namespace {

constexpr std::uint32_t pack_magic = 0x485A5031;  // "HZP1"

struct PackedZone {
    std::string name;
    std::uint32_t file = 0;
    static constexpr auto fields() { return std::tuple{&PackedZone::name, &PackedZone::file}; }
};

struct Pack {
    std::uint32_t magic = pack_magic;
    std::string version;
    std::vector<Bytes> files;
    std::vector<PackedZone> zones;
    static constexpr auto fields() { return std::tuple{&Pack::magic, &Pack::version, &Pack::files, &Pack::zones}; }
};

}  // namespace

Result<std::unique_ptr<const ZonePack>> ZonePack::read_pack(BytesView bytes)
{
    if (bytes.size() > largest_zone_pack) return Errc::too_large;
    auto pack = wire::decode<Pack>(bytes);
    if (pack.has_error()) return pack.errc();
    if (pack->magic != pack_magic) return Errc::bad_encoding;
    std::unique_ptr<ZonePack> out{new ZonePack};
    out->version_ = std::move(pack->version);
    out->files_ = std::move(pack->files);
    for (auto& zone : pack->zones) {
        const bool in_order = out->zones_.empty() || out->zones_.rbegin()->first < zone.name;
        if (!in_order || zone.file >= out->files_.size()) return Errc::out_of_range;
        out->zones_.emplace_hint(out->zones_.end(), std::move(zone.name), zone.file);
    }
    return std::unique_ptr<const ZonePack>{std::move(out)};
}

ZoneList ZonePack::list() const
{
    ZoneList list;
    list.version = version_;
    for (const auto& [name, file] : zones_) list.names.insert(list.names.end(), name);
    return list;
}

Result<Bytes> ZonePack::read(std::string_view name) const
{
    const auto found = zones_.find(name);
    if (found == zones_.end()) return Errc::unknown_zone;
    return files_[found->second];
}

Result<Bytes> write_zone_pack(const ZoneSource& source, const ZoneNames& names)
{
    Pack pack;
    pack.version = source.list().version;
    std::map<Bytes, std::uint32_t> known;
    for (const auto& name : names) {
        auto file = source.read(name);
        if (file.has_error()) return file.errc();
        const auto [at, is_new] = known.emplace(*file, static_cast<std::uint32_t>(pack.files.size()));
        if (is_new) pack.files.push_back(std::move(*file));
        pack.zones.push_back({name, at->second});
    }
    auto bytes = wire::encode(pack);
    if (bytes.size() > largest_zone_pack) return Errc::too_large;
    return bytes;
}

Result<Bytes> write_zone_pack(const ZoneSource& source) { return write_zone_pack(source, source.list().names); }

}  // namespace holdfast::hours
