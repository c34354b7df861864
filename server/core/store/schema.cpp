#include "server/core/store/schema.hpp"

namespace holdfast::server {
namespace {

// "HfRl": tells a relay's store from other files.
constexpr std::int32_t application_id = 0x4866526c;

// 16 MiB. In batches of 32 messages the processor has a tenth less to do than with a quarter of it, and the disk a
// quarter less; a larger page cache changed nothing.
constexpr int checkpoint_pages = 4000;

constexpr std::string_view version_1 = R"sql(
CREATE TABLE relay(
    one INTEGER PRIMARY KEY CHECK (one = 1),
    key BLOB NOT NULL,
    incarnation BLOB NOT NULL,
    last_instant INTEGER NOT NULL,
    highest_instant INTEGER NOT NULL, -- ever shown; later than the last where the clock was put back
    settles_at INTEGER,            -- set while the clock is suspect
    ran INTEGER NOT NULL DEFAULT 0 -- whether a relay has run on this store since it was made or put back from a copy
) STRICT;

-- Times in which the relay did not run.
CREATE TABLE outage(
    began INTEGER PRIMARY KEY,
    ended INTEGER NOT NULL
) STRICT;

-- The holidays the practice suggests.
CREATE TABLE holiday_list(
    one INTEGER PRIMARY KEY CHECK (one = 1),
    list BLOB NOT NULL -- encoded Signed
) STRICT;

CREATE TABLE account(
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    role INTEGER NOT NULL,
    epoch INTEGER NOT NULL,
    device_list BLOB NOT NULL,
    signature BLOB NOT NULL,
    created INTEGER NOT NULL,
    waiting INTEGER NOT NULL DEFAULT 0,      -- bytes of envelopes in the queues that it wrote
    waiting_owned INTEGER NOT NULL DEFAULT 0 -- and those in conversations it owns
) STRICT;

-- A device that was dropped from its list stays as a row if it ever submitted or published: its numbers and messages
-- keep their meaning.
-- What an account calls people, sealed for its own devices.
CREATE TABLE sealed_names(
    account INTEGER PRIMARY KEY REFERENCES account(n),
    sealed BLOB NOT NULL
) STRICT;

CREATE TABLE device(
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    account INTEGER NOT NULL REFERENCES account(n),
    id BLOB NOT NULL,
    signing BLOB NOT NULL,
    agreement BLOB NOT NULL,
    dropped INTEGER NOT NULL DEFAULT 0,
    frozen INTEGER NOT NULL DEFAULT 0,
    last_submit INTEGER NOT NULL DEFAULT 0,
    token INTEGER NOT NULL DEFAULT 0,         -- the newest login token given
    token_before INTEGER NOT NULL DEFAULT 0,  -- counts beside it until that is confirmed
    last_delivery INTEGER NOT NULL DEFAULT 0, -- the number of the newest delivery handed to it
    last_prekey INTEGER NOT NULL DEFAULT 0, -- highest one-time prekey id ever published
    signed_prekey BLOB,                     -- encoded Signed
    prekey_expires INTEGER,
    UNIQUE (account, id)
) STRICT;

CREATE TABLE one_time_prekey(
    device INTEGER NOT NULL REFERENCES device(n),
    id INTEGER NOT NULL,
    record BLOB NOT NULL,
    PRIMARY KEY (device, id)
) STRICT, WITHOUT ROWID;

CREATE TABLE invitation(
    id BLOB PRIMARY KEY,
    inviter INTEGER REFERENCES account(n),  -- empty: the practice invites a therapist
    redeem_key BLOB NOT NULL,
    expires INTEGER NOT NULL,
    record BLOB NOT NULL,
    mac BLOB NOT NULL,
    used_by INTEGER REFERENCES account(n),
    used_list BLOB                          -- the device list it was redeemed with
) STRICT, WITHOUT ROWID;
CREATE INDEX invitation_by_inviter ON invitation(inviter) WHERE used_by IS NULL;

CREATE TABLE conversation(
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    id BLOB NOT NULL UNIQUE,
    owner INTEGER NOT NULL REFERENCES account(n),
    sequence INTEGER NOT NULL DEFAULT 0,    -- of its newest receipt
    head BLOB NOT NULL DEFAULT (zeroblob(32)), -- the hash of that
    roster BLOB                             -- encoded Signed
) STRICT;

CREATE TABLE member(
    conversation INTEGER NOT NULL REFERENCES conversation(n),
    account INTEGER NOT NULL REFERENCES account(n),
    PRIMARY KEY (conversation, account)
) STRICT, WITHOUT ROWID;
CREATE INDEX member_by_account ON member(account, conversation);

CREATE TABLE hours(
    owner INTEGER NOT NULL REFERENCES account(n),
    conversation INTEGER NOT NULL,          -- 0: the base chain
    version INTEGER NOT NULL,
    link BLOB NOT NULL,                     -- encoded HoursLink
    PRIMARY KEY (owner, conversation, version)
) STRICT;

CREATE TABLE practice_notice(
    therapist INTEGER NOT NULL REFERENCES account(n),
    number INTEGER NOT NULL,
    in_force INTEGER NOT NULL,
    notice BLOB NOT NULL,                   -- encoded Signed
    PRIMARY KEY (therapist, number)
) STRICT, WITHOUT ROWID;

-- What the practice did, for whoever asks later.
CREATE TABLE audit(
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    at INTEGER NOT NULL,
    deed TEXT NOT NULL,
    account INTEGER
) STRICT;

CREATE TABLE message(
    n INTEGER PRIMARY KEY,
    sender INTEGER NOT NULL,
    id BLOB NOT NULL,
    conversation INTEGER NOT NULL,
    class INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    received INTEGER NOT NULL,
    promised_from INTEGER,
    promised_by INTEGER,
    handed INTEGER NOT NULL DEFAULT 0       -- to any device, at any time: it can no longer be taken back
) STRICT;
CREATE INDEX message_by_id ON message(id);

-- The queue of every device: an envelope of a message, or a statement of the relay (no message, always released).
CREATE TABLE delivery(
    n INTEGER PRIMARY KEY AUTOINCREMENT,
    device INTEGER NOT NULL,
    message INTEGER REFERENCES message(n),
    sender INTEGER,
    conversation INTEGER,
    about INTEGER,                          -- the account whose device list a statement tells: the newest replaces it
    returns_to_gate INTEGER NOT NULL DEFAULT 0,  -- 1: goes back behind the gate when the hours close; 2: did so before
    waits INTEGER NOT NULL DEFAULT 0,       -- for what, while it is held: see Waits
    released INTEGER,                       -- empty: held
    number INTEGER,                         -- of this device's deliveries, from the first time it was handed over
    acked INTEGER,                          -- when; from then on it is without a body, and counts until the window ends
    code INTEGER,                           -- of the ack
    size INTEGER NOT NULL DEFAULT 0,        -- of the body an envelope came with
    body BLOB NOT NULL
) STRICT;
CREATE INDEX delivery_ready ON delivery(device, n) WHERE released IS NOT NULL AND acked IS NULL;
CREATE UNIQUE INDEX delivery_by_number ON delivery(device, number) WHERE number IS NOT NULL;
CREATE INDEX delivery_held ON delivery(conversation, n) WHERE released IS NULL;
CREATE INDEX delivery_returns ON delivery(conversation, n) WHERE released IS NOT NULL AND returns_to_gate > 0;
CREATE INDEX delivery_acked ON delivery(conversation, acked) WHERE acked IS NOT NULL;
CREATE INDEX delivery_by_pair ON delivery(device, sender) WHERE sender IS NOT NULL;
CREATE INDEX delivery_by_message ON delivery(message) WHERE message IS NOT NULL;

CREATE TRIGGER delivery_comes AFTER INSERT ON delivery WHEN NEW.sender IS NOT NULL
BEGIN
    UPDATE account SET waiting = waiting + NEW.size WHERE n = (SELECT account FROM device WHERE n = NEW.sender);
    UPDATE account SET waiting_owned = waiting_owned + NEW.size
        WHERE n = (SELECT owner FROM conversation WHERE n = NEW.conversation);
END;
CREATE TRIGGER delivery_goes AFTER DELETE ON delivery WHEN OLD.sender IS NOT NULL
BEGIN
    UPDATE account SET waiting = waiting - OLD.size WHERE n = (SELECT account FROM device WHERE n = OLD.sender);
    UPDATE account SET waiting_owned = waiting_owned - OLD.size
        WHERE n = (SELECT owner FROM conversation WHERE n = OLD.conversation);
END;

-- The log of every conversation. What a device asked for is found by number (a submit) or message.
CREATE TABLE receipt(
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation(n),
    sequence INTEGER,                       -- empty: of control content or a report, which are outside the log
    at INTEGER NOT NULL,
    device INTEGER,                         -- empty: nobody asked, time passed
    number INTEGER,                         -- of the submit; empty: a take-back
    message BLOB,
    proof BLOB NOT NULL                     -- encoded ReceiptProof
) STRICT;
CREATE UNIQUE INDEX receipt_by_sequence ON receipt(conversation, sequence);
CREATE UNIQUE INDEX receipt_by_number ON receipt(device, number) WHERE number IS NOT NULL;
CREATE INDEX receipt_by_message ON receipt(device, message) WHERE device IS NOT NULL;
CREATE INDEX receipt_by_time ON receipt(at);

CREATE TABLE quota(
    account INTEGER NOT NULL REFERENCES account(n),
    kind INTEGER NOT NULL,
    subject INTEGER NOT NULL,
    began INTEGER NOT NULL,
    used INTEGER NOT NULL,
    PRIMARY KEY (account, kind, subject)
) STRICT, WITHOUT ROWID;
)sql";

// The number of a receipt says when it was decided, so that no index has to: the millisecond, times 2^18, and its turn
// in that. A submit is found by its message, whose index is needed anyway, whatever its number.
constexpr std::string_view version_2 = R"sql(
ALTER TABLE receipt RENAME TO receipt_1;
CREATE TABLE receipt(
    n INTEGER PRIMARY KEY,
    conversation INTEGER NOT NULL REFERENCES conversation(n),
    sequence INTEGER,                       -- empty: of control content or a report, which are outside the log
    device INTEGER,                         -- empty: nobody asked, time passed
    number INTEGER,                         -- of the submit; empty: a take-back
    message BLOB,
    proof BLOB NOT NULL                     -- encoded ReceiptProof
) STRICT;
INSERT INTO receipt SELECT at * 262144 + row_number() OVER (PARTITION BY at ORDER BY n) - 1,
    conversation, sequence, device, number, message, proof FROM receipt_1;
DROP TABLE receipt_1;
CREATE UNIQUE INDEX receipt_by_sequence ON receipt(conversation, sequence) WHERE sequence IS NOT NULL;
CREATE INDEX receipt_by_message ON receipt(device, message) WHERE device IS NOT NULL;
)sql";

