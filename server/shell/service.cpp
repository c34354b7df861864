#include "server/shell/service.hpp"

#include <boost/asio/bind_cancellation_slot.hpp>
#include <boost/asio/co_spawn.hpp>
#include <boost/asio/detached.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <csignal>
#include <cstdlib>
#include <exception>
#include <utility>
#include <variant>

#include "protocol/base/exit_code.hpp"
#include "protocol/base/text.hpp"
#include "protocol/base/version.hpp"
#include "protocol/hours/zone/zone.hpp"
#include "protocol/link/link.hpp"
#include "server/shell/host_linux.hpp"
#include "server/shell/log.hpp"
#include "server/shell/look.hpp"
#include "server/shell/metrics.hpp"

namespace holdfast::server {
namespace {

namespace asio = boost::asio;
using link::as_result;
// For the closing of connections after the last commit; frames that were not taken up by then are stored.
constexpr std::chrono::seconds last_goodbyes_max{5};
// Zone data changes a few times per year; a look is one line of a file.
constexpr std::chrono::seconds look_at_zone_data_every{10};
// A renewed certificate is in use within twice this, well before the old one ends.
constexpr std::chrono::seconds look_at_certificate_every{5};
// What `systemctl status` shows.
constexpr std::chrono::minutes tell_status_every{1};
// The ledger commits at least every 20 seconds; the unit's WatchdogSec is several times this.
constexpr std::chrono::seconds alive_every{10};
// Three times as long as a relay without any traffic takes to commit.
constexpr std::chrono::seconds silent_ledger{60};
// Nothing is committed while a large store is copied.
constexpr const char* patient_watchdog = "WATCHDOG_USEC=900000000";

}  // namespace

// A request of an admin that waits for its answer; it leaves the list however it ends.
class Service::Question {
  public:
    Question(Service& service, std::uint64_t ticket)
        : service_{service}, ticket_{ticket}, answered_{service.network_, asio::steady_timer::time_point::max()}
    {
        service_.questions_[ticket_] = this;
    }
    ~Question() { service_.questions_.erase(ticket_); }
    Question(const Question&) = delete;
    Question& operator=(const Question&) = delete;

    void resolve(SocketAnswer answer)
    {
        answer_ = std::move(answer);
        answered_.cancel();
    }
    asio::awaitable<SocketAnswer> answer()
    {
        while (!answer_) co_await answered_.async_wait(as_result);
        co_return std::move(*answer_);
    }

