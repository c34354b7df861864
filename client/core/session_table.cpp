#include "client/core/session_table.hpp"

#include <algorithm>
#include <set>
#include <utility>

namespace holdfast::client {
namespace {

/// Keys in a block: one that is used costs the others of its block a new seal.
constexpr std::uint32_t block_size = 32;

}  // namespace

Status SessionTable::load(Vault& vault)
{
    if (const auto loaded = Table::load(vault); loaded.has_error()) return loaded.errc();
    return vault.each(Kind::skipped_keys, [this](Row row, BytesView plain) {
        const auto block = wire::decode<SkippedBlock>(plain);
        return block.has_value() && take(row, *block);
    });
}

bool SessionTable::take(Row row, const SkippedBlock& block)
{
    const auto peer = find([&](const PeerSessions& one) { return one.peer() == Address{block.account, block.device}; });
    if (!peer || block.keys.size() == 0) return false;
    auto& sessions = borrow(*peer).sessions;
    const auto session = std::ranges::find(sessions, block.transcript, &session::Session::transcript);
    if (session == sessions.end()) return false;
    const auto& first = block.keys.entries().front();
    Block known{{block.transcript, first.chain, first.number / block_size}, row, 0, {}};
    auto keys = session->ratchet.exchange_skipped({});
    for (const auto& entry : block.keys.entries()) {
        if (keys.add(entry.chain, entry.number, entry.key.clone()) != 0) return false;
        known.serials.push_back(keys.entries().back().serial);
    }
    stored_[*peer].push_back(std::move(known));
    (void)session->ratchet.exchange_skipped(std::move(keys));
    next_block_ = row + 1;
    return true;
}

void SessionTable::flush(Vault& vault)
{
    const auto edited = edited_rows();
    std::map<Row, std::vector<session::SkippedKeys>> apart;
    for (const Row row : edited) {
        flush_blocks(vault, row);
        if (!rows().contains(row)) continue;
        for (auto& one : borrow(row).sessions) apart[row].push_back(one.ratchet.exchange_skipped({}));
    }
    Table::flush(vault);
    for (auto& [row, keys] : apart)
        for (std::size_t i = 0; i < keys.size(); ++i)
            (void)borrow(row).sessions[i].ratchet.exchange_skipped(std::move(keys[i]));
}

SessionTable::Blocks SessionTable::blocks_of(const PeerSessions& peer)
{
    Blocks blocks;
    for (const auto& one : peer.sessions) {
        const auto& entries = one.ratchet.skipped().entries();
        for (std::size_t i = 0; i < entries.size(); ++i) {
            const BlockName name{one.transcript, entries[i].chain, entries[i].number / block_size};
            if (blocks.empty() || blocks.back().name != name) blocks.push_back({name, 0, i, {}});
            blocks.back().serials.push_back(entries[i].serial);
        }
    }
    return blocks;
}

std::map<SessionTable::BlockName, const SessionTable::Block*> SessionTable::by_name(const Blocks& blocks)
{
    std::map<BlockName, const Block*> named;
    for (const auto& block : blocks) named.emplace(block.name, &block);
    if (named.size() != blocks.size()) named.clear();
    return named;
}

/// A block that has the keys it had stays as it is. One with a row keeps it, and so its place in the order.
void SessionTable::flush_blocks(Vault& vault, Row peer)
{
    const auto before = std::exchange(stored_[peer], {});
    const auto found = rows().find(peer);
    auto now = found == rows().end() ? Blocks{} : blocks_of(found->second);
    const auto known = by_name(now).empty() ? std::map<BlockName, const Block*>{} : by_name(before);
    std::set<Row> kept;
    for (auto& block : now) {
        const auto same = known.find(block.name);
        block.row = same == known.end() ? next_block_++ : same->second->row;
        kept.insert(block.row);
        if (same == known.end() || same->second->serials != block.serials) put_block(vault, found->second, block);
    }
    for (const auto& block : before)
        if (!kept.contains(block.row)) vault.erase(Kind::skipped_keys, block.row);
    if (now.empty())
        stored_.erase(peer);
    else
        stored_[peer] = std::move(now);
}

void SessionTable::put_block(Vault& vault, const PeerSessions& peer, const Block& block) const
{
    SkippedBlock record{peer.account, peer.device, block.name.transcript, {}};
    const auto session = std::ranges::find(peer.sessions, block.name.transcript, &session::Session::transcript);
    const auto& entries = session->ratchet.skipped().entries();
    for (auto i = block.first; i < block.first + block.serials.size(); ++i)
        (void)record.keys.add(entries[i].chain, entries[i].number, entries[i].key.clone());
    put_record(vault, block.row, record);
}

}  // namespace holdfast::client
