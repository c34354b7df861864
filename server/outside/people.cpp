#include "server/outside/people.hpp"

#include <toml++/toml.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "protocol/base/text.hpp"
#include "server/core/waiting.hpp"

namespace holdfast::server::outside {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t people_file_max = std::size_t{1} << 20;
constexpr std::size_t subject_max = 100;
constexpr std::size_t text_max = 1000;

/// Nothing that ends a line of a header, or the header.
bool is_one_line(std::string_view text)
{
    return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) < ' ' || c == 0x7f; });
}

bool is_mail_address(std::string_view text)
{
    const auto at = text.find('@');
    return at != std::string_view::npos && at > 0 && at + 1 < text.size() && text.find('@', at + 1) == text.npos &&
           std::ranges::all_of(text, [](char c) { return c > ' ' && c < 0x7f && c != '<' && c != '>' && c != ','; });
}

/// The host of "scheme://host:port/…", where the scheme is this one. A user's name in front of it is refused: it looks
/// like a host.
std::optional<std::string_view> host_of(std::string_view url, std::string_view scheme)
{
    if (!url.starts_with(scheme)) return std::nullopt;
    url.remove_prefix(scheme.size());
    const auto authority = url.substr(0, url.find_first_of("/?#\\"));
    const auto host = authority.substr(0, authority.find(':'));
    if (host.empty() || authority.find('@') != std::string_view::npos) return std::nullopt;
    return host;
}

/// Without encryption only to this machine itself.
bool is_this_machine(const std::optional<std::string_view>& host) { return host == "127.0.0.1" || host == "localhost"; }

bool is_web_address(std::string_view url)
{
    return is_one_line(url) && (host_of(url, "https://") || is_this_machine(host_of(url, "http://")));
}

bool is_mail_server(std::string_view url)
{
    return is_one_line(url) && (host_of(url, "smtps://") || host_of(url, "smtp://"));
}

class Reader {
  public:
    explicit Reader(const fs::path& file) : file_{file}, folder_{fs::absolute(file).parent_path()} {}

    PeopleResult read(std::string_view text)
    {
        try {
            const auto table = toml::parse(text, file_.string());
            for (const auto& [key, value] : table) top(key, value);
        } catch (const toml::parse_error& error) {
            complain(error.source(), std::string{error.description()});
        }
        if (problem_) return *problem_;
        return finish();
    }

  private:
    void top(const toml::key& key, const toml::node& value)
    {
        if (key == "mail")
            return value.is_table() ? mail(*value.as_table())
                                    : complain(key.source(), "mail is a section: write [mail] on a line of its own.");
        if (key == "person") return persons(key, value);
        if (key == "socket") return take_path(key, value, people_.socket);
        if (key == "after_minutes") return minutes(key, value);
        if (key == "subject") return line(key, value, people_.subject, subject_max);
        if (key == "text") return words(key, value, people_.text, text_max);
        complain(key.source(), "There is no setting of this name: " + std::string{key.str()} + ".");
    }

    void minutes(const toml::key& key, const toml::node& value)
    {
        const auto given = value.value_exact<std::int64_t>();
        if (!given || *given < 0 || *given > 60) return complain(key.source(), "after_minutes must be from 0 to 60.");
        people_.after_minutes = static_cast<std::uint32_t>(*given);
    }

    void mail(const toml::table& table)
    {
        auto& mail = people_.mail.emplace();
        for (const auto& [key, value] : table) {
            if (key == "server")
                line(key, value, mail.url, subject_max);
            else if (key == "from")
                line(key, value, mail.from, subject_max);
            else if (key == "user")
                line(key, value, mail.user, subject_max);
            else if (key == "password_file")
                take_path(key, value, mail.password_file);
            else if (key == "authorities")
                take_path(key, value, mail.authorities);
            else
                complain(key.source(), "There is no setting of this name: mail." + std::string{key.str()} + ".");
        }
        if (!is_mail_server(mail.url))
            complain(table.source(), "mail.server must be as \"smtps://mail.example.org\" or \"smtp://…\".");
        if (!is_mail_address(mail.from)) complain(table.source(), "mail.from must be an e-mail address.");
        if (mail.user.empty() != mail.password_file.empty())
            complain(table.source(), "mail.user and mail.password_file go together.");
    }

