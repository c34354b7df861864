// The longer statements of queue.cpp.
#pragma once

#include <string>
#include <string_view>

namespace holdfast::server::queue_sql {

// What is said of a row that is gone: who waited, whose it was, and whether it counted as waiting, and as held.
inline const std::string gone =
    " RETURNING device, sender, conversation, size, message, "
    "CASE WHEN acked IS NULL AND NOT (released IS NULL AND waits = 2) THEN 1 ELSE 0 END, "
    "CASE WHEN released IS NULL AND waits = 0 THEN 1 ELSE 0 END";
inline constexpr std::string_view live =
    "SELECT m.n, m.sender, m.conversation, m.class FROM message m JOIN device s ON s.n = m.sender "
    "WHERE m.id = ? AND s.account = ?";
inline constexpr std::string_view renew =
    "UPDATE message SET sequence = ?, received = ?, promised_from = ?, promised_by = ? WHERE n = ?";
inline constexpr std::string_view add_message =
    "INSERT INTO message(n, sender, id, conversation, class, sequence, received, promised_from, promised_by) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)";
inline constexpr std::string_view add_delivery =
    "INSERT INTO delivery(n, device, message, sender, conversation, returns_to_gate, waits, released, number, size) "
    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)";
inline constexpr std::string_view add_statement =
    "INSERT INTO delivery(n, device, about, released, number, size) VALUES (?, ?, ?, ?, ?, ?)";
inline constexpr std::string_view last_of_message = "SELECT coalesce(max(n), ?) FROM delivery WHERE n BETWEEN ? AND ?";
inline constexpr std::string_view last_message = "SELECT coalesce(max(n), 0) FROM message";
inline constexpr std::string_view last_delivery = "SELECT coalesce(max(n), 0) FROM delivery";
inline constexpr std::string_view remove_about = "DELETE FROM delivery WHERE device = ? AND about = ?";
// What was handed over before comes first, under its number: it is the oldest.
inline constexpr std::string_view ready_again =
    "SELECT n, number, size, conversation FROM delivery WHERE device = ? AND number IS NOT NULL "
    "AND released IS NOT NULL AND acked IS NULL ORDER BY number LIMIT ?";
inline constexpr std::string_view ready =
    "SELECT n, 0, size, conversation FROM delivery WHERE device = ? AND number IS NULL "
    "AND released IS NOT NULL AND acked IS NULL ORDER BY n LIMIT ?";
inline constexpr std::string_view has_to_read =
    "SELECT 1 FROM delivery d JOIN message m ON m.n = d.message WHERE d.device = ? AND d.released IS NOT NULL "
    "AND d.acked IS NULL AND d.released <= ? AND m.class = ? LIMIT 1";
inline constexpr std::string_view load =
    "SELECT b.bytes, d.released, m.id, c.id, m.class, a.id, s.id, m.sequence, m.received, d.number "
    "FROM delivery d JOIN body b ON b.delivery = d.n LEFT JOIN message m ON m.n = d.message "
    "LEFT JOIN conversation c ON c.n = m.conversation LEFT JOIN device s ON s.n = m.sender "
    "LEFT JOIN account a ON a.n = s.account WHERE d.n = ?";
inline constexpr std::string_view mark_message = "UPDATE message SET handed = 1 WHERE n = ? AND handed = 0";
inline constexpr std::string_view ack =
    "UPDATE delivery SET acked = ?, code = ?, returns_to_gate = 0 WHERE device = ? AND number BETWEEN ? AND ? "
    "AND acked IS NULL AND released IS NOT NULL AND message IS NOT NULL";
inline constexpr std::string_view remove_bodies =
    "DELETE FROM body WHERE delivery IN (SELECT n FROM delivery WHERE device = ? AND number BETWEEN ? AND ? "
    "AND acked IS NULL AND released IS NOT NULL AND message IS NOT NULL)";
inline const std::string settle =
    "DELETE FROM delivery WHERE conversation = ? AND acked IS NOT NULL AND acked <= ? AND (acked < ? OR n <= ?)" + gone;
inline const std::string remove_deliveries = "DELETE FROM delivery WHERE n BETWEEN ? AND ?" + gone;
inline constexpr std::string_view ack_statements =
    "DELETE FROM delivery WHERE device = ? AND number BETWEEN ? AND ? AND message IS NULL "
    "AND released IS NOT NULL AND acked IS NULL";
