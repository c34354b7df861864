// commit_bench FOLDER [COUNT]: how long SQLite takes to commit one row of a message's size as the relay's store does,
// with synchronous=FULL. Prints the median.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <vector>

#include "protocol/store/sqlite.hpp"
#include "tests/bench/account.hpp"

using namespace holdfast;

namespace {

constexpr std::size_t commits = 2000;
constexpr std::string_view migrations[] = {"CREATE TABLE row(id INTEGER PRIMARY KEY, body BLOB NOT NULL) STRICT"};

double median_commit_us(const std::filesystem::path& file, std::size_t count)
{
    auto db = store::Database::open(file, {.application_id = 0x62656e63, .migrations = migrations});
    if (!db) throw std::runtime_error{"no database can be opened there"};
    auto insert = db->prepare("INSERT INTO row VALUES (?, ?)");
    const Bytes body(bench::message_bytes, std::byte{0x5a});
    std::vector<double> times;
    for (std::size_t i = 0; i < count; ++i) {
        const auto begin = std::chrono::steady_clock::now();
        store::Transaction one{*db};
        insert.run(static_cast<std::int64_t>(i), body);
        one.commit();
        times.push_back(std::chrono::duration<double, std::micro>{std::chrono::steady_clock::now() - begin}.count());
    }
    std::nth_element(times.begin(), times.begin() + static_cast<std::ptrdiff_t>(count / 2), times.end());
    return times[count / 2];
}

}  // namespace

int main(int count, char** words)
{
    if (count < 2) return std::fprintf(stderr, "usage: commit_bench FOLDER [COUNT]\n"), 1;
    try {
        const auto rounds = count > 2 ? std::strtoul(words[2], nullptr, 10) : commits;
        std::printf("one.commit.sqlite %.1f us\n",
                    median_commit_us(std::filesystem::path{words[1]} / "commit.db", rounds));
        return 0;
    } catch (const std::exception& problem) {
        std::fprintf(stderr, "commit_bench: %s\n", problem.what());
        return 1;
    }
}
