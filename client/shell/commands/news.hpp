// News of earlier messages from the time in which nobody looked: a command that was connected says it, whatever it was
// for, since it is told once.
#pragma once

#include <boost/json/array.hpp>

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// Messages that were reported read, whose reading time has moved, or that have gone out early, in one conversation or
/// in all. How many were told.
std::size_t tell_news(const Context& context, OneShotClient& one_shot, const std::optional<ConversationId>& one);

/// The same as objects, without telling it.
[[nodiscard]] boost::json::array news_objects(OneShotClient& one_shot);

}  // namespace holdfast::shell
