#include "server/shell/admin_protocol.hpp"

namespace holdfast::server {

Result<std::size_t> admin_length(BytesView head)
{
    wire::Reader in{head};
    const auto length = in.number(admin_length_size);
    if (const auto end = in.finish(); !end) return end.errc();
    if (length > admin_message_max) return Errc::too_large;
    return std::size_t{length};
}

}  // namespace holdfast::server
