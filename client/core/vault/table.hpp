// Durable values in memory: a Table is a map of rows, a Slot at most one value, an IndexedTable has facts that follow
// from its rows. What was edited since the last flush is written by it, inside the vault's transaction of the step;
// nothing else writes.
#pragma once

#include <algorithm>
#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <utility>

#include "client/core/vault/vault.hpp"
#include "protocol/crypto/secret.hpp"
#include "protocol/wire/codec.hpp"

namespace holdfast::client {

/// Writes one record, inside a transaction. T names its Kind as `T::kind` and lists its members for the wire codec.
template <class T>
void put_record(Vault& vault, std::uint64_t row, const T& record)
{
    const crypto::SecretBytes plain{wire::encode(record)};
    vault.put(T::kind, row, plain.view());
}

/// Reads one record that is there. Throws what the vault's store throws, and VaultError where it does not open.
template <class T>
[[nodiscard]] T read_record(Vault& vault, std::uint64_t row)
{
    std::optional<T> record;
    const auto take = [&](std::uint64_t, BytesView plain) {
        auto value = wire::decode<T>(plain);
        if (value.has_error()) return false;
        record = std::move(value.value());
        return true;
    };
    const auto status = vault.each(T::kind, take, {row, row});
    if (status.has_error() || !record) throw VaultError{status.has_error() ? status.errc() : Errc::vault_rolled_back};
    return std::move(*record);
}

/// T as for put_record.
template <class T>
class Table {
  public:
    using Record = T;
    using Row = std::uint64_t;

    [[nodiscard]] Status load(Vault& vault)
    {
        return vault.each(T::kind, [this](Row row, BytesView plain) {
            auto value = wire::decode<T>(plain);
            if (value.has_error()) return false;
            rows_.emplace_hint(rows_.end(), row, std::move(value.value()));
            next_ = std::max(next_, row + 1);
            return true;
        });
    }

    /// The next row; rows rise, and one is not given twice while its successor lives.
    Row add(T value)
    {
        const Row row = next_++;
        rows_.emplace(row, std::move(value));
        edited_.insert(row);
        return row;
    }
    [[nodiscard]] Row next_row() const noexcept { return next_; }
    /// The rows up to `last` are taken.
    void begin_after(Row last) noexcept { next_ = std::max(next_, last + 1); }

    /// Precondition: the row exists.
    [[nodiscard]] T& edit(Row row)
    {
        edited_.insert(row);
        return rows_.at(row);
    }
    void erase(Row row)
    {
        if (rows_.erase(row) > 0) edited_.insert(row);
    }
    [[nodiscard]] const T& at(Row row) const { return rows_.at(row); }
    [[nodiscard]] const std::map<Row, T>& rows() const noexcept { return rows_; }
    [[nodiscard]] bool empty() const noexcept { return rows_.empty(); }
    [[nodiscard]] std::size_t size() const noexcept { return rows_.size(); }

    /// The first row for which `matches(value)`.
    template <class Matches>
    [[nodiscard]] std::optional<Row> find(const Matches& matches) const
    {
        for (const auto& [row, value] : rows_)
            if (matches(value)) return row;
        return std::nullopt;
    }

    [[nodiscard]] bool edited() const noexcept { return !edited_.empty(); }
    void flush(Vault& vault)
    {
        for (const Row row : edited_) {
            const auto found = rows_.find(row);
            found == rows_.end() ? vault.erase(T::kind, row) : put_record(vault, row, found->second);
        }
        edited_.clear();
    }

  protected:
    /// Rows added, edited and erased since the last flush.
    [[nodiscard]] const std::set<Row>& edited_rows() const noexcept { return edited_; }
    /// To be changed and put back before anybody looks: not an edit.
    [[nodiscard]] T& borrow(Row row) { return rows_.at(row); }

  private:
    std::map<Row, T> rows_;
    std::set<Row> edited_;
    Row next_ = 1;
};

/// A table and facts that follow from its rows, so that nobody has to look through all of them. Facts has
/// put(row, value) and erase(row); both may come again for a row that has not changed.
template <class T, class Facts>
class IndexedTable : public Table<T> {
  public:
    using typename Table<T>::Row;

    [[nodiscard]] Status load(Vault& vault)
    {
        const auto status = Table<T>::load(vault);
        for (const auto& [row, value] : this->rows()) facts_.put(row, value);
        return status;
    }

    /// As the rows are now. What was edited since the last flush is looked at again each time, so that whoever holds a
    /// row of edit() may go on changing it. To be copied where rows are edited while it is walked over.
    [[nodiscard]] const Facts& facts() const
    {
        for (const Row row : this->edited_rows()) {
            const auto found = this->rows().find(row);
            found == this->rows().end() ? facts_.erase(row) : facts_.put(row, found->second);
        }
        return facts_;
    }

    void flush(Vault& vault)
    {
        (void)facts();
        Table<T>::flush(vault);
    }

  private:
    mutable Facts facts_;
};

/// A table that is read once somebody asks for its rows, and added to without: of records that a run of the program
/// seldom needs. Reading throws what the vault's store throws, and VaultError for a record that does not open.
template <class T>
class LazyTable {
  public:
    using Record = T;
    using Row = std::uint64_t;

    /// `vault` outlives it.
    [[nodiscard]] Status load(Vault& vault)
    {
        unread_ = &vault;
        const auto last = vault.last_row(T::kind);
        if (last.has_error()) return last.errc();
        table_.begin_after(*last);
        return ok();
    }
    Row add(T value) { return table_.add(std::move(value)); }
    void erase(Row row) { all().erase(row); }
    [[nodiscard]] const std::map<Row, T>& rows() const { return all().rows(); }
    [[nodiscard]] bool empty() const { return all().empty(); }
    [[nodiscard]] std::size_t size() const { return all().size(); }
    template <class Matches>
    [[nodiscard]] std::optional<Row> find(const Matches& matches) const
    {
        return all().find(matches);
    }
    /// Whether its rows are in memory.
    [[nodiscard]] bool is_read() const noexcept { return unread_ == nullptr; }

    [[nodiscard]] bool edited() const noexcept { return table_.edited(); }
    void flush(Vault& vault) { table_.flush(vault); }

  private:
    Table<T>& all() const
    {
        if (!unread_) return table_;
        if (const auto loaded = table_.load(*unread_); loaded.has_error()) throw VaultError{loaded.errc()};
        unread_ = nullptr;
        return table_;
    }

    mutable Table<T> table_;
    mutable Vault* unread_ = nullptr;
};

/// At most one value of a kind.
template <class T>
class Slot {
  public:
    using Record = T;
    [[nodiscard]] Status load(Vault& vault) { return table_.load(vault); }
    [[nodiscard]] const std::map<std::uint64_t, T>& rows() const noexcept { return table_.rows(); }
    [[nodiscard]] explicit operator bool() const noexcept { return !table_.empty(); }
    [[nodiscard]] const T& operator*() const { return table_.rows().begin()->second; }
    [[nodiscard]] const T* operator->() const { return &**this; }
    /// Precondition: there is a value.
    [[nodiscard]] T& edit() { return table_.edit(table_.rows().begin()->first); }
    void set(T value)
    {
        clear();
        table_.add(std::move(value));
    }
    void clear()
    {
        if (*this) table_.erase(table_.rows().begin()->first);
    }
    [[nodiscard]] bool edited() const noexcept { return table_.edited(); }
    void flush(Vault& vault) { table_.flush(vault); }

  private:
    Table<T> table_;
};

}  // namespace holdfast::client
