#include <boost/json/object.hpp>

#include "protocol/identity/relay_address.hpp"
#include "server/shell/ctl/ctl_ask.hpp"
#include "server/shell/ctl/ctl_commands.hpp"

namespace holdfast::server {
namespace {

namespace json = boost::json;

int fail_move(const Console& console, Errc code)
{
    if (code == Errc::nothing_changed) return console.fail(code, {}, "This is announced already. Nothing was changed.");
    return console.fail(code);
}

int show_announced(const Console& console, const MoveLine& move)
{
    if (move.address.empty())
        return console.done({{"address", nullptr}},
                            "No move is announced. People's programs go where they always went.\n");
    return console.done({{"address", move.address}, {"announced", to_rfc3339(move.issued)}},
                        "Announced " + show_time(move.issued, system_now()) + ": the relay is going to be at " +
                            move.address + ".\nWho has connected since then finds it there.\n");
}

std::string question_of(const Config& config, const std::string& address)
{
    return "People's programs learn it when they next connect. From then on they also look at " + address +
           " where they no longer find the relay at " + config.public_address + ".\nAnnounce it?";
}

int withdraw_move(const Console& console, const Config& config)
{
    const auto done = ask<AdminDone>(config, AnnounceMove{});
    if (!done && done.errc() == Errc::nothing_changed)
        return console.fail(Errc::nothing_changed, {}, "No move is announced. Nothing was changed.");
    if (!done) return console.fail(done.errc());
    return console.done({{"address", nullptr}},
                        "The announcement is taken back. Who had learned of it forgets it when they next connect.\n");
}

}  // namespace

int move_relay(const Console& console, const Config& config, const MoveOptions& options)
{
    if (options.withdraw) return withdraw_move(console, config);
    if (options.address.empty()) {
        const auto move = ask<MoveLine>(config, AskMove{});
        return move ? show_announced(console, *move) : console.fail(move.errc());
    }
    const auto address = session::RelayAddress::parse(options.address);
    if (address.has_error()) return console.fail(address.errc());
    if (!is_agreed(console, question_of(config, address->canonical()), options.yes, true))
        return console.fail(Errc::not_confirmed, {}, "Nothing was announced, and nothing was changed.");
    const auto done = ask<AdminDone>(config, AnnounceMove{address->canonical()});
    if (!done) return fail_move(console, done.errc());
    return console.done({{"address", address->canonical()}},
                        "Announced. The relay stays where it is for now. When everybody has connected once, change "
                        "public_address, and port if it changes, in the configuration, and restart it.\n");
}

}  // namespace holdfast::server
