// Whether an invitation is good, before anything else is asked: its shape, its check, and what the practice's server
// says of it. Nothing is used up, and nothing of it is stored.
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

struct GoodCode {
    std::string text;  ///< the link or the code
    client::show::InvitationGood good;
};

/// `typed`: a link, a code, or the path of a picture. Where it is not good, a sentence, and whether it may be later.
struct BadCode {
    std::string words;
    bool later = false;  ///< there is no connection: the same is worth another try
};

[[nodiscard]] std::variant<GoodCode, BadCode> check_code(const Context& context, const std::string& typed);

}  // namespace holdfast::shell