    void persons(const toml::key& key, const toml::node& value)
    {
        const auto* list = value.as_array();
        if (list == nullptr || list->size() > max_waiting_asked)
            return complain(key.source(), "Write each person below a line [[person]]; at most 4096 of them.");
        for (const auto& one : *list) {
            if (one.is_table())
                person(*one.as_table());
            else
                complain(key.source(), "Write each person below a line [[person]].");
        }
    }

    void person(const toml::table& table)
    {
        Person person;
        std::size_t ways = 0;
        bool known = false;
        for (const auto& [key, value] : table) {
            const auto given = value.value_exact<std::string>().value_or("");
            if (key == "account") {
                const auto bytes = from_hex(given);
                const auto id = bytes ? AccountId::from(*bytes) : std::nullopt;
                known = id.has_value();
                person.account = id.value_or(AccountId{});
            } else if (key == "mail" || key == "webhook") {
                ++ways;
                person.way = key == "mail" ? Way::mail : Way::webhook;
                person.address = given;
            } else {
                complain(key.source(), "There is no setting of this name: person." + std::string{key.str()} + ".");
            }
        }
        if (!known)
            return complain(table.source(),
                            "person.account must be a whole id, as holdfastctl --json accounts prints it.");
        if (ways != 1) return complain(table.source(), "A person has either mail or webhook.");
        if (person.way == Way::mail ? !is_mail_address(person.address) : !is_web_address(person.address))
            return complain(table.source(), person.way == Way::mail ? "person.mail must be an e-mail address."
                                                                    : "person.webhook must begin with https://.");
        people_.all.push_back(std::move(person));
    }

    void words(const toml::key& key, const toml::node& value, std::string& out, std::size_t most)
    {
        const auto given = value.value_exact<std::string>();
        if (!given || given->empty() || given->size() > most || !is_utf8(as_bytes(*given)))
            return complain(key.source(), std::string{key.str()} +
                                              " must be text in quotation marks, not empty, of at most " +
                                              std::to_string(most) + " bytes.");
        out = *given;
    }

    void line(const toml::key& key, const toml::node& value, std::string& out, std::size_t most)
    {
        words(key, value, out, most);
        if (!is_one_line(out)) complain(key.source(), std::string{key.str()} + " must be one line.");
    }

    void take_path(const toml::key& key, const toml::node& value, fs::path& out)
    {
        std::string given;
        line(key, value, given, 1000);
        out = (folder_ / given).lexically_normal();
    }

    void complain(const toml::source_region& at, std::string message)
    {
        if (problem_) return;
        problem_ =
            ConfigProblem{Errc::bad_configuration,
                          file_.filename().string() + ", line " + std::to_string(at.begin.line), std::move(message)};
    }

    [[nodiscard]] PeopleResult finish() const
    {
        const bool mailed = std::ranges::any_of(people_.all, [](const Person& one) { return one.way == Way::mail; });
        if (mailed && !people_.mail)
            return ConfigProblem{Errc::bad_configuration, file_.filename().string(),
                                 "Somebody is told by mail, and there is no section [mail]."};
        return people_;
    }

    fs::path file_;
    fs::path folder_;
    People people_;
    std::optional<ConfigProblem> problem_;
};

}  // namespace

PeopleResult parse_people(std::string_view text, const fs::path& file) { return Reader{file}.read(text); }

PeopleResult read_people(const fs::path& file)
{
    std::ifstream in{file, std::ios::binary};
    std::string text{std::istreambuf_iterator<char>{in}, {}};
    if (!in.is_open() || text.size() > people_file_max)
        return ConfigProblem{Errc::bad_configuration, file.string(),
                             "There is no such file, or it cannot be read. Name it with --config FILE."};
    return parse_people(text, file);
}

}  // namespace holdfast::server::outside
