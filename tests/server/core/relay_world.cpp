#include "tests/server/core/relay_world.hpp"

#include "protocol/crypto/hash.hpp"
#include "protocol/identity/receipt.hpp"
#include "protocol/wire/codec.hpp"
#include "server/core/store/tables.hpp"

namespace holdfast::server::test {
namespace {

template <class... F>
struct Overloaded : F... {
    using F::operator()...;
};
template <class... F>
Overloaded(F...) -> Overloaded<F...>;

std::string show_promise(const std::optional<wire::Promise>& promise)
{
    if (!promise) return "no reading time";
    return "promised " + to_rfc3339(promise->from) + "/" + (promise->by ? to_rfc3339(*promise->by) : "");
}

std::string show_failure(const wire::Failure& failure)
{
    return "refused: " + std::string{holdfast::name(static_cast<Errc>(failure.code))};
}

}  // namespace

RelayWorld::RelayWorld(std::string_view now, std::filesystem::path path, std::string vfs)
    : now_{parse_rfc3339(now).value()},
      path_{std::move(path)},
      vfs_{std::move(vfs)},
      key_{crypto::SignKeyPair::generate(random_)}
{
    if (path_.empty()) path_ = folder_.emplace() / "relay.db";
    open();
}

RelayWorld::RelayWorld(const RelayWorld& prepared, RelayStore store)
    : now_{prepared.now_},
      random_{prepared.random_},
      key_{prepared.key_.clone()},
      relay_{std::make_unique<Relay>(std::move(store), key_.clone(), random_)},
      next_connection_{prepared.next_connection_}
{
    for (const auto& [name, person] : prepared.people_) {
        auto& copy = *people_.emplace(name, std::make_unique<Person>(person->clone())).first->second;
        copy.connection = 0;
    }
    tick();
}

void RelayWorld::open()
{
    auto store = RelayStore::open(path_, key_.pub, random_, now_, vfs_);
    if (store.has_error()) throw std::runtime_error{"the store does not open"};
    relay_ = std::make_unique<Relay>(std::move(store.value()), key_.clone(), random_);
}

void RelayWorld::at(std::string_view time) { now_ = parse_rfc3339(time).value(); }

Effects RelayWorld::step(std::vector<Event> events)
{
    Effects effects;
    std::span<const Event> rest{events};
    for (steps_ = 0; steps_ == 0 || !rest.empty(); ++steps_) {
        effects = relay_->step(rest, now_, synchronised_, room_);
        rest = rest.subspan(effects.taken);
        wake_at_ = effects.wake_at;
        note(effects);
    }
    return effects;
}

bool RelayWorld::wait()
{
    if (!wake_at_) return false;
    now_ = *wake_at_;
    do tick();
    while (wake_at_ && *wake_at_ <= now_);
    return true;
}

void RelayWorld::restart()
{
    relay_.reset();
    for (auto& [name, person] : people_) person->connection = 0;
    open();
    tick();
}

void RelayWorld::tamper(const std::string& sql)
{
    write();
    auto& tables = relay_->store().tables();
    tables.db.execute(sql);
    tables.forget();
}

void RelayWorld::write()
{
    auto& tables = relay_->store().tables();
    tables.recover();
    tables.queue.write_acks();
    tables.write_rows_next();
    tables.write_back();
}

std::int64_t RelayWorld::count(const std::string& sql)
{
    write();
    auto query = relay_->store().tables().db.prepare(sql);
    auto rows = query.rows();
    return rows.next() ? rows.int64(0) : -1;
}

std::string RelayWorld::text(const std::string& sql)
{
    write();
    auto query = relay_->store().tables().db.prepare(sql);
    auto rows = query.rows();
    return rows.next() ? rows.text(0) : "";
}

void RelayWorld::note(const Effects& effects)
{
    for (const auto& out : effects.frames) {
        sent_.push_back(out);
        if (const auto* deliver = std::get_if<wire::Deliver>(&out.frame))
            deliveries_[{out.connection, word_of(deliver->message)}] = deliver->delivery;
        if (const auto* tell = std::get_if<wire::Tell>(&out.frame))
            deliveries_[{out.connection, "tell " + std::to_string(tell->statement.index())}] = tell->delivery;
        lines_.push_back(name_of(out.connection) + ": " + show(out.frame));
    }
    for (const auto& hangup : effects.hangups)
        lines_.push_back(name_of(hangup.connection) + ": hung up, " + std::string{holdfast::name(hangup.reason)});
}

Lines RelayWorld::lines() { return std::exchange(lines_, {}); }

std::string RelayWorld::name_of(ConnectionId connection) const
{
    const auto found = names_.find(connection);
    return found == names_.end() ? "nobody" : found->second;
}

std::string RelayWorld::word_of(const MessageId& id) const
{
    const auto found = words_.find(id);
    return found == words_.end() ? "?" : found->second;
}

std::string RelayWorld::show(const wire::RelayFrame& frame) const
{
    return std::visit(
        Overloaded{
            [](const wire::Greeting&) -> std::string { return "greeting"; },
            [](const wire::LoggedIn& in) -> std::string { return "logged in, last " + std::to_string(in.last_submit); },
            [](const wire::Invitation&) -> std::string { return "invitation"; },
            [](const wire::Redeemed& r) -> std::string {
                return r.role == wire::Role::therapist ? "redeemed as therapist" : "redeemed as client";
            },
            [](const wire::Done&) -> std::string { return "done"; },
            [](const wire::Bundle& bundle) -> std::string {
                std::string text = "bundle";
                for (const auto& device : bundle.devices) text += device.one_time ? " one-time" : " signed-only";
                return text;
            },
            [](const wire::Rosters& r) -> std::string { return "rosters " + std::to_string(r.rosters.size()); },
            [](const wire::HoursChain& chain) -> std::string {
                return (chain.request == 0 ? "new hours " : "hours ") + std::to_string(chain.links.size());
            },
            [this](const wire::Accepted& accepted) -> std::string {
                const auto receipt = wire::decode<wire::Receipt>(accepted.proof.receipt).value();
                const auto& taken = std::get<wire::decided::Accepted>(receipt.event);
                if (taken.cls != wire::Class::message) return "accepted " + word_of(taken.message);
                return "accepted " + word_of(taken.message) + ", " + show_promise(taken.promise);
            },
            [this](const wire::Deliver& d) -> std::string { return "deliver " + word_of(d.message); },
            [](const wire::TakenBack&) -> std::string { return "taken back"; },
            [](const wire::Holidays& h) -> std::string { return h.list ? "holidays" : "no holidays"; },
            [](const wire::Log& log) -> std::string {
                return "log " + std::to_string(log.entries.size()) + " of " + std::to_string(log.head);
            },
            [this](const wire::Tell& tell) -> std::string {
                return std::visit(
                    Overloaded{
                        [this](const wire::PromiseMoved& moved) -> std::string { return show_moved(moved); },
                        [this](const wire::RefusedByReader& r) -> std::string {
                            return "reader refused " + word_of(r.message) + ": " +
                                   std::string{holdfast::name(static_cast<Errc>(r.code))};
                        },
                        [](const wire::DevicesChanged&) -> std::string { return "devices changed"; },
                        [](const wire::DeviceFrozen&) -> std::string { return "device frozen"; },
                        [](const wire::DeviceRevoked&) -> std::string { return "device revoked"; },
                        [](const wire::AccountEnded&) -> std::string { return "account ended"; },
                        [](const wire::ConversationEnded&) -> std::string { return "conversation ended"; },
                        [](const wire::ConversationDeleted&) -> std::string { return "conversation deleted"; },
                        [](const wire::NoticeIssued& issued) -> std::string {
                            const auto notice = wire::decode<wire::PracticeNotice>(issued.notice.body).value();
                            return "notice " + (notice.text.empty() ? "lifted" : notice.text);
                        },
                    },
                    tell.statement);
            },
            [](const wire::Versions&) -> std::string { return "versions"; },
            [](const wire::Names&) -> std::string { return "names"; },
            [](const wire::Failure& failure) -> std::string { return show_failure(failure); },
        },
        frame);
}

std::string RelayWorld::show_moved(const wire::PromiseMoved& moved) const
{
    const auto receipt = session::open_receipt(moved.proof, key_.pub).value();
    const auto show = [&](const auto& event) {
        std::string words;
        for (const auto& message : event.messages) words += (words.empty() ? "" : " and ") + word_of(message.message);
        return "moved " + words + ", " + show_promise(event.promise);
    };
    if (const auto* again = std::get_if<wire::decided::HeldAgain>(&receipt.event)) return show(*again);
    return show(std::get<wire::decided::Moved>(receipt.event));
}

MessageId RelayWorld::message(const std::string& word)
{
    const auto digest = crypto::sha256_raw({as_bytes(word)});
    return MessageId::from(digest.view().first(MessageId::size)).value();
}

session::InvitationKeys RelayWorld::invitation_keys(const std::string& word) const
{
    const auto digest = crypto::sha256_raw({as_bytes("invitation " + word)});
    return session::InvitationKeys::derive(crypto::Secret<16>::from(digest.view().first(16)));
}

}  // namespace holdfast::server::test
