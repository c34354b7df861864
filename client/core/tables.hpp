// The records of a client's vault in memory: every table and slot there is, listed once. What is done with all of them
// – load, save, and the test that each kind survives a reload – goes by all(). PROTOCOL.md, "Client vault".
#pragma once

#include <tuple>
#include <utility>

#include "client/core/history_table.hpp"
#include "client/core/outbox_facts.hpp"
#include "client/core/session_table.hpp"
#include "client/core/vault/records.hpp"
#include "client/core/vault/table.hpp"

namespace holdfast::client {

struct Tables {
    Slot<Account> account;
    Slot<Keys> keys;
    Slot<PrekeyStore> prekeys;
    Slot<Enrolment> enrolment;
    Table<Contact> contacts;
    Table<Conversation> conversations;
    SessionTable sessions;
    Table<IssuedInvitation> invitations;
    Outbox outbox;
    Table<WriteStream> write_streams;
    Table<ReadStream> read_streams;
    History entries;
    Table<Draft> drafts;
    Table<CheckInDraft> check_in_drafts;
    Table<RefusedDelivery> refused;
    Table<StoredLink> hours_links;
    Table<HoursFork> hours_forks;
    Slot<PendingHours> pending_hours;
    Table<NoticeSpan> notice_spans;
    Table<StoredOutage> outages;
    Table<StoredNotice> notices;
    LazyTable<KeptReceipt> receipts;
    LazyTable<KeptDelivery> deliveries;
    Table<SaidPromise> promises;
    Table<PaceWord> pace_words;
    Slot<FirstRun> first_run;
    Slot<OwnContacts> own_contacts;
    Slot<OwnAgreement> own_agreement;
    Table<AgreementState> agreements;
    Table<PlanVersion> plans;
    Table<PlanDraft> plan_drafts;
    Table<RhythmVersion> rhythms;
    Table<RhythmDraft> rhythm_drafts;
    Table<DueCheckIns> due_check_ins;
    Table<Note> notes;
    Slot<NoteDraft> note_draft;
    Table<KeptMark> marks;
    Table<NotedSession> noted_sessions;
    Table<KnownExperiment> experiments;
    Table<ExperimentDraft> experiment_drafts;
    Table<PulseState> pulses;
    Table<KnownMeasure> measures;
    Table<OfferedMeasure> offered_measures;
    Table<Ending> endings;
    Table<ProposedEnd> proposed_ends;
    Table<KeptLogin> logins;
    Slot<KeptNames> kept_names;
    Slot<EvidenceLook> evidence_look;
    Slot<MissedWindows> missed;

    static constexpr auto all()
    {
        return std::tuple{&Tables::account,
                          &Tables::keys,
                          &Tables::prekeys,
                          &Tables::enrolment,
                          &Tables::contacts,
                          &Tables::conversations,
                          &Tables::sessions,
                          &Tables::invitations,
                          &Tables::outbox,
                          &Tables::write_streams,
                          &Tables::read_streams,
                          &Tables::entries,
                          &Tables::drafts,
                          &Tables::check_in_drafts,
                          &Tables::refused,
                          &Tables::hours_links,
                          &Tables::hours_forks,
                          &Tables::pending_hours,
                          &Tables::notice_spans,
                          &Tables::outages,
                          &Tables::notices,
                          &Tables::receipts,
                          &Tables::deliveries,
                          &Tables::promises,
                          &Tables::pace_words,
                          &Tables::first_run,
                          &Tables::own_contacts,
                          &Tables::own_agreement,
                          &Tables::agreements,
                          &Tables::measures,
                          &Tables::offered_measures,
                          &Tables::plans,
                          &Tables::plan_drafts,
                          &Tables::notes,
                          &Tables::note_draft,
                          &Tables::marks,
                          &Tables::noted_sessions,
                          &Tables::logins,
                          &Tables::kept_names,
                          &Tables::evidence_look,
                          &Tables::missed,
                          &Tables::endings,
                          &Tables::proposed_ends,
                          &Tables::rhythms,
                          &Tables::rhythm_drafts,
                          &Tables::due_check_ins,
                          &Tables::experiments,
                          &Tables::experiment_drafts,
                          &Tables::pulses};
    }

    /// Reads every record. Precondition: nothing was loaded or edited before. Errors: store_broken.
    [[nodiscard]] Status load(Vault& vault);
    [[nodiscard]] bool edited() const;
    /// Writes what was edited since the last flush, inside a transaction of the vault.
    void flush(Vault& vault);
};

/// Calls `take` with every table and slot.
template <class AnyTables, class Take>
void for_each_table(AnyTables& tables, const Take& take)
{
    std::apply([&](auto... table) { (take(tables.*table), ...); }, Tables::all());
}

/// A table that all() forgets would never reach the disk.
static_assert(std::apply([](auto... table) { return (sizeof(std::declval<Tables&>().*table) + ...); }, Tables::all()) ==
              sizeof(Tables));

}  // namespace holdfast::client