// The body of a delivery has a row of its own: what an opening, a closing or an ack changes is beside it.
constexpr std::string_view version_3 = R"sql(
CREATE TABLE body(
    delivery INTEGER PRIMARY KEY REFERENCES delivery(n) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
INSERT INTO body SELECT n, body FROM delivery WHERE acked IS NULL;
UPDATE delivery SET size = length(body) WHERE message IS NULL;
ALTER TABLE delivery DROP COLUMN body;

DROP INDEX delivery_held;
DROP INDEX delivery_returns;
CREATE INDEX delivery_held ON delivery(conversation, waits, message, released) WHERE released IS NULL;
CREATE INDEX delivery_returns ON delivery(conversation, message) WHERE released IS NOT NULL AND returns_to_gate > 0;
CREATE INDEX delivery_about ON delivery(device, about) WHERE about IS NOT NULL;
)sql";

// The bytes that wait are counted in memory and written once per commit (queue_counts.hpp).
constexpr std::string_view version_4 = R"sql(
DROP TRIGGER delivery_comes;
DROP TRIGGER delivery_goes;
CREATE INDEX invitation_by_end ON invitation(expires) WHERE used_by IS NULL;
)sql";

// A delivery is numbered with its message, so that those of a message are found without an index, and whoever is sent
// or acks one finds it by the number it was handed over under: one index does for both.
constexpr std::string_view version_5 = R"sql(
ALTER TABLE body RENAME TO body_4;
ALTER TABLE delivery RENAME TO delivery_4;
ALTER TABLE message RENAME TO message_4;
CREATE TABLE moved(
    old INTEGER PRIMARY KEY,
    old_message INTEGER,
    message INTEGER,
    new INTEGER NOT NULL
) STRICT;
INSERT INTO moved SELECT n, message, CASE WHEN message IS NULL THEN NULL ELSE first END, first * 1048576 + turn
    FROM (SELECT n, message, min(n) OVER of_message AS first, row_number() OVER of_message - 1 AS turn FROM delivery_4
          WINDOW of_message AS (PARTITION BY coalesce(message, -n) ORDER BY n));

