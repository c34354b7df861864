#include "server/doctor/judge.hpp"

#include <algorithm>

#include "protocol/identity/relay_address.hpp"

namespace holdfast::server::doctor {
namespace {

constexpr std::uint32_t others_bits = 077;
constexpr auto certificate_warning = std::chrono::days{21};
constexpr auto outside_warning = std::chrono::minutes{15};
constexpr auto backup_warning = std::chrono::days{8};
constexpr std::uint16_t privileged_ports = 1024;
/// The name in the configuration that is shipped.
constexpr std::string_view example_host = "relay.example.org";

class Judgement {
  public:
    explicit Judgement(const Facts& facts) : facts_{facts} {}

    std::vector<Finding> all() &&
    {
        configuration();
        if (!facts_.config_problem) relay();
        machine();
        std::ranges::stable_sort(findings_, std::ranges::greater{}, &Finding::weight);
        return std::move(findings_);
    }

  private:
    void fine(std::string_view subject, std::string words)
    {
        findings_.push_back({subject, Weight::fine, Errc::internal, std::move(words), {}});
    }
    void look(std::string_view subject, std::string words, std::string next)
    {
        findings_.push_back({subject, Weight::look, Errc::internal, std::move(words), std::move(next)});
    }
    void broken(std::string_view subject, Errc code, std::string words, std::string next)
    {
        findings_.push_back({subject, Weight::broken, code, std::move(words), std::move(next)});
    }

    void configuration();
    void relay();
    void data_folder();
    void key_and_store();
    void missing_half();
    void store_itself();
    void socket_folder();
    void certificate();
    void port();
    void metrics();
    void public_address();
    void running();
    void outside();
    void backups();
    void machine();
    void space();

    [[nodiscard]] std::string data() const { return facts_.config.data.string(); }
    [[nodiscard]] std::string key() const { return (facts_.config.data / "relay.key").string(); }
    [[nodiscard]] std::string store() const { return (facts_.config.data / "relay.db").string(); }

