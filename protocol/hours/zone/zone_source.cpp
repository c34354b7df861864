#include "protocol/hours/zone/zone_source.hpp"

#include <fstream>
#include <utility>

#include "protocol/hours/zone/zone_file.hpp"

namespace holdfast::hours {
namespace {

constexpr const char* system_folder = "/usr/share/zoneinfo";
constexpr const char* list_name = "tzdata.zi";
constexpr std::string_view version_mark = "# version ";

std::unique_ptr<const ZoneSource>& chosen()
{
    static std::unique_ptr<const ZoneSource> source = std::make_unique<ZoneFolder>(system_folder);
    return source;
}

}  // namespace

/// The system's own list of zones and links: keeps out files that only look like zones ("posixrules", "right/…").
/// Format: "# version 2025b", then zones "Z NAME …" and links "L TARGET NAME".
ZoneList ZoneFolder::list() const
{
    ZoneList list;
    std::ifstream file{path_ / list_name};
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(version_mark)) list.version = line.substr(version_mark.size());
        if (line.size() < 2 || (line[0] != 'Z' && line[0] != 'L') || line[1] != ' ') continue;
        const auto from = line[0] == 'Z' ? 2 : line.find(' ', 2) + 1;
        list.names.insert(line.substr(from, line.find(' ', from) - from));
    }
    return list;
}

std::string ZoneFolder::version() const
{
    std::ifstream file{path_ / list_name};
    std::string line;
    if (!std::getline(file, line) || !line.starts_with(version_mark)) return {};
    return line.substr(version_mark.size());
}

Result<Bytes> ZoneFolder::read(std::string_view name) const
{
    std::ifstream file{path_ / name, std::ios::binary};
    if (!file) return Errc::unknown_zone;  // listed, but not installed
    std::string content(largest_zone_file + 1, '\0');
    file.read(content.data(), static_cast<std::streamsize>(content.size()));
    content.resize(static_cast<std::size_t>(file.gcount()));
    if (content.size() > largest_zone_file) return Errc::too_large;
    return to_bytes(content);
}

const ZoneSource& zone_source() { return *chosen(); }

void use_zone_source(std::unique_ptr<const ZoneSource> source)
{
    require(source != nullptr, "zones come from somewhere");
    chosen() = std::move(source);
}

}  // namespace holdfast::hours
