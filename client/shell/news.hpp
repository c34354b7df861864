// What became of earlier messages while nobody looked: a command that was connected says it, whatever it was for, since
// it is told once.
#pragma once

#include <boost/json/array.hpp>

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

/// What was reported read, whose reading time has moved, and what has gone out early, in one conversation or in all.
/// How many were told.
std::size_t tell_news(const Context& context, OneShotClient& visit, const std::optional<ConversationId>& one);

/// The same as objects, without telling it.
[[nodiscard]] boost::json::array news_objects(OneShotClient& visit);

}  // namespace holdfast::shell
