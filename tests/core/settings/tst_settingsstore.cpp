// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/settings/settingsstore.h"
#include "core/settings/systemsources.h"

#include <QDir>
#include <QFile>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <sys/stat.h>
#include <unistd.h>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

int modeOf(const QString &path)
{
    struct stat status
    { };
    return ::stat(QFile::encodeName(path).constData(), &status) == 0 ? status.st_mode & 0777 : -1;
}

void write(const QString &path, const QByteArray &bytes)
{
    QFile file{path};
    QVERIFY(file.open(QIODevice::WriteOnly));
    QCOMPARE(file.write(bytes), bytes.size());
}

SettingSources bareSources()
{
    SettingSources sources;
    sources.homeDirectory = u"/home/ada"_s;
    sources.workingDirectory = u"/home/ada/film"_s;
    return sources;
}

class tst_SettingsStore : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aChangeIsSavedAnnouncedAndReadAgain()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"new/r2cache/settings.json"_s);
        const auto store = SettingsStore::create(bareSources(), path);
        QVERIFY(store);
        const QSignalSpy spy{store->get(), &SettingsStore::changed};

        QVERIFY((*store)->change({{Key::MaxSizeGb, u"20"_s}, {Key::ApiToken, u"secret"_s}}));
        QCOMPARE(spy.size(), 1);
        QCOMPARE((*store)->current().real(Key::MaxSizeGb), 20.0);
        QCOMPARE((*store)->current().originOf(Key::MaxSizeGb).text, u"saved"_s);
        QCOMPARE(modeOf(path), 0600);
        QCOMPARE(modeOf(directory.filePath(u"new/r2cache"_s)), 0700);

        const auto saved = readSavedSettings(path);
        QVERIFY(saved);
        const SavedSettings expected{
            {u"CACHE_API_TOKEN"_s, u"secret"_s}, {u"CACHE_MAX_SIZE_GB"_s, u"20"_s}};
        QCOMPARE(*saved, expected);
    }

    void whatSomebodyElseHasSavedStays()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"settings.json"_s);
        const auto store = SettingsStore::create(bareSources(), path);
        const auto other = SettingsStore::create(bareSources(), path);
        QVERIFY((*other)->change({{Key::Directory, u"/films"_s}}));
        QVERIFY((*store)->change({{Key::MaxEntries, u"7"_s}}));
        const SavedSettings both{
            {u"CACHE_DIRECTORY"_s, u"/films"_s}, {u"CACHE_MAX_ENTRIES"_s, u"7"_s}};
        QCOMPARE(*readSavedSettings(path), both);
        // Which is for the next start.
        QVERIFY((*store)->current().text(Key::Directory) != u"/films");
    }

    void whoOnlyLooksSeesWhatIsWrong()
    {
        auto sources = bareSources();
        sources.environment[u"CACHE_MAX_ENTRIES"_s] = u"none"_s;
        const auto store = SettingsStore::createToLook(sources, u"/nowhere/settings.json"_s);
        QCOMPARE(store->faults().size(), 1);
        QVERIFY(store->faults().constFirst().contains(u"CACHE_MAX_ENTRIES"));
        QCOMPARE(store->current().integer(Key::MaxEntries), 1000);
        QVERIFY(SettingsStore::createToLook(bareSources(), {})->faults().isEmpty());
    }

    void whatIsReadAgainCountsIfItIsValid()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"settings.json"_s);
        const auto store = SettingsStore::create(bareSources(), path);
        const QSignalSpy spy{store->get(), &SettingsStore::changed};
        auto sources = bareSources();
        sources.dotEnv = DotEnvFile{u".env"_s, "CACHE_MAX_ENTRIES=7\n"};
        QVERIFY((*store)->reload(sources));
        QCOMPARE((*store)->current().integer(Key::MaxEntries), 7);
        QCOMPARE(spy.size(), 1);

        sources.dotEnv->text = "CACHE_MAX_ENTRIES=none\n";
        const auto refused = (*store)->reload(sources);
        QCOMPARE(refused.error().code, ErrorCode::InvalidSetting);
        QCOMPARE((*store)->current().integer(Key::MaxEntries), 7);
        QCOMPARE(spy.size(), 1);
    }

    void aSavedValueIsForgottenAgain()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"settings.json"_s);
        const auto store = SettingsStore::create(bareSources(), path);
        QVERIFY((*store)->change({{Key::MaxEntries, u"5"_s}}));
        QVERIFY((*store)->change({{Key::MaxEntries, std::nullopt}}));
        QCOMPARE((*store)->current().integer(Key::MaxEntries), 1000);
        QVERIFY(readSavedSettings(path)->isEmpty());
    }

    void aRefusedChangeChangesNothing()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"settings.json"_s);
        const auto store = SettingsStore::create(bareSources(), path);
        const QSignalSpy spy{store->get(), &SettingsStore::changed};
        const auto result
            = (*store)->change({{Key::MaxEntries, u"5"_s}, {Key::ProxyPort, u"3000"_s}});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidSetting);
        QVERIFY(result.error().message.contains(u"CACHE_PROXY_PORT"));
        QCOMPARE((*store)->current().integer(Key::MaxEntries), 1000);
        QVERIFY(spy.isEmpty());
        QVERIFY(!QFile::exists(path));
    }

    void aValueThatCannotBeSavedIsNotInForce()
    {
        const QTemporaryDir directory;
        const auto blocker = directory.filePath(u"file"_s);
        write(blocker, "not a directory");
        const auto store = SettingsStore::create(bareSources(), blocker + u"/settings.json"_s);
        const auto result = (*store)->change({{Key::MaxEntries, u"5"_s}});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::Io);
        QVERIFY(result.error().message.contains(blocker));
        QCOMPARE((*store)->current().integer(Key::MaxEntries), 1000);
    }

    void anOverriddenValueIsSavedButNotInForce()
    {
        const QTemporaryDir directory;
        auto sources = bareSources();
        sources.environment[u"CACHE_MAX_ENTRIES"_s] = u"7"_s;
        const auto store = SettingsStore::create(sources, directory.filePath(u"settings.json"_s));
        QVERIFY((*store)->change({{Key::MaxEntries, u"5"_s}}));
        QCOMPARE((*store)->current().integer(Key::MaxEntries), 7);
        QCOMPARE((*store)->current().originOf(Key::MaxEntries).text, u"environment"_s);
    }

    void anInvalidValueIsNotSavedThoughItIsOverridden()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"settings.json"_s);
        auto sources = bareSources();
        sources.environment[u"CACHE_MAX_ENTRIES"_s] = u"7"_s;
        const auto store = SettingsStore::create(sources, path);
        const auto result = (*store)->change({{Key::MaxEntries, u"many"_s}});
        QVERIFY(!result);
        QCOMPARE(result.error().code, ErrorCode::InvalidSetting);
        QVERIFY(result.error().message.contains(u"CACHE_MAX_ENTRIES=\"many\""));
        // Without the environment's value the next start would have had to refuse it.
        QVERIFY(!QFile::exists(path));
        QVERIFY((*store)->change({{Key::MaxEntries, u"5"_s}}));
    }

    void invalidSourcesMakeNoStore()
    {
        auto sources = bareSources();
        sources.environment[u"CACHE_MAX_ENTRIES"_s] = u"many"_s;
        QVERIFY(!SettingsStore::create(sources, u"/nonexistent"_s));
    }

    void aFileWrittenByHandIsUnderstoodOrNamed()
    {
        const QTemporaryDir directory;
        const auto path = directory.filePath(u"settings.json"_s);
        QVERIFY(readSavedSettings(path)->isEmpty());

        write(path, "{\"CACHE_MAX_ENTRIES\": 5, \"CACHE_ENABLED\": false, \"DEBUG\": \"cache:*\"}");
        const SavedSettings expected{
            {u"CACHE_MAX_ENTRIES"_s, u"5"_s},
            {u"CACHE_ENABLED"_s, u"false"_s},
            {u"DEBUG"_s, u"cache:*"_s}};
        QCOMPARE(readSavedSettings(path).value(), expected);

        for (const QByteArray text : {"", "{", "[]", "{\"A\": {}}", "{\"A\": null}"}) {
            write(path, text);
            const auto saved = readSavedSettings(path);
            QVERIFY2(!saved, text.constData());
            QCOMPARE(saved.error().code, ErrorCode::InvalidSetting);
            QVERIFY(saved.error().message.contains(path));
        }
    }

    void theProcessIsAskedForItsSources()
    {
        const QTemporaryDir directory;
        const auto before = QDir::currentPath();
        QVERIFY(QDir::setCurrent(directory.path()));
        qputenv("XDG_CONFIG_HOME", directory.filePath(u"config"_s).toUtf8());
        const auto bare = systemSettingSources({});
        write(u".env"_s, "CACHE_MAX_ENTRIES=5\n");
        write(u"other.env"_s, "CACHE_MAX_ENTRIES=6\n");
        QVERIFY(writeSavedSettings(
            directory.filePath(u"config/r2cache/settings.json"_s),
            {{u"CACHE_TTL_DAYS"_s, u"3"_s}}));
        const auto usual = systemSettingSources({});
        const auto chosen = systemSettingSources({{}, u"other.env"_s, {}});
        const auto missing = systemSettingSources({{}, u"missing.env"_s, {}});
        QVERIFY(QDir::setCurrent(before));

        QVERIFY(bare);
        QVERIFY(!bare->dotEnv);
        QVERIFY(bare->saved.isEmpty());
        QCOMPARE(bare->environment.value(u"XDG_CONFIG_HOME"_s), directory.filePath(u"config"_s));
        QVERIFY(bare->workingDirectory.startsWith(u'/'));

        QVERIFY(usual);
        QCOMPARE(usual->dotEnv->path, u".env"_s);
        QCOMPARE(usual->dotEnv->text, "CACHE_MAX_ENTRIES=5\n");
        QCOMPARE(usual->saved.value(u"CACHE_TTL_DAYS"_s), u"3"_s);
        QCOMPARE(chosen->dotEnv->text, "CACHE_MAX_ENTRIES=6\n");
        QVERIFY(!missing);
        QCOMPARE(missing.error().code, ErrorCode::Io);
        QVERIFY(missing.error().message.contains(u"missing.env"));
    }

    void savedSettingsHaveTheirPlace()
    {
        QCOMPARE(
            savedSettingsPath({}, u"/home/ada"_s), u"/home/ada/.config/r2cache/settings.json"_s);
        QCOMPARE(
            savedSettingsPath({{u"XDG_CONFIG_HOME"_s, u"/conf"_s}}, u"/home/ada"_s),
            u"/conf/r2cache/settings.json"_s);
        QCOMPARE(
            savedSettingsPath({{u"XDG_CONFIG_HOME"_s, u"conf"_s}}, u"/home/ada"_s),
            u"/home/ada/.config/r2cache/settings.json"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_SettingsStore)
#include "tst_settingsstore.moc"
