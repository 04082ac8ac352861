// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/integration/servicefixture.h"

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

/// Configs that an earlier process-config has rewritten come back.
class tst_PreparedConfigs : public QObject
{
    Q_OBJECT

    OriginThread m_origin;
    std::unique_ptr<ServiceFixture> m_service;
    QByteArray m_bytes;

    /// Starts the service on other ports.
    void move()
    {
        QVERIFY(m_service->stop());
        m_service->useOtherPorts();
        m_service->mustStart();
    }

private Q_SLOTS:
    void initTestCase() { m_bytes = m_origin.addVideo(u"a.mp4"_s, 50'000); }
    void init()
    {
        m_service = std::make_unique<ServiceFixture>(m_origin);
        m_service->mustStart();
    }
    void cleanup()
    {
        QVERIFY(m_service->stop());
        m_service.reset();
    }

    void theirPortIsCorrectedAndTheirVideosAreLeased()
    {
        const auto prepared = m_service->process(m_origin.url(u"a.mp4#t=3,8"_s));
        const auto local = prepared.value(u"updatedConfig").toString();
        move();
        const auto again = m_service->process(local);
        const auto corrected = again.value(u"updatedConfig").toString();
        QCOMPARE(QUrl(corrected).port(), m_service->proxyPort());
        QVERIFY(QUrl(local).port() != m_service->proxyPort());
        QCOMPARE(QUrl(corrected).path(), QUrl(local).path());
        QCOMPARE(QUrl(corrected).fragment(), u"t=3,8"_s);
        QCOMPARE(again.value(u"urlMappings").toObject().value(local).toString(), corrected);
        QVERIFY(again.value(u"leaseId").isString());
        QCOMPARE(m_service->leases(), 1);
        QCOMPARE(m_service->read(corrected).body, m_bytes);
        QCOMPARE(m_origin.requestsOf(u"a.mp4"_s), 1);
    }

    void whatWasEvictedMeanwhileIsFetchedAgain()
    {
        const auto before = m_origin.requestsOf(u"a.mp4"_s);
        const auto prepared = m_service->process(m_origin.url(u"a.mp4"_s));
        m_service->remove("lease/" + prepared.value(u"leaseId").toString().toUtf8());
        QCOMPARE(m_service->post("clear", {{u"strategy"_s, u"all"_s}}).status, 200);
        const auto again = m_service->process(prepared.value(u"updatedConfig").toString());
        QCOMPARE(again.value(u"updatedConfig"), prepared.value(u"updatedConfig"));
        QCOMPARE(m_origin.requestsOf(u"a.mp4"_s), before + 2);
    }

    void aLocalUrlOfNobodyStaysAsItIs()
    {
        const QString foreign = u"http://localhost:3001/video/"_s + QString(32, u'a') + u".mp4"_s;
        const auto data = m_service->process(foreign);
        QCOMPARE(data.value(u"updatedConfig").toString(), foreign);
        QCOMPARE(data.value(u"hasR2Urls"), QJsonValue(false));
        QCOMPARE(m_service->leases(), 0);
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_PreparedConfigs)
#include "tst_preparedconfigs.moc"