    const Facts& facts_;
    std::vector<Finding> findings_;
};

void Judgement::configuration()
{
    if (const auto& problem = facts_.config_problem)
        return broken("configuration", problem->code, problem->place + ": " + problem->message,
                      "Correct it in " + facts_.config_file.string() + ".");
    fine("configuration", "The settings in " + facts_.config_file.string() + " can be used.");
}

void Judgement::relay()
{
    data_folder();
    key_and_store();
    socket_folder();
    certificate();
    port();
    metrics();
    public_address();
    running();
    outside();
    backups();
}

void Judgement::data_folder()
{
    const auto& place = facts_.data;
    if (place.sight == Sight::missing)
        return broken("data", Errc::no_relay_yet, "There is no data folder " + data() + ".",
                      "For a new relay: holdfastctl init");
    if (place.sight == Sight::hidden)
        return broken("data", Errc::not_the_admin, "This user may not look into " + data() + ".",
                      "Run it as root or as the relay's own user: sudo holdfastctl …");
    if (place.sight == Sight::not_usual)
        return broken("data", Errc::unsafe_folder, data() + " is no folder, or a link that somebody else made.",
                      "Name the folder itself as data in the configuration.");
    if ((place.mode & others_bits) != 0)
        return broken("data", Errc::unsafe_folder, "Other users of this machine can look into " + data() + ".",
                      "Close it: chmod 0700 " + data());
    if (!place.relay_writes)
        return broken("data", Errc::store_broken, "Nothing can be written in " + data() + ".",
                      "Look whether its disk is mounted read-only: findmnt --target " + data());
    fine("data", "The data folder is the relay's alone.");
}

void Judgement::key_and_store()
{
    if (facts_.data.sight != Sight::there) return;
    if (facts_.relay_key.sight != Sight::there || facts_.store.sight != Sight::there) return missing_half();
    if ((facts_.relay_key.mode & others_bits) != 0)
        return broken("key", Errc::not_allowed, "Other users of this machine can read the relay key.",
                      "Close it: chmod 0600 " + key());
    if (!facts_.relay_key.relay_reads)
        return broken("key", Errc::bad_key, "The relay's user cannot read " + key() + ".",
                      "Give it the folder's owner: chown --reference=" + data() + " " + key());
    if (!facts_.relay_key_usable)
        return broken("key", Errc::bad_key, "The relay key in " + key() + " is damaged.",
                      "Put your copy of it in its place. Without one everybody has to be invited again.");
    fine("key", "The relay key is there and the relay's alone.");
    store_itself();
}

/// One of the two without the other never leads to `init`, which would make a relay that nobody knows.
void Judgement::missing_half()
{
    const bool has_key = facts_.relay_key.sight == Sight::there;
    const bool has_store = facts_.store.sight == Sight::there;
    if (!has_key && !has_store)
        return broken("key", Errc::no_relay_yet, "There is no relay in " + data() + " yet.",
                      "Make one: holdfastctl init");
    if (has_store)
        return broken(
            "key", Errc::not_found, "The relay key " + key() + " is missing; its store is there.",
            "Put your copy of the key in its place (mode 0600). No other key opens this store to its people.");
    broken("store", Errc::not_found, "The store " + store() + " is missing; its key is there.",
           "Restore a backup: holdfastctl restore FILE. To begin with an empty store, in which everybody's waiting "
           "messages are lost: holdfastctl init --new-store");
}

void Judgement::store_itself()
{
    const auto& place = facts_.store;
    if (!place.relay_reads || !place.relay_writes)
        return broken("store", Errc::store_broken, "The relay's user cannot write " + store() + ".",
                      "Give it the folder's owner: chown --reference=" + data() + " " + store() + "*");
    switch (facts_.store_state) {
        case StoreState::damaged:
            return broken("store", Errc::store_broken, "The store " + store() + " is damaged.",
                          "Restore a backup: holdfastctl restore FILE. The damaged store is kept beside it.");
        case StoreState::other_key:
            return broken("store", Errc::wrong_relay, "The store and the relay key do not belong together.",
                          "Put the key that was used with this store in place of " + key() +
                              ", or restore a backup that was made with this key.");
        case StoreState::too_new:
            return broken("store", Errc::store_too_new, "A newer version of Holdfast has written this store.",
                          "Install that version again, or restore a backup made before: holdfastctl restore FILE");
        case StoreState::whole: return fine("store", "The store is whole and belongs to the relay key.");
        case StoreState::unknown: return fine("store", "The relay has its store open.");
    }
}

void Judgement::socket_folder()
{
    const auto folder = facts_.config.admin_socket.parent_path().string();
    if (facts_.socket_folder.sight != Sight::there)
        return broken("socket", Errc::cannot_listen, "There is no folder " + folder + " for the admin socket.",
                      "The systemd unit makes /run/holdfast; elsewhere: install -d -m 0750 -o holdfast " + folder);
    if (!facts_.socket_folder.relay_writes)
        return broken("socket", Errc::cannot_listen, "The relay's user cannot make the admin socket in " + folder + ".",
                      "Give it the folder: chown holdfast " + folder);
    if (facts_.socket_taken)
        return broken("socket", Errc::cannot_listen,
                      "Another relay answers at the admin socket " + facts_.config.admin_socket.string() + ".",
                      "Stop that one, or name another admin_socket in the configuration.");
    fine("socket", "The admin socket can be made.");
}

void Judgement::certificate()
{
    if (!facts_.certificate_problem.empty())
        return broken(
            "certificate", Errc::certificate_unusable,
            "The certificate cannot be used: " + facts_.certificate_problem + ".",
            "Correct the paths or rights, or make one: holdfastctl init --self-made does where none is there.");
    const auto& ends = facts_.certificate_ends;
    if (ends && *ends <= facts_.now)
        return look("certificate", "The certificate has expired. Clients do not rely on it, a proxy may.",
                    "Renew it, then: systemctl reload holdfastd");
    if (ends && *ends - facts_.now < certificate_warning)
        return look("certificate", "The certificate expires soon.", "Renew it, then: systemctl reload holdfastd");
    fine("certificate", "The certificate and its key can be used.");
}

void Judgement::port()
{
    if (facts_.running) return;
    const auto name = facts_.config.address + ", port " + std::to_string(facts_.config.port);
    switch (facts_.port) {
        case Port::free: return fine("port", "The relay can listen at " + name + ".");
        case Port::kept: return fine("port", "systemd keeps " + name + " open for the relay.");
        case Port::taken:
            return broken("port", Errc::cannot_listen, "Another program listens at " + name + " already.",
                          "Find it: ss -ltnp 'sport = :" + std::to_string(facts_.config.port) +
                              "'. Stop it, or choose another port in the configuration.");
        case Port::not_permitted:
            return broken(
                "port", Errc::cannot_listen,
                "Ports below " + std::to_string(privileged_ports) + " need a right of their own; " + name + " is one.",
                "The systemd unit says which two lines give it; or choose a higher port.");
        case Port::not_an_address:
            return broken("port", Errc::cannot_listen, facts_.config.address + " is no address of this machine.",
                          "Write 0.0.0.0 or :: as address in the configuration, to listen on all of them.");
    }
}

void Judgement::metrics()
{
    if (facts_.running || !facts_.config.metrics || facts_.metrics_port == Port::free) return;
    const auto& [host, number] = *facts_.config.metrics;
    broken("metrics", Errc::cannot_listen,
           "Nothing can listen at " + host + ", port " + std::to_string(number) + ", which is set as metrics.",
           "Find what has it: ss -ltnp 'sport = :" + std::to_string(number) + "'. Or choose another port.");
}

void Judgement::public_address()
{
    const auto& text = facts_.config.public_address;
    const auto in_file = "Set public_address in " + facts_.config_file.string() + " to the name clients use.";
    if (text.empty())
        return look("address", "The configuration does not say how clients reach this relay: nobody can be invited.",
                    in_file);
    const auto address = session::RelayAddress::parse(text);
    if (!address) return broken("address", Errc::bad_address, "public_address is no address: " + text + ".", in_file);
    if (address->host == example_host)
        return look("address", "public_address is still the example's name: invitations lead nowhere.", in_file);
    if (!facts_.config.behind_proxy && facts_.config.port != 0 && address->port != facts_.config.port)
        return look("address",
                    "Invitations name port " + std::to_string(address->port) + ", and the relay listens at " +
                        std::to_string(facts_.config.port) + ".",
                    "Where nothing in front of it forwards the one to the other, make them the same.");
    fine("address", "Clients are told to reach the relay at " + text + ".");
}

void Judgement::running()
{
    if (!facts_.was_asked) return;
    if (!facts_.running) {
        if (facts_.in_use)
            return broken("running", Errc::data_in_use, "A holdfastd has this data folder, and it does not answer.",
                          "Look at it: systemctl status holdfastd");
        return look("running", "The relay does not run.", "Start it: systemctl start holdfastd");
    }
    const auto& relay = *facts_.running;
    if (relay.version != facts_.version)
        look("running", "The relay that runs is version " + relay.version + "; installed is " + facts_.version + ".",
             "Start it again: systemctl restart holdfastd");
    else
        fine("running", "The relay runs.");
    if (relay.clock_suspect)
        look("clock", "The clock is in doubt, since it jumped or was not set at the start: the relay releases nothing.",
             "Check the time, then: holdfastctl clock confirm");
    if (relay.stopped_devices > 0)
        look("devices",
             std::to_string(relay.stopped_devices) + (relay.stopped_devices == 1 ? " device is" : " devices are") +
                 " stopped, because older copies of their data were used.",
             "Their people restore them with their recovery kit: holdfast restore");
    if (relay.outages > 0)
        look("outages",
             std::to_string(relay.outages) + (relay.outages == 1 ? " outage" : " outages") + " in the last 40 days.",
             "See when: holdfastctl status");
}

void Judgement::outside()
{
    if (!facts_.running || facts_.config.outside_socket.empty()) return;
    const auto& relay = *facts_.running;
    if (!relay.outside_asked || facts_.now - *relay.outside_asked > outside_warning)
        return look("outside", "Nobody asks for whom something waits: people are not told outside the program.",
                    "Start what tells them: systemctl enable --now holdfast-outside.timer");
    if (relay.outside_stopped > 0)
        return look("outside",
                    "Notices to " + std::to_string(relay.outside_stopped) +
                        (relay.outside_stopped == 1 ? " person" : " people") + " outside have stopped.",
                    "See why: journalctl -u holdfast-outside");
    fine("outside", "People outside are told what they asked for.");
}

void Judgement::backups()
{
    if (facts_.data.sight != Sight::there || facts_.store.sight != Sight::there) return;
    const auto& newest = facts_.newest_backup;
    if (!newest) return look("backup", "There is no backup in " + data() + "/backups.", "Make one: holdfastctl backup");
    if (facts_.now - *newest > backup_warning)
        return look("backup",
                    "The newest backup is " +
                        std::to_string(std::chrono::duration_cast<std::chrono::days>(facts_.now - *newest).count()) +
                        " days old.",
                    "Make one: holdfastctl backup");
    fine("backup", "There is a recent backup.");
}

void Judgement::machine()
{
    if (!facts_.zone_data)
        broken("zones", Errc::no_zone_data, "This system has no time zone data, so no time of day can be told.",
               "Install it: apt install tzdata");
    else
        fine("zones", "Time zone data " + facts_.tzdata + " is there.");
    if (!facts_.clock_set)
        look("clock", "The clock is not set over the network. Hours open and close by it.",
             "Set it: timedatectl set-ntp true");
    else
        fine("clock", "The clock is set over the network.");
    space();
}

void Judgement::space()
{
    if (!facts_.free_bytes) return;
    constexpr std::uint64_t mib = 1U << 20;
    const auto free = std::to_string(*facts_.free_bytes / mib) + " MiB";
    const auto reserve = facts_.config.limits.reserve_bytes;
    if (*facts_.free_bytes < reserve)
        return look("space", "Only " + free + " are free: the relay takes nothing new below limits.reserve_mib.",
                    "Make room on the disk of " + data() + ".");
    if (*facts_.free_bytes < 2 * reserve)
        return look("space", "Only " + free + " are free on the disk of " + data() + ".", "Make room soon.");
    fine("space", free + " are free.");
}

}  // namespace

std::vector<Finding> judge(const Facts& facts) { return Judgement{facts}.all(); }

const Finding* obstacle(const std::vector<Finding>& findings) noexcept
{
    const auto found = std::ranges::find(findings, Weight::broken, &Finding::weight);
    return found == findings.end() ? nullptr : &*found;
}

StoreState store_state(Errc code) noexcept
{
    if (code == Errc::wrong_relay) return StoreState::other_key;
    if (code == Errc::store_too_new) return StoreState::too_new;
    return code == Errc::store_broken ? StoreState::damaged : StoreState::unknown;
}

std::string_view name_of(Weight weight) noexcept
{
    return weight == Weight::fine ? "fine" : weight == Weight::look ? "look" : "broken";
}

std::string sentence_of(const Finding& finding)
{
    return finding.next.empty() ? finding.words : finding.words + " " + finding.next;
}

}  // namespace holdfast::server::doctor