inline constexpr std::string_view acked =
    "SELECT d.n, d.acked, d.code, d.device, m.n, m.id, m.sender, m.class FROM delivery d "
    "JOIN message m ON m.n = d.message WHERE d.conversation = ? AND d.acked IS NOT NULL ORDER BY d.acked, d.n LIMIT ?";
inline constexpr std::string_view remove_done =
    "DELETE FROM message WHERE n = ? AND NOT EXISTS (SELECT 1 FROM delivery d WHERE d.n BETWEEN ? AND ?)";
inline constexpr std::string_view find_own =
    "SELECT n, handed FROM message WHERE id = ? AND sender = ? AND conversation = ? AND class = ?";
inline constexpr std::string_view was_let_go =
    "SELECT 1 FROM delivery WHERE n BETWEEN ? AND ? AND (released IS NOT NULL OR number IS NOT NULL) LIMIT 1";
// By the indexes of what is released, held and acked; an envelope is one of these. The device five times.
inline const std::string envelopes_of_device =
    "SELECT n FROM delivery WHERE device = ? AND sender IS NOT NULL AND released IS NOT NULL AND acked IS NULL "
    "UNION ALL SELECT n FROM delivery WHERE device = ? AND released IS NULL AND conversation IN "
    "(SELECT conversation FROM member WHERE account = (SELECT account FROM device WHERE n = ?)) "
    "UNION ALL SELECT n FROM delivery WHERE device = ? AND acked IS NOT NULL AND conversation IN "
    "(SELECT conversation FROM member WHERE account = (SELECT account FROM device WHERE n = ?)) ORDER BY 1";
inline const std::string messages_of_device =
    "SELECT m.n, m.class, m.conversation, a.id, s.id, m.id, max(CASE WHEN d.acked IS NULL THEN 1 ELSE 0 END), "
    "max(CASE WHEN d.number IS NULL THEN 0 ELSE 1 END) FROM delivery d "
    "JOIN message m ON m.n = d.message JOIN device s ON s.n = m.sender JOIN account a ON a.n = s.account "
    "WHERE d.n IN (" +
    envelopes_of_device + ") GROUP BY m.n, s.n, a.n ORDER BY m.n";
inline const std::string drop = "DELETE FROM delivery WHERE n IN (" + envelopes_of_device + ")" + gone;
inline constexpr std::string_view held_messages =
    "SELECT DISTINCT m.n, m.class, a.id, s.id, m.id FROM delivery d JOIN message m ON m.n = d.message "
    "JOIN device s ON s.n = m.sender JOIN account a ON a.n = s.account "
    "WHERE d.conversation = ? AND d.released IS NULL ORDER BY m.n";
inline const std::string drop_held = "DELETE FROM delivery WHERE conversation = ? AND released IS NULL" + gone;
// A statement is always released, and gone when it is acked.
inline constexpr std::string_view drop_statements =
    "DELETE FROM delivery WHERE device = ? AND sender IS NULL AND released IS NOT NULL AND acked IS NULL";
inline constexpr std::string_view has_kept =
    "SELECT 1 FROM delivery WHERE conversation = ? AND released IS NULL "
    "UNION ALL SELECT 1 FROM delivery WHERE conversation = ? AND acked IS NOT NULL LIMIT 1";
inline constexpr std::string_view has_released =
    "SELECT 1 FROM delivery WHERE device = ? AND conversation = ? AND released IS NOT NULL AND acked IS NULL LIMIT 1";
// Three seeks, however much waits.
inline constexpr std::string_view next_at_the_gate =
    "SELECT min(c) FROM (SELECT min(conversation) AS c FROM delivery WHERE released IS NULL AND conversation > ? "
    "UNION ALL SELECT min(conversation) FROM delivery "
    "WHERE released IS NOT NULL AND returns_to_gate > 0 AND conversation > ? "
    "UNION ALL SELECT min(conversation) FROM delivery WHERE acked IS NOT NULL AND conversation > ?) AS next "
    "ORDER BY 1";
