// The lines of the conversation that begin with a slash.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "client/shell/chat/chat_orders.hpp"

namespace holdfast::shell {

/// Whom a command is of use to.
enum class For { everybody, clients, therapists };
[[nodiscard]] constexpr bool is_for(For whom, bool therapist) noexcept
{
    return whom == For::everybody || (whom == For::therapists) == therapist;
}

/// `name` without its slash. True when the line is done with; otherwise it stays, to be changed.
[[nodiscard]] bool run_command(ChatOrders& chat, std::string_view name, std::string_view rest);

/// The names that somebody of this role has a use for, in this place.
[[nodiscard]] std::vector<std::string> command_names(const ChatOrders& chat);

// chat_inside.cpp

/// Whether this is a command of the program that runs inside the conversation.
[[nodiscard]] bool is_inside(std::string_view name);
[[nodiscard]] std::vector<std::string> inside_names(bool therapist);
/// Begins it. False where it cannot, which is said.
bool run_inside(ChatOrders& chat, std::string_view name, std::string_view rest);

// chat_drafts.cpp

/// The texts that are kept here and not sent. A repair that was begun comes back with /repair; on a terminal the line
/// being written stands in the line.
[[nodiscard]] std::vector<client::DraftView> kept_drafts(const ChatOrders& chat);

/// /drafts, /send, /edit, /forget, /long
bool tell_drafts(ChatOrders& chat, std::string_view);
bool send_kept(ChatOrders& chat, std::string_view which);
bool edit_kept(ChatOrders& chat, std::string_view which);
bool forget_kept(ChatOrders& chat, std::string_view which);
bool begin_letter(ChatOrders& chat, std::string_view);

}  // namespace holdfast::shell
