#include "tests/fuzz/enrolled.hpp"

#include "client/store/vault_file.hpp"
#include "protocol/crypto/hash.hpp"
#include "protocol/store/sqlite.hpp"
#include "protocol/wire/codec.hpp"
#include "tests/client/core/client_world.hpp"

namespace holdfast::fuzz {
namespace {

using client::test::ClientWorld;
using client::test::Member;

constexpr std::string_view passphrase = "correct horse";

/// Where what is restored is kept; no file of the system's has such a name.
std::string kept_name(const std::string& name) { return "kept/" + name + "/"; }

}  // namespace

void Honest::note(const wire::ClientFrame& frame)
{
    if (const auto* login = std::get_if<wire::Login>(&frame)) addresses.insert({login->account, login->device});
    const auto* publish = std::get_if<wire::PublishPrekeys>(&frame);
    if (publish == nullptr) return;
    prekeys.insert(wire::encode(publish->signed_prekey));
    for (const auto& one : publish->one_time) prekeys.insert(wire::encode(one));
}

Enrolled& Enrolled::once()
{
    static Enrolled enrolled;
    return enrolled;
}

Enrolled::Enrolled()
{
    ClientWorld practice{"2026-03-03T09:00:00Z"};  // a Tuesday
    auto& okafor = practice.therapist(therapist, "Mo-Fr 09:00-12:00");
    auto& alice = practice.client(client, okafor);
    alice >> "hello";
    okafor >> "good morning";
    code = practice.invitation(okafor, newcomer).code;
    auto& ben = practice.newcomer(newcomer);
    key = practice.key().clone();
    now = practice.now();
    for (Member* member : {&okafor, &alice, &ben}) {
        for (const auto& frame : member->sent()) honest.note(frame);
        member->restart();
        keep(member->name(), member->directory() / "vault.db");
    }
    relay_.emplace(practice.relay().store(), key.pub);
}

std::filesystem::path Enrolled::place_of(const std::string& name) const { return folder_ / name / "vault.db"; }

void Enrolled::keep(const std::string& name, const std::filesystem::path& file)
{
    for (const auto* ending : {"", "-wal"})
        if (const auto part = file.string() + ending; std::filesystem::exists(part))
            files_.read_in(part, kept_name(name) + ending);
    kept_.push_back(name);
    // The vault looks for its file on the system's disk.
    std::filesystem::create_directories(place_of(name).parent_path());
    holdfast::test::write_file(place_of(name), "");
}

void Enrolled::put_back()
{
    for (const auto& name : kept_) files_.copy(kept_name(name), place_of(name).string());
}

client::Client Enrolled::open_vault(const std::string& name, crypto::Random& random)
{
    const client::VaultOptions options{{8, 1}, files_.name()};
    auto vault = client::open_vault(place_of(name).parent_path(), as_bytes(passphrase), random, options);
    require(vault.has_value(), "a vault does not open");
    auto loaded = client::Client::load(std::move(vault.value()), random);
    require(loaded.has_value(), "a vault cannot be read again");
    return std::move(loaded.value());
}

void Enrolled::look_at(const std::string& name) { files_.copy(place_of(name).string(), look().string()); }

bool Enrolled::is_as_seen(const std::string& name)
{
    // A copy is read: what the client has open stays its own.
    const auto before = sealed_state(look());
    look_at(name);
    return sealed_state(look()) == before;
}

Digest Enrolled::sealed_state(const std::filesystem::path& file)
{
    static constexpr std::string_view migrations[] = {""};
    constexpr store::Schema vault{.application_id = 0x48465631, .migrations = migrations};
    auto database = store::Database::open(file, vault, files_.name());
    require(database.has_value(), "a vault in use does not open");
    Bytes all;
    auto query = database->prepare("SELECT kind, row, sealed FROM record WHERE kind IN (7, 10, 12) ORDER BY 1, 2");
    for (auto rows = query.rows(); rows.next();) {
        for (const int column : {0, 1}) append(all, as_bytes(std::to_string(rows.int64(column)) + " "));
        append(all, rows.view(2));
    }
    return crypto::sha256_raw({all});
}

}  // namespace holdfast::fuzz
