#include "tests/e2e/process_world.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/serialize.hpp>
#include <csignal>
#include <filesystem>
#include <sstream>

#include "protocol/base/instant.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e {
namespace {

namespace fs = std::filesystem;

constexpr int attempts_at_a_port = 5;

Objects objects_in(const std::string& out)
{
    Objects all;
    std::istringstream lines{out};
    for (std::string line; std::getline(lines, line);) all.push_back(boost::json::parse(line).as_object());
    return all;
}

void require_success(const Finished& done, const Command& words)
{
    std::string said;
    for (const auto& word : words) said += word + " ";
    INFO(said << "\nout: " << done.out << "\nerr: " << done.err);
    REQUIRE(done.status == 0);
}

}  // namespace

ProcessWorld::ProcessWorld(ProcessWorldOptions options) : options_{std::move(options)}
{
    const auto made = test::run(
        {holdfast::test::source_dir() + "/certs/make-certificate", "--dir", folder().string(), "--host", "127.0.0.1"});
    REQUIRE(made.status == 0);
    for (int attempt = 0; attempt < attempts_at_a_port; ++attempt) {
        port_ = test::free_port();
        write_configuration();
        if (attempt == 0) init();
        try {
            start();
            return;
        } catch (const std::exception&) {
            // Somebody else has taken the port meanwhile: another one.
        }
    }
    FAIL("the relay does not start");
}

void ProcessWorld::write_configuration() const
{
    test::write_file(folder() / "holdfastd.toml",
                     "address = \"127.0.0.1\"\nport = " + std::to_string(port_) + "\npublic_address = \"" + address() +
                         "\"\ndata = \"" + options_.data +
                         "\"\ncertificate = \"certificate.pem\"\nkey = \"key.pem\"\n" + options_.more);
}

std::string ProcessWorld::address() const
{
    return "127.0.0.1:" + std::to_string(options_.public_port == 0 ? port_ : options_.public_port);
}

void ProcessWorld::init() { REQUIRE(ctl({"init"}).status == 0); }

void ProcessWorld::start(const test::Environment& environment)
{
    relay_.reset();  // never two at once
    relay_.emplace(Command{test::program("holdfastd"), "--config", (folder() / "holdfastd.toml").string()},
                   environment);
    static_cast<void>(relay_->wait_for_line("listening"));
}

void ProcessWorld::stop()
{
    relay_->signal(SIGTERM);
    REQUIRE(relay_->wait().status == 0);
    relay_.reset();
}

void ProcessWorld::kill()
{
    static_cast<void>(relay_->kill());
    relay_.reset();
}

void ProcessWorld::make_anew()
{
    fs::remove_all(relay_data());
    init();
}

Finished ProcessWorld::ctl(Command arguments, const test::Environment& environment) const
{
    arguments.insert(arguments.begin(),
                     {test::program("holdfastctl"), "--config", (folder() / "holdfastd.toml").string()});
    return test::run(std::move(arguments), {}, environment);
}

boost::json::object ProcessWorld::status() const
{
    const Command words{"--json", "status"};
    const auto done = ctl(words);
    require_success(done, words);
    return objects_in(done.out).at(0);
}

std::string ProcessWorld::invite_therapist(const std::string& name) const
{
    const Command words{"--json", "invite-therapist", "--name", name};
    const auto done = ctl(words);
    require_success(done, words);
    return text_of(objects_in(done.out).at(0), "link");
}

Person::Person(const ProcessWorld& practice, std::string profile, std::string zone)
    : profile_{practice.folder() / profile},
      passphrase_{practice.folder() / (profile + ".passphrase")},
      zone_{std::move(zone)}
{
    test::write_file(passphrase_, "correct horse of " + profile + "\n");
    fs::permissions(passphrase_, fs::perms::owner_read | fs::perms::owner_write);
}

Command Person::command(Command words) const
{
    words.insert(words.begin(), {test::program("holdfast"), "--profile", profile_.string(), "--passphrase-file",
                                 passphrase_.string()});
    return words;
}

