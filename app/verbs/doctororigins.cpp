// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/doctororigins.h"

#include "core/url/r2names.h"
#include "core/url/r2url.h"

#include <QElapsedTimer>
#include <QNetworkAccessManager>
#include <QNetworkReply>
#include <QPromise>

namespace r2cache {

using namespace Qt::StringLiterals;
using Verdict = DoctorCheck::Verdict;

namespace {

constexpr int patienceMs = 10'000;

struct OriginAnswer
{
    int status = 0;
    QDateTime date; ///< The origin's; invalid: it did not tell.
    qint64 timeMs = 0;
};

Result<OriginAnswer> answerOf(const QNetworkReply &reply, qint64 timeMs)
{
    const auto status = reply.attribute(QNetworkRequest::HttpStatusCodeAttribute).toInt();
    if (status != 0) {
        const auto date
            = QDateTime::fromString(QString::fromLatin1(reply.rawHeader("Date")), Qt::RFC2822Date);
        return OriginAnswer{status, date, timeMs};
    }
    if (reply.error() == QNetworkReply::SslHandshakeFailedError)
        return failure(ErrorCode::TlsError, reply.errorString());
    if (reply.error() == QNetworkReply::OperationCanceledError)
        return failure(ErrorCode::OriginTimeout, u"No answer within 10 s"_s);
    return failure(ErrorCode::OriginUnreachable, reply.errorString());
}

QFuture<Result<OriginAnswer>> ask(QNetworkAccessManager &network, const QUrl &url)
{
    QNetworkRequest request(url);
    // A presigned GET cannot be HEADed.
    request.setRawHeader("Range", "bytes=0-0");
    request.setRawHeader("Accept-Encoding", "identity");
    request.setTransferTimeout(patienceMs);
    auto promise = std::make_shared<QPromise<Result<OriginAnswer>>>();
    promise->start();
    QElapsedTimer time;
    time.start();
    auto *reply = network.get(request);
    // The head is enough: the body may be a whole video where Range is ignored.
    const auto finish = [promise, reply, time] {
        if (promise->future().isFinished())
            return;
        promise->addResult(answerOf(*reply, time.elapsed()));
        promise->finish();
    };
    QObject::connect(reply, &QNetworkReply::metaDataChanged, reply, finish);
    QObject::connect(reply, &QNetworkReply::finished, reply, finish);
    return promise->future();
}

DoctorCheck checkOf(const QUrl &url, const Result<OriginAnswer> &answer, bool isVideo)
{
    const auto name = u"origin"_s;
    const auto shown = redacted(url);
    if (!answer) {
        const bool isTls = answer.error().code == ErrorCode::TlsError;
        return {
            name, Verdict::Failed, u"%1: %2."_s.arg(shown, answer.error().message),
            isTls ? u"Check the clock and the package ca-certificates; a company's own authority "
                    "belongs into the system's store."_s
                  : u"Check the network, the name, and HTTPS_PROXY if there is one."_s};
    }
    const auto finding
        = u"%1 answers with %2 after %3 ms."_s.arg(shown).arg(answer->status).arg(answer->timeMs);
    if (!isVideo || answer->status < 400)
        return {name, Verdict::Ok, finding, {}};
    QString advice = u"See what the bucket says about this URL."_s;
    if (answer->status == 404)
        advice = u"The bucket has no such object: check the path."_s;
    else if (answer->status == 401 || answer->status == 403)
        advice = u"Make the bucket public, use a presigned URL that has not expired, or set "
                 "CACHE_R2_ACCESS_KEY_ID and CACHE_R2_SECRET_ACCESS_KEY."_s;
    return {name, Verdict::Failed, finding, advice};
}

} // namespace

QList<QUrl> usualOrigins(const Settings &settings)
{
    QList<QUrl> urls{QUrl(u"https://%1/"_s.arg(QStringView(privateR2Domain)))};
    for (const auto domains = settings.list(Key::CustomDomains); const auto &domain : domains) {
        urls.append(QUrl(
            domain.contains(u"://") ? QString(domain + u'/')
                                    : QString(u"https://"_s + domain + u'/')));
    }
    return urls;
}

OriginChecks checkOrigins(VerbContext &context, const QList<QUrl> &urls, bool areVideos)
{
    OriginChecks all;
    const bool hasDomains = !areVideos && urls.size() > 1;
    for (const auto &url : urls) {
        QNetworkAccessManager network; // of its own: proxies differ
        network.setProxy(context.environment().proxyFor(url));
        network.setRedirectPolicy(QNetworkRequest::ManualRedirectPolicy);
        const auto answer = context.wait(ask(network, url));
        auto check = checkOf(url, answer, areVideos);
        if (hasDomains && url.host() == QStringView(privateR2Domain)
            && check.verdict == Verdict::Failed) {
            check.verdict = Verdict::Warning;
            check.advice
                += u" Nothing needs it if all videos are on the domains of CACHE_CUSTOM_DOMAINS."_s;
        }
        all.checks.append(check);
        if (answer && answer->date.isValid() && !all.clockAheadSeconds)
            all.clockAheadSeconds = answer->date.secsTo(QDateTime::currentDateTimeUtc());
    }
    return all;
}

} // namespace r2cache
