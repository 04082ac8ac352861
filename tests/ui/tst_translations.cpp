// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/translations.h"

#include <QBuffer>
#include <QCoreApplication>
#include <QDir>
#include <QRegularExpression>
#include <QSet>
#include <QTest>
#include <QXmlStreamReader>

#include <algorithm>
#include <optional>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

struct Message
{
    QString context;
    QString source;
    QStringList forms; ///< One, or as many as the language has numbers.
    QString type; ///< "unfinished", "vanished", "obsolete"; empty for a finished one.
    bool isCounted = false; ///< Has %n.
};

struct TsFile
{
    QList<Message> messages;
    QString error; ///< Of the XML; empty if there is none.
};

TsFile readTs(QIODevice &device)
{
    TsFile file;
    Message message;
    QString context;
    QXmlStreamReader xml(&device);
    while (!xml.atEnd()) {
        const auto token = xml.readNext();
        const auto name = xml.name();
        if (token == QXmlStreamReader::EndElement && name == u"message")
            file.messages.append(message);
        if (token != QXmlStreamReader::StartElement)
            continue;
        if (name == u"name") {
            context = xml.readElementText();
        } else if (name == u"message") {
            message = {};
            message.context = context;
            message.isCounted = xml.attributes().value(u"numerus"_s) == u"yes";
        } else if (name == u"source") {
            message.source = xml.readElementText();
        } else if (name == u"numerusform") {
            message.forms.append(xml.readElementText());
        } else if (name == u"translation") {
            message.type = xml.attributes().value(u"type"_s).toString();
            if (!message.isCounted)
                message.forms.append(xml.readElementText());
        }
    }
    file.error = xml.hasError() ? xml.errorString() : QString();
    return file;
}

/// What is put in later: %1, %L1, %n, %Ln. Each as often as it is there.
QStringList placeholders(const QString &text)
{
    static const QRegularExpression placeholder(u"%L?(?:n|[0-9]{1,2})"_s);
    QStringList found;
    for (auto match = placeholder.globalMatch(text); match.hasNext();)
        found.append(match.next().captured());
    std::ranges::sort(found);
    return found;
}

/// The letter behind "&", in lower case.
std::optional<QChar> mnemonic(const QString &text)
{
    const auto mark = text.indexOf(u'&');
    return mark >= 0 && mark + 1 < text.size() ? std::optional(text[mark + 1].toLower())
                                               : std::nullopt;
}

/// Whether @p form has the placeholders of its source. The singular may say "the video" for "%n
/// video".
bool hasItsPlaceholders(const Message &message, const QString &form, bool isSingular)
{
    auto wanted = placeholders(message.source);
    const auto found = placeholders(form);
    if (found == wanted)
        return true;
    wanted.removeIf([](const QString &one) { return one.endsWith(u'n'); });
    return isSingular && found == wanted;
}

QStringList problemsOfForm(const Message &message, const QString &form, bool isSingular)
{
    QStringList problems;
    if (form.isEmpty())
        problems.append(u"is empty"_s);
    else if (!hasItsPlaceholders(message, form, isSingular))
        problems.append(u"has other placeholders"_s);
    if (mnemonic(form).has_value() != mnemonic(message.source).has_value())
        problems.append(u"has gained or lost its mnemonic"_s);
    return problems;
}

/// A line for each mistake, with the text it is about.
QStringList problemsOf(const TsFile &file)
{
    QStringList problems;
    if (!file.error.isEmpty())
        problems.append(file.error);
    QSet<std::pair<QString, QChar>> taken;
    qsizetype numbers = 0;
    for (const auto &message : file.messages) {
        const auto add = [&](const QString &problem) {
            problems.append(message.context + u": “"_s + message.source + u"” "_s + problem);
        };
        if (!message.type.isEmpty())
            add(u"is "_s + message.type);
        if (message.isCounted && numbers == 0)
            numbers = message.forms.size();
        if (message.forms.size() != (message.isCounted ? numbers : 1))
            add(u"has another number of forms"_s);
        for (qsizetype index = 0; index < message.forms.size(); ++index) {
            const bool isSingular = message.isCounted && index == 0;
            for (const auto found = problemsOfForm(message, message.forms[index], isSingular);
                 const auto &problem : found)
                add(problem);
        }
        if (const auto letter = mnemonic(message.forms.value(0))) {
            if (taken.contains({message.context, *letter}))
                add(u"has the mnemonic of another"_s);
            taken.insert({message.context, *letter});
        }
    }
    return problems;
}

TsFile readText(const QString &messages)
{
    QByteArray bytes
        = u"<TS version=\"2.1\"><context><name>C</name>%1</context></TS>"_s.arg(messages).toUtf8();
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::ReadOnly);
    return readTs(buffer);
}

class tst_Translations : public QObject
{
    Q_OBJECT

    const QDir m_directory{QStringLiteral(R2CACHE_TRANSLATIONS)};

    static QString text(const char *context, const char *source, int count = -1)
    {
        return QCoreApplication::translate(context, source, nullptr, count);
    }

private Q_SLOTS:
    void everyLanguageIsWhole_data()
    {
        QTest::addColumn<qsizetype>("least");
        QTest::newRow("r2cache_en.ts") << qsizetype(50); // only what is counted
        QTest::newRow("r2cache_de.ts") << qsizetype(700);
        // A language that comes later is held to the same.
        for (const auto names = m_directory.entryList({u"*.ts"_s}); const auto &name : names) {
            if (name != u"r2cache_en.ts" && name != u"r2cache_de.ts")
                QTest::newRow(qPrintable(name)) << qsizetype(700);
        }
    }
    void everyLanguageIsWhole()
    {
        QFETCH(const qsizetype, least);
        QFile file(m_directory.filePath(QString::fromLatin1(QTest::currentDataTag())));
        QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(file.errorString()));

