#include "server/core/handlers/notices.hpp"

#include "protocol/identity/signed_records.hpp"
#include "server/core/gate.hpp"

namespace holdfast::server {
namespace {

/// To the therapist and all her clients, and their promises follow.
void announce(Step& step, AccountRow therapist, const wire::PracticeNotice& said, const wire::Signed& notice)
{
    for (const auto& conversation : step.tables.conversations.of_owner(therapist))
        if (!step.tables.endings.is_deleted(conversation.row))
            step.record(conversation.row, wire::decided::Noticed{said});
    step.tell(therapist, wire::NoticeIssued{notice});
    for (const AccountRow peer : step.tables.conversations.peers(therapist))
        step.tell(peer, wire::NoticeIssued{notice});
    step.memory.schedules.forget(therapist);
    for (const auto& conversation : step.tables.conversations.of_owner(therapist)) look_at(step, conversation.row);
}

}  // namespace

void issue_notice(Step& step, const AccountRecord& therapist, std::string_view text, bool by_suspension)
{
    auto& notices = step.tables.notices;
    const auto number = notices.last_number(therapist.row) + 1;
    const wire::PracticeNotice said{number, therapist.id, step.now, std::string{text}};
    const auto notice = session::sign_record(crypto::labels::sign_practice_notice, step.relay.key, said);
    notices.add(therapist.row, number, !text.empty(), notice, by_suspension);
    announce(step, therapist.row, said, notice);
}

}  // namespace holdfast::server
