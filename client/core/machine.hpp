// The inside of Client.
#pragma once

#include "client/core/client.hpp"
#include "client/core/state.hpp"
#include "client/core/step.hpp"

namespace holdfast::client {

class Client::Machine {
  public:
    Machine(Vault opened, crypto::Random& source) : vault{std::move(opened)}, random{&source} {}

    [[nodiscard]] Effects step(Event event, Instant now);

    Vault vault;
    crypto::Random* random;
    State state;
    Live live;
    std::map<ConversationId, std::string> safety_numbers;  ///< computed so far

  private:
    void save();
    bool broken_ = false;  ///< a commit failed: what is in memory is not what is on disk
};

}  // namespace holdfast::client
