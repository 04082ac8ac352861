// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manager/signedurls.h"

#include "core/base/callon.h"
#include "core/base/compat.h"
#include "core/base/openfile.h"

#include <QCoroFuture>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QLoggingCategory>

#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcSigned, "cache.videos.signed", QtInfoMsg)

constexpr int fileFormat = 1;
constexpr qint64 maxFileBytes = 64LL * 1024 * 1024;
constexpr std::chrono::seconds betweenSaves{1};

/// A URL as the file holds it.
struct Stored
{
    QString url;
    QDateTime givenAt;
};

QString temporaryPath(const QString &path)
{
    return path + u".tmp"_s;
}

Result<> writeFile(const QString &path, const QList<Stored> &urls)
{
    QJsonArray items;
    for (const auto &item : urls)
        items.append(
            QJsonObject{{u"url"_s, item.url}, {u"givenAt"_s, item.givenAt.toMSecsSinceEpoch()}});
    const QJsonObject object{{u"format"_s, fileFormat}, {u"urls"_s, items}};

    const QString temporary = temporaryPath(path);
    // Made anew: only then is the mode ours from the first byte on.
    ::unlink(QFile::encodeName(temporary).constData());
    const auto file = OpenFile::open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW, 0600);
    if (!file)
        return failure(file.error());
    const auto text = QJsonDocument(object).toJson(QJsonDocument::Compact);
    if (auto written = file->writeAt(0, text); !written)
        return written;
    if (auto synced = file->sync(); !synced)
        return synced;
    if (::rename(QFile::encodeName(temporary).constData(), QFile::encodeName(path).constData())
        != 0)
        return failure(systemError(u"write "_s + path, errno));
    return {};
}

Result<QList<Stored>> readFile(const QString &path)
{
    const auto file = OpenFile::open(path, O_RDONLY | O_NOFOLLOW);
    if (!file)
        return failure(file.error());
    const auto text = file->readAt(0, maxFileBytes);
    if (!text)
        return failure(text.error());
    QJsonParseError error;
    const auto object = QJsonDocument::fromJson(*text, &error).object();
    if (error.error != QJsonParseError::NoError || object[u"format"].toInt() != fileFormat
        || !object[u"urls"].isArray())
        return failure(ErrorCode::Io, u"It is not what r2cache wrote."_s, error.errorString());
    QList<Stored> urls;
    for (const auto items = object[u"urls"].toArray(); const auto &item : items) {
        const auto givenAt = item[u"givenAt"].toInteger();
        urls.append({item[u"url"].toString(), QDateTime::fromMSecsSinceEpoch(givenAt, utcZone)});
    }
    return urls;
}

QFuture<Result<>> writeOn(QThreadPool *pool, QString path, QList<Stored> urls)
{
    return runOn(
        pool, [path = std::move(path), urls = std::move(urls)] { return writeFile(path, urls); });
}

} // namespace

SignedUrls::SignedUrls(QString path, Parts parts, QObject *parent)
    : QObject(parent)
    , m_path(std::move(path))
    , m_parts(std::move(parts))
{
    m_pause.setSingleShot(true);
    m_pause.setInterval(betweenSaves);
    connect(&m_pause, &QTimer::timeout, this, [this] {
        if (m_isDirty)
            save();
    });
    m_expiry.setSingleShot(true);
    connect(&m_expiry, &QTimer::timeout, this, [this] {
        dropExpired();
        waitForNextExpiry();
    });
}

void SignedUrls::load()
{
    if (m_path.isEmpty())
        return;
    ::unlink(QFile::encodeName(temporaryPath(m_path)).constData()); // of a run that was killed
    const auto urls = readFile(m_path);
    if (!urls) {
        if (urls.error().code == ErrorCode::NotFound)
            return;
        const QString aside = m_path + u".damaged"_s;
        qCWarning(lcSigned).noquote()
            << "The signed URLs of an earlier run cannot be read:" << urls.error().message
            << "The file is now" << aside;
        if (::rename(QFile::encodeName(m_path).constData(), QFile::encodeName(aside).constData())
            != 0)
            qCWarning(lcSigned).noquote() << systemError(u"rename "_s + m_path, errno).message;
        return;
    }
    for (const auto &item : *urls) {
        if (const auto object = m_parts.rules.recognise(item.url))
            add(*object, item.givenAt);
    }
    if (m_urls.size() < urls->size())
        changed();
    waitForNextExpiry();
}

