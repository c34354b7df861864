// One printed page for a client, "How to begin": what is on it, as values. The page names the therapist and nobody
// else: whoever finds it learns no client's name.
#pragma once

#include "client/ui/view.hpp"

namespace holdfast::ui {

struct BeginPage {
    std::string title;
    std::string from;                ///< who invites
    std::vector<std::string> steps;  ///< to be numbered from 1
    std::string code;
    std::string link;  ///< as the QR code
    std::string until;
    Lines crisis;
    std::string care;  ///< how to keep the page
};

/// `therapist` may be empty.
[[nodiscard]] BeginPage begin_page(const client::show::Invitation& invitation, std::string_view therapist,
                                   const std::vector<wire::CrisisContact>& contacts, const Here& here);

}  // namespace holdfast::ui
