#include "server/core/store/notices.hpp"

#include "server/core/store/encoded.hpp"

namespace holdfast::server {

PracticeNotices::PracticeNotices(store::Database& db)
    : last_number_{db.prepare("SELECT coalesce(max(number), 0) FROM practice_notice WHERE therapist = ?")},
      newest_{db.prepare("SELECT in_force, notice FROM practice_notice WHERE therapist = ? "
                         "ORDER BY number DESC LIMIT 1")},
      add_{db.prepare("INSERT INTO practice_notice(therapist, number, in_force, notice, by_suspension) "
                      "VALUES (?, ?, ?, ?, ?)")},
      by_suspension_{db.prepare("SELECT in_force * by_suspension FROM practice_notice WHERE therapist = ? "
                                "ORDER BY number DESC LIMIT 1")},
      remove_of_{db.prepare("DELETE FROM practice_notice WHERE therapist = ?")},
      all_therapists_{db.prepare("SELECT DISTINCT therapist FROM practice_notice ORDER BY therapist")}
{
}

std::uint32_t PracticeNotices::last_number(AccountRow therapist)
{
    auto rows = last_number_.rows(therapist);
    require(rows.next(), "max() has a row");
    return static_cast<std::uint32_t>(rows.int64(0));
}

std::optional<wire::Signed> PracticeNotices::in_force(AccountRow therapist)
{
    if (!therapists_) {
        therapists_.emplace();
        for (auto rows = all_therapists_.rows(); rows.next();)
            therapists_->insert(static_cast<AccountRow>(rows.int64(0)));
    }
    if (!therapists_->contains(therapist)) return std::nullopt;
    auto rows = newest_.rows(therapist);
    if (!rows.next() || rows.int64(0) == 0) return std::nullopt;
    return decoded<wire::Signed>(rows, 1);
}

void PracticeNotices::add(AccountRow therapist, std::uint32_t number, bool in_force, const wire::Signed& notice,
                          bool by_suspension)
{
    add_.run(therapist, number, in_force, wire::encode(notice), by_suspension);
    if (therapists_) therapists_->insert(therapist);
}

bool PracticeNotices::is_by_suspension(AccountRow therapist)
{
    auto rows = by_suspension_.rows(therapist);
    return rows.next() && rows.int64(0) != 0;
}

void PracticeNotices::remove_of(AccountRow therapist)
{
    remove_of_.run(therapist);
    if (therapists_) therapists_->erase(therapist);
}

}  // namespace holdfast::server
