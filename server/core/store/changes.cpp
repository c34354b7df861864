#include "server/core/store/changes.hpp"

#include "server/core/store/encoded.hpp"

namespace holdfast::server {
namespace {

// What a start reads in some milliseconds.
constexpr std::int64_t most_commits = 256;
constexpr std::size_t most_bytes = std::size_t{1} << 20;

}  // namespace

ChangeLog::ChangeLog(store::Database& db)
    : add_{db.prepare("INSERT INTO change(n, changed) VALUES (?, ?)")},
      read_{db.prepare("SELECT changed FROM change ORDER BY n")},
      clear_{db.prepare("DELETE FROM change")}
{
}

void ChangeLog::add(const Changes& changes)
{
    const auto encoded = wire::encode(changes);
    add_.run(++count_, encoded);
    bytes_ += encoded.size();
}

bool ChangeLog::is_long() const noexcept { return count_ >= most_commits || bytes_ >= most_bytes; }

std::vector<Changes> ChangeLog::read()
{
    std::vector<Changes> all;
    for (auto rows = read_.rows(); rows.next();) all.push_back(decoded<Changes>(rows, 0));
    count_ = std::ssize(all);
    return all;
}

void ChangeLog::clear()
{
    if (count_ != 0) clear_.run();
    count_ = 0;
    bytes_ = 0;
}

}  // namespace holdfast::server
