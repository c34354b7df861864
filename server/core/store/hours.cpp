#include "server/core/store/hours.hpp"

#include "protocol/wire/codec.hpp"

namespace holdfast::server {
namespace {

/// Row numbers start at 1; 0 stands for the base chain.
std::int64_t scope_of(const ChainKey& chain)
{
    return chain.conversation ? static_cast<std::int64_t>(*chain.conversation) : 0;
}

}  // namespace

HoursLinks::HoursLinks(store::Database& db)
    : remove_of_{db.prepare("DELETE FROM hours WHERE owner = ?")},
      remove_{db.prepare("DELETE FROM hours WHERE owner = ? AND conversation = ?")},
      add_{db.prepare("INSERT INTO hours(owner, conversation, version, link) VALUES (?, ?, ?, ?)")},
      links_{db.prepare("SELECT link FROM hours WHERE owner = ? AND conversation = ? AND version >= ? "
                        "ORDER BY version LIMIT ?")}
{
}

void HoursLinks::add(const ChainKey& chain, std::uint32_t version, const wire::HoursLink& link)
{
    add_.run(chain.owner, scope_of(chain), version, wire::encode(link));
}

void HoursLinks::remove_of(AccountRow owner) { remove_of_.run(owner); }

void HoursLinks::remove(const ChainKey& chain) { remove_.run(chain.owner, scope_of(chain)); }

std::optional<std::vector<wire::HoursLink>> HoursLinks::links(const ChainKey& chain, std::uint32_t from,
                                                              std::size_t limit)
{
    std::vector<wire::HoursLink> out;
    auto rows = links_.rows(chain.owner, scope_of(chain), from, static_cast<std::int64_t>(limit));
    while (rows.next()) {
        auto link = wire::decode<wire::HoursLink>(rows.view(0));
        if (link.has_error()) return std::nullopt;
        out.push_back(std::move(*link));
    }
    return out;
}

}  // namespace holdfast::server
