// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/cache/diskcache.h"

#include <QCoroTask>

#include <deque>

namespace r2cache {

/// An entry whose bytes were not those that were stored.
struct VerifyFinding
{
    QString id;
    int version = 1;
    QString url; ///< Without signature.
    QString error; ///< A sentence.
};

/// How far verifying is.
struct VerifyProgress
{
    enum class State
    {
        Idle, ///< Nothing was asked for in this run.
        Running,
        Done,
        Stopped, ///< By the end of the program, or because the index failed.
    };

    State state = State::Idle;
    qint64 checked = 0; ///< Entries.
    qint64 total = 0; ///< Entries there were when it was asked for.
    qint64 bytes = 0; ///< Hashed.
    qint64 badCount = 0;
    QList<VerifyFinding> bad; ///< The first thousand.
    QStringList errors; ///< What could not be looked at; the first hundred.
    QDateTime startedAt; ///< UTC; invalid when idle.
    QDateTime finishedAt; ///< UTC; invalid while it runs.
};

/// Reads entries in the background and compares their bytes with their SHA-256. Those that differ
/// go to quarantine: the next reader has them fetched again.
///
/// Reads at a bounded rate and the lowest I/O priority, on a thread of its own, so that readers do
/// not feel it. Lives on the service thread; stop() and running() == 0 before it goes.
class Verifier : public QObject
{
    Q_OBJECT

public:
    struct Options
    {
        qint64 bytesPerSecond = 50'000'000; ///< 0: no limit.
        qint64 sliceBytes = 1'048'576; ///< Read between two looks at the time.
    };
    /// Finishes after so long; a test may do so at once.
    using Pause = std::function<QFuture<void>(std::chrono::milliseconds)>;

    /// @param pause  null: a timer.
    Verifier(
        DiskCache &cache, const Clock &clock, const Options &options, Pause pause = {},
        QObject *parent = nullptr);
    ~Verifier() override;

    /// All entries there are. Joins a run over all of them; after one over some it goes on with
    /// all.
    void verifyAll();
    /// All versions of @p ids; one that runs takes them in. Ids without entries are passed over.
    void verify(const QStringList &ids);

    /// From the next slice on.
    void setOptions(const Options &options) { m_options = options; }

    [[nodiscard]] const VerifyProgress &progress() const { return m_progress; }

    /// Ends after the slice at hand; nothing is begun any more.
    void stop() { m_stop = true; }
    [[nodiscard]] int running() const { return m_running; }

private:
    struct Hashing;

    void begin();
    [[nodiscard]] QCoro::Task<> run();
    [[nodiscard]] QCoro::Task<Result<>> checkIds();
    [[nodiscard]] QCoro::Task<Result<>> checkAll();
    [[nodiscard]] QCoro::Task<Result<>> check(EntryRecord record);
    [[nodiscard]] QCoro::Task<> keepRate(qint64 bytes);
    [[nodiscard]] QCoro::Task<Result<>> condemn(EntryRecord record, bool hasFile, QString why);
    [[nodiscard]] static QFuture<Result<qint64>>
    hashSlice(QThreadPool *pool, std::shared_ptr<Hashing> hashing, qint64 length);
    void noteError(const QString &message);

    DiskCache &m_cache;
    const Clock &m_clock;
    Options m_options;
    Pause m_pause;
    QThreadPool m_pool;
    VerifyProgress m_progress;
    std::deque<QString> m_ids;
    bool m_all = false; ///< All are wanted, or under way.
    bool m_stop = false;
    int m_running = 0;
    std::chrono::microseconds m_due{0}; ///< When the next slice may be read, by the clock.
};

} // namespace r2cache
