#include "client/shell/hours/hours_file.hpp"

#include <fstream>

#include "client/shell/commands/commands.hpp"

namespace holdfast::shell {

Result<std::string> read_whole(const Context& context, const std::string& path, std::size_t limit)
{
    if (path == from_stdin) return given_or_stdin(context, path, limit);
    std::ifstream file{path, std::ios::binary};
    if (!file) return Errc::not_found;
    std::string text(limit + 1, '\0');
    file.read(text.data(), static_cast<std::streamsize>(text.size()));
    if (file.bad()) return Errc::not_found;
    text.resize(static_cast<std::size_t>(file.gcount()));
    return text;
}

}  // namespace holdfast::shell
