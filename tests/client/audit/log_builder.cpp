#include "tests/client/audit/log_builder.hpp"

#include "protocol/crypto/hash.hpp"

namespace holdfast::audit::test {

Instant at(std::string_view text) { return parse_rfc3339(text).value(); }

LogBuilder::LogBuilder() { publish("Tu 09:00-12:00", at("2026-03-02T08:00:00Z")); }

wire::HoursVersion LogBuilder::draft() const
{
    if (!base.links().empty()) {
        auto next = base.links().back().version;
        ++next.version;
        next.previous = base.links().back().hash;
        return next;
    }
    wire::HoursVersion version;
    version.owner = owner;
    version.version = 1;
    version.zone = "UTC";
    version.notice_period = std::chrono::days{7};
    version.last_reading = std::chrono::minutes{30};
    return version;
}

void LogBuilder::publish(const std::string& rules, Instant time, const std::string& zone)
{
    auto version = draft();
    version.rules = rules;
    version.zone = zone;
    publish(std::move(version), time);
}

void LogBuilder::publish(wire::HoursVersion version, Instant time)
{
    const auto body = hours_chain::sign_version(version, therapist);
    const auto receipt =
        hours_chain::sign_receipt({owner, std::nullopt, hours_chain::hash_of(body.body), time, {}}, relay);
    require(base.append({body, receipt}).has_value(), "a test publishes sound hours");
}

Promised LogBuilder::promise_at(Instant time) const
{
    const auto window = hours_chain::schedule(base).promise(time);
    if (suspended_) return {};
    return window ? Promised{{window->begin, window->end}} : Promised{};
}

std::uint64_t LogBuilder::add(Instant time, decltype(Decision::event) event)
{
    const auto number = decisions.size() + 1;
    decisions.push_back({{}, number, {}, time, hours_chain::heads(base), tzdata, incarnation, false, std::move(event)});
    return number;
}

std::uint64_t LogBuilder::take(Instant time, wire::Class cls)
{
    decided::Accepted taken;
    taken.account = owner;
    taken.message = random.id<MessageId>();
    taken.cls = cls;
    taken.received = time;
    taken.promise = promise_at(time);
    taken.held = cls == wire::Class::message && !hours_chain::schedule(base).is_open(time);
    if (taken.held) waiting.push_back({taken.account, taken.device, taken.message});
    return add(time, taken);
}

std::uint64_t LogBuilder::release(Instant time) { return add(time, decided::Released{std::exchange(waiting, {})}); }

std::uint64_t LogBuilder::hold_again(Instant time, std::vector<wire::MessageRef> messages)
{
    waiting.insert(waiting.end(), messages.begin(), messages.end());
    return add(time, decided::HeldAgain{std::move(messages), promise_at(time)});
}

std::uint64_t LogBuilder::move(Instant time, std::vector<wire::MessageRef> messages)
{
    return add(time, decided::Moved{std::move(messages), promise_at(time)});
}

std::uint64_t LogBuilder::take_back(Instant time, const wire::MessageRef& message)
{
    std::erase(waiting, message);
    return add(time, decided::TakenBack{message.account, message.device, message.message});
}

std::uint64_t LogBuilder::drop(Instant time, const wire::MessageRef& message)
{
    std::erase(waiting, message);
    return add(time, decided::Dropped{{message}});
}

std::uint64_t LogBuilder::go_down(Instant from, Instant to) { return add(to, decided::WasDown{from}); }

std::uint64_t LogBuilder::notice(Instant time, const std::string& text)
{
    suspended_ = !text.empty();
    return add(time, decided::Noticed{{1, owner, time, text}});
}

std::uint64_t LogBuilder::put_clock_back(Instant from, Instant to) { return add(to, decided::ClockWentBack{from}); }

void LogBuilder::restore(std::uint64_t kept)
{
    decisions.resize(kept);
    incarnation = random.id<IncarnationId>();
}

Digest LogBuilder::hash_of(const Decision& decision)
{
    // Any function of all that a test changes.
    auto text = std::to_string(decision.sequence) + to_rfc3339(decision.at) + decision.tzdata;
    const auto promise = [&](const Promised& p) { return p ? to_rfc3339(p->from) : std::string{"-"}; };
    if (const auto* taken = std::get_if<decided::Accepted>(&decision.event))
        text += to_rfc3339(taken->received) + promise(taken->promise) + (taken->held ? "h" : "");
    return crypto::sha256(crypto::labels::content_hash, as_bytes(text));
}

OwnReceipt LogBuilder::receipt(std::uint64_t number)
{
    const auto& one = decision(number);
    return {one, hash_of(one), one.at, true};
}

Delivered LogBuilder::delivery(std::uint64_t number, Instant released)
{
    const auto& one = taken(number);
    return {message(number), one.cls, number, one.received, released, incarnation, released};
}

Case LogBuilder::given(Instant now)
{
    Case given;
    given.base = &base;
    given.named = hours_chain::heads(base);
    given.incarnation = incarnation;
    given.tzdata = "2026a";
    given.now = now;
    given.begun = at("2026-03-02T08:00:00Z");
    given.head = decisions.size();
    given.log.emplace();
    Digest previous;
    for (auto& one : decisions) {
        one.previous = previous;
        previous = hash_of(one);
        given.log->push_back({one, previous});
    }
    return given;
}

std::string said(const Report& report)
{
    std::string text;
    for (const auto& finding : report.findings)
        text.append(text.empty() ? "" : ", ")
            .append(name(finding.kind))
            .append(" ")
            .append(std::to_string(finding.sequence));
    return text;
}

}  // namespace holdfast::audit::test
