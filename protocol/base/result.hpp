// How bad input is reported: as a value. `Result<T>` holds a T or an error code; the code is always one `Errc`, and
// each `Errc` has one sentence that says what to do. Broken environments (disk, memory) throw instead; bugs call
// `require`.
#pragma once

#include <boost/system/error_category.hpp>
#include <boost/system/error_code.hpp>
#include <boost/system/result.hpp>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace holdfast {

/// Every way input can be refused. The numbers travel in Error frames (PROTOCOL.md, "Errors") and never change meaning.
enum class Errc : std::uint16_t {
    // 1–19: bytes that do not follow the format
    bad_encoding = 1,
    truncated = 2,
    trailing_bytes = 3,
    not_minimal = 4,
    unknown_tag = 5,
    out_of_range = 6,
    too_large = 7,
    unknown_version = 8,
    unexpected_frame = 9,
    relay_outdated = 10,
    program_outdated = 11,

    // 20–39: cryptography and trust
    bad_key = 20,
    bad_signature = 21,
    cannot_decrypt = 22,
    wrong_key = 23,
    wrong_address = 24,
    replayed = 25,
    too_many_skipped = 26,
    no_session = 27,
    stranger = 28,
    stale_device_list = 29,
    human_content_in_notice = 30,
    bad_padding = 31,
    broken_chain = 32,
    fork = 33,
    wrong_relay = 34,
    bad_certificate = 35,

    // 40–69: what the relay answers
    login_refused = 40,
    not_found = 41,
    not_allowed = 42,
    invitation_unusable = 43,
    invitation_expired = 44,
    queue_full = 45,
    rate_limited = 46,
    device_frozen = 47,
    submit_conflict = 48,
    too_late = 49,
    no_prekeys = 50,
    relay_stopping = 51,
    already_exists = 52,
    no_room = 53,
    account_suspended = 54,
    account_ended = 55,
    device_revoked = 56,
    conversation_ended = 57,
    account_unknown = 58,

    // 70–99: what a person typed or set
    bad_code = 70,
    foreign_invitation = 71,
    wrong_passphrase = 72,
    text_too_long = 73,
    bad_rules = 74,
    unknown_zone = 75,
    bad_date = 76,
    bad_duration = 77,
    kit_not_confirmed = 78,
    bad_kit = 79,
    not_enrolled = 80,
    already_enrolled = 81,
    therapists_only = 82,
    ambiguous_name = 83,
    nothing_changed = 84,
    bad_configuration = 85,
    empty_text = 86,
    bad_address = 87,
    no_passphrase = 88,
    bad_command = 89,
    bad_calendar = 90,
    name_taken = 91,
    bad_name = 92,
    taken_back_already = 93,
    hours_too_complex = 94,
    weak_passphrase = 95,
    not_confirmed = 96,
    plan_outdated = 97,
    over_pace = 98,
    no_base_hours = 99,

    // 100–119: the surroundings
    unreachable = 100,
    closed = 101,
    timed_out = 102,
    vault_in_use = 103,
    store_too_new = 104,
    store_broken = 105,
    disk_full = 106,
    internal = 107,
    certificate_unusable = 108,
    cannot_listen = 109,
    data_in_use = 110,
    no_relay_yet = 111,
    relay_not_running = 112,
    not_the_admin = 113,
    no_public_address = 114,
    vault_rolled_back = 116,
    no_zone_data = 117,
    no_home = 118,
    unsafe_folder = 119,
    agreement_stays = 120,
    bad_record = 121,
    too_many_items = 122,
    bad_rhythm = 123,
    not_due = 124,
};

[[nodiscard]] const boost::system::error_category& error_category() noexcept;
[[nodiscard]] boost::system::error_code make_error_code(Errc code) noexcept;

/// The sentence shown to a person: what happened and what to do. Never contains user data.
[[nodiscard]] std::string sentence(Errc code);
/// The stable word for `--json` and logs, e.g. "wrong_passphrase".
[[nodiscard]] std::string_view name(Errc code) noexcept;

}  // namespace holdfast

template <>
struct boost::system::is_error_code_enum<holdfast::Errc> : std::true_type {
};

namespace holdfast {

/// A T or an error code. Must be looked at.
template <class T>
class [[nodiscard]] Result : public boost::system::result<T> {
  public:
    using boost::system::result<T>::result;
    Result(Errc code) : boost::system::result<T>(boost::system::in_place_error, make_error_code(code)) {}

    /// The error as our enum; Errc::internal for a code of another category. Precondition: has_error().
    [[nodiscard]] Errc errc() const noexcept
    {
        const auto code = this->error();
        return code.category() == error_category() ? static_cast<Errc>(code.value()) : Errc::internal;
    }
};

using Status = Result<void>;
/// The value of a Status that succeeded.
[[nodiscard]] inline Status ok() { return Status{}; }

/// A check against our own bugs, on in every build: prints and aborts. Never for input.
[[noreturn]] void abort_with(const char* what) noexcept;
inline void require(bool holds, const char* what) noexcept
{
    if (!holds) abort_with(what);
}

}  // namespace holdfast
