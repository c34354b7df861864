#include "client/shell/first_run/invitation_file.hpp"

#include <array>
#include <cstdlib>

#include "client/ui/input/typed_text.hpp"

namespace holdfast::shell {
namespace {

constexpr std::size_t longest_path = 4096;

int hex_digit(char c) noexcept
{
    if (c >= '0' && c <= '9') return c - '0';
    if (c >= 'a' && c <= 'f') return c - 'a' + 10;
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
}

/// "%20" becomes a blank.
std::string percent_decoded(std::string_view text)
{
    std::string plain;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const bool escape =
            text[i] == '%' && i + 2 < text.size() && hex_digit(text[i + 1]) >= 0 && hex_digit(text[i + 2]) >= 0;
        plain += escape ? static_cast<char>(hex_digit(text[i + 1]) * 16 + hex_digit(text[i + 2])) : text[i];
        if (escape) i += 2;
    }
    return plain;
}

/// As a shell reads one word: quotes, and backslashes before single characters.
std::string unquoted(std::string_view text)
{
    std::string plain;
    char quote = 0;
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (quote == 0 && (c == '\'' || c == '"'))
            quote = c;
        else if (quote != 0 && c == quote)
            quote = 0;
        else if (c == '\\' && quote != '\'' && i + 1 < text.size())
            plain += text[++i];
        else
            plain += c;
    }
    return plain;
}

std::string with_home(std::string path)
{
    const char* home = std::getenv("HOME");
    return home && path.starts_with("~/") ? std::string{home} + path.substr(1) : path;
}

bool is_picture_name(std::string_view path)
{
    constexpr std::array endings{".png", ".PNG", ".jpg", ".JPG", ".jpeg", ".JPEG", ".pdf", ".PDF", ".gif", ".webp"};
    for (const std::string_view ending : endings)
        if (path.ends_with(ending)) return true;
    return false;
}

}  // namespace

std::optional<std::filesystem::path> typed_path(std::string_view line)
{
    constexpr std::string_view scheme = "file://";
    const auto words = ui::trimmed(line);
    if (words.empty() || words.size() > longest_path || words.find('\0') != std::string_view::npos) return std::nullopt;
    const bool url = words.starts_with(scheme);
    std::error_code failed;
    // Typed by hand, a name may have an apostrophe that is no quote.
    if (std::filesystem::is_regular_file(words, failed)) return std::filesystem::path{words};
    const auto path = url ? percent_decoded(words.substr(scheme.size())) : with_home(unquoted(words));
    if (url || is_picture_name(path) || std::filesystem::is_regular_file(path, failed))
        return std::filesystem::path{path};
    return std::nullopt;
}

std::string bad_picture_words(Errc code)
{
    if (code == Errc::not_found) return "There is no such file, or it cannot be read.";
    if (code == Errc::bad_encoding)
        return "This is not a PNG picture that can be read. Save the picture as PNG, or type the code below it.";
    return "No QR code is seen in this picture. Take it closer and straight, or type the code below it.";
}

}  // namespace holdfast::shell
