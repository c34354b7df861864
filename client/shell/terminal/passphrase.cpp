#include "client/shell/terminal/passphrase.hpp"

#include <cstdio>

#include "client/shell/platform.hpp"
#include "client/shell/terminal/passphrase_strength.hpp"

namespace holdfast::shell {
namespace {

/// How often the two may differ, or the first be one that could be guessed, before the command gives up.
constexpr int attempts = 5;

bool is_given(const Options& options) { return options.passphrase_file || options.passphrase_fd; }

Result<crypto::SecretBytes> given(const Options& options)
{
    if (options.passphrase_fd) return platform::read_secret_line(*options.passphrase_fd, max_passphrase_bytes);
    if (!options.json && platform::is_readable_by_others(*options.passphrase_file))
        std::fputs("Others on this machine can read the passphrase file. Better: chmod 600\n", stderr);
    return platform::read_secret_line(*options.passphrase_file, max_passphrase_bytes);
}

Result<crypto::SecretBytes> not_empty(Result<crypto::SecretBytes> secret)
{
    if (secret.has_value() && secret->empty()) return Errc::no_passphrase;
    return secret;
}

Result<crypto::SecretBytes> strong(Result<crypto::SecretBytes> secret)
{
    if (secret.has_value() && !weakness_of(secret->view()).empty()) return Errc::weak_passphrase;
    return secret;
}

}  // namespace

std::string no_passphrase_words(const Options& options)
{
    if (!options.passphrase_file) return sentence(Errc::no_passphrase);
    return "There is no passphrase in " + options.passphrase_file->string() +
           ": the file is not there, is not yours to read, or its first line is empty or too long.";
}

Result<crypto::SecretBytes> passphrase(const Options& options)
{
    return is_given(options) ? not_empty(given(options)) : platform::ask_secret("Passphrase: ", max_passphrase_bytes);
}

Result<crypto::SecretBytes> new_passphrase(const Options& options)
{
    if (is_given(options)) return strong(not_empty(given(options)));
    std::string question = "Choose a passphrase: a few words you will remember. Nothing appears while you type.\n> ";
    for (int attempt = 0; attempt < attempts; ++attempt) {
        auto first = platform::ask_secret(question, max_passphrase_bytes);
        if (first.has_error()) return first;
        if (const auto weakness = weakness_of(first->view()); !weakness.empty()) {
            if (attempt + 1 == attempts) return Errc::weak_passphrase;
            question = weakness + "\nChoose a passphrase: ";
            continue;
        }
        const auto second = platform::ask_secret("The same words once more: ", max_passphrase_bytes);
        if (second.has_error()) return second.errc();
        if (*first == *second) return first;
        question = "The two differ. Choose a passphrase: ";
    }
    return Errc::nothing_changed;
}

}  // namespace holdfast::shell
