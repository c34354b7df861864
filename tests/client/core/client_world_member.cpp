// One installation of the program.
#include "client/store/vault_file.hpp"
#include "tests/client/core/client_world.hpp"
#include "tests/client/core/shown.hpp"

namespace holdfast::client::test {
namespace {

constexpr crypto::PasswordCost cheap{8, 1};

}  // namespace

Member::Member(ClientWorld& practice, std::string name, std::string vfs)
    : practice_{&practice},
      name_{std::move(name)},
      vfs_{std::move(vfs)},
      directory_{std::make_unique<holdfast::test::TempDir>()},
      random_{name_}
{
    open_vault();
}

void Member::open_vault()
{
    const VaultOptions options{cheap, vfs_};
    auto vault = vault_exists(directory()) ? client::open_vault(directory(), as_bytes(passphrase), random_, options)
                                           : create_vault(directory(), as_bytes(passphrase), random_, options);
    if (vault.has_error()) throw std::runtime_error{"vault: " + std::string{holdfast::name(vault.errc())}};
    auto loaded = Client::load(std::move(vault.value()), random_);
    if (loaded.has_error()) throw std::runtime_error{"load: " + std::string{holdfast::name(loaded.errc())}};
    client_.emplace(std::move(loaded.value()));
}

void Member::step(Event event) { carry_out(client_->step(std::move(event), practice_->now_ + clock_error)); }

void Member::carry_out(Effects effects)
{
    if (effects.wake_at) wake_at_ = *effects.wake_at - clock_error;
    for (auto& frame : effects.send) {
        sent_.push_back(frame);
        if (!meddle_out || meddle_out(frame)) out_.push_back(std::move(frame));
    }
    for (auto& item : effects.show) {
        lines_.push_back(line_of(item));
        if (const auto* entry = std::get_if<show::NewEntry>(&item)) arrived_.push_back(body_text(entry->entry.body));
        shown_.push_back(std::move(item));
    }
    if (effects.close) go_offline();
}

Lines Member::read() { return std::exchange(arrived_, {}); }

Status Member::order(Order order)
{
    const auto ticket = next_ticket_++;
    step(Command{ticket, std::move(order)});
    practice_->run();
    for (auto item = shown_.rbegin(); item != shown_.rend(); ++item)
        if (const auto* answered = std::get_if<show::Answered>(&*item); answered && answered->ticket == ticket)
            return answered->error ? Status{*answered->error} : ok();
    return Errc::timed_out;
}

Member& Member::operator>>(const std::string& text)
{
    (void)order(command::SendText{conversation(), text});
    return *this;
}

void Member::go_online()
{
    if (connection_ != 0) return;
    const auto returns = client_->returns();
    connection_ = practice_->next_connection_++;
    const Bytes exporter(32, static_cast<std::byte>(connection_));
    // A proxy has one with each side; the relay goes by none then.
    practice_->step_relay(
        {server::Opened{connection_, practice_->settings_.behind_proxy ? Bytes{} : exporter, "192.0.2.1"}});
    step(Connected{exporter});
    practice_->run();
    // As the shell does: what was learned about the way to the relay is tried at once.
    if (connection_ == 0 && client_->relay() && client_->returns() != returns) go_online();
}

void Member::go_offline(Errc reason)
{
    if (connection_ == 0) return;
    const auto gone = std::exchange(connection_, 0);
    out_.clear();
    in_.clear();
    practice_->step_relay({server::Closed{gone}});
    step(Disconnected{reason});
}

void Member::restart()
{
    if (connection_ != 0) {
        const auto gone = std::exchange(connection_, 0);
        out_.clear();
        in_.clear();
        practice_->step_relay({server::Closed{gone}});
    }
    client_.reset();
    wake_at_.reset();
    open_vault();
}

void Member::swap_vault(const std::filesystem::path& copy)
{
    client_.reset();
    std::filesystem::remove_all(directory());
    std::filesystem::copy(copy, directory(), std::filesystem::copy_options::recursive);
    restart();
}

std::string Member::print_kit()
{
    (void)order(command::ShowKit{});
    return typed(last<show::Kit>().value());
}

void Member::restore(const std::string& kit)
{
    step(Command{1, command::Restore{kit}});
    go_online();
}

void Member::lose_device()
{
    restart();
    client_.reset();
    directory_ = std::make_unique<holdfast::test::TempDir>();
    open_vault();
}

}  // namespace holdfast::client::test
