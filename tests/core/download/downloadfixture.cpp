// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/download/downloadfixture.h"

#include <QRandomGenerator>

namespace r2cache {

using namespace Qt::StringLiterals;

QFuture<Result<QList<QHostAddress>>> FakeResolver::resolve(QString host)
{
    QPromise<Result<QList<QHostAddress>>> promise;
    promise.start();
    const QHostAddress literal(host);
    const auto addresses = literal.isNull() ? names.value(host) : QList{literal};
    if (addresses.isEmpty())
        promise.addResult(
            Result<QList<QHostAddress>>{failure(ErrorCode::OriginUnreachable, u"No such host."_s)});
    else
        promise.addResult(Result<QList<QHostAddress>>{addresses});
    promise.finish();
    return promise.future();
}

R2Url objectAt(const QUrl &url)
{
    R2Url object;
    object.request = url;
    object.canonical = url.toString(QUrl::RemoveQuery);
    object.id = QString::fromLatin1(sha256Hex(object.canonical.toUtf8()).first(32));
    object.extension = u"mp4"_s;
    object.origin = {url.scheme(), url.host(), url.port()};
    return object;
}

namespace {

// A tenth of it is how long an origin may stall. The origin runs in this process: instrumented, and
// beside other tests, it takes longer than a second to hash a file that has changed.
#ifdef __SANITIZE_THREAD__
constexpr std::chrono::seconds downloadTimeout{40};
#else
constexpr std::chrono::seconds downloadTimeout{10};
#endif

} // namespace

DownloadFixture::DownloadFixture()
    : origin(directory.path())
{
    if (!origin.listen())
        qFatal("the test origin cannot listen");
    options.fill.retry
        = {.maxRetries = 3,
           .baseDelay = std::chrono::milliseconds{20},
           .maxDelay = std::chrono::milliseconds{100},
           .maxRetryAfter = std::chrono::milliseconds{5'000}};
    options.fill.downloadTimeout = downloadTimeout;
    options.origin.userAgent = "r2cache/test";
    options.origin.reply.connectTimeout = std::chrono::milliseconds{2'000};
    options.origin.isExactOrigin = [port = origin.port()](const Origin &asked) {
        return asked.host == u"127.0.0.1" && asked.port == port;
    };
}

DownloadFixture::~DownloadFixture()
{
    stop();
}

QByteArray DownloadFixture::addFile(const QString &name, qsizetype size)
{
    QByteArray bytes(size, Qt::Uninitialized);
    QRandomGenerator generator(static_cast<quint32>(size));
    for (auto &byte : bytes)
        byte = static_cast<char>(generator.generate());
    QFile file(directory.filePath(name));
    if (!file.open(QIODevice::WriteOnly) || file.write(bytes) != size)
        qFatal("cannot write a test file");
    return bytes;
}

FetchRequest DownloadFixture::requestFor(const QUrl &url)
{
    progress = std::make_shared<FillProgress>();
    return {objectAt(url), directory.filePath(u"partial-%1"_s.arg(++m_requests)), {}, progress};
}

Result<FetchedObject> DownloadFixture::fetch(const QString &path)
{
    return fetch(origin.url(path));
}

Result<FetchedObject> DownloadFixture::fetch(const QUrl &url)
{
    return await(fetcher().fetch(requestFor(url)));
}

QByteArray DownloadFixture::partialFile() const
{
    QFile file(directory.filePath(u"partial-%1"_s.arg(m_requests)));
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

QStringList DownloadFixture::requestedRanges() const
{
    QStringList ranges;
    for (const auto &request : origin.requests())
        ranges.append(QString::fromLatin1(request.headers.value("range")));
    return ranges;
}

ObjectFetcher &DownloadFixture::fetcher()
{
    if (!m_fetcher) {
        const auto names = useSystemResolver ? nullptr : resolver;
        m_fetcher = std::make_unique<ObjectFetcher>(options, ObjectFetcher::Parts{clock, names, [] {
                                                                                      return 0.5;
                                                                                  }});
        m_fetcher->moveToThread(&m_thread);
        m_thread.start();
    }
    return *m_fetcher;
}

void DownloadFixture::stop()
{
    if (!m_fetcher)
        return;
    m_fetcher->shutdown().waitForFinished();
    m_fetcher.release()->deleteLater(); // on its thread, before that ends
    m_thread.quit();
    m_thread.wait();
}

} // namespace r2cache
