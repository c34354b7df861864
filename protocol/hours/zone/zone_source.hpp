// Where zones come from: the system's folder of zone files, or a pack that holds them all (zone_pack.hpp), which a
// system without such a folder brings along.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <set>
#include <string>
#include <string_view>

#include "protocol/base/bytes.hpp"
#include "protocol/base/result.hpp"

namespace holdfast::hours {

using ZoneNames = std::set<std::string, std::less<>>;

/// What a source has. Without a word about its version, that is "unknown".
struct ZoneList {
    std::string version = "unknown";
    ZoneNames names;  ///< of zones and links
};

class ZoneSource {
  public:
    ZoneSource() = default;
    ZoneSource(const ZoneSource&) = delete;
    ZoneSource& operator=(const ZoneSource&) = delete;
    virtual ~ZoneSource() = default;

    /// Empty where there is no zone data.
    [[nodiscard]] virtual ZoneList list() const = 0;
    /// The version there is by now; empty while a list is being replaced, or gone.
    [[nodiscard]] virtual std::string version() const = 0;
    /// The zone file of a name that the list has. Errors: unknown_zone, too_large (zone_file.hpp).
    [[nodiscard]] virtual Result<Bytes> read(std::string_view name) const = 0;
};

/// A folder as tzdata installs it, with its list in `tzdata.zi`.
class ZoneFolder final : public ZoneSource {
  public:
    explicit ZoneFolder(std::filesystem::path path) : path_{std::move(path)} {}
    [[nodiscard]] ZoneList list() const override;
    [[nodiscard]] std::string version() const override;
    [[nodiscard]] Result<Bytes> read(std::string_view name) const override;

  private:
    std::filesystem::path path_;
};

/// What zone.hpp reads from: the system's folder, where nothing else was said.
[[nodiscard]] const ZoneSource& zone_source();

/// For the whole process. Precondition: nobody has asked for a zone yet.
void use_zone_source(std::unique_ptr<const ZoneSource> source);

}  // namespace holdfast::hours
