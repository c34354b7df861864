// The thread that owns the relay machine and its store. It takes everything that has arrived since its last commit,
// steps it in one transaction, and hands out what is now durable: group commit.
//
//     network thread ── post() ──► [queue] ──► ledger thread: step, fsync ──► [executor] ──► Receiver, network thread
//
// The queue gives connections their turn (EventQueue), and a step ends when it has done so much work (Relay::step): who
// asks much is served between all others.
//
// The two queues are all the threads share. The one rule: after a storage error nothing is ever handed out again.
#pragma once

#include <boost/asio/any_io_executor.hpp>
#include <condition_variable>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <optional>
#include <thread>
#include <vector>

#include "protocol/base/result.hpp"
#include "server/core/event_queue.hpp"
#include "server/core/events.hpp"
#include "server/core/relay.hpp"
#include "server/shell/clock_watch.hpp"
#include "server/shell/room_watch.hpp"

namespace holdfast::server {

/// The outcome of one commit.
struct Committed {
    Effects effects;
    std::vector<ConnectionId> taken;  ///< one entry for every post() of this connection that is in this commit
    bool clock_jumped = false;
    std::optional<bool> room_changed;  ///< set when there is no room on the disk any more, or again
};

/// Where the store lies, and how much has to be free there for more to be taken, in bytes.
struct DiskRoom {
    std::filesystem::path folder;
    std::uint64_t reserve = 0;
};

/// Work that runs on the ledger thread between two commits.
struct BackUp {
    std::uint64_t ticket = 0;
    std::filesystem::path file;
};

/// Running numbers since the start.
struct LedgerCounts {
    std::uint64_t commits = 0;
    std::uint64_t events = 0;
};

class Ledger {
  public:
    /// Called on the network thread, in the order of the commits.
    class Receiver {
      public:
        virtual ~Receiver() = default;
        virtual void committed(Committed outcome, LedgerCounts counts) = 0;
        virtual void backed_up(std::uint64_t ticket, Status outcome) = 0;
        /// The last call: everything posted before finish() is durable and was handed out.
        virtual void finished() = 0;
        /// The last call: the store cannot be relied on any more. `what` is for the log.
        virtual void failed(Errc code, std::string what) = 0;
    };

    /// Starts the thread; its first step is a Tick. `receiver` outlives this object and whatever runs on `network`.
    Ledger(std::unique_ptr<Relay> relay, boost::asio::any_io_executor network, Receiver& receiver, DiskRoom room);
    /// Ends the thread as finish() does, and waits for it.
    ~Ledger();
    Ledger(const Ledger&) = delete;
    Ledger& operator=(const Ledger&) = delete;

    /// Hands over what came from one connection, or from inside (connection 0), in order. Any thread.
    void post(ConnectionId from, std::vector<Event> events);
    void post(BackUp request);
    /// Steps the events that have been posted, then ends. Later ones are dropped.
    void finish();

  private:
    struct Work {
        std::vector<QueuedEvent> events;
        std::vector<BackUp> backups;
        bool finish = false;
    };

    void run();
    void loop();
    [[nodiscard]] Work wait_for_work();
    [[nodiscard]] bool is_done();
    void step(Work& work);
    /// Events that this thread makes itself, before all others.
    [[nodiscard]] std::vector<Event> own_events(Instant now, const Work& work, bool jumped);
    /// Tells whose posts are in the first `count`, and puts the rest back.
    void account_for(Committed& outcome, std::vector<QueuedEvent> events, std::size_t count);
    [[nodiscard]] std::optional<bool> look_at_room();
    void back_up(const BackUp& request);
    void hand_out(Committed outcome);

    std::unique_ptr<Relay> relay_;
    boost::asio::any_io_executor network_;
    Receiver& receiver_;

    // Of the ledger thread alone.
    ClockWatch clock_{clock_jump};
    std::optional<Instant> wake_at_;
    std::optional<Instant> write_at_;  // what is in memory alone
    Instant stepped_at_;
    LedgerCounts counts_;
    DiskRoom disk_;
    RoomWatch room_;
    bool has_room_ = true;

    std::mutex mutex_;
    std::condition_variable arrived_;
    // guarded by mutex_
    EventQueue waiting_;
    std::vector<BackUp> backups_;
    bool finishing_ = false;
    std::thread thread_;
};

}  // namespace holdfast::server