  private:
    Service& service_;
    std::uint64_t ticket_;
    asio::steady_timer answered_;  // never expires; cancelled when there is an answer
    std::optional<SocketAnswer> answer_;
};

// Install handlers first: a signal during start-up must not kill us.
Service::Service(const Config& config)
    : config_{config},
      signals_{network_, SIGTERM, SIGINT, SIGHUP},
      last_patience_{network_},
      zone_data_{network_},
      next_status_{network_},
      next_certificate_{network_}
{
}

Service::~Service() = default;

Result<std::unique_ptr<Service>> Service::open(const Config& config)
{
    std::unique_ptr<Service> service{new Service{config}};
    link::ListenOptions options;
    options.address = config.address;
    options.port = config.port;
    options.socket = host::given_socket().value_or(-1);
    options.certificate = config.certificate;
    options.key = config.key;
    options.behind_proxy = config.behind_proxy;
    options.out_of_descriptors = [] {
        log::warn(
            "no connection can be accepted: the system gives this process no more file descriptors. Raise "
            "LimitNOFILE in the unit (ulimit -n), or lower limits.connections");
    };
    auto listener = link::Listener::open(service->network_.get_executor(), options);
    if (!listener) return listener.errc();
    service->listener_ = std::move(listener).value();
    auto admin = AdminSocket::open(service->network_.get_executor(), config.admin_socket, *service);
    if (!admin) return admin.errc();
    service->admin_ = std::move(admin).value();
    if (!config.outside_socket.empty()) {
        auto outside =
            AdminSocket::open(service->network_.get_executor(), config.outside_socket, *service, SocketFor::outside);
        if (!outside) return outside.errc();
        service->outside_ = std::move(outside).value();
    }
    if (const auto& metrics = config.metrics) {
        auto local = link::LocalHttp::open(service->network_.get_executor(), metrics->host, metrics->port, *service);
        if (!local) return local.errc();
        service->local_ = std::move(local).value();
    }
    return service;
}

std::optional<std::uint16_t> Service::metrics_port() const noexcept
{
    if (!local_) return std::nullopt;
    return local_->port();
}

int Service::run(std::unique_ptr<Relay> relay)
{
    std::signal(SIGPIPE, SIG_IGN);
    std::signal(SIGXFSZ, SIG_IGN);  // a limit on file sizes is a full disk, and is handled as one
    started_ = system_now();
    committed_at_ = std::chrono::steady_clock::now();
    Ledger::Receiver& receiver = *this;
    ledger_ = std::make_unique<Ledger>(std::move(relay), network_.get_executor(), receiver,
                                       DiskRoom{config_.data, config_.limits.reserve_bytes});
    asio::co_spawn(network_, accept_clients(), asio::detached);
    asio::co_spawn(network_, admin_->serve(), asio::detached);
    if (outside_) asio::co_spawn(network_, outside_->serve(), asio::detached);
    if (local_) asio::co_spawn(network_, local_->serve(), asio::detached);
    asio::co_spawn(network_, handle_signals(), asio::detached);
    asio::co_spawn(network_, watch_zone_data(), asio::detached);
    asio::co_spawn(network_, log_start(), asio::detached);
    asio::co_spawn(network_, watch_certificate(), asio::detached);
    if (host::has_manager()) asio::co_spawn(network_, tell_status(), asio::detached);
    host::tell_manager("READY=1");
    network_.run();
    wind_down();
    return exit_code_;
}

// Pending operations end while everything they refer to still stands.
void Service::wind_down()
{
    listener_->close();
    admin_->close();
    if (outside_) outside_->close();
    if (local_) local_->close();
    signals_.cancel();
    last_patience_.cancel();
    zone_data_.cancel();
    next_status_.cancel();
    next_certificate_.cancel();
    for (auto& [ticket, question] : questions_) question->resolve(AdminRefused{Errc::relay_stopping});
    for (auto& [id, slot] : slots_) {
        slot.drop.emit(asio::cancellation_type::terminal);
        if (slot.line) slot.line->abort();
    }
    network_.restart();
    network_.run_for(last_goodbyes_max);
    ledger_.reset();
}

// ---- connections ----------------------------------------------------------------------------------------------------

asio::awaitable<void> Service::accept_clients()
{
    for (;;) {
        auto peer = co_await listener_->accept();
        if (!peer) co_return;
        on_accept(std::move(peer).value());
    }
}

void Service::on_accept(link::Pending peer)
{
    if (crowd_.size() >= config_.limits.before_login) evict_oldest();
    if (slots_.size() >= config_.limits.connections) {
        ++turned_away_;
        return log::warn("a connection was turned away: limits.connections is reached");
    }
    const auto id = ++last_slot_;
    auto& slot = slots_[id];
    ++before_login_;
    crowd_.came(id, peer.peer_address());
    // The one place where a client's coroutine ends: whatever ended it ended this one only.
    asio::co_spawn(
        network_, serve_client(id, std::move(peer)),
        asio::bind_cancellation_slot(slot.drop.slot(), [this, id](const std::exception_ptr&) { on_disconnect(id); }));
}

void Service::evict_oldest()
{
    const auto id = crowd_.next_to_leave();
    if (!id) return;
    crowd_.left(*id);
    ++turned_away_;
    log::warn("a connection that had not logged in made room for a new one: limits.before_login is reached");
    auto& slot = slots_.at(*id);
    if (slot.line) return slot.line->abort();
    slot.drop.emit(asio::cancellation_type::terminal);
}

asio::awaitable<void> Service::serve_client(ConnectionId id, link::Pending peer)
{
    auto connection = co_await peer.handshake();
    if (!connection || stopping_) co_return;
    auto& slot = slots_.at(id);
    slot.line = std::make_shared<ClientConnection>(id, std::move(connection).value(), *ledger_, config_.limits);
    co_await slot.line->run();
}

void Service::on_disconnect(ConnectionId id)
{
    const auto slot = slots_.find(id);
    if (!slot->second.logged_in) --before_login_;
    crowd_.left(id);
    slots_.erase(slot);
    if (draining_) end_when_empty();
}

ClientConnection* Service::line(ConnectionId id) const
{
    const auto slot = slots_.find(id);
    return slot == slots_.end() ? nullptr : slot->second.line.get();
}

// ---- what the ledger says -------------------------------------------------------------------------------------------

void Service::committed(Committed outcome, LedgerCounts counts)
{
    counts_ = counts;
    committed_at_ = std::chrono::steady_clock::now();
    tell_alive();
    if (outcome.clock_jumped) log::error("the system clock jumped: nothing is released until it has run steadily");
    has_room_ = outcome.room_changed.value_or(has_room_);
    if (outcome.room_changed == false)
        log::error("the disk is almost full (limits.reserve_mib): nothing new is taken until there is room");
    if (outcome.room_changed == true) log::info("the disk has room again");
    for (const auto& [id, frame] : outcome.effects.frames) {
        const auto slot = slots_.find(id);
        if (slot == slots_.end() || !slot->second.line) continue;
        slot->second.line->send(frame);
        if (slot->second.logged_in || !slot->second.line->logged_in()) continue;
        slot->second.logged_in = true;
        --before_login_;
        crowd_.left(id);
    }
    for (const auto& hangup : outcome.effects.hangups)
        if (auto* found = line(hangup.connection)) found->hang_up();
    for (const auto id : outcome.taken)
        if (auto* found = line(id)) found->batch_taken();
    for (auto& answered : outcome.effects.answers)
        std::visit(
            [&](auto&& answer) {
                using Answer = std::remove_cvref_t<decltype(answer)>;
                if constexpr (std::is_same_v<Answer, RelayStatus>)
                    resolve(answered.ticket, with_counts(std::move(answer)));
                else
                    resolve(answered.ticket, std::move(answer));
            },
            std::move(answered.answer));
}

void Service::finished()
{
    draining_ = true;
    for (auto& [id, slot] : slots_) {
        if (!slot.line) {
            slot.drop.emit(asio::cancellation_type::terminal);
            continue;
        }
        slot.line->send(wire::failure(0, Errc::relay_stopping, true));
        slot.line->hang_up();
    }
    last_patience_.expires_after(last_goodbyes_max);
    last_patience_.async_wait([this](boost::system::error_code) { network_.stop(); });
    end_when_empty();
}

void Service::end_when_empty()
{
    if (slots_.empty()) network_.stop();
}

void Service::failed(Errc code, std::string what)
{
    log::error(sentence(code) + " The relay stops. (" + what + ")");
    exit_code_ = exit_unexpected;
    listener_->close();
    network_.stop();
}

// ---- admin and signals ----------------------------------------------------------------------------------------------

asio::awaitable<SocketAnswer> Service::answer(SocketRequest request)
{
    if (stopping_) co_return AdminRefused{Errc::relay_stopping};
    if (std::holds_alternative<ReloadCertificate>(request)) co_return CertificateRead{read_certificate()};
    if (const auto* asked = std::get_if<AskWaiting>(&request))
        outside_report_ =
            OutsideReport{system_now(), static_cast<std::uint32_t>(asked->accounts.size()), asked->stopped};
    const auto ticket = ++last_ticket_;
    Question question{*this, ticket};
    if (auto* backup = std::get_if<MakeBackup>(&request)) {
        host::tell_manager(patient_watchdog);
        ++copies_;
        ledger_->post(BackUp{ticket, std::move(backup->file)});
    } else {
        std::vector<Event> events;
        std::visit(
            [&](auto&& asked) {
                using Request = std::remove_cvref_t<decltype(asked)>;
                if constexpr (std::is_constructible_v<AdminRequest, Request>)
                    events.emplace_back(AdminAsked{ticket, std::move(asked)});
            },
            std::move(request));
        ledger_->post(0, std::move(events));
    }
    co_return co_await question.answer();
}

void Service::backed_up(std::uint64_t ticket, Status outcome)
{
    --copies_;
    // The unit's own limit again.
    if (const char* usual = std::getenv("WATCHDOG_USEC")) host::tell_manager(std::string{"WATCHDOG_USEC="} + usual);
    resolve(ticket, outcome ? SocketAnswer{AdminDone{}} : SocketAnswer{AdminRefused{outcome.errc()}});
}

void Service::resolve(std::uint64_t ticket, SocketAnswer answer)
{
    const auto found = questions_.find(ticket);
    if (found != questions_.end()) found->second->resolve(std::move(answer));
}

ServiceStatus Service::with_counts(RelayStatus status) const
{
    return {std::move(status), started_,        slots_.size(),        before_login_,
            counts_.commits,   counts_.events,  turned_away_,         std::string{version()},
            has_room_,         outside_report_, host::clock_was_set()};
}

// ---- monitoring -----------------------------------------------------------------------------------------------------

asio::awaitable<link::LocalAnswer> Service::answer_local(std::string target)
{
    if (target == "/metrics") co_return co_await metrics();
    if (target != "/health") co_return link::LocalAnswer{404, "text/plain", "There is /metrics, and /health.\n"};
    const auto wrong = trouble();
    if (wrong.empty()) co_return link::LocalAnswer{200, "text/plain", "The relay serves.\n"};
    co_return link::LocalAnswer{503, "text/plain", std::string{wrong} + '\n'};
}

asio::awaitable<link::LocalAnswer> Service::metrics()
{
    const auto answered = co_await answer(AskStatus{});
    const auto* status = std::get_if<ServiceStatus>(&answered);
    if (status == nullptr) co_return link::LocalAnswer{503, "text/plain", "The relay stops.\n"};
    auto facts = look(config_, {}, {.mine = true});
    facts.was_asked = true;
    facts.in_use = true;
    facts.running = running_of(*status);
    co_return link::LocalAnswer{200, metrics_type, metrics_text(facts, *status)};
}

std::string_view Service::trouble() const noexcept
{
    if (stopping_ || draining_) return "The relay stops.";
    if (!has_room_) return "The disk is almost full: nothing new is taken.";
    const auto silent = std::chrono::steady_clock::now() - committed_at_;
    if (copies_ == 0 && silent > silent_ledger) return "Nothing has been committed for more than a minute.";
    return {};
}

asio::awaitable<void> Service::handle_signals()
{
    while (!stopping_) {
        const auto [error, signal] = co_await signals_.async_wait(as_result);
        if (error) co_return;
        if (signal != SIGHUP) {
            stop();
            co_return;
        }
        (void)read_certificate();
    }
}

std::string Service::read_certificate()
{
    certificate_ = host::version_of_files({config_.certificate, config_.key});
    if (listener_->reload_certificate()) {
        log::info("the certificate was read again; connections stay");
        return {};
    }
    auto problem = link::certificate_problem(config_.certificate, config_.key);
    if (problem.empty()) problem = sentence(Errc::certificate_unusable);
    log::error("the new certificate cannot be used; the old one stays (" + problem + ")");
    return problem;
}

/// A renewal writes two files: they are read once they have stayed as they are from one look to the next.
asio::awaitable<void> Service::watch_certificate()
{
    certificate_ = host::version_of_files({config_.certificate, config_.key});
    auto seen = certificate_;
    for (;;) {
        next_certificate_.expires_after(look_at_certificate_every);
        const auto [error] = co_await next_certificate_.async_wait(as_result);
        if (error || stopping_) co_return;
        const auto now = host::version_of_files({config_.certificate, config_.key});
        if (now != certificate_ && std::exchange(seen, now) == now) (void)read_certificate();
    }
}

/// What somebody who looks into the log later wants to know first.
asio::awaitable<void> Service::log_start()
{
    const auto answered = co_await answer(AskStatus{});
    const auto* status = std::get_if<ServiceStatus>(&answered);
    if (status == nullptr) co_return;
    const auto& relay = status->relay;
    const auto& address = config_.public_address;
    log::info("the relay has started: version " + status->version + ", practice " + to_hex(relay.practice.view()) +
              ", " + (address.empty() ? "without a public address" : "at " + address) + ", " +
              std::to_string(relay.therapists) + " therapists, " + std::to_string(relay.clients) + " clients, " +
              std::to_string(relay.held_messages) + " messages held, zone data " + relay.tzdata + ", clock " +
              (host::clock_synchronised() ? "set over the network" : "not set over the network"));
}

/// Only what is counted: who is there is nobody's to know.
asio::awaitable<void> Service::tell_status()
{
    for (;;) {
        const auto answered = co_await answer(AskStatus{});
        if (const auto* status = std::get_if<ServiceStatus>(&answered))
            host::tell_manager("STATUS=" + std::to_string(status->relay.clients) + " clients, " +
                               std::to_string(status->relay.held_messages) + " held");
        next_status_.expires_after(tell_status_every);
        const auto [error] = co_await next_status_.async_wait(as_result);
        if (error || stopping_) co_return;
    }
}

/// The network and the ledger have both done something.
void Service::tell_alive()
{
    const auto now = std::chrono::steady_clock::now();
    if (now - told_alive_ < alive_every) return;
    told_alive_ = now;
    host::tell_manager("WATCHDOG=1");
}

asio::awaitable<void> Service::watch_zone_data()
{
    for (;;) {
        zone_data_.expires_after(look_at_zone_data_every);
        const auto [error] = co_await zone_data_.async_wait(as_result);
        if (error || stopping_) co_return;
        if (!hours::tzdata_changed()) continue;
        log::info("the zone data of this system has changed: the relay starts again, to promise by the new");
        wants_new_start_ = true;
        stop();
    }
}

void Service::stop()
{
    stopping_ = true;
    host::tell_manager("STOPPING=1");
    log::info("stopping: no new connections; what has arrived is being stored");
    listener_->close();
    admin_->close();
    if (outside_) outside_->close();
    if (local_) local_->close();
    ledger_->finish();
}

}  // namespace holdfast::server