CREATE TABLE message(
    n INTEGER PRIMARY KEY,
    sender INTEGER NOT NULL,
    id BLOB NOT NULL,
    conversation INTEGER NOT NULL,
    class INTEGER NOT NULL,
    sequence INTEGER NOT NULL,
    received INTEGER NOT NULL,
    promised_from INTEGER,
    promised_by INTEGER,
    handed INTEGER NOT NULL DEFAULT 0       -- to any device, at any time: it can no longer be taken back
) STRICT;
INSERT INTO message SELECT DISTINCT v.message, m.sender, m.id, m.conversation, m.class, m.sequence, m.received,
    m.promised_from, m.promised_by, m.handed FROM moved v JOIN message_4 m ON m.n = v.old_message ORDER BY v.message;

-- The queue of every device: an envelope of a message, or a statement of the relay (no message, always released).
CREATE TABLE delivery(
    n INTEGER PRIMARY KEY,                  -- that of the message times 2^20, and its turn; a statement's as if it had one
    device INTEGER NOT NULL,
    message INTEGER,
    sender INTEGER,
    conversation INTEGER,
    about INTEGER,                          -- the account whose device list a statement tells: the newest replaces it
    returns_to_gate INTEGER NOT NULL DEFAULT 0,  -- 1: goes back behind the gate when the hours close; 2: did so before
    waits INTEGER NOT NULL DEFAULT 0,       -- for what, while it is held: see Waits
    released INTEGER,                       -- empty: held
    number INTEGER,                         -- of this device's deliveries, from the first time it was handed over
    acked INTEGER,                          -- when; from then on it is without a body, and counts until the window ends
    code INTEGER,                           -- of the ack
    size INTEGER NOT NULL DEFAULT 0         -- of the body it came with
) STRICT;
INSERT INTO delivery SELECT v.new, d.device, v.message, d.sender, d.conversation, d.about, d.returns_to_gate, d.waits,
    d.released, d.number, d.acked, d.code, d.size FROM moved v JOIN delivery_4 d ON d.n = v.old ORDER BY v.new;

