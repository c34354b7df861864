// The hours a command is to look at: rules from the command line, for which no account is needed, or those this account
// knows. The relay is not asked: what is in the vault is looked at, also offline.
#pragma once

#include <string>
#include <vector>

#include "client/shell/one_shot_client.hpp"
#include "client/ui/hours/weeks.hpp"

namespace holdfast::shell {

struct HoursSource {
    hours::Schedule schedule;
    hours::TimeZone zone;
    std::vector<hours::HoursContent> contents;  ///< the newest versions: the therapist's, then the conversation's
    std::string scope;                          ///< tells these hours from others, not whose they are
};

/// Hours of a version that is in force from the beginning. Errors: those of hours::check, with the place.
[[nodiscard]] hours::Placed<HoursSource> source_of(hours::HoursContent content);

/// Errors: those of source_of(), OneShotClient::open and OneShotClient::find; not_found where no hours are known.
[[nodiscard]] hours::Placed<HoursSource> hours_source(const Context& context, const request::HoursChoice& choice);

// The hours as they are now, on the screen or as objects: rules, next times, days off, whom to turn to.

/// All conversations, or the one asked for; for a therapist, without one, their own hours.
void tell_hours(const Context& context, OneShotClient& one_shot, const std::optional<ConversationId>& one);

/// The weeks drawn, or in words where words are wanted or the screen is too narrow for the drawing.
void tell_weeks(const Context& context, const ui::Weeks& weeks);

}  // namespace holdfast::shell
