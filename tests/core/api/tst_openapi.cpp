// SPDX-License-Identifier: GPL-3.0-or-later
// The description of the API says what the code declares: routes, error words, statuses.
#include "core/api/openapi.h"
#include "core/api/routes.h"
#include "core/http/httpstatus.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QRegularExpression>
#include <QTest>

using namespace r2cache;
using namespace Qt::StringLiterals;

namespace {

const QStringList methods{u"get"_s, u"post"_s, u"put"_s, u"patch"_s, u"delete"_s};

QStringList textsOf(const QJsonValue &array)
{
    QStringList texts;
    for (const auto list = array.toArray(); const auto &item : list)
        texts.append(item.toString());
    texts.sort();
    return texts;
}

/// Error words with the statuses that the code gives them.
QMap<QString, int> declaredStatuses()
{
    QMap<QString, int> statuses;
    for (int code = 0; code <= static_cast<int>(ErrorCode::Internal); ++code) {
        const auto error = static_cast<ErrorCode>(code);
        statuses.insert(QString(errorWord(error)), httpStatusOf(error));
    }
    return statuses;
}

class tst_OpenApi : public QObject
{
    Q_OBJECT

    QJsonObject m_document;

    QJsonObject paths() const { return m_document.value(u"paths").toObject(); }
    QJsonObject component(const QString &kind, const QString &name) const
    {
        return m_document.value(u"components")
            .toObject()
            .value(kind)
            .toObject()
            .value(name)
            .toObject();
    }
    /// What a reference of the form "#/components/<kind>/<name>" means; @p value if it is none.
    QJsonObject resolved(const QJsonObject &value) const
    {
        const auto parts = value.value(u"$ref").toString().split(u'/');
        return parts.size() == 4 ? component(parts[2], parts[3]) : value;
    }

    /// Calls @p visit with "METHOD /path" and the operation.
    template<typename Visit>
    void forEachOperation(const Visit &visit) const
    {
        const auto items = paths();
        for (auto path = items.begin(); path != items.end(); ++path) {
            const auto item = path->toObject();
            for (auto member = item.begin(); member != item.end(); ++member) {
                if (methods.contains(member.key())) {
                    const QString name = member.key().toUpper() + u' ' + path.key();
                    visit(name, member->toObject());
                }
            }
        }
    }

private Q_SLOTS:
    void initTestCase()
    {
        const auto text = openapi::text(u"1.2.3"_s);
        QVERIFY(text);
        QJsonParseError error;
        m_document = QJsonDocument::fromJson(*text, &error).object();
        QVERIFY2(error.error == QJsonParseError::NoError, qPrintable(error.errorString()));
    }

    void itIsOfTheProgramsVersion()
    {
        QCOMPARE(m_document.value(u"openapi").toString(), u"3.1.0"_s);
        QCOMPARE(m_document[u"info"].toObject().value(u"version").toString(), u"1.2.3"_s);
    }

    void aBuildWithoutItSaysSo()
    {
        const auto text = openapi::text(u"1.2.3"_s, u":/api/none.json"_s);
        QVERIFY(!text);
        QCOMPARE(text.error().code, ErrorCode::Internal);
    }

    void everyRouteIsDescribedAndNothingElse()
    {
        static const QRegularExpression argument(u"\\{[^}/]+\\}"_s);
        QStringList described;
        forEachOperation([&](QString name, const QJsonObject &) {
            described.append(name.replace(argument, u"<arg>"_s));
        });
        QStringList declared;
        for (const auto &route : apiRoutes())
            declared.append(QString::fromLatin1(route.method) + u' ' + QLatin1String(route.path));
        described.sort();
        declared.sort();
        QCOMPARE(described, declared);
    }

    void everyArgumentOfAPathIsAParameter()
    {
        static const QRegularExpression argument(u"\\{([^}/]+)\\}"_s);
        forEachOperation([&](const QString &name, const QJsonObject &operation) {
            QStringList inPath;
            for (auto match = argument.globalMatch(name); match.hasNext();)
                inPath.append(match.next().captured(1));
            QStringList described;
            const auto parameters = operation.value(u"parameters").toArray();
            for (const auto &value : parameters) {
                if (value[u"in"].toString() == u"path")
                    described.append(value[u"name"].toString());
            }
            QVERIFY2(described == inPath, qPrintable(name));
        });
    }

