// A therapist, her client and their relay, who have met and spoken; and somebody whose invitation is not used yet. Made
// once a process by a Practice; every run plays on a copy of their files, in memory.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "client/core/client.hpp"
#include "server/core/relay.hpp"
#include "tests/support/fault_vfs.hpp"
#include "tests/support/support.hpp"

namespace holdfast::fuzz {

/// What devices said of themselves, before anybody could change it.
struct Honest {
    void note(const wire::ClientFrame& frame);
    std::set<Address> addresses;
    std::set<Bytes> prekeys;  ///< encoded
};

class Enrolled {
  public:
    static Enrolled& once();

    /// Every file as it was then.
    void put_back();
    [[nodiscard]] server::RelayStore open_relay(crypto::Random& random, Instant now);
    [[nodiscard]] client::Client open_vault(const std::string& name, crypto::Random& random);
    /// The sessions, the history and the order of what was read, as a vault keeps them: sealed, so that a record that
    /// was written again is another.
    [[nodiscard]] Digest sealed_state(const std::string& name);

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
    void keep(const std::string& name, const std::filesystem::path& file);

    holdfast::test::TempDir folder_;
    holdfast::test::MemoryVfs files_;
    holdfast::test::FaultVfs disk_{files_};
    std::vector<std::string> kept_;
};

}  // namespace holdfast::fuzz