        const auto read = readTs(file);

        const auto problems = problemsOf(read);
        QVERIFY2(problems.isEmpty(), qPrintable(problems.join(u'\n')));
        QVERIFY2(read.messages.size() >= least, "texts are missing");
    }

    void everyMistakeIsFound_data()
    {
        QTest::addColumn<QString>("messages");
        QTest::addColumn<QString>("problem"); // empty: none
        const auto message = [](const QString &source, const QString &translation) {
            return u"<message><source>%1</source><translation>%2</translation></message>"_s.arg(
                source, translation);
        };
        const auto counted = [](const QString &forms) {
            return QString(
                u"<message numerus=\"yes\"><source>%n of %1</source><translation>"_s + forms
                + u"</translation></message>"_s);
        };
        const auto one = u"<numerusform>%n von %1</numerusform>"_s;
        QTest::newRow("none") << message(u"&amp;Only %1"_s, u"&amp;Nur %1"_s) << QString();
        QTest::newRow("none, counted") << counted(one + one) << QString();
        QTest::newRow("none, singular without its number")
            << counted(u"<numerusform>das von %1</numerusform>"_s + one) << QString();
        QTest::newRow("plural without its number")
            << counted(one + u"<numerusform>die von %1</numerusform>"_s)
            << u"C: “%n of %1” has other placeholders"_s;
        QTest::newRow("singular without the other")
            << counted(u"<numerusform>%n</numerusform>"_s + one)
            << u"C: “%n of %1” has other placeholders"_s;
        QTest::newRow("vanished")
            << u"<message><source>a</source><translation type=\"vanished\">b</translation>"
               u"</message>"_s
            << u"C: “a” is vanished"_s;
        QTest::newRow("other order") << message(u"%1 of %2"_s, u"von %2 %1"_s) << QString();
        QTest::newRow("unfinished")
            << u"<message><source>a</source><translation type=\"unfinished\">b</translation>"
               u"</message>"_s
            << u"C: “a” is unfinished"_s;
        QTest::newRow("empty") << message(u"a"_s, {}) << u"C: “a” is empty"_s;
        QTest::newRow("a placeholder lost")
            << message(u"%1, %2"_s, u"%1"_s) << u"C: “%1, %2” has other placeholders"_s;
        QTest::newRow("a placeholder twice")
            << message(u"%1, %2"_s, u"%1, %1"_s) << u"C: “%1, %2” has other placeholders"_s;
        QTest::newRow("%Ln for %n") << counted(one + u"<numerusform>%Ln von %1</numerusform>"_s)
                                    << u"C: “%n of %1” has other placeholders"_s;
        QTest::newRow("a number lost")
            << counted(one + one) + counted(one) << u"C: “%n of %1” has another number of forms"_s;
        QTest::newRow("mnemonic lost")
            << message(u"&amp;Only"_s, u"Nur"_s) << u"C: “&Only” has gained or lost its mnemonic"_s;
        QTest::newRow("mnemonic twice")
            << message(u"&amp;Only"_s, u"&amp;Nur"_s) + message(u"N&amp;o"_s, u"&amp;nicht"_s)
            << u"C: “N&o” has the mnemonic of another"_s;
    }
    void everyMistakeIsFound()
    {
        QFETCH(const QString, messages);
        QFETCH(const QString, problem);

        QCOMPARE(problemsOf(readText(messages)).join(u'\n'), problem);
    }

    void aBrokenFileIsFound() { QVERIFY(!problemsOf(readText(u"<message>"_s)).isEmpty()); }

    void theWindowSpeaksGerman()
    {
        {
            const Translations german{QLocale(u"de_DE"_s)};
            QCOMPARE(text("r2cache::Navigation", "Pages"), u"Seiten"_s);
            QCOMPARE(text("r2cache::Tray", "%Ln videos", 1), u"1 Video"_s);
            QCOMPARE(text("r2cache::Tray", "%Ln videos", 0), u"0 Videos"_s);
            QCOMPARE(text("r2cache::Tray", "%Ln videos", 2), u"2 Videos"_s);
            QCOMPARE(
                text("r2cache::SettingTable", "Hard limit of finished entries."),
                u"Feste Grenze der fertigen Einträge."_s);
        }
        QCOMPARE(text("r2cache::Navigation", "Pages"), u"Pages"_s); // while it lives
    }

    void otherGermanSpeakersAreSpokenToInGermanToo()
    {
        const Translations austrian{QLocale(u"de_AT"_s)};
        QCOMPARE(text("r2cache::Navigation", "Pages"), u"Seiten"_s);
    }

    void allOthersReadEnglishWithItsSingular_data()
    {
        QTest::addColumn<QString>("locale");
        QTest::newRow("American") << u"en_US"_s;
        QTest::newRow("a language that is not there") << u"pt_BR"_s;
        QTest::newRow("none") << u"C"_s;
    }
    void allOthersReadEnglishWithItsSingular()
    {
        QFETCH(const QString, locale);
        const Translations english{QLocale(locale)};

        QCOMPARE(text("r2cache::Navigation", "Pages"), u"Pages"_s);
        QCOMPARE(text("r2cache::Tray", "%Ln videos", 1), u"1 video"_s);
        QCOMPARE(text("r2cache::Tray", "%Ln videos", 2), u"2 videos"_s);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_Translations)
#include "tst_translations.moc"
