// A therapist, her client and their relay, who have met and spoken; and somebody whose invitation is not used yet. Made
// once a process by a ClientWorld; every run plays on a copy of their files, in memory.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "client/core/client.hpp"
#include "tests/fuzz/kept_store.hpp"
#include "tests/support/memory_vfs.hpp"
#include "tests/support/support.hpp"

namespace holdfast::fuzz {

/// The devices' own statements, before anybody could change them.
struct Honest {
    void note(const wire::ClientFrame& frame);
    std::set<Address> addresses;
    std::set<Bytes> prekeys;  ///< encoded
};

class Enrolled {
  public:
    static Enrolled& once();

    /// Every vault as it was then.
    void put_back();
    [[nodiscard]] KeptStore& relay() noexcept { return *relay_; }
    [[nodiscard]] client::Client open_vault(const std::string& name, crypto::Random& random);
    /// Remembers what the vault has now.
    void look_at(const std::string& name);
    /// Whether the sessions, the history and the order of what was read are those of the last look_at(). They are
    /// sealed, so that a record that was written again is another.
    [[nodiscard]] bool is_as_seen(const std::string& name);

    crypto::SignKeyPair key;  ///< the relay's
    Instant now;
    std::string code;  ///< the invitation of `newcomer`
    Honest honest;
    static constexpr const char* therapist = "Dr Okafor";
    static constexpr const char* client = "Alice";
    static constexpr const char* newcomer = "Ben";

  private:
    Enrolled();
    [[nodiscard]] std::filesystem::path place_of(const std::string& name) const;
    [[nodiscard]] std::filesystem::path look() const { return folder_ / "look.db"; }
    void keep(const std::string& name, const std::filesystem::path& file);
    [[nodiscard]] Digest sealed_state(const std::filesystem::path& file);

    holdfast::test::TempDir folder_;
    holdfast::test::MemoryVfs files_;
    std::vector<std::string> kept_;
    std::optional<KeptStore> relay_;
};

}  // namespace holdfast::fuzz