inline constexpr std::string_view waits_for_opening =
    "SELECT 1 FROM delivery WHERE conversation = ? AND released IS NULL AND waits = 0 LIMIT 1";
inline constexpr std::string_view waits_for_closing =
    "SELECT 1 FROM delivery WHERE conversation = ? AND released IS NOT NULL AND returns_to_gate > 0 LIMIT 1";
inline constexpr std::string_view release =
    "UPDATE delivery SET released = ? WHERE conversation = ? AND released IS NULL AND waits = 0 AND message <= ("
    "SELECT max(message) FROM (SELECT DISTINCT message FROM delivery WHERE conversation = ? AND released IS NULL "
    "AND waits = 0 ORDER BY message LIMIT ?) AS slice) RETURNING device, message";
inline constexpr std::string_view hold_again =
    "UPDATE delivery SET released = NULL, returns_to_gate = 2 "
    "WHERE conversation = ? AND released IS NOT NULL AND returns_to_gate > 0 AND message <= ("
    "SELECT max(message) FROM (SELECT DISTINCT message FROM delivery WHERE conversation = ? AND released IS NOT NULL "
    "AND returns_to_gate > 0 ORDER BY message LIMIT ?) AS slice) RETURNING device, coalesce(number, 0), message";
inline constexpr std::string_view held =
    "SELECT DISTINCT d.message, a.id, s.id, m.id, m.sender, m.promised_from, m.promised_by FROM delivery d "
    "JOIN message m ON m.n = d.message JOIN device s ON s.n = m.sender JOIN account a ON a.n = s.account "
    "WHERE d.conversation = ? AND d.released IS NULL AND d.waits = 0 AND d.message BETWEEN ? AND ? "
    "ORDER BY d.message LIMIT ?";
inline constexpr std::string_view held_unlike =
    "SELECT DISTINCT d.message, a.id, s.id, m.id, m.sender, m.promised_from, m.promised_by FROM delivery d "
    "JOIN message m ON m.n = d.message JOIN device s ON s.n = m.sender JOIN account a ON a.n = s.account "
    "WHERE d.conversation = ? AND d.released IS NULL AND d.waits = 0 "
    "AND (m.promised_from IS DISTINCT FROM ? OR m.promised_by IS DISTINCT FROM ?) ORDER BY d.message LIMIT ?";
inline constexpr std::string_view first_held =
    "SELECT min(m.sequence) FROM delivery d JOIN message m ON m.n = d.message WHERE d.conversation = ? "
    "AND d.released IS NULL AND d.waits = 0 AND d.returns_to_gate < 2 "
    "AND m.sender NOT IN (SELECT n FROM device WHERE account = ?)";
inline constexpr std::string_view waiting =
    "SELECT DISTINCT d.message, m.received FROM delivery d JOIN message m ON m.n = d.message "
    "WHERE d.conversation = ? AND d.released IS NULL AND d.waits = ? ORDER BY d.message LIMIT ?";
inline constexpr std::string_view release_message =
    "UPDATE delivery SET released = ? WHERE n BETWEEN ? AND ? AND released IS NULL RETURNING device, message, waits";
inline const std::string replace_report =
    "DELETE FROM delivery WHERE conversation = ? AND released IS NULL AND waits = 1 AND sender = ? AND device = ?" +
    gone;
inline constexpr std::string_view set_promise = "UPDATE message SET promised_from = ?, promised_by = ? WHERE n = ?";
inline constexpr std::string_view envelopes_held =
    "SELECT count(*) FROM delivery WHERE n BETWEEN ? AND ? AND released IS NULL AND waits = 0";
// Both are counted in indexes that have nothing else in them. Control content of an owner's device waits for the end of
// a window: it is no backlog.
inline constexpr std::string_view count_all =
    "SELECT (SELECT count(*) FROM delivery) - (SELECT count(*) FROM delivery WHERE acked IS NOT NULL) - "
    "(SELECT count(*) FROM delivery WHERE released IS NULL AND waits = 2)";
inline constexpr std::string_view count_held =
    "SELECT coalesce(sum(one), 0) FROM (SELECT CASE WHEN waits = 0 THEN 1 ELSE 0 END AS one FROM delivery "
    "WHERE released IS NULL GROUP BY conversation, waits, message) AS held";

}  // namespace holdfast::server::queue_sql
