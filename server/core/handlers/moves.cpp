#include "server/core/handlers/moves.hpp"

#include <algorithm>

#include "protocol/identity/relay_address.hpp"
#include "protocol/identity/signed_records.hpp"

namespace holdfast::server {
namespace {

wire::RelayMove newest(Step& step)
{
    const auto move = step.tables.relay.move();
    if (!move) return {};
    const auto said = session::open_record<wire::RelayMove>(crypto::labels::sign_relay_move, step.relay.key.pub, *move);
    return said.has_error() ? wire::RelayMove{} : *said;
}

}  // namespace

Status announce_move(Step& step, const AnnounceMove& request)
{
    wire::RelayMove move{step.now, {}};
    if (!request.address.empty()) {
        const auto address = session::RelayAddress::parse(request.address);
        if (address.has_error()) return address.errc();
        move.address = address->canonical();
    }
    const auto before = newest(step);
    if (move.address == before.address) return Errc::nothing_changed;
    // A client keeps the latest, also where this clock was put back in between.
    move.issued = std::max(move.issued, before.issued + std::chrono::milliseconds{1});
    step.tables.relay.set_move(session::sign_record(crypto::labels::sign_relay_move, step.relay.key, move));
    step.tables.deeds.add(step.now, move.address.empty() ? "move-withdraw" : "move");
    return ok();
}

MoveLine show_move(Step& step)
{
    const auto move = newest(step);
    return {move.address, move.issued};
}

}  // namespace holdfast::server