    void everyOperationHasAnIdOfItsOwn()
    {
        QSet<QString> ids;
        qsizetype count = 0;
        forEachOperation([&](const QString &name, const QJsonObject &operation) {
            ids.insert(operation.value(u"operationId").toString());
            QVERIFY2(!operation.value(u"summary").toString().isEmpty(), qPrintable(name));
            ++count;
        });
        QCOMPARE(ids.size(), count);
        QVERIFY(!ids.contains(QString()));
    }

    /// What can happen to every request: refused by the gate, unreadable, the service going.
    void everyOperationHasTheCommonAnswers()
    {
        const QStringList common{u"400"_s, u"401"_s, u"403"_s,    u"413"_s,
                                 u"500"_s, u"503"_s, u"default"_s};
        forEachOperation([&](const QString &name, const QJsonObject &operation) {
            const auto answers = operation.value(u"responses").toObject();
            for (const auto &status : common)
                QVERIFY2(answers.contains(status), qPrintable(QString(name + u' ' + status)));
            QVERIFY2(
                answers.contains(u"404") == name.contains(u'{'),
                qPrintable(name)); // 404 is an argument that names nothing
        });
    }

    void theErrorWordsAndTheirStatusesAreThoseOfTheCode()
    {
        const auto schema = component(u"schemas"_s, u"ErrorCode"_s);
        QMap<QString, int> described;
        const auto statuses = schema.value(u"x-status").toObject();
        for (auto status = statuses.begin(); status != statuses.end(); ++status)
            described.insert(status.key(), status->toInt());
        QCOMPARE(described, declaredStatuses());
        QCOMPARE(textsOf(schema.value(u"enum")), QStringList(described.keys()));
    }

    /// Each status of each operation allows exactly the words that have it.
    void everyErrorAnswerAllowsTheWordsOfItsStatus()
    {
        const auto declared = declaredStatuses();
        forEachOperation([&](const QString &name, const QJsonObject &operation) {
            const auto answers = operation.value(u"responses").toObject();
            for (auto answer = answers.begin(); answer != answers.end(); ++answer) {
                const int status = answer.key().toInt();
                if (status < 400)
                    continue;
                const auto content = resolved(answer->toObject()).value(u"content").toObject();
                const auto schema
                    = resolved(content[u"application/json"].toObject().value(u"schema").toObject());
                const auto words = schema[u"properties"][u"code"][u"enum"];
                QVERIFY2(
                    textsOf(words) == QStringList(declared.keys(status)),
                    qPrintable(QString(name + u' ' + answer.key())));
            }
        });
    }

    void bothWaysToShowTheTokenAreDescribed()
    {
        const auto bearer = component(u"securitySchemes"_s, u"bearer"_s);
        QCOMPARE(bearer.value(u"scheme").toString(), u"bearer"_s);
        const auto key = component(u"securitySchemes"_s, u"apiKey"_s);
        QCOMPARE(key.value(u"name").toString(), u"X-API-Key"_s);
        QCOMPARE(m_document.value(u"security").toArray().size(), 2);
    }

    /// An object schema that says nothing of other members would let anything pass unnoticed.
    void everyObjectSchemaSaysWhetherItIsOpen()
    {
        QStringList silent;
        const std::function<void(const QJsonValue &, const QString &)> look
            = [&](const QJsonValue &value, const QString &path) {
                  for (const auto list = value.toArray(); const auto &item : list)
                      look(item, path);
                  const auto object = value.toObject();
                  if (object.contains(u"properties") && !object.contains(u"additionalProperties"))
                      silent.append(path);
                  for (auto member = object.begin(); member != object.end(); ++member)
                      look(*member, path + u'/' + member.key());
              };
        look(m_document, {});
        QCOMPARE(silent, QStringList());
    }
};

} // namespace

QTEST_GUILESS_MAIN(tst_OpenApi)
#include "tst_openapi.moc"
