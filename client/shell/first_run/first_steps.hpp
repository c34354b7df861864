// The steps of a first run once there is an account. The number of the next one is kept in the vault.
#pragma once

#include <optional>

#include "client/shell/one_shot_client.hpp"
#include "client/ui/first_run/first_run.hpp"

namespace holdfast::shell {

class FirstSteps {
  public:
    FirstSteps(const Context& context, OpenAccount& account);

    /// To the end: empty; or the exit code of whoever left.
    std::optional<int> run();

  private:
    [[nodiscard]] ui::FirstFacts facts();
    [[nodiscard]] std::optional<ConversationId> conversation();
    void begin_step();
    std::optional<std::string> ask();
    /// Carries a deed out; true where the next step may begin.
    bool carry_out(const ui::Deed& deed);
    bool set_contacts(const ui::deed::SetContacts& deed);
    bool answer_agreement(bool agreed);
    bool keep_text(const std::string& text);
    bool send_text(const std::string& text);
    bool show_kit();
    bool confirm_kit(const std::string& groups);
    bool edit_hours();
    bool take_agreement();
    bool invite(const std::string& name);
    /// Says how to take it up again.
    int leave();
    /// Says why not; false.
    bool refuse(const Status& why);

    const Context& context_;
    OneShotClient one_shot_;
    ui::FirstRun run_;
};

}  // namespace holdfast::shell
