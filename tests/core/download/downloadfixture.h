// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/digest.h"
#include "core/download/objectfetcher.h"
#include "tests/support/origin/testorigin.h"

#include <QTemporaryDir>

namespace r2cache {

/// Leads every name where the test says; literals to themselves. Names it does not know cannot be
/// resolved.
class FakeResolver final : public HostResolver
{
public:
    QHash<QString, QList<QHostAddress>> names; ///< Set before the first fetch.

    [[nodiscard]] QFuture<Result<QList<QHostAddress>>> resolve(QString host) override;
};

/// An object at @p url as url/ would describe it; its id tells it from others.
[[nodiscard]] R2Url objectAt(const QUrl &url);

/// Waits until @p future is finished, at most 60 s, and takes its result.
template<typename T>
Result<T> await(const QFuture<Result<T>> &future)
{
    QFutureWatcher<Result<T>> watcher;
    QEventLoop loop;
    QObject::connect(&watcher, &QFutureWatcherBase::finished, &loop, &QEventLoop::quit);
    QTimer::singleShot(std::chrono::seconds{60}, &loop, &QEventLoop::quit);
    watcher.setFuture(future);
    if (!future.isFinished())
        loop.exec();
    if (future.resultCount() == 0)
        return failure(ErrorCode::Internal, QStringLiteral("The future has no result."));
    return future.result();
}

/// A directory with files, an origin that serves them, and an ObjectFetcher on its own thread
/// that trusts exactly this origin, retries after milliseconds and times out after fractions of a
/// second.
class DownloadFixture
{
public:
    DownloadFixture();
    ~DownloadFixture();

    /// Writes @p size pseudo-random bytes to @p name below the origin's root; returns them.
    QByteArray addFile(const QString &name, qsizetype size);

    [[nodiscard]] FetchRequest requestFor(const QUrl &url);
    /// Fetches @p path of the origin and waits for the end.
    [[nodiscard]] Result<FetchedObject> fetch(const QString &path);
    [[nodiscard]] Result<FetchedObject> fetch(const QUrl &url);
    [[nodiscard]] QByteArray partialFile() const; ///< Of the last requestFor().
    [[nodiscard]] QStringList requestedRanges() const; ///< "" where there was none.

    /// The fetcher, made with `options` at the first call.
    ObjectFetcher &fetcher();
    void stop(); ///< Shuts the fetcher down and ends its thread.

    QTemporaryDir directory;
    TestOrigin origin;
    SystemClock clock;
    std::shared_ptr<FakeResolver> resolver = std::make_shared<FakeResolver>();
    bool useSystemResolver = false;
    ObjectFetcher::Options options;
    std::shared_ptr<FillProgress> progress; ///< Of the last requestFor().

private:
    QThread m_thread;
    std::unique_ptr<ObjectFetcher> m_fetcher;
    int m_requests = 0;
};

} // namespace r2cache
