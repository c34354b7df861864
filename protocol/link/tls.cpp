#include "protocol/link/tls.hpp"

#include <openssl/err.h>
#include <openssl/ssl.h>
#include <openssl/x509.h>
#include <openssl/x509_vfy.h>
#include <openssl/x509err.h>

#include <boost/asio/ip/address.hpp>
#include <boost/asio/ssl/context.hpp>
#include <cerrno>
#include <ctime>
#include <fstream>
#include <string_view>
#include <system_error>

namespace holdfast::link {
namespace {

namespace ssl = boost::asio::ssl;

// All suites of TLS 1.3 that OpenSSL has, AES-128 first: with it a handshake costs an eighth less of the processor than
// with AES-256, which hashes by SHA-384. The server's order counts, unless a client without AES in its processor puts
// ChaCha20 first.
constexpr char suites[] = "TLS_AES_128_GCM_SHA256:TLS_AES_256_GCM_SHA384:TLS_CHACHA20_POLY1305_SHA256";

// Tickets and early data would let one connection speak for another; the login is bound to this one alone.
void harden(ssl::context& context)
{
    auto* native = context.native_handle();
    const bool done = SSL_CTX_set_min_proto_version(native, TLS1_3_VERSION) == 1 &&
                      SSL_CTX_set_max_proto_version(native, TLS1_3_VERSION) == 1 &&
                      SSL_CTX_set_ciphersuites(native, suites) == 1 && SSL_CTX_set_num_tickets(native, 0) == 1 &&
                      SSL_CTX_set_max_early_data(native, 0) == 1 && SSL_CTX_set_recv_max_early_data(native, 0) == 1;
    require(done, "OpenSSL refuses TLS 1.3 without tickets");
    SSL_CTX_set_session_cache_mode(native, SSL_SESS_CACHE_OFF);
    SSL_CTX_set_options(native, SSL_OP_CIPHER_SERVER_PREFERENCE | SSL_OP_PRIORITIZE_CHACHA);
    SSL_CTX_set_options(native, SSL_OP_NO_TICKET | SSL_OP_NO_RENEGOTIATION | SSL_OP_NO_COMPRESSION);
    SSL_CTX_set_mode(native, SSL_MODE_RELEASE_BUFFERS);
}

// A key under a passphrase is an error; OpenSSL would otherwise ask for it on the terminal.
int no_passphrase(char*, int, int, void*) { return 0; }

// Whether OpenSSL's latest complaint is that a key and a certificate are not of one pair.
bool is_mismatch()
{
    const auto reason = ERR_GET_REASON(ERR_peek_last_error());
    return reason == X509_R_KEY_VALUES_MISMATCH || reason == X509_R_KEY_TYPE_MISMATCH;
}

// Why a file cannot be read; empty when it can be.
std::string unreadable(const std::filesystem::path& file)
{
    const std::ifstream opened{file};
    const int reason = errno;
    std::error_code ignored;
    if (opened && !std::filesystem::is_directory(file, ignored)) return {};
    return file.string() + ": " + (opened ? "it is a folder" : std::generic_category().message(reason));
}

}  // namespace

Result<TlsContext> server_context(const std::filesystem::path& certificate, const std::filesystem::path& key)
{
    auto context = std::make_shared<ssl::context>(ssl::context::tls_server);
    harden(*context);
    auto* native = context->native_handle();
    SSL_CTX_set_default_passwd_cb(native, &no_passphrase);
    const bool usable = SSL_CTX_use_certificate_chain_file(native, certificate.c_str()) == 1 &&
                        SSL_CTX_use_PrivateKey_file(native, key.c_str(), SSL_FILETYPE_PEM) == 1 &&
                        SSL_CTX_check_private_key(native) == 1;
    ERR_clear_error();
    if (!usable) return Errc::certificate_unusable;
    return TlsContext{std::move(context)};
}

std::string certificate_problem(const std::filesystem::path& certificate, const std::filesystem::path& key)
{
    for (const auto& file : {certificate, key})
        if (auto problem = unreadable(file); !problem.empty()) return problem;
    ssl::context context{ssl::context::tls_server};
    auto* native = context.native_handle();
    SSL_CTX_set_default_passwd_cb(native, &no_passphrase);
    std::string problem;
    if (SSL_CTX_use_certificate_chain_file(native, certificate.c_str()) != 1)
        problem = certificate.string() + ": there is no certificate in it (PEM is expected, the relay's own first)";
    else if (SSL_CTX_use_PrivateKey_file(native, key.c_str(), SSL_FILETYPE_PEM) != 1 && !is_mismatch())
        problem = key.string() + ": there is no key in it (PEM is expected, without a passphrase)";
    else if (SSL_CTX_check_private_key(native) != 1)
        problem = key.string() + ": the key does not belong to the certificate in " + certificate.string();
    ERR_clear_error();
    return problem;
}

std::optional<Instant> certificate_ends(const std::filesystem::path& certificate)
{
    ssl::context context{ssl::context::tls_server};
    std::tm ends{};
    const bool read =
        SSL_CTX_use_certificate_chain_file(context.native_handle(), certificate.c_str()) == 1 &&
        ASN1_TIME_to_tm(X509_get0_notAfter(SSL_CTX_get0_certificate(context.native_handle())), &ends) == 1;
    ERR_clear_error();
    if (!read) return std::nullopt;
    return Instant{std::chrono::seconds{::timegm(&ends)}};
}

TlsContext client_context(bool verify_certificate)
{
    auto context = std::make_shared<ssl::context>(ssl::context::tls_client);
    harden(*context);
    context->set_verify_mode(verify_certificate ? ssl::verify_peer : ssl::verify_none);
    if (verify_certificate) context->set_default_verify_paths();
    return context;
}

void name_server(ssl_st* session, const std::string& host)
{
    boost::system::error_code not_an_address;
    boost::asio::ip::make_address(host, not_an_address);
    if (!not_an_address) return;
    // This is the macro SSL_set_tlsext_host_name without its C cast; OpenSSL copies the text.
    auto* text = const_cast<char*>(host.c_str());
    SSL_ctrl(session, SSL_CTRL_SET_TLSEXT_HOSTNAME, TLSEXT_NAMETYPE_host_name, text);
}

void expect_host(ssl_st* session, const std::string& host)
{
    const bool is_address = X509_VERIFY_PARAM_set1_ip_asc(SSL_get0_param(session), host.c_str()) == 1;
    require(is_address || SSL_set1_host(session, host.c_str()) == 1, "OpenSSL takes no name of a relay");
}

bool certificate_refused(const ssl_st* session)
{
    return SSL_get_verify_mode(session) != SSL_VERIFY_NONE && SSL_get_verify_result(session) != X509_V_OK;
}

ByteArray<exporter_size> channel_binding(ssl_st* session)
{
    static constexpr std::string_view label = "EXPORTER-Channel-Binding";
    ByteArray<exporter_size> out{};
    const int done = SSL_export_keying_material(session, reinterpret_cast<unsigned char*>(out.data()), out.size(),
                                                label.data(), label.size(), nullptr, 0, 1);
    require(done == 1, "OpenSSL gives no TLS exporter");
    return out;
}

}  // namespace holdfast::link
