// One line per finding: what is so, and the sentence an admin reads.
#include "server/doctor/judge.hpp"

#include <algorithm>
#include <functional>
#include <set>

#include "tests/support/catch.hpp"

namespace holdfast::server::doctor {
namespace {

/// A relay that runs and lacks nothing.
Facts well()
{
    Facts facts;
    facts.config_file = "/etc/holdfast/holdfastd.toml";
    facts.config.public_address = "relay.practice.org:8443";
    facts.config.admin_socket = "/run/holdfast/admin.sock";
    for (auto* place : {&facts.data, &facts.relay_key, &facts.store, &facts.socket_folder}) {
        place->sight = Sight::there;
        place->mode = 0600;
    }
    facts.data.mode = 0700;
    facts.in_use = true;
    facts.was_asked = true;
    facts.version = "1.0.0";
    facts.running = Running{"1.0.0", "2026a", false, 0, 0};
    facts.now = Instant{std::chrono::sys_days{std::chrono::year{2026} / 11 / 30}.time_since_epoch()};
    facts.certificate_ends = facts.now + std::chrono::days{300};
    facts.newest_backup = facts.now - std::chrono::days{1};
    facts.free_bytes = std::uint64_t{4} << 30;
    facts.tzdata = "2026a";
    return facts;
}

struct Case {
    const char* name;
    std::function<void(Facts&)> change;
    Weight weight;
    std::string_view subject;
    const char* words;
    const char* next;
};

void stop(Facts& facts)
{
    facts.in_use = false;
    facts.running.reset();
}

const std::vector<Case>& cases()
{
    static const std::vector<Case> all{
        {"the port for metrics is taken",
         [](Facts& f) {
             stop(f);
             f.config.metrics = LocalAddress{"127.0.0.1", 9464};
             f.metrics_port = Port::taken;
         },
         Weight::broken, "metrics", "Nothing can listen at 127.0.0.1, port 9464, which is set as metrics.",
         "Find what has it: ss -ltnp 'sport = :9464'. Or choose another port."},
        {"a configuration with a mistake",
         [](Facts& f) {
             f.config_problem =
                 ConfigProblem{Errc::bad_configuration, "holdfastd.toml, line 3, port", "port must be a whole number."};
         },
         Weight::broken, "configuration", "holdfastd.toml, line 3, port: port must be a whole number.",
         "Correct it in /etc/holdfast/holdfastd.toml."},
        {"no data folder", [](Facts& f) { stop(f), f.data.sight = Sight::missing; }, Weight::broken, "data",
         "There is no data folder /var/lib/holdfast.", "For a new relay: holdfastctl init"},
        {"a data folder one may not see", [](Facts& f) { stop(f), f.data.sight = Sight::hidden; }, Weight::broken,
         "data", "This user may not look into /var/lib/holdfast.", "sudo"},
        {"a data folder others can see", [](Facts& f) { f.data.mode = 0755; }, Weight::broken, "data",
         "Other users of this machine can look into /var/lib/holdfast.", "chmod 0700 /var/lib/holdfast"},
        {"a link in place of the data folder", [](Facts& f) { f.data.sight = Sight::not_usual; }, Weight::broken,
         "data", "is no folder, or a link that somebody else made", "Name the folder itself"},
        {"a data folder that cannot be written", [](Facts& f) { f.data.relay_writes = false; }, Weight::broken, "data",
         "Nothing can be written in /var/lib/holdfast.", "findmnt"},
        {"neither key nor store",
         [](Facts& f) { stop(f), f.relay_key.sight = Sight::missing, f.store.sight = Sight::missing; }, Weight::broken,
         "key", "There is no relay in /var/lib/holdfast yet.", "holdfastctl init"},
        {"a missing key", [](Facts& f) { stop(f), f.relay_key.sight = Sight::missing; }, Weight::broken, "key",
         "The relay key /var/lib/holdfast/relay.key is missing; its store is there.", "Put your copy of the key"},
        {"a missing store", [](Facts& f) { stop(f), f.store.sight = Sight::missing; }, Weight::broken, "store",
         "The store /var/lib/holdfast/relay.db is missing; its key is there.", "holdfastctl restore FILE"},
        {"a key others can read", [](Facts& f) { f.relay_key.mode = 0640; }, Weight::broken, "key",
         "Other users of this machine can read the relay key.", "chmod 0600"},
        {"a key of another user", [](Facts& f) { f.relay_key.relay_reads = false; }, Weight::broken, "key",
         "The relay's user cannot read", "chown"},
        {"a damaged key", [](Facts& f) { f.relay_key_usable = false; }, Weight::broken, "key", "is damaged",
         "Put your copy of it in its place"},
        {"a store of another user", [](Facts& f) { f.store.relay_writes = false; }, Weight::broken, "store",
         "The relay's user cannot write /var/lib/holdfast/relay.db.", "chown"},
        {"a damaged store", [](Facts& f) { f.store_state = StoreState::damaged; }, Weight::broken, "store",
         "The store /var/lib/holdfast/relay.db is damaged.", "holdfastctl restore FILE"},
        {"a store of another key", [](Facts& f) { f.store_state = StoreState::other_key; }, Weight::broken, "store",
         "The store and the relay key do not belong together.", "Put the key that was used"},
        {"a newer store", [](Facts& f) { f.store_state = StoreState::too_new; }, Weight::broken, "store",
         "A newer version of Holdfast has written this store.", "Install that version again"},
        {"no folder for the socket", [](Facts& f) { f.socket_folder.sight = Sight::missing; }, Weight::broken, "socket",
         "There is no folder /run/holdfast for the admin socket.", "install -d"},
        {"a socket folder of another user", [](Facts& f) { f.socket_folder.relay_writes = false; }, Weight::broken,
         "socket", "cannot make the admin socket in /run/holdfast.", "chown holdfast /run/holdfast"},
        {"a socket where another relay answers", [](Facts& f) { f.socket_taken = true; }, Weight::broken, "socket",
         "Another relay answers at the admin socket", "name another admin_socket"},
        {"a certificate that cannot be used",
         [](Facts& f) { f.certificate_problem = "key.pem: No such file or directory"; }, Weight::broken, "certificate",
         "The certificate cannot be used: key.pem: No such file or directory.", "init --self-made"},
        {"a certificate that has expired", [](Facts& f) { f.certificate_ends = f.now; }, Weight::look, "certificate",
         "The certificate has expired.", "systemctl reload holdfastd"},
        {"a certificate about to expire", [](Facts& f) { f.certificate_ends = f.now + std::chrono::days{20}; },
         Weight::look, "certificate", "The certificate expires soon.", "systemctl reload holdfastd"},
        {"a port in use", [](Facts& f) { stop(f), f.port = Port::taken; }, Weight::broken, "port",
         "Another program listens at 0.0.0.0, port 8443 already.", "ss -ltnp"},
        {"a port below 1024", [](Facts& f) { stop(f), f.config.port = 443, f.port = Port::not_permitted; },
         Weight::broken, "port", "Ports below 1024 need a right of their own; 0.0.0.0, port 443 is one.",
         "The systemd unit says"},
        {"an address of another machine",
         [](Facts& f) { stop(f), f.config.address = "192.0.2.1", f.port = Port::not_an_address; }, Weight::broken,
         "port", "192.0.2.1 is no address of this machine.", "Write 0.0.0.0"},
        {"no public address", [](Facts& f) { f.config.public_address.clear(); }, Weight::look, "address",
         "nobody can be invited", "Set public_address"},
        {"a public address that is none", [](Facts& f) { f.config.public_address = "no such:address:"; },
         Weight::broken, "address", "public_address is no address", "Set public_address"},
        {"the example's name", [](Facts& f) { f.config.public_address = "relay.example.org:8443"; }, Weight::look,
         "address", "still the example's name", "Set public_address"},
        {"invitations to a port nobody listens at",
         [](Facts& f) { f.config.public_address = "relay.practice.org:443"; }, Weight::look, "address",
         "Invitations name port 443, and the relay listens at 8443.", "make them the same"},
        {"a relay that does not run", [](Facts& f) { stop(f); }, Weight::look, "running", "The relay does not run.",
         "systemctl start holdfastd"},
        {"a relay that does not answer", [](Facts& f) { f.running.reset(); }, Weight::broken, "running",
         "A holdfastd has this data folder, and it does not answer.", "systemctl status holdfastd"},
        {"an older relay that still runs", [](Facts& f) { f.running->version = "0.9.0"; }, Weight::look, "running",
         "The relay that runs is version 0.9.0; installed is 1.0.0.", "systemctl restart holdfastd"},
        {"a clock that jumped", [](Facts& f) { f.running->clock_suspect = true; }, Weight::look, "clock",
         "The clock is in doubt", "holdfastctl clock confirm"},
        {"a stopped device", [](Facts& f) { f.running->stopped_devices = 1; }, Weight::look, "devices",
         "1 device is stopped", "holdfast restore"},
        {"outages", [](Facts& f) { f.running->outages = 2; }, Weight::look, "outages", "2 outages in the last 40 days.",
         "holdfastctl status"},
        {"no backup", [](Facts& f) { f.newest_backup.reset(); }, Weight::look, "backup",
         "There is no backup in /var/lib/holdfast/backups.", "holdfastctl backup"},
        {"an old backup", [](Facts& f) { f.newest_backup = f.now - std::chrono::days{9}; }, Weight::look, "backup",
         "The newest backup is 9 days old.", "holdfastctl backup"},
        {"no zone data", [](Facts& f) { f.zone_data = false; }, Weight::broken, "zones", "no time zone data",
         "apt install tzdata"},
        {"a clock that is not set", [](Facts& f) { f.clock_set = false; }, Weight::look, "clock",
         "The clock is not set over the network.", "timedatectl"},
        {"a full disk", [](Facts& f) { f.free_bytes = 100U << 20; }, Weight::look, "space", "Only 100 MiB are free",
         "Make room"},
        {"a disk that fills", [](Facts& f) { f.free_bytes = 300U << 20; }, Weight::look, "space",
         "Only 300 MiB are free", "Make room soon."},
    };
    return all;
}

bool contains(const std::string& text, const char* part) { return text.find(part) != std::string::npos; }

TEST_CASE("Nothing is found where all is well")
{
    const auto findings = judge(well());
    for (const auto& finding : findings) {
        INFO(finding.words);
        CHECK(finding.weight == Weight::fine);
        CHECK(finding.next.empty());
    }
    CHECK(obstacle(findings) == nullptr);
}

TEST_CASE("Each trouble has its own sentence and what to type next and stands first")
{
    std::set<std::string> sentences;
    for (const auto& one : cases()) {
        INFO(one.name);
        auto facts = well();
        one.change(facts);
        const auto findings = judge(facts);
        const auto& first = findings.front();
        INFO(first.words);
        CHECK(first.weight == one.weight);
        CHECK(first.subject == one.subject);
        CHECK(contains(first.words, one.words));
        CHECK(contains(first.next, one.next));
        CHECK((obstacle(findings) != nullptr) == (one.weight == Weight::broken));
        CHECK(sentences.insert(sentence_of(first)).second);
    }
}

TEST_CASE("A port that systemd keeps open for the relay is no obstacle")
{
    auto facts = well();
    stop(facts);
    facts.port = Port::kept;
    const auto findings = judge(facts);
    CHECK(obstacle(findings) == nullptr);
    const auto found = std::ranges::find(findings, std::string_view{"port"}, &Finding::subject);
    REQUIRE(found != findings.end());
    CHECK(found->words == "systemd keeps 0.0.0.0, port 8443 open for the relay.");
}

TEST_CASE("A missing half of a relay never leads to a plain init")
{
    for (auto Facts::*half : {&Facts::relay_key, &Facts::store}) {
        auto facts = well();
        stop(facts);
        (facts.*half).sight = Sight::missing;
        for (const auto& finding : judge(facts)) {
            INFO(finding.next);
            CHECK(!contains(finding.next, "init\n"));
            CHECK(!finding.next.ends_with("holdfastctl init"));
        }
    }
}

TEST_CASE("What keeps a relay from starting stands before what somebody should look at")
{
    auto facts = well();
    facts.clock_set = false;
    facts.newest_backup.reset();
    facts.certificate_problem = "nothing there";
    const auto findings = judge(facts);
    REQUIRE(obstacle(findings) == &findings.front());
    CHECK(findings.front().subject == "certificate");
    CHECK(findings[1].weight == Weight::look);
    CHECK(findings.back().weight == Weight::fine);
}

}  // namespace
}  // namespace holdfast::server::doctor
