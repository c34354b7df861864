#include "client/core/tables.hpp"

namespace holdfast::client {

Status Tables::load(Vault& vault)
{
    Status status = ok();
    for_each_table(*this, [&](auto& table) {
        if (!status.has_error()) status = table.load(vault);
    });
    return status;
}

bool Tables::edited() const
{
    bool any = false;
    for_each_table(*this, [&](const auto& table) { any = any || table.edited(); });
    return any;
}

void Tables::flush(Vault& vault)
{
    entries.be_owner(account && account->role == wire::Role::therapist);
    for_each_table(*this, [&](auto& table) { table.flush(vault); });
}

}  // namespace holdfast::client
