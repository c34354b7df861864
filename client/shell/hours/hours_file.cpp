#include "client/shell/hours/hours_file.hpp"

#include <algorithm>
#include <array>
#include <fstream>

#include "client/shell/commands/commands.hpp"

namespace holdfast::shell {

Result<std::string> read_whole(const Context& context, const std::string& path, std::size_t limit)
{
    if (path == from_stdin) return given_or_stdin(context, path, limit);
    std::ifstream file{path, std::ios::binary};
    if (!file) return Errc::not_found;
    std::string text;
    std::array<char, 65'536> piece{};
    while (file && text.size() <= limit) {
        const auto most = std::min(piece.size(), limit + 1 - text.size());
        file.read(piece.data(), static_cast<std::streamsize>(most));
        text.append(piece.data(), static_cast<std::size_t>(file.gcount()));
    }
    if (file.bad()) return Errc::not_found;
    return text;
}

}  // namespace holdfast::shell
