// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/protocol/jsontext.h"
#include "core/protocol/rawmember.h"

#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// @p text with double quotes for single ones.
QByteArray quoted(QByteArray text)
{
    return text.replace('\'', '"');
}

class tst_RawMember : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aMemberIsFoundAsItIsWritten_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QByteArray>("value"); // of "data"
        const auto row = [](const char *name, const QByteArray &json, const QByteArray &value) {
            QTest::newRow(name) << json << value;
        };
        row("number beyond 2^53", quoted("{'data':12345678901234567890.10}"),
            "12345678901234567890.10");
        row("second member", quoted("{'success':true,'data':{'a':1}}"), quoted("{'a':1}"));
        row("blanks", " { \"a\" : 1 ,\n \"data\" : [ 1 , 2 ] , \"b\": 2 } ", "[ 1 , 2 ]");
        row("brackets in strings", quoted("{'a':'}],{\\'','data':'x\\'}'}"), quoted("'x\\'}'"));
        row("a backslash at the end of a string", quoted("{'a':'\\\\','data':null}"), "null");
        row("deeper ones are not meant", quoted("{'a':{'data':1},'data':2}"), "2");
        row("nor is a value of that name", quoted("{'a':'data','data':3}"), "3");
        row("the first of several", quoted("{'data':1,'data':2}"), "1");
        row("none", quoted("{'a':1}"), "");
        row("an empty object", "{}", "");
        row("no object", quoted("[{'data':1}]"), "");
        row("nothing", "", "");
        row("cut short in a name", quoted("{'dat"), "");
        row("cut short before the colon", quoted("{'data'"), "");
        row("cut short in another value", quoted("{'a':{'b':[1"), "");
    }
    void aMemberIsFoundAsItIsWritten()
    {
        QFETCH(const QByteArray, json);
        QFETCH(const QByteArray, value);
        QCOMPARE(rawMember(json, "data").toByteArray(), value);
    }

    void itUndoesWhatJsonObjectTextDoes()
    {
        const QByteArray config = "{ \"n\": 1.0e400, \"n\": \"\\u00e9\", \"deep\": [[{}]] }";
        const auto text = JsonObjectText().add("a", u"}"_s).addRaw("c", config).add("z", 1).take();
        QCOMPARE(rawMember(text, "c").toByteArray(), config);
    }

    void noTextMakesItReadBeyondTheEnd()
    {
        const QByteArray whole = quoted("{'a':'x\\'y','b':[{'c':'\\\\'}],'data':{'d':null}}");
        for (qsizetype size = 0; size < whole.size(); ++size) {
            const QByteArray part(whole.constData(), size); // a copy, for AddressSanitizer
            const auto found = rawMember(part, "data");
            QVERIFY(
                found.isEmpty()
                || (found.begin() >= part.constData() && found.end() <= part.constData() + size));
        }
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RawMember)
#include "tst_rawmember.moc"