Finished Person::run(Command words, std::string_view input) const
{
    return test::run(command(std::move(words)), input, environment());
}

std::string Person::ok(Command words, std::string_view input) const
{
    const auto done = run(words, input);
    require_success(done, words);
    return done.out;
}

Objects Person::objects(Command words) const
{
    words.insert(words.begin(), "--json");
    return objects_in(ok(std::move(words)));
}

boost::json::object Person::object(Command words) const
{
    const auto all = objects(std::move(words));
    REQUIRE(all.size() == 1);
    return all.front();
}

std::string Person::error(Command words, std::string_view input) const
{
    words.insert(words.begin(), "--json");
    const auto done = run(std::move(words), input);
    INFO("out: " << done.out << "\nerr: " << done.err);
    const auto all = objects_in(done.out);
    REQUIRE(!all.empty());
    REQUIRE(all.back().contains("error"));
    return text_of(all.back().at("error").as_object(), "code") + "/" + std::to_string(done.status);
}

Process Person::start(Command words, const test::Environment& more) const
{
    auto all = environment();
    all.insert(all.end(), more.begin(), more.end());
    return Process{command(std::move(words)), all};
}

Finished Person::enrol(const std::string& invitation) const
{
    return run({"--json", "enrol", "--vault-memory", "64", invitation});
}

std::string Person::confirm_kit() const
{
    const auto kit = text_of(object({"recovery", "kit"}), "kit");
    static_cast<void>(ok({"recovery", "confirm", kit}));
    return kit;
}

std::vector<std::string> Person::texts() const
{
    std::vector<std::string> texts;
    for (const auto& one : objects({"read", "--all"})) {
        const auto kind = text_of(one, "kind");
        if (kind.empty()) {
            // Events meanwhile are told in between, e.g. an opening earlier than planned. Nothing else may be.
            INFO(boost::json::serialize(one));
            REQUIRE(one.contains("event"));
            continue;
        }
        texts.push_back(kind == "text" ? text_of(one, "text") : "[" + kind + "]");
    }
    return texts;
}

Couple::Couple(std::string_view rules, ProcessWorldOptions options) : practice{std::move(options)}
{
    enrol_therapist(practice, okafor, rules);
    enrol_client(okafor, sam, "Sam");
}

void enrol_therapist(const ProcessWorld& practice, const Person& okafor, std::string_view rules)
{
    const auto enrolled = okafor.enrol(practice.invite_therapist("Dr Okafor"));
    INFO(enrolled.out << enrolled.err);
    REQUIRE(enrolled.status == 0);
    static_cast<void>(okafor.confirm_kit());
    static_cast<void>(okafor.ok(
        {"hours", "set", std::string{rules}, "--zone", "Europe/London", "--crisis", "Samaritans: 116 123", "--yes"}));
}

void enrol_client(const Person& okafor, const Person& client, const std::string& name)
{
    const auto joined = client.enrol(text_of(okafor.object({"invite", "--name", name}), "link"));
    INFO(joined.out << joined.err);
    REQUIRE(joined.status == 0);
    // Her device learns of the client, and answers the handshake.
    static_cast<void>(okafor.ok({"status"}));
}

std::string closed_rules()
{
    static constexpr const char* days[] = {"Su", "Mo", "Tu", "We", "Th", "Fr", "Sa"};
    const std::chrono::weekday today{std::chrono::floor<std::chrono::days>(system_now())};
    return std::string{days[(today + std::chrono::days{3}).c_encoding()]} + " 09:00-12:00";
}

std::vector<std::string> files_with(const fs::path& folder, std::string_view text)
{
    std::vector<std::string> found;
    for (const auto& file : fs::recursive_directory_iterator{folder})
        if (file.is_regular_file() && test::read_file(file.path()).find(text) != std::string::npos)
            found.push_back(file.path().string());
    return found;
}

std::string text_of(const boost::json::object& object, std::string_view key)
{
    const auto* value = object.if_contains(key);
    return value && value->is_string() ? std::string{value->as_string()} : std::string{};
}

}  // namespace holdfast::e2e
