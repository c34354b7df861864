// Experiments and the pulse as objects, for `--json`; see json.hpp.
#pragma once

#include <boost/json/object.hpp>

#include "client/core/client.hpp"

namespace holdfast::ui {

/// {"expected","unit","number","plan","from","to"} and {"part","words","number"}: as they stand in the history.
[[nodiscard]] boost::json::object experiment_value(const wire::Experiment& experiment);
[[nodiscard]] boost::json::object step_value(const wire::ExperimentStep& step);

/// {"event":"experiment",…}: what is known of one; `place` is its number in the list. "due" is by `today`.
[[nodiscard]] boost::json::object experiment_object(const client::ExperimentView& experiment, std::size_t place,
                                                    const ConversationId& in, const Date& today);
/// {"event":"experiment_draft",…}: as it would be sent.
[[nodiscard]] boost::json::object experiment_draft_object(boost::json::object what, const ConversationId& in);

/// {"event":"pulse",…}: a client's answers and what may be answered now; a therapist's those that were shared.
[[nodiscard]] boost::json::object pulse_object(const client::PulseView& pulse, const ConversationId& in);
[[nodiscard]] boost::json::object pulse_value(const wire::PulseAnswer& answer);

}  // namespace holdfast::ui