CREATE TABLE body(
    delivery INTEGER PRIMARY KEY REFERENCES delivery(n) ON DELETE CASCADE,
    bytes BLOB NOT NULL
) STRICT;
INSERT INTO body SELECT v.new, b.bytes FROM moved v JOIN body_4 b ON b.delivery = v.old ORDER BY v.new;

DROP TABLE moved;
DROP TABLE body_4;
DROP TABLE delivery_4;
DROP TABLE message_4;
CREATE INDEX message_by_id ON message(id);
CREATE INDEX delivery_ready ON delivery(device, number, n) WHERE released IS NOT NULL AND acked IS NULL;
CREATE INDEX delivery_held ON delivery(conversation, waits, message, released) WHERE released IS NULL;
CREATE INDEX delivery_returns ON delivery(conversation, message) WHERE released IS NOT NULL AND returns_to_gate > 0;
CREATE INDEX delivery_acked ON delivery(conversation, acked) WHERE acked IS NOT NULL;
CREATE INDEX delivery_by_pair ON delivery(device, sender) WHERE sender IS NOT NULL;
CREATE INDEX delivery_about ON delivery(device, about) WHERE about IS NOT NULL;
)sql";

// What a message changes in rows that the relay has in memory is one row per commit; envelopes that wait are counted.
constexpr std::string_view version_6 = R"sql(
CREATE TABLE change(
    n INTEGER PRIMARY KEY,
    changed BLOB NOT NULL                   -- encoded Changes, of one commit
) STRICT;
CREATE TABLE waiting(
    device INTEGER NOT NULL,
    account INTEGER NOT NULL,               -- whose envelopes wait for the device
    envelopes INTEGER NOT NULL,
    PRIMARY KEY (device, account)
) STRICT, WITHOUT ROWID;
INSERT INTO waiting SELECT d.device, s.account, count(*) FROM delivery d JOIN device s ON s.n = d.sender
    GROUP BY d.device, s.account;
DROP INDEX delivery_by_pair;
)sql";