void SignedUrls::keep(const R2Url &object)
{
    if (add(object, m_parts.clock.nowUtc()))
        changed();
}

bool SignedUrls::add(const R2Url &object, const QDateTime &givenAt)
{
    const auto time = signatureTimeOf(object.request, givenAt);
    if (!time || time->expiresAt <= m_parts.clock.nowUtc())
        return false;
    const auto known = m_urls.constFind(object.id);
    if (known != m_urls.constEnd()
        && (known->time.signedAt > time->signedAt || known->object.request == object.request))
        return false;
    if (known == m_urls.constEnd() && m_urls.size() >= maxUrls)
        makeRoom();
    m_urls.insert(object.id, {object, *time, givenAt});
    return true;
}

std::optional<R2Url> SignedUrls::find(const QString &id) const
{
    const auto found = m_urls.constFind(id);
    if (found == m_urls.constEnd() || found->time.expiresAt <= m_parts.clock.nowUtc())
        return std::nullopt;
    return found->object;
}

void SignedUrls::dropExpired()
{
    const auto now = m_parts.clock.nowUtc();
    const auto isExpired = [&now](const QHash<QString, Kept>::iterator &item) {
        return item->time.expiresAt <= now;
    };
    if (m_urls.removeIf(isExpired) > 0)
        changed();
}

void SignedUrls::makeRoom()
{
    // A tenth at once: looking for the first to expire once for each new one would take too long.
    QList<std::pair<QDateTime, QString>> ends;
    for (auto kept = m_urls.constBegin(); kept != m_urls.constEnd(); ++kept)
        ends.emplaceBack(kept->time.expiresAt, kept.key());
    const auto tenth = ends.begin() + maxUrls / 10;
    std::nth_element(ends.begin(), tenth, ends.end());
    for (auto end = ends.begin(); end != tenth; ++end)
        m_urls.remove(end->second);
}

void SignedUrls::changed()
{
    if (m_path.isEmpty())
        return;
    m_isDirty = true;
    if (!m_pause.isActive())
        save();
}

void SignedUrls::save()
{
    m_pause.start();
    if (!m_saving.isFinished())
        return; // m_isDirty: after the pause
    m_isDirty = false;
    QList<Stored> urls;
    const auto now = m_parts.clock.nowUtc();
    for (const auto &kept : std::as_const(m_urls)) {
        if (kept.time.expiresAt > now)
            urls.append({kept.object.request.toString(QUrl::FullyEncoded), kept.givenAt});
    }
    auto writing = writeOn(&m_parts.pool, m_path, std::move(urls));
    m_saving = writing.then(this, [this](const Result<> &saved) {
        if (saved)
            return;
        qCWarning(lcSigned).noquote() << saved.error().message;
        m_isDirty = true; // with the next one that is kept
    });
    waitForNextExpiry();
}

void SignedUrls::waitForNextExpiry()
{
    if (m_path.isEmpty() || m_urls.isEmpty())
        return;
    constexpr qint64 leastMs = 1'000;
    constexpr qint64 mostMs = 3'600'000; // the clock may have been set meanwhile
    auto first = m_urls.constBegin()->time.expiresAt;
    for (const auto &kept : std::as_const(m_urls))
        first = std::min(first, kept.time.expiresAt);
    m_expiry.start(std::chrono::milliseconds{
        std::clamp(m_parts.clock.nowUtc().msecsTo(first) + 1, leastMs, mostMs)});
}

QCoro::Task<> SignedUrls::flush()
{
    m_expiry.stop();
    co_await m_saving;
    if (m_isDirty)
        save();
    co_await m_saving;
    m_expiry.stop();
    m_pause.stop();
}

} // namespace r2cache
