// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/completions.h"
#include "app/verbs/manualpage.h"
#include "app/verbs/verbhelp.h"
#include "app/verbs/verbtable.h"
#include "core/settings/settingtable.h"

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// What is made from the tables: everything occurs, and those who read it have no complaints.
class tst_Generated : public QObject
{
    Q_OBJECT

    QTemporaryDir m_folder;

    static QString text(const char *ascii) { return QString::fromLatin1(ascii); }

    /// What @p program says about @p content, given as a file; empty: it is content.
    QByteArray
    complaintsOf(const QString &program, const QStringList &arguments, const QString &content)
    {
        const auto path = m_folder.filePath(u"generated"_s);
        QFile file(path);
        if (!file.open(QIODevice::WriteOnly) || file.write(content.toUtf8()) < 0)
            return "cannot write";
        file.close();
        QProcess process;
        process.start(program, arguments + QStringList{path});
        if (!process.waitForFinished())
            return "does not end";
        const QByteArray said = process.readAllStandardError() + process.readAllStandardOutput();
        return process.exitCode() == 0 ? said : said + "exit code";
    }

    static QString asTroff(QString words) { return words.replace(u'-', u"\\-"_s); }

    /// What bash offers after @p words, the last one being what has been typed of it.
    QStringList offered(const QStringList &words)
    {
        QString script = completionScript(u"bash"_s);
        QStringList quoted;
        for (const auto &word : words)
            quoted.append(u'\'' + word + u'\'');
        script += u"COMP_WORDS=(%1)\nCOMP_CWORD=%2\ncompopt() { :; }\n_r2cache\n"
                  "printf '%s\\n' \"${COMPREPLY[@]}\"\n"_s.arg(quoted.join(u' '))
                      .arg(words.size() - 1);
        QProcess bash;
        bash.setWorkingDirectory(m_folder.path());
        bash.start(u"bash"_s, {u"-c"_s, script});
        bash.waitForFinished();
        return QString::fromUtf8(bash.readAllStandardOutput()).split(u'\n', Qt::SkipEmptyParts);
    }

private Q_SLOTS:
    void everythingOccursInTheScripts_data()
    {
        QTest::addColumn<QString>("shell");
        QTest::addColumn<QString>("dashes");

        QTest::newRow("bash") << u"bash"_s << u"--"_s;
        QTest::newRow("zsh") << u"zsh"_s << u"--"_s;
        QTest::newRow("fish") << u"fish"_s << u"-l "_s;
    }
    void everythingOccursInTheScripts()
    {
        QFETCH(const QString, shell);
        QFETCH(const QString, dashes);
        const auto script = completionScript(shell);
        for (const auto &row : verbTable()) {
            QVERIFY2(script.contains(text(row.name)), row.name);
            for (const auto &option : row.options) {
                QVERIFY2(script.contains(dashes + text(option.name)), option.name);
                QVERIFY2(script.contains(text(option.choices)), option.name);
            }
        }
        for (const auto &row : settingTable())
            QVERIFY2(script.contains(dashes + row.option().mid(2)), row.name);
    }

    void shellsTakeTheirScripts_data()
    {
        QTest::addColumn<QString>("shell");

        QTest::newRow("bash") << u"bash"_s;
        QTest::newRow("zsh") << u"zsh"_s;
        QTest::newRow("fish") << u"fish"_s;
    }
    void shellsTakeTheirScripts()
    {
        QFETCH(const QString, shell);
        if (QStandardPaths::findExecutable(shell).isEmpty())
            QSKIP("not installed");
        QCOMPARE(complaintsOf(shell, {u"-n"_s}, completionScript(shell)), QByteArray());
    }

