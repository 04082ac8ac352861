// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/doctorchecks.h"

#include "app/verbs/humantext.h"
#include "core/base/ports.h"

#include <QDir>
#include <QFileInfo>
#include <QSslConfiguration>
#include <QSslSocket>
#include <QStandardPaths>

#include <cstdlib>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;
using Verdict = DoctorCheck::Verdict;

namespace {

/// The directory itself, or the nearest one above it that exists.
QString existingPart(const QString &directory)
{
    QFileInfo info(QDir::cleanPath(directory));
    while (!info.exists() && !info.isRoot())
        info.setFile(info.path());
    return info.filePath();
}

bool isOpenToOthers(const QFileInfo &info)
{
    return (info.permissions() & (QFile::WriteGroup | QFile::WriteOther)) != 0;
}

} // namespace

DoctorCheck checkPort(const Settings &settings, Key key, const std::optional<Endpoint> &running)
{
    const bool isApi = key == Key::ApiPort;
    const auto name = isApi ? u"api port"_s : u"proxy port"_s;
    const auto port = static_cast<quint16>(settings.integer(key));
    const auto setting = rowOf(key).nameText();
    if (running) {
        const auto held = (isApi ? running->apiUrl : running->proxyUrl).port();
        return {name, Verdict::Ok, u"The running service has port %1."_s.arg(held), {}};
    }
    if (isPortFree(port))
        return {name, Verdict::Ok, u"Port %1 (%2) is free."_s.arg(port).arg(setting), {}};
    const auto holder = portHolder(port);
    return {
        name, Verdict::Failed,
        u"Port %1 (%2) is taken%3."_s.arg(port).arg(
            setting, holder.isEmpty() ? QString() : u" by "_s + holder),
        u"End that program, or take another port: %1 %2."_s.arg(rowOf(key).option())
            .arg(isApi ? 43000 : 43001)};
}

DoctorCheck checkDirectory(const QString &directory, const DiskSpace &disks)
{
    const auto name = u"directory"_s;
    const auto existing = existingPart(directory);
    if (const auto writable = disks.writable(existing); !writable) {
        return {
            name, Verdict::Failed, writable.error().message,
            u"Set CACHE_DIRECTORY to a directory that you may write to."_s};
    }
    if (existing != QDir::cleanPath(directory))
        return {name, Verdict::Ok, u"%1 can be made."_s.arg(directory), {}};
    const QDir content(directory);
    if (!content.exists(u".r2cache"_s)
        && !content.isEmpty(
            QDir::AllEntries | QDir::Hidden | QDir::System | QDir::NoDotAndDotDot)) {
        return {
            name, Verdict::Failed, u"%1 is not empty and was not made by r2cache."_s.arg(directory),
            u"Set CACHE_DIRECTORY to an empty or new directory."_s};
    }
    if (isOpenToOthers(QFileInfo(directory))) {
        return {
            name, Verdict::Warning, u"Others may write to %1."_s.arg(directory),
            u"chmod 700 %1"_s.arg(directory)};
    }
    return {name, Verdict::Ok, u"%1 is there and writable."_s.arg(directory), {}};
}

DoctorCheck checkDisk(const Settings &settings, const DiskSpace &disks)
{
    const auto name = u"disk"_s;
    const auto directory = existingPart(settings.text(Key::Directory));
    const auto usage = disks.usage(directory);
    if (!usage)
        return {name, Verdict::Failed, usage.error().message, {}};
    const auto least = settings.bytes(Key::MinFreeGb);
    const auto most = settings.bytes(Key::MaxSizeGb);
    const auto free
        = u"%1 of %2 are free."_s.arg(sizeText(usage->available), sizeText(usage->total));
    if (usage->available < least) {
        return {
            name, Verdict::Failed, free,
            u"Nothing is stored below CACHE_MIN_FREE_GB (%1): free space or lower it."_s.arg(
                sizeText(least))};
    }
    // What the cache holds already is used, not free: this is a bound for an empty one.
    if (usage->available - least < most && !QFileInfo::exists(directory + u"/.r2cache"_s)) {
        return {
            name, Verdict::Warning, free,
            u"The cache may grow to %1 (CACHE_MAX_SIZE_GB), but stops at %2 of free disk "
            "(CACHE_MIN_FREE_GB)."_s.arg(sizeText(most), sizeText(least))};
    }
    return {name, Verdict::Ok, free, {}};
}

DoctorCheck checkRuntimeDirectory(const QString &directory)
{
    const auto name = u"endpoint files"_s;
    const QFileInfo info(directory);
    if (!info.exists())
        return {name, Verdict::Ok, u"%1 is made when a service starts."_s.arg(directory), {}};
    const bool isOurs = info.isDir() && !info.isSymLink() && info.ownerId() == ::getuid();
    if (isOurs && !isOpenToOthers(info))
        return {name, Verdict::Ok, u"%1 is yours alone."_s.arg(directory), {}};
    return {
        name, Verdict::Failed,
        u"%1 is no directory of yours that nobody else can write to."_s.arg(directory),
        u"Remove it or chmod 700 it, or set XDG_RUNTIME_DIR to one that is."_s};
}

DoctorCheck checkTls()
{
    const auto name = u"tls"_s;
    if (!QSslSocket::supportsSsl()) {
        return {
            name, Verdict::Failed, u"There is no TLS library that Qt can use."_s,
            u"Install libssl (OpenSSL 3)."_s};
    }
    if (QSslConfiguration::systemCaCertificates().isEmpty()) {
        return {
            name, Verdict::Failed, u"There are no trusted authorities: no certificate is valid."_s,
            u"Install the package ca-certificates."_s};
    }
    return {name, Verdict::Ok, QSslSocket::sslLibraryVersionString() + u'.', {}};
}

DoctorCheck checkMediaTools()
{
    const auto name = u"media tools"_s;
    QStringList missing;
    for (const auto &tool : {u"ffprobe"_s, u"ffmpeg"_s}) {
        if (QStandardPaths::findExecutable(tool).isEmpty())
            missing.append(tool);
    }
    if (missing.isEmpty())
        return {name, Verdict::Ok, u"ffprobe and ffmpeg are there."_s, {}};
    return {
        name, Verdict::Warning, u"Not installed: %1."_s.arg(missing.join(u", "_s)),
        u"Everything else works; for lengths, sizes and pictures of videos install ffmpeg."_s};
}

DoctorCheck checkClock(std::optional<qint64> aheadSeconds)
{
    constexpr qint64 tolerable = 60;
    constexpr qint64 signatureLimit = 900; // S3 refuses requests that are 15 minutes off
    const auto name = u"clock"_s;
    if (!aheadSeconds) {
        return {
            name, Verdict::Warning, u"No origin told the time, to compare the clock with."_s, {}};
    }
    const auto off = std::abs(*aheadSeconds);
    if (off <= tolerable)
        return {name, Verdict::Ok, u"It agrees with the origin's."_s, {}};
    return {
        name, off > signatureLimit ? Verdict::Failed : Verdict::Warning,
        u"It is %1 s %2 the origin's."_s.arg(off).arg(
            *aheadSeconds > 0 ? u"ahead of"_s : u"behind"_s),
        u"Set it, e.g. timedatectl set-ntp true: signatures and certificates depend on it."_s};
}

} // namespace r2cache
