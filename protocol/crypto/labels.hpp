// The purposes of keys, hashes and signatures, one label each. A label is used for one purpose and for nothing else,
// so that bytes made for one purpose can never be taken for another. PROTOCOL.md, "Labels", lists them all.
#pragma once

#include <cstddef>
#include <stdexcept>
#include <string_view>

namespace holdfast::crypto {

/// "holdfast v1 <purpose>", shorter than 64 bytes so that its length prefix is one byte.
class Label {
  public:
    /// Only meant for constants: a malformed label does not compile there.
    constexpr explicit Label(std::string_view text) : text_{text}
    {
        if (!text.starts_with("holdfast v1 ") || text.size() >= max_size) throw std::logic_error{"malformed label"};
    }
    [[nodiscard]] constexpr std::string_view text() const noexcept { return text_; }

    static constexpr std::size_t max_size = 64;

  private:
    std::string_view text_;
};

namespace labels {

// Names: SHA-256
inline constexpr Label account_id{"holdfast v1 account id"};
inline constexpr Label practice_id{"holdfast v1 practice id"};
inline constexpr Label conversation_id{"holdfast v1 conversation id"};

// Signatures: Ed25519
inline constexpr Label sign_device_list{"holdfast v1 device list"};
inline constexpr Label sign_roster{"holdfast v1 roster"};
inline constexpr Label sign_hours{"holdfast v1 hours"};
inline constexpr Label sign_agreement{"holdfast v1 agreement"};
inline constexpr Label sign_agreement_word{"holdfast v1 agreement word"};
inline constexpr Label sign_plan{"holdfast v1 coping plan"};
inline constexpr Label sign_plan_word{"holdfast v1 coping plan word"};
inline constexpr Label sign_rhythm{"holdfast v1 rhythm"};
inline constexpr Label sign_rhythm_word{"holdfast v1 rhythm word"};
inline constexpr Label sign_prekey{"holdfast v1 signed prekey"};
inline constexpr Label sign_one_time_prekey{"holdfast v1 one-time prekey"};
inline constexpr Label sign_login{"holdfast v1 login"};
inline constexpr Label sign_redeem{"holdfast v1 redeem"};
inline constexpr Label sign_relay_hello{"holdfast v1 relay hello"};
inline constexpr Label sign_receipts{"holdfast v1 receipts"};
inline constexpr Label sign_hours_receipt{"holdfast v1 hours receipt"};
inline constexpr Label sign_practice_notice{"holdfast v1 practice notice"};
inline constexpr Label sign_outage{"holdfast v1 outage"};
inline constexpr Label sign_holiday_list{"holdfast v1 holiday list"};
inline constexpr Label sign_account_end{"holdfast v1 account end"};
inline constexpr Label sign_conversation_end{"holdfast v1 conversation end"};
inline constexpr Label sign_conversation_deletion{"holdfast v1 conversation deletion"};
inline constexpr Label sign_relay_move{"holdfast v1 relay move"};
inline constexpr Label sign_practice_terms{"holdfast v1 practice terms"};

// Login tokens: HKDF info and MAC, of the relay alone
inline constexpr Label login_token_key{"holdfast v1 login token key"};
inline constexpr Label login_token{"holdfast v1 login token"};

// The record of what the practice did, of the relay alone: SHA-256
inline constexpr Label deed_hash{"holdfast v1 practice deed"};

// Exports of a conversation: SHA-256
inline constexpr Label record_message{"holdfast v1 record message"};
inline constexpr Label record{"holdfast v1 record"};
inline constexpr Label record_seal{"holdfast v1 record seal"};

// Entries sealed for a practice's record: SHA-256 of the key and of the check of its file, HKDF info
inline constexpr Label record_key_number{"holdfast v1 record key number"};
inline constexpr Label record_key_file{"holdfast v1 record key file"};
inline constexpr Label sealed_record_key{"holdfast v1 sealed record key"};

// Copies of a relay's store that are kept elsewhere, and its key on paper: HKDF info, and SHA-256 of the check
inline constexpr Label backup_key{"holdfast v1 backup key"};
inline constexpr Label relay_key_kit{"holdfast v1 relay key kit"};

// Invitation: HKDF info, MAC and check characters
inline constexpr Label invitation_psk{"holdfast v1 invitation psk"};
inline constexpr Label invitation_id{"holdfast v1 invitation id"};
inline constexpr Label invitation_mac_key{"holdfast v1 invitation mac key"};
inline constexpr Label invitation_redeem_key{"holdfast v1 invitation redeem key"};
inline constexpr Label invitation_salt{"holdfast v1 invitation conversation salt"};
inline constexpr Label invitation_record{"holdfast v1 invitation record"};
inline constexpr Label invitation_check{"holdfast v1 invitation check"};
inline constexpr Label invitation_name_key{"holdfast v1 invitation name key"};
inline constexpr Label invitation_agreement_key{"holdfast v1 invitation agreement key"};

// Session set-up: HKDF info and the transcript hash
inline constexpr Label x3dh{"holdfast v1 x3dh"};
inline constexpr Label handshake_transcript{"holdfast v1 handshake transcript"};
inline constexpr Label handshake_secret{"holdfast v1 handshake secret"};
inline constexpr Label resumption_psk{"holdfast v1 resumption psk"};
inline constexpr Label resumption_id{"holdfast v1 resumption id"};

// Ratchet: HKDF info
inline constexpr Label ratchet_root{"holdfast v1 ratchet root"};
inline constexpr Label ratchet_message{"holdfast v1 ratchet message"};

// Payloads and envelopes: SHA-256
inline constexpr Label content_hash{"holdfast v1 content"};
inline constexpr Label receipt_hash{"holdfast v1 receipt"};
inline constexpr Label envelopes_hash{"holdfast v1 envelopes"};
inline constexpr Label hours_hash{"holdfast v1 hours version"};
inline constexpr Label agreement_hash{"holdfast v1 agreement text"};
inline constexpr Label measure_hash{"holdfast v1 measure"};
inline constexpr Label plan_hash{"holdfast v1 coping plan text"};
inline constexpr Label rhythm_hash{"holdfast v1 rhythm text"};

// The check of a printed recovery kit: SHA-256
inline constexpr Label recovery_kit{"holdfast v1 recovery kit"};

// The names an account gives to people, kept sealed with the relay: HKDF info
inline constexpr Label names_key{"holdfast v1 names key"};

// Identifiers in exported calendars: SHA-256
inline constexpr Label calendar_scope{"holdfast v1 calendar"};

// The root over a vault's records: KDF, HMAC
inline constexpr Label vault_root_key{"holdfast v1 vault root key"};
inline constexpr Label vault_root{"holdfast v1 vault root"};

}  // namespace labels
}  // namespace holdfast::crypto
