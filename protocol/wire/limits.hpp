// The bounds of the protocol, each with its reason. PROTOCOL.md, "Limits", repeats them for other implementations.
#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>

#include "protocol/base/instant.hpp"

namespace holdfast::wire {

/// The one version this program speaks.
inline constexpr std::uint16_t protocol_version = 1;

/// One WebSocket message, that is one batch of frames: holds a dozen of the largest envelopes, and bounds what a
/// stranger can make the relay buffer.
inline constexpr std::size_t max_batch_bytes = std::size_t{1} << 20;
/// Frames in a batch: a mebibyte of the smallest would be a third of a million, and a frame costs a hundred times its
/// size once it is taken apart. A full queue sent again, or a page of deliveries with its acks, is below this.
inline constexpr std::size_t max_batch_frames = 1024;

/// The largest padded plaintext (64 KiB) and what is left of it for the words of one message.
inline constexpr std::size_t max_padded_bytes = std::size_t{64} << 10;
inline constexpr std::size_t max_text_bytes = 60'000;

/// An envelope body: padded plaintext plus ratchet header, tag and a handshake header, with room to spare.
inline constexpr std::size_t max_envelope_bytes = max_padded_bytes + 4096;
/// Told at login: more in 40 days is a relay that does not run.
inline constexpr std::size_t max_outages = 64;
/// As far back as clients judge windows.
inline constexpr Seconds outages_told = std::chrono::days{40};
/// Devices one message is encrypted for.
inline constexpr std::size_t max_envelopes = 16;

/// Devices of one account, and members of one conversation: a family with a few devices each.
inline constexpr std::size_t max_devices = 4;
inline constexpr std::size_t max_members = 4;
static_assert((max_members - 1) * max_devices <= max_envelopes, "everybody can be written to");

/// The most the relay holds from one account for one device; below the 1,000 keys a ratchet may skip, so a full queue
/// stays readable.
inline constexpr std::size_t max_held_per_pair = 900;
/// Control content per sending account and hour: upkeep needs a handful; more would be a way around the gate.
inline constexpr std::size_t max_control_per_hour = 60;
/// Messages an account may submit per hour; nobody types more, a loop does.
inline constexpr std::size_t max_messages_per_hour = 600;
/// Reading reports per account and hour: one device makes at most eleven of them for each conversation that is read.
inline constexpr std::size_t max_reports_per_hour = 120;
/// Bytes an account may submit a day, envelopes and `submit_overhead` for each submit: a hundred of the longest
/// letters, or some thousand notes. So neither a reader's vault nor the relay's disk fills in a night.
inline constexpr std::uint32_t max_bytes_per_day = std::uint32_t{8} << 20;
/// And everybody in all conversations of one therapist: a practice's busiest day many times over, whatever number of
/// clients she enrols.
inline constexpr std::uint32_t max_bytes_per_day_of_owner = std::uint32_t{128} << 20;
/// The fields of a submit that the log keeps.
inline constexpr std::size_t submit_overhead = 1024;
/// Bytes of envelopes of one account that wait to be acked, and those in all conversations of one therapist: leaves
/// last for months.
inline constexpr std::uint64_t max_waiting_bytes = std::uint64_t{32} << 20;
inline constexpr std::uint64_t max_waiting_bytes_of_owner = std::uint64_t{256} << 20;
/// How long the relay keeps the receipts of its decisions: a season, so that a device that was away for a long leave
/// still finds each one, and a lost answer can be asked for again.
inline constexpr Seconds receipts_kept = std::chrono::days{90};
/// Messages one receipt names, 64 bytes each; an opening that releases more writes several, and a receipt that moves
/// promises is told to each of their writers.
inline constexpr std::size_t max_messages_per_receipt = 250;
/// Digests in the path of every receipt: a tree of 1,024 leaves, more than one commit decides in all but the largest
/// practices; those sign several.
inline constexpr std::size_t receipt_path = 10;
/// One Log: what fits beside other frames in a batch.
inline constexpr std::size_t log_page = 64;
inline constexpr std::size_t log_page_bytes = std::size_t{512} << 10;
/// Items in one Ack; many more than may be in flight.
inline constexpr std::size_t max_acks = 1024;

/// One-time prekeys: published in batches, refilled when few are left.
inline constexpr std::size_t one_time_prekey_batch = 100;
inline constexpr std::size_t one_time_prekey_refill = 25;
/// Bundles one account may fetch from another in a day: set-up, a new device, and little more.
inline constexpr std::size_t max_bundles_per_day = 10;

inline constexpr Seconds signed_prekey_rotation = std::chrono::days{7};
inline constexpr Seconds signed_prekey_lifetime = std::chrono::days{90};
/// How far ahead a device's clock may be when it makes one: a key from the far future would outlive its lifetime.
inline constexpr Seconds signed_prekey_early = std::chrono::days{1};
/// Handshakes accepted under one signed prekey, each remembered for four months: far more than fifty open invitations
/// and every peer's new device in a week. When it is reached, a new prekey takes over.
inline constexpr std::size_t max_handshakes_seen = 1000;
/// How long the private half and the list of seen handshakes outlive the record.
inline constexpr Seconds signed_prekey_grace = std::chrono::days{30};

inline constexpr Seconds invitation_lifetime = std::chrono::days{7};
/// Unused invitations one therapist may have open.
inline constexpr std::size_t max_open_invitations = 50;

/// Beyond this difference both clocks are shown.
inline constexpr Seconds clock_tolerance = std::chrono::minutes{5};

/// One signed hours version; a chain is fetched in pages that fit a batch.
inline constexpr std::size_t max_hours_bytes = std::size_t{16} << 10;
inline constexpr std::size_t hours_page = 32;
/// A practice's list of holidays: two dozen per year, ten years ahead; and the name of one.
inline constexpr std::size_t max_suggested_holidays = 366;
inline constexpr std::size_t max_holiday_name_bytes = 100;
/// What is agreed about messages: two printed pages.
inline constexpr std::size_t max_agreement_bytes = 4000;
/// A coping plan: what fits on one printed page, and is found in it at a glance. The bytes are those of one heading, of
/// the words below it, and of the note.
inline constexpr std::size_t max_plan_steps = 8;
inline constexpr std::size_t max_plan_heading_bytes = 120;
inline constexpr std::size_t max_plan_words_bytes = 800;
inline constexpr std::size_t max_plan_note_bytes = 1000;
/// A small experiment: a few sentences for what is expected, for the plan, and for each step; a word or two for what
/// its number counts; and the days in which it is due, a season at most.
inline constexpr std::size_t max_experiment_words_bytes = 2000;
inline constexpr std::size_t max_experiment_unit_bytes = 40;
inline constexpr std::chrono::days max_experiment_days{92};
/// A rhythm of check-ins: a few minutes, a few times a day at most. The bytes are those of a zone's name, of an item's
/// name, of its question, of the words of one end, and of one feeling.
inline constexpr std::size_t max_rhythm_items = 8;
inline constexpr std::size_t max_rhythm_times = 4;
inline constexpr std::size_t max_rhythm_feelings = 24;
inline constexpr std::size_t max_rhythm_zone_bytes = 64;
inline constexpr std::size_t max_rhythm_name_bytes = 60;
inline constexpr std::size_t max_rhythm_question_bytes = 300;
inline constexpr std::size_t max_rhythm_end_bytes = 100;
inline constexpr std::size_t max_rhythm_feeling_bytes = 60;
/// The scale of an item.
inline constexpr std::uint8_t rhythm_highest = 10;
/// Crisis contacts a client adds, and the parts of one: they fit into the smallest record of names.
inline constexpr std::size_t max_own_contacts = 8;
inline constexpr std::size_t max_contact_name_bytes = 100;
inline constexpr std::size_t max_contact_reach_bytes = 200;
/// A practice notice.
inline constexpr std::size_t max_notice_text_bytes = 2000;

}  // namespace holdfast::wire
