#include "protocol/identity/relay_address.hpp"

#include <algorithm>
#include <charconv>
#include <optional>

namespace holdfast::session {
namespace {

constexpr std::size_t max_host_bytes = 253;  // RFC 1035: the longest name in text
constexpr std::size_t max_label_bytes = 63;

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_name_character(char c) { return is_digit(c) || (c >= 'a' && c <= 'z') || c == '-'; }
bool is_ipv6_character(char c) { return is_digit(c) || (c >= 'a' && c <= 'f') || c == ':' || c == '.'; }

bool is_label(std::string_view label)
{
    if (label.empty() || label.size() > max_label_bytes) return false;
    if (label.front() == '-' || label.back() == '-') return false;
    return std::all_of(label.begin(), label.end(), is_name_character);
}

bool is_host_name(std::string_view host)
{
    if (host.size() > max_host_bytes) return false;
    while (true) {
        const auto dot = host.find('.');
        if (!is_label(host.substr(0, dot))) return false;
        if (dot == std::string_view::npos) return true;
        host.remove_prefix(dot + 1);
    }
}

/// Spelled like one; whether it exists, the connection tells.
bool is_ipv6(std::string_view host)
{
    return host.size() >= 2 && host.size() <= 45 && host.find(':') != std::string_view::npos &&
           std::all_of(host.begin(), host.end(), is_ipv6_character);
}

std::optional<std::uint16_t> to_port(std::string_view text)
{
    if (text.empty() || text.front() == '0' || !std::all_of(text.begin(), text.end(), is_digit)) return std::nullopt;
    std::uint16_t port = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    if (error != std::errc{} || end != text.data() + text.size()) return std::nullopt;
    return port;
}

std::string lower(std::string_view text)
{
    std::string out{text};
    for (char& c : out)
        if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    return out;
}

std::string bracketed(const std::string& host) { return host.find(':') == std::string::npos ? host : '[' + host + ']'; }

}  // namespace

Result<RelayAddress> RelayAddress::parse(std::string_view text)
{
    const bool brackets = text.starts_with('[');
    const auto end = brackets ? text.find(']') : text.find(':');
    if (brackets && end == std::string_view::npos) return Errc::bad_address;
    RelayAddress address;
    address.host = lower(brackets ? text.substr(1, end - 1) : text.substr(0, end));
    if (!(brackets ? is_ipv6(address.host) : is_host_name(address.host))) return Errc::bad_address;
    auto rest = end == std::string_view::npos ? std::string_view{} : text.substr(brackets ? end + 1 : end);
    if (rest.empty()) return address;
    if (!rest.starts_with(':')) return Errc::bad_address;
    const auto port = to_port(rest.substr(1));
    if (!port) return Errc::bad_address;
    address.port = *port;
    return address;
}

std::string RelayAddress::canonical() const { return bracketed(host) + ':' + std::to_string(port); }

std::string RelayAddress::short_text() const { return port == default_relay_port ? bracketed(host) : canonical(); }

}  // namespace holdfast::session
