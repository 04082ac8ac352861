// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/configurls.h"

#include "app/verbs/humantext.h"
#include "core/client/tokenfile.h"
#include "core/protocol/jsontext.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QSaveFile>

#include <cstdio>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

QString nameOf(const QString &path)
{
    return path == u"-" ? u"Standard input"_s : path;
}

/// A pipe or a device: written to, never replaced.
bool isSpecialFile(const QString &path)
{
    const QFileInfo info(path);
    return info.exists() && !info.isFile() && !info.isDir();
}

/// Ids tell objects apart within this run only: the service's key is its own.
R2UrlRules rulesFor(const QStringList &customDomains)
{
    return R2UrlRules(R2UrlRules::Options{customDomains, newToken()});
}

} // namespace

Result<R2UrlRules> rulesOf(VerbContext &context)
{
    const auto settings = context.ask([](ServiceClient &client) { return client.settings(); });
    if (!settings)
        return failure(settings.error());
    QStringList domains;
    const auto setting = settings->value(rowOf(Key::CustomDomains).nameText()).toObject();
    for (const auto list = setting.value(u"value").toArray(); const auto &domain : list)
        domains.append(domain.toString());
    return rulesFor(domains);
}

R2UrlRules rulesOf(const Settings &settings)
{
    return rulesFor(settings.list(Key::CustomDomains));
}

Result<QByteArray> readInput(const QString &path)
{
    QFile file(path);
    const bool isOpen
        = path == u"-" ? file.open(stdin, QIODevice::ReadOnly) : file.open(QIODevice::ReadOnly);
    if (!isOpen || QFileInfo(path).isDir()) {
        return failure(
            ErrorCode::Io,
            u"%1 cannot be read: %2."_s.arg(
                nameOf(path), isOpen ? u"it is a folder"_s : file.errorString()));
    }
    auto bytes = file.readAll();
    if (file.error() != QFileDevice::NoError) {
        return failure(
            ErrorCode::Io, u"%1 cannot be read: %2."_s.arg(nameOf(path), file.errorString()));
    }
    return bytes;
}

Result<> checkWritable(const QString &path)
{
    if (isSpecialFile(path)) {
        return QFileInfo(path).isWritable()
            ? Result<>()
            : failure(
                ErrorCode::Io, u"%1 cannot be written: %2."_s.arg(path, u"permission denied"_s));
    }
    QSaveFile file(path); // beside it, and away again
    if (file.open(QIODevice::WriteOnly)) {
        file.cancelWriting();
        return {};
    }
    return failure(ErrorCode::Io, u"%1 cannot be written: %2."_s.arg(path, file.errorString()));
}

bool isOneFile(const QString &a, const QString &b)
{
    if (a.isEmpty() || a == u"-" || b.isEmpty() || b == u"-")
        return false;
    const QFileInfo first(a);
    const QFileInfo second(b);
    return QDir::cleanPath(first.absoluteFilePath()) == QDir::cleanPath(second.absoluteFilePath())
        || (first.exists() && first.canonicalFilePath() == second.canonicalFilePath());
}

Result<> writeFile(const QString &path, const QByteArray &bytes, const QString &like)
{
    const bool isSpecial = isSpecialFile(path);
    const bool isPattern = !QFileInfo::exists(path) && QFileInfo(like).isFile();
    QFile special(path);
    QSaveFile whole(path);
    QFileDevice &file = isSpecial ? static_cast<QFileDevice &>(special) : whole;
    const auto takeMode = [&] {
        return !isPattern
            || file.setPermissions(
                QFileDevice::ReadOwner | QFileDevice::WriteOwner
                | (file.permissions() & QFile::permissions(like)));
    };
    if (file.open(QIODevice::WriteOnly) && takeMode() && file.write(bytes) == bytes.size()
        && (isSpecial ? special.flush() : whole.commit()))
        return {};
    return failure(ErrorCode::Io, u"%1 cannot be written: %2."_s.arg(path, file.errorString()));
}

Result<ConfigScan> scanConfig(VerbContext &context, const QString &path, const QByteArray &text)
{
    const auto rules = rulesOf(context);
    if (!rules)
        return failure(rules.error());
    auto scan = ConfigScan::of(text, *rules);
    if (!scan) {
        auto error = scan.error();
        error.message = u"%1: %2"_s.arg(nameOf(path), error.message);
        return failure(error);
    }
    return scan;
}

QList<QByteArray> urlLists(const ConfigScan &scan, qsizetype maxBytes)
{
    QList<QByteArray> lists;
    for (const auto &url : scan.urls()) {
        const auto text = toJsonText(scan.textOf(url));
        if (lists.isEmpty() || lists.constLast().size() + text.size() + 2 > maxBytes)
            lists.append("[" + text);
        else
            lists.last() += ',' + text;
    }
    for (auto &list : lists)
        list += ']';
    return lists;
}

QStringList strangersText(const QMap<QString, int> &strangers)
{
    constexpr qsizetype most = 3;
    QStringList lines;
    for (auto host = strangers.begin(); host != strangers.end() && lines.size() < most; ++host) {
        lines.append(u"%1 of %2 %3, but that is no R2 host: if it is yours, add %2 to "
                     "CACHE_CUSTOM_DOMAINS, and start r2cache again"_s.arg(
                         countedText(host.value(), u"URL"_s, u"URLs"_s), host.key(),
                         host.value() == 1 ? u"looks like a video"_s : u"look like videos"_s));
    }
    return lines;
}

QString shownUrl(const ConfigScan &scan, const ConfigUrl &url)
{
    return url.object.isLocal ? scan.textOf(url)
                              : QString(url.object.canonical + url.object.fragment);
}

QHash<QString, QString> pathsByText(const ConfigScan &scan)
{
    QHash<QString, QString> paths;
    for (const auto &occurrence : scan.occurrences()) {
        const auto &url = scan.urls()[static_cast<size_t>(occurrence.url)];
        const auto text = scan.textOf(url);
        if (!paths.contains(text))
            paths.insert(text, scan.configPath(occurrence));
    }
    return paths;
}

Result<QJsonObject> processingOptions(const VerbArguments &arguments)
{
    QJsonObject options;
    if (arguments.has("skip-problematic"))
        options.insert(u"skipProblematicUrls"_s, true);
    const auto size = arguments.size("max-file-size");
    if (!size)
        return failure(size.error());
    if (*size)
        options.insert(u"maxFileSizeBytes"_s, **size);
    for (const auto &[option, name] :
         {std::pair("quality", u"qualityFilter"_s), std::pair("include", u"includePatterns"_s),
          std::pair("exclude", u"excludePatterns"_s)}) {
        if (arguments.has(option))
            options.insert(name, QJsonArray::fromStringList(arguments.values(option)));
    }
    return options;
}

} // namespace r2cache
