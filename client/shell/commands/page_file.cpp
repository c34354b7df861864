#include "client/shell/commands/page_file.hpp"

#include <filesystem>

#include "client/shell/page/page.hpp"
#include "client/ui/sanitize.hpp"

namespace holdfast::shell {

std::optional<int> already_there(const Context& context, const std::string& file, std::string_view left)
{
    std::error_code failed;
    if (!std::filesystem::exists(std::filesystem::symlink_status(file, failed))) return std::nullopt;
    const auto also = left.empty() ? std::string{} : std::string{left} + " ";
    return context.out.fail(
        Errc::already_exists,
        ui::sanitize_line(file) + " is there already and was left as it is. " + also + "Name another file.");
}

std::optional<int> page_hindered(const Context& context, const std::string& file, std::string_view left)
{
    if (file.empty()) return std::nullopt;
    if (page_format(file).has_error())
        return context.out.fail(Errc::bad_command,
                                "The page is made as FILE.pdf, FILE.svg or FILE.png. " + std::string{left});
    return already_there(context, file, left);
}

}  // namespace holdfast::shell
