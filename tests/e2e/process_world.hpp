// A whole practice of real processes for one test: a relay with its own folder and port, people with their own vaults.
// Everything is below one temporary folder, so that tests run side by side.
#pragma once

#include <boost/json/object.hpp>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "tests/support/process.hpp"
#include "tests/support/support.hpp"

namespace holdfast::e2e {

using test::Command;
using test::Finished;
using test::Process;
using Objects = std::vector<boost::json::object>;

/// Where a practice differs from the plainest one.
struct ProcessWorldOptions {
    /// The port that stands in invitations, e.g. of a proxy in front; 0: the relay's own.
    std::uint16_t public_port = 0;
    /// The relay's data folder: below the practice's folder, or elsewhere when absolute.
    std::string data = "relay";
    /// Added to the end of the configuration.
    std::string more = {};
};

/// Folder, certificate, configuration, relay key, and a running relay.
class ProcessWorld {
  public:
    explicit ProcessWorld(ProcessWorldOptions options = {});

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_.path(); }
    [[nodiscard]] std::filesystem::path relay_data() const { return folder() / options_.data; }
    [[nodiscard]] std::uint16_t port() const noexcept { return port_; }
    /// Where clients find it.
    [[nodiscard]] std::string address() const;
    [[nodiscard]] Process& relay() { return *relay_; }

    /// Starts the relay and waits until it listens; throws when it does not.
    void start(const test::Environment& environment = {});
    /// SIGTERM, and waits.
    void stop();
    /// SIGKILL, and waits.
    void kill();
    /// Another relay behind the same address: a new key, an empty store. Precondition: stopped.
    void make_anew();

    [[nodiscard]] Finished ctl(Command arguments, const test::Environment& environment = {}) const;
    /// The object that `holdfastctl --json status` prints.
    [[nodiscard]] boost::json::object status() const;
    /// The link of a therapist's invitation.
    [[nodiscard]] std::string invite_therapist(const std::string& name) const;

  private:
    void init();
    void write_configuration() const;

    ProcessWorldOptions options_;
    test::TempDir folder_;
    std::uint16_t port_ = 0;
    std::optional<Process> relay_;
};

/// One installation of the client.
class Person {
  public:
    Person(const ProcessWorld& practice, std::string profile, std::string zone = "Europe/London");

    /// `holdfast WORDS` to its end.
    Finished run(Command words, std::string_view input = {}) const;
    /// The same, which must succeed; what it prints.
    std::string ok(Command words, std::string_view input = {}) const;
    /// The objects that `holdfast --json WORDS` prints, which must succeed.
    Objects objects(Command words) const;
    boost::json::object object(Command words) const;
    /// The error `holdfast --json WORDS` ends with, as "code/exit".
    std::string error(Command words, std::string_view input = {}) const;
    /// `holdfast WORDS`, left running.
    [[nodiscard]] Process start(Command words, const test::Environment& more = {}) const;
    /// The whole command line, for a shell.
    [[nodiscard]] Command command(Command words) const;
    [[nodiscard]] test::Environment environment() const { return {{"TZ", zone_}}; }

    /// Enrols with the least memory a vault may cost.
    Finished enrol(const std::string& invitation) const;
    /// Prints and confirms the recovery kit; returns it.
    std::string confirm_kit() const;
    /// The texts (and kinds other than text in brackets) of the whole conversation, oldest first; no events.
    std::vector<std::string> texts() const;

    [[nodiscard]] std::filesystem::path profile() const { return profile_; }
    [[nodiscard]] std::filesystem::path passphrase_file() const { return passphrase_; }

  private:
    std::filesystem::path profile_, passphrase_;
    std::string zone_;
};

/// Dr Okafor in London and Sam in Bangkok, both enrolled, the kit confirmed.
struct Couple {
    /// `rules` are hers from the start.
    explicit Couple(std::string_view rules, ProcessWorldOptions options = {});

    ProcessWorld practice;
    Person okafor{practice, "okafor"};
    Person sam{practice, "sam", "Asia/Bangkok"};
};

/// Enrols her, confirms the kit and sets her hours.
void enrol_therapist(const ProcessWorld& practice, const Person& okafor, std::string_view rules);
/// Invites and enrols a client.
void enrol_client(const Person& okafor, const Person& client, const std::string& name);

/// Rules that are closed now, yesterday and tomorrow, whatever the day.
[[nodiscard]] std::string closed_rules();
inline constexpr std::string_view open_rules = "24/7";

/// The files below `folder` that contain `text`.
[[nodiscard]] std::vector<std::string> files_with(const std::filesystem::path& folder, std::string_view text);

[[nodiscard]] std::string text_of(const boost::json::object& object, std::string_view key);

}  // namespace holdfast::e2e
