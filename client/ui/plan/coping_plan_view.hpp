// The coping plan of a conversation in words: whole, as it helps while nobody reads, and on paper. Nobody is kept from
// writing by any of it. See view.hpp for the rules of words.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

/// The note and the steps of a version, whole and safe, below its date.
[[nodiscard]] Lines coping_plan_lines(const client::CopingPlanView& plan, const client::ConversationView& conversation);

/// Where a version stands: agreed, not agreed, or not answered; `answer` is the command a client does it by.
[[nodiscard]] std::string coping_plan_state(const client::CopingPlanView& plan,
                                            const client::ConversationView& conversation, std::string_view answer);

/// All there is to show of a plan: the one that both agree on, and a newer one below it. Precondition: there is one.
[[nodiscard]] Lines coping_plans_lines(const client::Client& client, const ConversationId& id, std::string_view answer);

/// What helps while nobody reads; it stands below the contacts.
[[nodiscard]] Lines plan_while_closed_lines(const client::CopingPlanView& plan,
                                            const client::ConversationView& conversation);

/// As a message of the history: a version, or a word on one. Precondition: the record is one this program took.
[[nodiscard]] Lines plan_entry_lines(const wire::CopingPlan& plan);
[[nodiscard]] Lines plan_answer_lines(const wire::CopingPlanAnswer& answer);

/// One printed page for the client.
struct CopingPage {
    std::string title;
    std::string from;  ///< who wrote the note; empty where there is none
    Lines note;
    std::vector<wire::PlanStep> steps;  ///< safe; to be numbered from 1
    Lines crisis;
    std::string made;
};
[[nodiscard]] CopingPage coping_page(const client::CopingPlanView& plan, const client::ConversationView& conversation,
                                     std::string_view therapist, const client::Outlook& outlook, const Here& here);

}  // namespace holdfast::ui
