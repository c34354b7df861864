// A relay's store in memory that goes back to how it was kept, as often as wanted. Opening one compiles some 150
// statements; here it is opened once, and only the bytes under it change.
#pragma once

#include <filesystem>
#include <optional>

#include "server/core/store/relay_store.hpp"
#include "tests/support/memory_vfs.hpp"
#include "tests/support/support.hpp"

namespace holdfast::fuzz {

class KeptStore {
  public:
    /// The content of `store` now; `key` is its relay's.
    KeptStore(server::RelayStore& store, const SignPublic& key);

    /// As it was kept. A relay has it until take_back().
    [[nodiscard]] server::RelayStore lend();
    void take_back(server::RelayStore store) { store_.emplace(std::move(store)); }

  private:
    holdfast::test::TempDir folder_;
    holdfast::test::MemoryVfs files_;
    std::filesystem::path path_ = folder_ / "relay.db";
    std::optional<server::RelayStore> store_;
    holdfast::test::MemoryVfs::Content kept_;
};

}  // namespace holdfast::fuzz
