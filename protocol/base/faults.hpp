// Places where a build for tests goes wrong on purpose: bugs that the tests have to catch, and points at which a
// program kills itself. Without the option HOLDFAST_FAULTS, and so in every program a practice runs, all of this is
// nothing.
//
//   HOLDFAST_PLANT=NAME        the process has this bug (names as in bug_names)
//   HOLDFAST_KILL_AT=POINT[:N] the process kills itself the N-th time it comes to the point
#pragma once

#include <optional>
#include <string_view>

namespace holdfast::faults {

/// Mistakes that programs of this kind have made.
enum class Bug {
    none,
    acceptance_before_commit,    ///< the relay answers before its transaction is on the disk
    synchronous_normal,          ///< a commit does not wait for the disk
    delete_at_delivery,          ///< the queue forgets what was sent, not what was acked
    re_encryption_on_retry,      ///< what is sent again is encrypted again
    saved_after_send,            ///< the client sends before its vault has the new state
    failed_decryption_advances,  ///< a forged message moves the ratchet
    gate_only_at_submit,         ///< hours that close hold nothing again
    fixed_offset,                ///< a zone is the offset it had once
    conversation_unchecked,      ///< a message counts in whatever conversation the relay says
    escapes_shown,               ///< what people wrote reaches the terminal as it is
};

#ifdef HOLDFAST_FAULTS

/// For the whole process, one at a time.
void plant(Bug bug) noexcept;
[[nodiscard]] bool planted(Bug bug) noexcept;
[[nodiscard]] std::optional<Bug> bug_named(std::string_view name) noexcept;
[[nodiscard]] std::string_view name(Bug bug) noexcept;
void point(std::string_view name) noexcept;

#else

[[nodiscard]] constexpr bool planted(Bug) noexcept { return false; }
constexpr void point(std::string_view) noexcept {}

#endif

}  // namespace holdfast::faults
