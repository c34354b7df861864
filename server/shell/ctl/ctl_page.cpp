#include <boost/json/object.hpp>

#include "protocol/base/text.hpp"
#include "protocol/base/version.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/identity/names.hpp"
#include "server/shell/ctl/ctl_commands.hpp"
#include "server/shell/data_folder.hpp"
#include "server/shell/page.hpp"

namespace holdfast::server {

int print_page(const Console& console, const Config& config, const PageOptions& options)
{
    const auto key = relay_key_in({config.data});
    if (!key)
        return console.fail(key.errc() == Errc::not_found ? Errc::no_relay_yet : key.errc(), config.data.string());
    const auto page = public_page({options.name, config.public_address, to_hex(session::practice_id(key->pub).view()),
                                   std::string{version()}, hours::tzdata_version(), options.source,
                                   to_rfc3339(system_now()).substr(0, sizeof("2026-11-30") - 1)});
    return console.done({{"page", page}}, page);
}

}  // namespace holdfast::server
