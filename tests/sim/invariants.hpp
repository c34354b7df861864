// The invariants, one function each. Those that can be seen on the way are called with what
// was just seen; those about the end when everything was put right. Each throws Violation with its name.
//
//     I1  an accepted message is displayed in the end, or its writer is told what became of it
//     I2  displayed at most once; nothing displayed that was not written, or written elsewhere
//     I3  one writer's messages in one conversation never appear out of order; gaps are marked
//     I4  nothing is released while closed, and nothing reaches a therapist's device while closed
//     I5  the same submit a hundred times is one row and one number
//     I6  every answer "accepted" that left the relay refers to a row in the recovered store
//     I7  a row leaves the queue only by its reader's ack, a take-back, or a newer report
//     I8  a message key encrypts one plaintext, one plaintext is encrypted once, a one-time prekey serves one session
//     I9  refused input changes neither sessions nor history; what was called saved is there after any death, and a
//         text that was kept is a draft or a message, never both and never neither
//     I10 nothing is encrypted to a key that is not the pin
//     I11 what people wrote is on no disk and no wire in the clear, and reaches no terminal as it is
//     I12 deliveries in flight, stores, memory, descriptors and work stay bounded
//     I13 when faults stop, queues empty and conversations agree
//     I14 putting the relay back from a copy keeps I1, I2 and I3
//     I15 after a storage error the relay answers nothing more
//     I16 nothing of what an owner's device does by itself, and no refusal, is passed on in the moment it happens
//     I17 no window is called missed before it is over by the relay's clock, and no such word stays
//     I18 no two people have one name on a device, and a restored device knows the names that the relay was given
//     I19 what is delivered waits in the queue of that device, and was not acked
//     I20 both know the same text about messages, and the same answer to it
//     I21 both know the same questionnaires, and the same answers to them
//     I22 nothing is accepted after an end; both know of it, and of the same last window
//     I23 both know the same coping plan, and the same one is agreed
//     I24 both have the same list for the next session
//     I25 both know the same rhythm, and what became of each version and of each time it asked for answers
//     I26 both know the same experiments and the same of each; of the pulse the owner knows what was shared
#pragma once

#include "tests/sim/sim_world.hpp"

namespace holdfast::sim {

// ---- on the way -----------------------------------------------------------------------------------------------------

void i2_displayed_once(SimWorld& world, Device& reader, const client::Entry& entry);
void i4_not_while_closed(SimWorld& world, const Device& reader, const wire::Deliver& delivery);
void i4_not_shown_while_closed(SimWorld& world, Device& reader, const client::Entry& entry);
void i6_accepted_is_stored(SimWorld& world);
void i7_leaves_by_ack(SimWorld& world);
void i8_keys_are_used_once(SimWorld& world, const Device& writer, const wire::Submit& submit);
void i9_saved_is_durable(Device& device);
void i9_unsent_is_kept(SimWorld& world, Device& device);
void i10_only_to_the_pin(SimWorld& world, Device& writer, const wire::Submit& submit);
void i11_not_in_the_clear(SimWorld& world, BytesView bytes, std::string_view where);
void i11_inert(const client::Entry& entry, Instant now);
void i12_bounded(SimWorld& world, Link& link, const wire::Deliver& delivery);
void i15_stops_after_an_error(SimWorld& world);
void i16_no_presence(SimWorld& world, const Device& reader, const wire::RelayFrame& frame);
void i17_not_before_its_end(SimWorld& world, const Device& device, const client::Entry& entry);
/// Follows i7_leaves_by_ack, which reads the queue.
void i19_waits(SimWorld& world, const DeliveryNumber& number);

/// The rows of a vault that refused input must not touch.
[[nodiscard]] Digest state_of(SimWorld& world, const Device& device);

/// Reads the hours the relay has, and that no version ever changes.
void note_hours(SimWorld& world);

// ---- at the end -----------------------------------------------------------------------------------------------------

/// False while an accepted message is neither displayed nor given up: it may still be held.
[[nodiscard]] bool i1_decided(SimWorld& world);
void i1_displayed_in_the_end(SimWorld& world);
void i3_in_order(SimWorld& world);
void i4_reproducible(SimWorld& world);
void i5_one_row_a_submit(SimWorld& world);
void i11_disks_are_sealed(SimWorld& world);
void i17_no_early_word_stays(SimWorld& world);
void i18_names(SimWorld& world);
void i20_agreements(SimWorld& world);
void i21_measures(SimWorld& world);
void i22_nothing_after_an_end(SimWorld& world);
void i22_both_know(SimWorld& world);
void i23_coping_plans(SimWorld& world);
void i24_marks(SimWorld& world);
void i25_rhythms(SimWorld& world);
void i26_experiments(SimWorld& world);
void i26_pulses(SimWorld& world);
void i12_stores_are_small(SimWorld& world);
void i12_memory_is_bounded(SimWorld& world);
/// Empty where everything agrees; otherwise the first thing that does not.
[[nodiscard]] std::string i13_disagreement(SimWorld& world);
void audits_agree(SimWorld& world);

/// All of these; I13 last, as it explains least.
void check_the_end(SimWorld& world);

}  // namespace holdfast::sim
