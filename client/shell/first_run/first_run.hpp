// The first run on a terminal or from a pipe: asks what ui::FirstRun has to ask, does what follows from the answers,
// and leaves the account open for the conversation. One vault is open through all of it. What was done stays, whoever
// leaves.
#pragma once

#include <filesystem>
#include <memory>
#include <variant>

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// The account, with nothing left to ask, or the exit code of whoever left.
using Begun = std::variant<std::unique_ptr<OpenAccount>, int>;

/// Where there is no account yet, or one whose making was cut short.
[[nodiscard]] Begun first_run(const Context& context, const std::filesystem::path& profile,
                              const request::Chat& request);

/// Takes up one that was left. Precondition: its client.first_run() has a value.
[[nodiscard]] Begun go_on_first_run(const Context& context, std::unique_ptr<OpenAccount> account);

}  // namespace holdfast::shell
