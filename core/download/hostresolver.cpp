// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/download/hostresolver.h"

#include <QHostInfo>
#include <QPromise>

#include <memory>

namespace r2cache {

using namespace Qt::StringLiterals;

QFuture<Result<QList<QHostAddress>>> SystemHostResolver::resolve(QString host)
{
    using Addresses = Result<QList<QHostAddress>>;
    auto promise = std::make_shared<QPromise<Addresses>>();
    promise->start();
    auto future = promise->future();
    // Literals need no lookup: QHostInfo would look for the name of the address.
    if (const QHostAddress literal(host); !literal.isNull()) {
        promise->addResult(Addresses{QList{literal}});
        promise->finish();
        return future;
    }
    // RFC 6761 section 6.3: these are loopback, and no resolver is to be asked.
    const QString name = (host.endsWith(u'.') ? host.chopped(1) : host).toLower();
    if (name == u"localhost" || name.endsWith(u".localhost")) {
        promise->addResult(Addresses{QList{
            QHostAddress(QHostAddress::LocalHost), QHostAddress(QHostAddress::LocalHostIPv6)}});
        promise->finish();
        return future;
    }
    if (!m_context)
        m_context = std::make_unique<QObject>();
    QHostInfo::lookupHost(host, m_context.get(), [promise, host](const QHostInfo &info) {
        if (info.error() == QHostInfo::NoError)
            promise->addResult(Addresses{info.addresses()});
        else
            promise->addResult(Addresses{failure(
                ErrorCode::OriginUnreachable, u"The host %1 could not be resolved."_s.arg(host),
                info.errorString())});
        promise->finish();
    });
    return future;
}

} // namespace r2cache
