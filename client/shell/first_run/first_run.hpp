// The first run on a terminal or from a pipe: asks what ui::FirstRun has to ask, does what follows from the answers,
// and goes on into the conversation. One vault is open through all of it. What was done stays, whoever leaves.
#pragma once

#include <filesystem>

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// Where there is no account yet, or one whose making was cut short. The exit code.
[[nodiscard]] int first_run(const Context& context, const std::filesystem::path& profile, const request::Chat& request);

/// Takes up one that was left, and ends in the conversation. Precondition: its client.first_run() has a value.
[[nodiscard]] int go_on_first_run(const Context& context, std::unique_ptr<OpenAccount> account,
                                  const std::string& with);

}  // namespace holdfast::shell
