// Who wants to be told outside the program that something waits, and how: the configuration of holdfast-outside. The
// one rule: nobody stands in it who did not ask for it.
//
//     socket  = "/run/holdfast/outside.sock"
//     after_minutes = 2                              # what a device that is there fetches by then is no news
//     subject = "Something is waiting"
//     text    = "Something is waiting for you."
//
//     [mail]
//     server        = "smtps://mail.practice.org"    # or smtp://, which has to offer STARTTLS
//     from          = "office@practice.org"
//     user          = "office"                       # with password_file; neither: no login
//     password_file = "/etc/holdfast/outside.password"
//
//     [[person]]
//     account = "…"                                  # the whole id, as `holdfastctl --json accounts` prints it
//     mail    = "sam@example.org"                    # or: webhook = "https://ntfy.example.org/topic"
#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "protocol/base/ids.hpp"
#include "server/config.hpp"

namespace holdfast::server::outside {

inline constexpr std::string_view default_people_file = "/etc/holdfast/outside.toml";

struct MailServer {
    std::string url;
    std::string from;
    std::string user;                     ///< empty: no login
    std::filesystem::path password_file;  ///< of that user
    std::filesystem::path authorities;    ///< certificates that are trusted besides the system's; empty: none
};

enum class Way : std::uint8_t { mail, webhook };

struct Person {
    AccountId account;
    Way way = Way::mail;
    std::string address;  ///< an e-mail address, or a URL
};

struct People {
    std::filesystem::path socket = "/run/holdfast/outside.sock";
    std::uint32_t after_minutes = 2;
    std::string subject = "Something is waiting";
    std::string text = "Something is waiting for you.";
    std::optional<MailServer> mail;
    std::vector<Person> all;
};

using PeopleResult = std::variant<People, ConfigProblem>;

/// `text` as the content of `file`, which names places and starts relative paths.
[[nodiscard]] PeopleResult parse_people(std::string_view text, const std::filesystem::path& file);
[[nodiscard]] PeopleResult read_people(const std::filesystem::path& file);

}  // namespace holdfast::server::outside
