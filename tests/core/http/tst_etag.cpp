// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/http/etag.h"

#include <QTest>

using namespace r2cache;

namespace {

/// "*", or the tags joined by a blank.
QByteArray written(const EntityTagList &list)
{
    QByteArray text = list.matchesAny ? "*" : "";
    for (const auto &tag : list.tags)
        text += (text.isEmpty() ? "" : " ") + tag.toField();
    return text;
}

class tst_EntityTag : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void tagsAreParsed_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<bool>("isValid");
        QTest::addColumn<bool>("isWeak");
        const auto row = [](const char *text, bool isValid, bool isWeak = false) {
            QTest::newRow(*text ? text : "empty") << QByteArray{text} << isValid << isWeak;
        };
        // RFC 9110 section 8.8.3
        row("\"xyzzy\"", true);
        row("W/\"xyzzy\"", true, true);
        row("\"\"", true);
        row("\"a,b\"", true);
        row("\"\xe4\"", true); // obs-text
        row(" \"a\" ", true); // OWS around a field value
        row("w/\"xyzzy\"", false); // "W/" is case-sensitive
        row("W/ \"xyzzy\"", false);
        row("xyzzy", false);
        row("\"xyzzy", false);
        row("xyzzy\"", false);
        row("\"a b\"", false);
        row("\"a\x7f\"", false);
        row("\"a\"b", false);
        row("\"a\",\"b\"", false);
        row("*", false);
        row("W/", false);
        row("\"", false);
        row("", false);
    }
    void tagsAreParsed()
    {
        QFETCH(QByteArray, text);
        QFETCH(bool, isValid);
        QFETCH(bool, isWeak);
        const auto tag = parseEntityTag(text);
        QCOMPARE(tag.has_value(), isValid);
        if (!isValid)
            return;
        QCOMPARE(tag->isWeak, isWeak);
        QCOMPARE(tag->toField(), text.trimmed());
    }

    void listsAreParsed_data()
    {
        QTest::addColumn<QByteArray>("field");
        QTest::addColumn<QByteArray>("list");
        const auto row = [](const char *field, const char *list) {
            QTest::newRow(*field ? field : "empty") << QByteArray{field} << QByteArray{list};
        };
        // RFC 9110 sections 13.1.1 and 13.1.2, their examples
        row("\"xyzzy\"", "\"xyzzy\"");
        row("\"xyzzy\", \"r2d2xxxx\", \"c3piozzzz\"", "\"xyzzy\" \"r2d2xxxx\" \"c3piozzzz\"");
        row("W/\"xyzzy\", W/\"r2d2xxxx\"", "W/\"xyzzy\" W/\"r2d2xxxx\"");
        row("*", "*");
        row(" * ", "*");
        row("\"a\",\"b\"", "\"a\" \"b\"");
        row("\"a,b\" , \"c\"", "\"a,b\" \"c\"");
        row(",, \"a\" ,,\"b\",", "\"a\" \"b\""); // 5.6.1.2
        row("", "");
        row("\"a\", nonsense", "");
        row("\"a\" \"b\"", "");
        row("*, \"a\"", "");
        row("\"a\", *", "");
    }
    void listsAreParsed()
    {
        QFETCH(QByteArray, field);
        QTEST(written(parseEntityTagList(field)), "list");
    }

    void tagsCompareAsInTheTableOfTheRfc()
    {
        // RFC 9110 section 8.8.3.2
        const EntityTag weak1{"\"1\"", true};
        const EntityTag weak2{"\"2\"", true};
        const EntityTag strong1{"\"1\"", false};
        QVERIFY(!matchStrongly(weak1, weak1) && matchWeakly(weak1, weak1));
        QVERIFY(!matchStrongly(weak1, weak2) && !matchWeakly(weak1, weak2));
        QVERIFY(!matchStrongly(weak1, strong1) && matchWeakly(weak1, strong1));
        QVERIFY(matchStrongly(strong1, strong1) && matchWeakly(strong1, strong1));
    }

    void theProxysTagNamesObjectAndVersion()
    {
        const auto tag = entityTagOf("0123456789abcdef0123456789abcdef", 2);
        QCOMPARE(tag.toField(), "\"0123456789abcdef0123456789abcdef-2\"");
        QCOMPARE(parseEntityTag(tag.toField()), tag);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_EntityTag)
#include "tst_etag.moc"
