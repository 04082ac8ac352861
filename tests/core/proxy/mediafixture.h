// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/base/compat.h"
#include "core/proxy/mediahandler.h"
#include "core/proxy/proxyanswers.h"
#include "tests/core/cache/cachefixture.h"
#include "tests/core/server/rawclient.h"
#include "tests/core/server/testserver.h"

#include <fcntl.h>

namespace r2cache {

/// A range proxy over a real cache and real sockets; fills are what the test makes of them.
class MediaFixture
{
public:
    /// What the handler asked for; the test answers.
    struct Fetch
    {
        QString id;
        QPromise<Result<FillReading>> promise;

        void answer(Result<FillReading> result)
        {
            promise.addResult(std::move(result));
            promise.finish();
        }
    };

    explicit MediaFixture(MediaHandler::Options options = {})
        : cache({1'000'000'000, 100, 0})
        , handler(
              {cache.lookup, *cache.index, cache.counters, cache.clock,
               [this](const QString &id) { return noteFetch(id); },
               [this](const QString &id, qint64 offset) { return notePass(id, offset); },
               [this](const QString &) {
                   ++m_stale;
               }},
              std::move(options))
        , server(std::make_unique<TestServer>(parts(), HttpServer::Options{.workers = 2}))
    { }
    ~MediaFixture()
    {
        dropFetches();
        if (!QTest::qWaitFor([this] { return handler.waiting() == 0; }, 20'000))
            qFatal("Requests are still waiting.");
        server.reset();
    }

    HttpServer::Parts parts()
    {
        HttpServer::Parts parts;
        parts.policy = proxyHeadPolicy(HostRules());
        parts.errorBody = proxyText;
        handler.addRoutesTo(parts);
        return parts;
    }

    quint16 port() const { return server->port(); }
    static QByteArray pathOf(int number, const QByteArray &ending = ".mp4")
    {
        return "/video/" + CacheFixture::idOf(number).toLatin1() + ending;
    }

    /// The object is known, its video is not here.
    void know(int number, bool isPrivate = false)
    {
        ObjectRow row;
        row.id = CacheFixture::idOf(number);
        row.canonicalUrl = QStringLiteral("https://a.r2.dev/%1.mp4").arg(number);
        row.extension = QStringLiteral("mp4");
        row.isPrivate = isPrivate;
        row.lastAskedAt = cache.clock.nowUtc();
        CacheFixture::require(CacheFixture::wait(cache.index->rememberObjects({row})));
    }
    void add(int number, const QByteArray &bytes)
    {
        if (const auto added = cache.add(number, bytes); !added)
            qFatal("%s", qPrintable(added.error().message));
    }

    /// A fill of these bytes; they are in the file, none is published.
    FillContentPtr content(const QByteArray &bytes)
    {
        const auto path = cache.store->partialPath(QStringLiteral("content"));
        auto file = OpenFile::open(path, O_RDWR | O_CREAT | O_TRUNC);
        if (!file || !file->writeAt(0, bytes))
            qFatal("The content could not be written.");
        FillContent::Version version;
        version.file = std::make_shared<const OpenFile>(std::move(*file));
        version.length = bytes.size();
        version.etag = "\"e\"";
        return std::make_shared<FillContent>(std::move(version), [this](qint64 offset) {
            const std::scoped_lock lock(m_mutex);
            m_demanded.push_back(offset);
        });
    }
    /// What a reader of it gets.
    FillReading reading(int number, const FillContentPtr &content) const
    {
        FillReading reading{content};
        reading.record.id = CacheFixture::idOf(number);
        reading.record.extension = QStringLiteral("mp4");
        reading.record.sizeBytes = content->version().length;
        reading.record.createdAt = cache.clock.nowUtc();
        reading.record.validatedAt = cache.clock.nowUtc();
        return reading;
    }
    /// How often an entry was served stale and its origin to be asked.
    int stale() const { return m_stale; }
    std::vector<qint64> demanded() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_demanded;
    }

    /// The @p count-th fetch, once it was asked for.
    std::shared_ptr<Fetch> fetch(size_t count)
    {
        if (!QTest::qWaitFor([&] { return fetchCount() >= count; }, 20'000))
            qFatal("Nothing was fetched.");
        const std::scoped_lock lock(m_mutex);
        return m_fetches.at(count - 1);
    }
    size_t fetchCount() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_fetches.size();
    }
    /// Lets go of every fetch as a service does that shuts down.
    void dropFetches()
    {
        const std::scoped_lock lock(m_mutex);
        m_fetches.clear();
    }

    /// What is passed through from now on; asks for it are in passed().
    void passThrough(Result<PassedContentPtr> answer)
    {
        const std::scoped_lock lock(m_mutex);
        m_passAnswer = std::move(answer);
    }
    /// Offsets of the objects that were to be passed through.
    std::vector<qint64> passed() const
    {
        const std::scoped_lock lock(m_mutex);
        return m_passed;
    }

    CacheFixture cache;
    MediaHandler handler;
    std::unique_ptr<TestServer> server;

private:
    QFuture<Result<FillReading>> noteFetch(const QString &id)
    {
        auto fetch = std::make_shared<Fetch>();
        fetch->id = id;
        fetch->promise.start();
        const std::scoped_lock lock(m_mutex);
        m_fetches.push_back(fetch);
        return fetch->promise.future();
    }

    QFuture<Result<PassedContentPtr>> notePass(const QString &, qint64 offset)
    {
        const std::scoped_lock lock(m_mutex);
        m_passed.push_back(offset);
        return readyFuture(m_passAnswer);
    }

    mutable std::mutex m_mutex;
    std::vector<std::shared_ptr<Fetch>> m_fetches;
    std::vector<qint64> m_passed;
    Result<PassedContentPtr> m_passAnswer
        = failure(ErrorCode::OriginUnreachable, QStringLiteral("as the test says"));
    std::vector<qint64> m_demanded;
    std::atomic<int> m_stale = 0;
};

} // namespace r2cache
