// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/url/rawmembers.h"

#include "core/url/configscan.h"

#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

class tst_RawMembers : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void membersAreNamedAndTheirTextIsKept_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<QString>("members"); // name=value;…
        const auto row = [](QByteArray json, const QString &members) {
            json.replace('\'', '"');
            QTest::newRow(json.constData()) << json << members;
        };
        row("{}", QString());
        row("{'a':1}", u"a=1;"_s);
        row(" { 'a' : -1.50e3 , 'b' : 'x' } ", u"a=-1.50e3;b=\"x\";"_s);
        row("{'a': { 'b' : [ 1 ] } ,'c':[]}", u"a={ \"b\" : [ 1 ] };c=[];"_s);
        row("{'a':{'config':1},'config':{}}", u"a={\"config\":1};config={};"_s);
        row("{'a':1,'a':null,'b':[{'a':2},[[]]],'a':{}}", u"a=1;a=null;b=[{\"a\":2},[[]]];a={};"_s);
        row("{'\\u0063onfig':true,'':false}", u"config=true;=false;"_s);
        row("\xEF\xBB\xBF{'a':9007199254740993}", u"a=9007199254740993;"_s);
    }
    void membersAreNamedAndTheirTextIsKept()
    {
        QFETCH(QByteArray, json);
        const auto found = rawMembers(json);
        QVERIFY(found);
        QString members;
        for (const RawMember &member : *found) {
            members += member.name + u"="_s
                + QString::fromUtf8(json.sliced(member.begin, member.end - member.begin)) + u";"_s;
        }
        QTEST(members, "members");
    }

    void whatIsNoObjectIsRefused_data()
    {
        QTest::addColumn<QByteArray>("json");
        QTest::addColumn<ErrorCode>("code");
        QTest::newRow("array") << QByteArray("[{\"a\":1}]") << ErrorCode::InvalidArgument;
        QTest::newRow("string") << QByteArray("\"a\"") << ErrorCode::InvalidArgument;
        QTest::newRow("null") << QByteArray("null") << ErrorCode::InvalidArgument;
        QTest::newRow("empty") << QByteArray() << ErrorCode::InvalidJson;
        QTest::newRow("broken array") << QByteArray("[1") << ErrorCode::InvalidJson;
        QTest::newRow("broken") << QByteArray("{\"config\":{\"a\":1}") << ErrorCode::InvalidJson;
        QTest::newRow("behind") << QByteArray("{\"config\":1}}") << ErrorCode::InvalidJson;
    }
    void whatIsNoObjectIsRefused()
    {
        QFETCH(QByteArray, json);
        const auto members = rawMembers(json);
        QVERIFY(!members);
        QTEST(members.error().code, "code");
        const auto cut = cutMember(json, u"config");
        QVERIFY(!cut);
        QCOMPARE(cut.error(), members.error());
    }

    void theLastMemberOfANameIsCutAsInJavaScript()
    {
        const QByteArray json = "{\"config\": {\"x\":1}, \"wait\" : false,"
                                " \"config\":[ 9007199254740993 ,2.0] }";
        const auto body = cutMember(json, u"config");
        QCOMPARE(*body->member, "[ 9007199254740993 ,2.0]");
        QCOMPARE(body->rest, "{\"config\": null, \"wait\" : false, \"config\":null }");
        const auto rest = QJsonDocument::fromJson(body->rest).object();
        QCOMPARE(rest.value("wait"_L1).toBool(true), false);
    }

    void aBodyWithoutTheMemberIsWhole()
    {
        const auto body = cutMember("{\"a\":{\"config\":1}}", u"config");
        QVERIFY(!body->member);
        QCOMPARE(body->rest, "{\"a\":{\"config\":1}}");
    }

    void aConfigMayBeAsDeepInABodyAsAlone()
    {
        const QByteArray config = QByteArray(1000, '[') + QByteArray(1000, ']');
        QVERIFY(ConfigScan::of(config, R2UrlRules()));
        const QByteArray json = "{\"config\":" + config + "}";
        QCOMPARE(*cutMember(json, u"config")->member, config);
        const QByteArray tooDeep = "{\"config\":[" + config + "]}";
        QVERIFY(!cutMember(tooDeep, u"config"));
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_RawMembers)
#include "tst_rawmembers.moc"