    void bashOffersWhatFits()
    {
        QCOMPARE(offered({u"r2cache"_s, u"val"_s}), QStringList{u"validate"_s});
        QVERIFY(offered({u"r2cache"_s, QString()}).contains(u"prepare"));
        QVERIFY(offered({u"r2cache"_s, QString()}).contains(u"manual"));
        QCOMPARE(offered({u"r2cache"_s, u"config"_s, u"des"_s}), QStringList{u"describe"_s});
        QCOMPARE(
            offered({u"r2cache"_s, u"config"_s, u"get"_s, u"CACHE_TTL"_s}),
            QStringList{u"CACHE_TTL_DAYS"_s});
        QCOMPARE(
            offered({u"r2cache"_s, u"config"_s, u"set"_s, u"CACHE_TTL"_s}),
            QStringList{u"CACHE_TTL_DAYS="_s});
        QCOMPARE(
            offered({u"r2cache"_s, u"--set"_s, u"CACHE_TTL"_s}), QStringList{u"CACHE_TTL_DAYS="_s});
        QCOMPARE(
            offered({u"r2cache"_s, u"ls"_s, u"--status"_s, u"e"_s}),
            (QStringList{u"expired"_s, u"error"_s}));
        QVERIFY(offered({u"r2cache"_s, u"--max"_s}).contains(u"--max-size-gb"));
        QCOMPARE(offered({u"r2cache"_s, u"ls"_s, u"--rev"_s}), QStringList{u"--reverse"_s});
        QCOMPARE(
            offered({u"r2cache"_s, u"ls"_s, u"--sort"_s, u"r"_s}),
            (QStringList{u"read"_s, u"reads"_s}));
        QVERIFY(offered({u"r2cache"_s, u"ls"_s, u"--limit"_s, QString()}).isEmpty());
        QCOMPARE(offered({u"r2cache"_s, u"ls"_s, u"--conn"_s}), QStringList{u"--connect"_s});
        QVERIFY(offered({u"r2cache"_s, u"doctor"_s, u"--conn"_s}).isEmpty());
        QVERIFY(QDir(m_folder.path()).mkpath(u"props-folder"_s));
        QCOMPARE(
            offered({u"r2cache"_s, u"prepare"_s, u"props-"_s}), QStringList{u"props-folder"_s});
        QCOMPARE(offered({u"r2cache"_s, u"completion"_s, u"f"_s}), QStringList{u"fish"_s});
    }

    void fishOffersWhatFits()
    {
        if (QStandardPaths::findExecutable(u"fish"_s).isEmpty())
            QSKIP("not installed");
        const auto offers = [this](const QString &line) {
            QProcess fish;
            fish.setWorkingDirectory(m_folder.path());
            fish.start(
                u"fish"_s,
                {u"--no-config"_s, u"-c"_s,
                 completionScript(u"fish"_s) + u"\ncomplete -C '"_s + line + u'\''});
            fish.waitForFinished();
            QStringList words;
            for (const auto lines = fish.readAllStandardOutput().split('\n');
                 const auto &one : lines)
                words.append(QString::fromUtf8(one.left(one.indexOf('\t'))));
            words.removeAll(QString());
            return words;
        };
        QCOMPARE(offers(u"r2cache vali"_s), QStringList{u"validate"_s});
        QCOMPARE(offers(u"r2cache ls --rev"_s), QStringList{u"--reverse"_s});
        QCOMPARE(offers(u"r2cache clear --strategy "_s).size(), 5); // and not the names of files
        QVERIFY(offers(u"r2cache --max-size"_s).contains(u"--max-size-gb"));
    }

    void everythingOccursInTheManual()
    {
        const auto page = manualPage();
        for (const auto &row : verbTable()) {
            if (row.isHidden)
                continue;
            QVERIFY2(page.contains(asTroff(synopsis(row))), row.name);
            for (const auto &option : row.options)
                QVERIFY2(page.contains(asTroff(optionForm(option))), option.name);
        }
        for (const auto options : {commonOptions(), programOptions()}) {
            for (const auto &option : options)
                QVERIFY2(page.contains(asTroff(optionForm(option))), option.name);
        }
        for (const auto &row : settingTable())
            QVERIFY2(page.contains(row.nameText()), row.name);
        for (const auto &row : exitCodeTable())
            QVERIFY(page.contains(u".B %1\n"_s.arg(row.code)));
        QVERIFY(page.contains(asTroff(u"/.cache/r2cache/video-cache/"_s)));
    }

    void manHasNoComplaints()
    {
        if (QStandardPaths::findExecutable(u"groff"_s).isEmpty())
            QSKIP("groff is not installed");
        QCOMPARE(
            complaintsOf(
                u"groff"_s, {u"-man"_s, u"-Tutf8"_s, u"-ww"_s, u"-z"_s, u"-rCHECKSTYLE=3"_s},
                manualPage()),
            QByteArray());
    }

    void mandocHasNoComplaints()
    {
        if (QStandardPaths::findExecutable(u"mandoc"_s).isEmpty())
            QSKIP("mandoc is not installed");
        QCOMPARE(
            complaintsOf(u"mandoc"_s, {u"-T"_s, u"lint"_s, u"-W"_s, u"warning"_s}, manualPage()),
            QByteArray());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Generated)
#include "tst_generated.moc"
