// The commands, one function each: they say what happened and return the exit code. A command is one stay with the
// relay (one_shot_client.hpp): it connects, waits until its goal is durable, tells, and goes.
#pragma once

#include "client/shell/one_shot_client.hpp"

namespace holdfast::shell {

// account.cpp
[[nodiscard]] int run(const Context& context, const request::Enrol& request);
[[nodiscard]] int run(const Context& context, const request::Restore& request);
[[nodiscard]] int run(const Context& context, const request::RecoveryKit& request);
[[nodiscard]] int run(const Context& context, const request::RecoveryConfirm& request);
[[nodiscard]] int run(const Context& context, const request::PassphraseChange& request);

// people.cpp
[[nodiscard]] int run(const Context& context, const request::Invite& request);
[[nodiscard]] int run(const Context& context, const request::Rename& request);
/// Within a connection that is open already: asks for a name until it can be given, shows the invitation and makes the
/// page that was asked for. The exit code.
[[nodiscard]] int invite_and_tell(const Context& context, OneShotClient& one_shot, const request::Invite& request);

// crisis.cpp, agreement.cpp, coping_plan.cpp, rhythm.cpp
[[nodiscard]] int run(const Context& context, const request::Crisis& request);
[[nodiscard]] int run(const Context& context, const request::Agreement& request);
[[nodiscard]] int run(const Context& context, const request::CopingPlan& request);
[[nodiscard]] int run(const Context& context, const request::Rhythm& request);

// session.cpp
[[nodiscard]] int run(const Context& context, const request::Mark& request);
[[nodiscard]] int run(const Context& context, const request::Session& request);

// progress.cpp
[[nodiscard]] int run(const Context& context, const request::Progress& request);
// experiment.cpp, pulse.cpp
[[nodiscard]] int run(const Context& context, const request::Experiment& request);
[[nodiscard]] int run(const Context& context, const request::Pulse& request);

// note.cpp
[[nodiscard]] int run(const Context& context, const request::Note& request);

// measure.cpp, answer_measure.cpp
[[nodiscard]] int run(const Context& context, const request::Measure& request);
/// A client answers: asked question by question, or by the request's values.
[[nodiscard]] int answer_measure(const Context& context, OneShotClient& one_shot, const ConversationId& id,
                                 const request::Measure& request);
// end.cpp
[[nodiscard]] int run(const Context& context, const request::End& request);
[[nodiscard]] int run(const Context& context, const request::Block& request);

// hours.cpp
[[nodiscard]] int run(const Context& context, const request::HoursShow& request);
[[nodiscard]] int run(const Context& context, const request::HoursSet& request);
[[nodiscard]] int run(const Context& context, const request::HoursExtra& request);
[[nodiscard]] int run(const Context& context, const request::HoursCancel& request);
[[nodiscard]] int run(const Context& context, const request::HoursLeave& request);

// hours_preview.cpp, hours_export.cpp
[[nodiscard]] int run(const Context& context, const request::HoursPreview& request);
[[nodiscard]] int run(const Context& context, const request::HoursExport& request);

// hours_import.cpp, hours_edit.cpp, hours_holidays.cpp
[[nodiscard]] int run(const Context& context, const request::HoursImport& request);
[[nodiscard]] int run(const Context& context, const request::HoursEdit& request);
[[nodiscard]] int run(const Context& context, const request::HoursHolidays& request);

// explain.cpp
[[nodiscard]] int run(const Context& context, const request::HoursExplain& request);

// take_back.cpp
[[nodiscard]] int run(const Context& context, const request::TakeBack& request);

// writing.cpp, check_in.cpp, repair.cpp
[[nodiscard]] int run(const Context& context, const request::Send& request);
[[nodiscard]] int run(const Context& context, const request::CheckIn& request);
[[nodiscard]] int run(const Context& context, const request::Repair& request);

// pace.cpp
[[nodiscard]] int run(const Context& context, const request::Pace& request);

// reading.cpp
[[nodiscard]] int run(const Context& context, const request::Read& request);
[[nodiscard]] int run(const Context& context, const request::Status& request);

// drafts.cpp
[[nodiscard]] int run(const Context& context, const request::Drafts& request);

// export.cpp
[[nodiscard]] int run(const Context& context, const request::Export& request);
[[nodiscard]] int run(const Context& context, const request::Verify& request);

// unlock.cpp
[[nodiscard]] int run(const Context& context, const request::Unlock& request);
[[nodiscard]] int run(const Context& context, const request::Lock& request);

// audit.cpp
[[nodiscard]] int run(const Context& context, const request::Audit& request);

// chat.cpp
[[nodiscard]] int run(const Context& context, const request::Chat& request);

/// `given`, or all of standard input when it is "-", without the line break at its end. At most `limit` bytes of it,
/// and one more, so that what is too long is refused and not cut.
[[nodiscard]] std::string given_or_stdin(const Context& context, const std::string& given, std::size_t limit);

}  // namespace holdfast::shell