// People come and go: invitations have numbers, an account says as which it came and whether it may still log in, and
// what the practice does is a chain, whose hashes the next start adds to the deeds that are there. Device rows and used
// invitations say since when they are of no use.
constexpr std::string_view version_7 = R"sql(
ALTER TABLE relay ADD COLUMN last_invitation INTEGER NOT NULL DEFAULT 0;
ALTER TABLE relay ADD COLUMN move BLOB;                  -- encoded Signed: where the relay is going to be
ALTER TABLE account ADD COLUMN invited_as INTEGER;
ALTER TABLE account ADD COLUMN invited_by INTEGER;       -- empty: the practice
ALTER TABLE account ADD COLUMN last_month INTEGER;       -- of a login, see month_of
ALTER TABLE account ADD COLUMN suspended INTEGER;        -- since when
ALTER TABLE account ADD COLUMN ended INTEGER;            -- when the practice removed it
ALTER TABLE conversation ADD COLUMN ended INTEGER;       -- when there was nobody left to write to
ALTER TABLE device ADD COLUMN dropped_at INTEGER;
ALTER TABLE practice_notice ADD COLUMN by_suspension INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN number INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN made INTEGER NOT NULL DEFAULT 0;
ALTER TABLE invitation ADD COLUMN used_at INTEGER;
UPDATE invitation SET made = expires - 604800000, number = 1 + (SELECT count(*) FROM invitation o
    WHERE o.expires < invitation.expires OR (o.expires = invitation.expires AND o.id < invitation.id));
UPDATE invitation SET used_at = (SELECT created FROM account WHERE n = used_by) WHERE used_by IS NOT NULL;
UPDATE relay SET last_invitation = (SELECT coalesce(max(number), 0) FROM invitation);
UPDATE account SET invited_as = (SELECT number FROM invitation WHERE used_by = account.n),
    invited_by = (SELECT inviter FROM invitation WHERE used_by = account.n);
UPDATE device SET dropped_at = (SELECT last_instant FROM relay) WHERE dropped = 1;
CREATE UNIQUE INDEX invitation_by_number ON invitation(number);
DROP INDEX invitation_by_inviter;
CREATE INDEX invitation_by_inviter ON invitation(inviter, used_by);
CREATE INDEX invitation_by_user ON invitation(used_by) WHERE used_by IS NOT NULL;
CREATE INDEX invitation_by_use ON invitation(used_at) WHERE used_by IS NOT NULL;
CREATE INDEX device_dropped ON device(dropped_at) WHERE dropped = 1;

-- What the practice did, for whoever asks later.
CREATE TABLE deed(
    n INTEGER PRIMARY KEY,
    at INTEGER NOT NULL,
    what TEXT NOT NULL,
    account BLOB,
    detail TEXT NOT NULL DEFAULT '',
    previous BLOB,
    hash BLOB
) STRICT;
INSERT INTO deed(n, at, what, account) SELECT d.n, d.at, d.deed, a.id FROM audit d LEFT JOIN account a ON a.n = d.account
    ORDER BY d.n;
DROP TABLE audit;
)sql";

// Members end conversations.
constexpr std::string_view version_8 = R"sql(
CREATE TABLE ending(
    conversation INTEGER PRIMARY KEY REFERENCES conversation(n),
    statement BLOB NOT NULL,                -- encoded Signed
    received INTEGER NOT NULL,
    deleted INTEGER                         -- when all that was kept besides the log had gone
) STRICT;
CREATE INDEX ending_undeleted ON ending(conversation) WHERE deleted IS NULL;
)sql";

constexpr std::string_view migrations[] = {version_1, version_2, version_3, version_4,
                                           version_5, version_6, version_7, version_8};

}  // namespace

const store::Schema& relay_schema() noexcept
{
    static constexpr store::Schema schema{
        .application_id = application_id, .migrations = migrations, .checkpoint_pages = checkpoint_pages};
    return schema;
}

bool is_relay_store(BytesView head) noexcept
{
    constexpr std::string_view mark{"SQLite format 3\0", 16};
    constexpr std::size_t id_at = 68;
    if (head.size() < store_head_size || as_text(head.first(mark.size())) != mark) return false;
    std::uint32_t id = 0;
    for (const auto byte : head.subspan(id_at, sizeof id)) id = id << 8 | std::to_integer<std::uint32_t>(byte);
    return id == static_cast<std::uint32_t>(application_id);
}

}  // namespace holdfast::server
