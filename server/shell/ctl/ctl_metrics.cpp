#include <boost/json/object.hpp>

#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/look.hpp"
#include "server/shell/metrics.hpp"

namespace holdfast::server {

/// A relay that does not answer is one of the things to be told.
int tell_metrics(const Console& console, const ConfigResult& config, const std::string& file)
{
    auto facts = look(config, file, {});
    const auto status = facts.config_problem ? std::nullopt : ask_relay(facts);
    const auto text = metrics_text(facts, status);
    return console.done({{"metrics", text}}, text);
}

}  // namespace holdfast::server
