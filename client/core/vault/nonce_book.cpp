#include "client/core/vault/nonce_book.hpp"

#include <algorithm>
#include <limits>

#include "protocol/wire/codec.hpp"

namespace holdfast::client {
namespace {

/// In a page's row, the kind of the records below it stands above these bits.
constexpr unsigned index_bits = 48;
constexpr std::uint64_t last_index = (std::uint64_t{1} << index_bits) - 1;
/// Pages without a change that stay in memory, at 3 KiB: enough for a conversation that is scrolled through.
constexpr std::size_t most_pages = 64;

/// The kinds of pages, and of records whose nonces are in pages.
constexpr Kind in_pages[] = {Kind::entry, Kind::kept_receipt, Kind::kept_delivery, Kind::nonce_page, Kind::entry_list};

std::uint8_t number(Kind kind) noexcept { return static_cast<std::uint8_t>(kind); }

}  // namespace

NonceBook::NonceBook(SealedRecords& records) : records_{&records}, root_{records.key()} {}

Status NonceBook::load()
{
    std::uint8_t first = 0;
    const auto put_up_to = [&](std::uint8_t last) {
        records_->store().each_nonce(
            {first, last},
            [this](std::uint8_t kind, std::uint64_t row, const crypto::Nonce& nonce) { root_.put(kind, row, nonce); });
    };
    for (const Kind kind : in_pages) {  // rising
        put_up_to(static_cast<std::uint8_t>(number(kind) - 1));
        first = static_cast<std::uint8_t>(number(kind) + 1);
    }
    put_up_to(std::numeric_limits<std::uint8_t>::max());
    root_.keep();
    const auto sealed = records_->read_root();
    return sealed.has_error() || sealed.value() != root_.value() ? Status{Errc::vault_rolled_back} : ok();
}

std::optional<NonceBook::Name> NonceBook::page_of(const Name& name)
{
    const auto& [kind, row] = name;
    if (std::ranges::find(in_pages, kind) == std::end(in_pages)) return std::nullopt;
    if (kind == Kind::nonce_page)
        return Name{Kind::nonce_index, (row & ~last_index) | ((row & last_index) >> NoncePage::bits)};
    const auto index = std::min(row >> NoncePage::bits, last_index);
    return Name{Kind::nonce_page, std::uint64_t{number(kind)} << index_bits | index};
}

RowRange NonceBook::together(Kind kind, std::uint64_t first)
{
    constexpr std::uint64_t places = (std::uint64_t{1} << NoncePage::bits) - 1;
    if (!page_of({kind, first})) return {first};
    return {first, first | places};
}

Result<std::optional<std::uint64_t>> NonceBook::first_row(Kind kind, const RowRange& rows)
{
    using Found = std::optional<std::uint64_t>;
    const auto above = page_of({kind, rows.first});
    if (!above) return root_.first_row(number(kind), rows);
    const auto in_page = [&](const Name& name) -> Result<Found> {
        const auto found = page(name);
        if (found.has_error()) return found.errc();
        const auto row = found.value()->lower_bound(rows.first);
        return row == found.value()->end() || row->first > rows.last ? Found{} : Found{row->first};
    };
    auto found = in_page(*above);
    if (found.has_error() || found.value()) return found;
    const auto next = first_row(above->first, {above->second + 1, page_of({kind, rows.last})->second});
    if (next.has_error()) return next.errc();
    return next.value() ? in_page({above->first, *next.value()}) : Found{};
}

Result<std::optional<std::uint64_t>> NonceBook::last_row(Kind kind) { return last_row_in(kind, {}); }

Result<std::optional<std::uint64_t>> NonceBook::last_row_in(Kind kind, const RowRange& rows)
{
    using Found = std::optional<std::uint64_t>;
    const auto first = page_of({kind, rows.first});
    if (!first) return root_.last_row(number(kind), rows);
    const auto last = last_row_in(first->first, {first->second, page_of({kind, rows.last})->second});
    if (last.has_error() || !last.value()) return last;
    const auto found = page({first->first, *last.value()});
    if (found.has_error()) return found.errc();
    return found.value()->empty() ? Found{} : Found{found.value()->rbegin()->first};
}

Result<std::vector<NonceBook::RowNonce>> NonceBook::nonces(Kind kind, const RowRange& rows)
{
    const auto above = page_of({kind, rows.first});
    if (!above) return root_.nonces(number(kind), rows);
    const auto found = page(*above);
    if (found.has_error()) return found.errc();
    return std::vector<RowNonce>{found.value()->lower_bound(rows.first), found.value()->upper_bound(rows.last)};
}

Result<std::optional<crypto::Nonce>> NonceBook::nonce_of(const Name& name)
{
    const auto found = nonces(name.first, {name.second, name.second});
    if (found.has_error()) return found.errc();
    return found->empty() ? std::optional<crypto::Nonce>{} : std::optional{found->front().second};
}

Result<NonceBook::Page*> NonceBook::page(const Name& name)
{
    if (const auto known = pages_.find(name); known != pages_.end()) return &known->second;
    auto read = read_page(name);
    if (read.has_error()) return read.errc();
    let_go();
    return &pages_.insert_or_assign(name, std::move(read.value())).first->second;
}

Result<NonceBook::Page> NonceBook::read_page(const Name& name)
{
    const auto nonce = nonce_of(name);
    if (nonce.has_error()) return nonce.errc();
    if (!nonce.value()) return Page{};
    const auto plain = records_->read(name.first, name.second, *nonce.value());
    if (plain.has_error()) return plain.errc();
    const auto sealed = wire::decode<NoncePage>(plain.value());
    if (sealed.has_error()) return Errc::store_broken;
    // The rows of its records, or of its pages, which have the kind above their number, too.
    const auto kind = name.first == Kind::nonce_index ? name.second & ~last_index : 0;
    Page page;
    for (const auto& one : sealed->nonces)
        page[kind | (name.second & last_index) << NoncePage::bits | one.place] = one.nonce;
    return page;
}

void NonceBook::set(const Name& name, const std::optional<crypto::Nonce>& nonce)
{
    const auto above = page_of(name);
    if (!above)
        return nonce ? root_.put(number(name.first), name.second, *nonce)
                     : root_.erase(number(name.first), name.second);
    const auto found = page(*above);
    if (found.has_error()) throw VaultError{found.errc()};
    if (!nonce && found.value()->erase(name.second) == 0) return;
    if (nonce) found.value()->insert_or_assign(name.second, *nonce);
    changed_.insert(*above);
    touched_.insert(*above);
}

void NonceBook::write()
{
    // A page that is written changes its index, whose kind comes after it.
    for (; !changed_.empty(); changed_.erase(changed_.begin())) {
        const auto name = *changed_.begin();
        NoncePage sealed;
        for (const auto& [row, nonce] : pages_.at(name))
            sealed.nonces.push_back({static_cast<std::uint8_t>(row & ((1U << NoncePage::bits) - 1)), nonce});
        if (sealed.nonces.empty()) {
            records_->store().erase(name.first, name.second);
            set(name, std::nullopt);
        } else {
            set(name, records_->put(name.first, name.second, wire::encode(sealed)));
        }
    }
    records_->put_root(root_.value());
}

void NonceBook::keep()
{
    root_.keep();
    touched_.clear();
}

void NonceBook::undo()
{
    root_.undo();
    for (const auto& name : touched_) pages_.erase(name);
    changed_.clear();
    touched_.clear();
}

void NonceBook::let_go()
{
    if (pages_.size() >= most_pages)
        std::erase_if(pages_, [this](const auto& one) { return !touched_.contains(one.first); });
}

}  // namespace holdfast::client
