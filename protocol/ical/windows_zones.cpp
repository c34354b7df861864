#include "protocol/ical/zones.hpp"

#include <unicode/ucal.h>
#include <unicode/uenum.h>

#include <array>
#include <map>
#include <memory>

namespace holdfast::ical {
namespace {

/// No name of a zone is longer; both tables are in ASCII.
constexpr std::size_t longest_name = 128;
using Buffer = std::array<UChar, longest_name>;

std::string as_string(const UChar* text, std::int32_t length)
{
    std::string out;
    for (std::int32_t i = 0; i < length; ++i) out += text[i] < 0x80 ? static_cast<char>(text[i]) : '?';
    return out;
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string windows_name_of(const UChar* iana)
{
    Buffer name{};
    UErrorCode status = U_ZERO_ERROR;
    const auto length = ucal_getWindowsTimeZoneID(iana, -1, name.data(), longest_name, &status);
    return U_SUCCESS(status) ? as_string(name.data(), length) : std::string{};
}

std::string main_place_of(const std::string& windows_name)
{
    const std::u16string asked{windows_name.begin(), windows_name.end()};
    Buffer iana{};
    UErrorCode status = U_ZERO_ERROR;
    const auto length = ucal_getTimeZoneIDForWindowsID(asked.data(), static_cast<std::int32_t>(asked.size()), nullptr,
                                                       iana.data(), longest_name, &status);
    return U_SUCCESS(status) ? as_string(iana.data(), length) : std::string{};
}

using Table = std::map<std::string, std::string, std::less<>>;

/// ICU compares names to the letter and does not list them: they are those that any IANA zone has.
Table read_table()
{
    Table table;
    UErrorCode status = U_ZERO_ERROR;
    const std::unique_ptr<UEnumeration, void (*)(UEnumeration*)> zones{ucal_openTimeZones(&status), uenum_close};
    while (const UChar* iana = uenum_unext(zones.get(), nullptr, &status)) {
        const auto name = windows_name_of(iana);
        if (!name.empty() && !table.contains(lower(name))) table.emplace(lower(name), main_place_of(name));
    }
    return table;
}

}  // namespace

std::string iana_name_of(std::string_view windows_name)
{
    static const Table table = read_table();
    const auto found = table.find(lower(windows_name));
    return found == table.end() ? std::string{} : found->second;
}

}  // namespace holdfast::ical
