// A relay behind a real nginx that ends TLS, with a certificate of an authority made for the test.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>

#include "tests/e2e/process_world.hpp"
#include "tests/support/catch.hpp"

namespace holdfast::e2e::proxy_test {
namespace {

namespace fs = std::filesystem;
constexpr const char* nginx = "/usr/sbin/nginx";

bool contains(std::string_view text, std::string_view part) { return text.find(part) != std::string_view::npos; }

bool is_nginx_there()
{
    if (fs::exists(nginx)) return true;
    std::puts("skipped: nginx is not installed");
    return false;
}

/// An authority and a certificate of it for 127.0.0.1, as ca.pem, proxy.pem and proxy.key. Every program started while
/// this lives takes the authority for one of the system's, unless it is told to know none.
class Authority {
  public:
    Authority()
    {
        openssl({"req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2",
                 "-subj", "/CN=An authority", "-keyout", in("ca.key"), "-out", in("ca.pem")});
        openssl({"req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", "/CN=127.0.0.1",
                 "-keyout", in("proxy.key"), "-out", in("proxy.csr")});
        test::write_file(folder_ / "names", "subjectAltName=IP:127.0.0.1\n");
        openssl({"x509", "-req", "-in", in("proxy.csr"), "-CA", in("ca.pem"), "-CAkey", in("ca.key"), "-CAcreateserial",
                 "-days", "2", "-extfile", in("names"), "-out", in("proxy.pem")});
        test::write_file(folder_ / "none.pem", "");
        known();
    }
    ~Authority() { ::unsetenv("SSL_CERT_FILE"); }
    Authority(const Authority&) = delete;
    Authority& operator=(const Authority&) = delete;

    void known() const { ::setenv("SSL_CERT_FILE", in("ca.pem").c_str(), 1); }
    void unknown() const { ::setenv("SSL_CERT_FILE", in("none.pem").c_str(), 1); }
    [[nodiscard]] std::string in(std::string_view name) const { return (folder_ / name).string(); }

  private:
    static void openssl(Command words)
    {
        words.insert(words.begin(), "openssl");
        const auto done = test::run(std::move(words));
        INFO(done.err);
        REQUIRE(done.status == 0);
    }
    test::TempDir folder_;
};

/// The configuration that deploy/README.md shows, in one process.
std::string nginx_configuration(const Authority& authority, const fs::path& folder, std::uint16_t port,
                                std::uint16_t relay)
{
    std::string temporary;
    for (const auto* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
        temporary += std::string{kind} + "_temp_path " + (folder / kind).string() + ";\n";
    return "daemon off;\nmaster_process off;\npid " + (folder / "nginx.pid").string() +
           ";\nerror_log stderr notice;\nevents {}\nhttp {\naccess_log off;\n" + temporary +
           "server {\nlisten 127.0.0.1:" + std::to_string(port) + " ssl;\nssl_protocols TLSv1.3;\nssl_certificate " +
           authority.in("proxy.pem") + ";\nssl_certificate_key " + authority.in("proxy.key") +
           ";\nlocation = /v1 {\nproxy_pass https://127.0.0.1:" + std::to_string(relay) +
           ";\nproxy_ssl_protocols TLSv1.3;\nproxy_http_version 1.1;\nproxy_set_header Upgrade $http_upgrade;\n"
           "proxy_set_header Connection upgrade;\nproxy_buffering off;\nproxy_read_timeout 120s;\n"
           "proxy_send_timeout 120s;\n}\n}\n}\n";
}

class Proxy {
  public:
    Proxy(const Authority& authority, std::uint16_t port, std::uint16_t relay) : process_{start(authority, port, relay)}
    {
        static_cast<void>(process_.wait_for_error_line("epoll"));  // after it, the port is open
    }

  private:
    Process start(const Authority& authority, std::uint16_t port, std::uint16_t relay)
    {
        const auto file = folder_ / "nginx.conf";
        test::write_file(file, nginx_configuration(authority, folder_.path(), port, relay));
        return Process{{nginx, "-p", folder_.path().string(), "-c", file.string()}};
    }
    test::TempDir folder_;
    Process process_;
};

constexpr std::string_view told = "reached through another server";

/// How often `out` tells of the proxy.
std::size_t times_told(std::string_view out)
{
    std::size_t times = 0;
    for (auto at = out.find(told); at != std::string_view::npos; at = out.find(told, at + 1)) ++times;
    return times;
}

}  // namespace

TEST_CASE("behind a real nginx people enrol, are told once, and write to each other")
{
    if (!is_nginx_there()) return;
    const Authority authority;
    const auto port = test::free_port();
    const ProcessWorld practice{{.public_port = port, .more = "behind_proxy = true\n"}};
    const Proxy proxy{authority, port, practice.port()};
    const Person okafor{practice, "okafor"};
    enrol_therapist(practice, okafor, open_rules);

    const auto code = text_of(okafor.object({"invite", "--name", "Sam"}), "code");
    const Person sam{practice, "sam", "Asia/Bangkok"};
    const auto enrolled = sam.ok({"enrol", "--vault-memory", "64", code});
    CHECK(times_told(enrolled) == 1);
    const auto sent = sam.ok({"send", "hello through a proxy"});
    CHECK(times_told(sent) == 0);
    CHECK(okafor.texts() == std::vector<std::string>{"hello through a proxy"});
    CHECK(okafor.object({"status"}).at("behind_proxy").as_bool());

    // A proxy that ends TLS without a certificate of an authority gets nothing.
    authority.unknown();
    const auto refused = sam.run({"--json", "status"});
    CHECK(refused.status == 4);
    CHECK(contains(refused.out, "bad_certificate"));
    const Person kim{practice, "kim"};
    authority.known();
    const auto another = text_of(okafor.object({"invite", "--name", "Kim"}), "link");
    authority.unknown();
    const auto stopped = kim.enrol(another);
    CHECK(stopped.status == 4);
    CHECK(contains(stopped.out, "bad_certificate"));
}

TEST_CASE("a practice that moves behind nginx keeps its people, who are told once")
{
    if (!is_nginx_there()) return;
    const Authority authority;
    Couple c{open_rules};
    c.practice.stop();

    // The relay goes to another port and nginx takes the one that everybody knows.
    const auto inner = test::free_port();
    const auto file = c.practice.folder() / "holdfastd.toml";
    auto text = test::read_file(file);
    const auto line = "\nport = " + std::to_string(c.practice.port());
    text.replace(text.find(line), line.size(), "\nport = " + std::to_string(inner));
    test::write_file(file, text + "behind_proxy = true\n");
    c.practice.start();
    const Proxy proxy{authority, c.practice.port(), inner};

    const auto sent = c.sam.ok({"send", "still here"});
    CHECK(times_told(sent) == 1);
    CHECK(times_told(c.sam.ok({"status"})) == 0);
    CHECK(times_told(c.okafor.ok({"read"})) == 1);
    CHECK(times_told(c.okafor.ok({"status"})) == 0);
    CHECK(c.okafor.texts() == std::vector<std::string>{"still here"});
}

}  // namespace holdfast::e2e::proxy_test
