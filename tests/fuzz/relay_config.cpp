// The relay's configuration file: it is taken whole or refused with a place and a sentence.
#include "server/config.hpp"

#include "tests/fuzz/targets.hpp"

namespace holdfast::fuzz {

void relay_config(BytesView input)
{
    const auto result = server::parse_config(as_text(input), "/etc/holdfast/holdfastd.toml");
    if (const auto* problem = std::get_if<server::ConfigProblem>(&result)) {
        require(!problem->place.empty() && !problem->message.empty(), "a configuration is refused without a reason");
        return;
    }
    const auto& config = std::get<server::Config>(result);
    require(config.limits.connections > 0 && config.limits.before_login > 0 && config.limits.login.count() > 0 &&
                config.limits.outbound_bytes > 0,
            "a limit of nothing is taken");
    require(config.data.is_absolute() && config.admin_socket.is_absolute(), "a path depends on where it is started");
}

}  // namespace holdfast::fuzz
