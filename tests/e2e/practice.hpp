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

/// Folder, certificate, configuration, relay key, and a running relay.
class Practice {
  public:
    Practice();

    [[nodiscard]] const std::filesystem::path& folder() const noexcept { return folder_.path(); }
    [[nodiscard]] std::filesystem::path relay_data() const { return folder() / "relay"; }
    [[nodiscard]] std::string address() const { return "127.0.0.1:" + std::to_string(port_); }

    void start();
    /// SIGTERM, and waits.
    void stop();
    /// SIGKILL, and waits.
    void kill();
    /// Another relay behind the same address: a new key, an empty store. Precondition: stopped.
    void make_anew();

    [[nodiscard]] Finished ctl(Command arguments) const;
    /// The link of a therapist's invitation.
    [[nodiscard]] std::string invite_therapist(const std::string& name) const;

  private:
    void init();

    test::TempDir folder_;
    std::uint16_t port_ = 0;
    std::optional<Process> relay_;
};

/// One installation of the client.
class Person {
  public:
    Person(const Practice& practice, std::string profile, std::string zone = "Europe/London");

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
    [[nodiscard]] Process start(Command words) const;
    /// The whole command line, for a shell.
    [[nodiscard]] Command command(Command words) const;
    [[nodiscard]] test::Environment environment() const { return {{"TZ", zone_}}; }

    /// Enrols with the least memory a vault may cost.
    Finished enrol(const std::string& invitation) const;
    /// Prints and confirms the recovery kit; returns it.
    std::string confirm_kit() const;
    /// The texts (and kinds other than text in brackets) of the whole conversation, oldest first.
    std::vector<std::string> texts() const;

    [[nodiscard]] std::filesystem::path profile() const { return profile_; }
    [[nodiscard]] std::filesystem::path passphrase_file() const { return passphrase_; }

  private:
    std::filesystem::path profile_, passphrase_;
    std::string zone_;
};

/// Dr Okafor in London and Sam in Bangkok, both enrolled, the kit confirmed.
struct Couple {
    Practice practice;
    Person okafor{practice, "okafor"};
    Person sam{practice, "sam", "Asia/Bangkok"};

    /// `rules` are hers from the start.
    explicit Couple(std::string_view rules);
};

/// Rules that are closed now, yesterday and tomorrow, whatever the day.
[[nodiscard]] std::string closed_rules();
inline constexpr std::string_view open_rules = "24/7";

/// The files below `folder` that contain `text`.
[[nodiscard]] std::vector<std::string> files_with(const std::filesystem::path& folder, std::string_view text);

[[nodiscard]] std::string text_of(const boost::json::object& object, std::string_view key);

}  // namespace holdfast::e2e
