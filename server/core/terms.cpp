#include "server/core/terms.hpp"

#include "protocol/identity/signed_records.hpp"
#include "protocol/wire/terms.hpp"
#include "server/core/clock.hpp"

namespace holdfast::server {
namespace {

std::uint32_t whole_days(Seconds time)
{
    return static_cast<std::uint32_t>(std::chrono::duration_cast<std::chrono::days>(time).count());
}

wire::RetentionDays kept_by(const Retention& retention)
{
    return {whole_days(retention.receipts), whole_days(retention.outages), whole_days(retention.used_invitations),
            whole_days(retention.dropped_devices), whole_days(retention.deeds)};
}

/// Later than that of any earlier process: devices keep the latest, also where this clock was put back in between.
Instant issued_now(Step& step)
{
    const auto highest = step.tables.relay.clock().highest;
    return step.now < highest ? highest + clock_saved_every : step.now;
}

}  // namespace

const wire::Signed& terms_to_tell(Step& step)
{
    auto& told = step.memory.terms;
    if (!told)
        told = session::sign_record(
            crypto::labels::sign_practice_terms, step.relay.key,
            wire::PracticeTerms{issued_now(step), kept_by(step.config.retention), step.config.record_key});
    return *told;
}

}  // namespace holdfast::server
