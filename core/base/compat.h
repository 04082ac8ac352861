// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

// What differs between the versions of Qt that this builds with, in this file and no other. What
// belongs to QtHttpServer is a template here: this module does not link it.

#include <QFuture>
#include <QSize>
#include <Qt>
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
#include <QTimeZone>
#endif

#include <utility>

namespace r2cache {

/// For QDateTime's constructors: Qt::UTC is deprecated there since 6.9, its successor came
/// with 6.5.
#if QT_VERSION >= QT_VERSION_CHECK(6, 5, 0)
inline constexpr auto utcZone = QTimeZone::UTC;
#else
inline constexpr auto utcZone = Qt::UTC;
#endif

/// A future that has its value already. QtFuture::makeReadyFuture() has another name since 6.6, and
/// the old one is deprecated.
template<typename T>
QFuture<T> readyFuture(T value)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    return QtFuture::makeReadyValueFuture(std::move(value));
#else
    return QtFuture::makeReadyFuture(std::move(value));
#endif
}

/// The pixels that QIconEngine::scaledPixmap() makes when it is called with @p size and @p scale:
/// since 6.8 the size is the logical one.
inline QSize pixelsOfIcon(QSize size, qreal scale)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    return size * scale;
#else
    Q_UNUSED(scale)
    return size;
#endif
}

/// QProcess::setChildProcessModifier() for a @p modifier that makes system calls alone. With one,
/// the child is since 6.6 made by fork() unless this is said. That copies the page tables of the
/// whole process while its threads wait, and each of them then pays for the first write to every
/// page.
template<typename Process, typename Modifier>
void setChildModifierOf(Process &process, Modifier modifier)
{
    process.setChildProcessModifier(std::move(modifier));
#if QT_VERSION >= QT_VERSION_CHECK(6, 6, 0)
    process.setUnixProcessParameters(Process::UnixProcessFlag::UseVFork);
#endif
}

/// How QHttpServer hands a handler its QHttpServerResponder: an lvalue since 6.8.
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
template<typename Responder>
using HandedResponder = Responder &;
#else
template<typename Responder>
using HandedResponder = Responder &&;
#endif

/// QHttpServer::setMissingHandler(), which wants a context since 6.8: the server itself here, so
/// that @p handler is called as long as there is a @p server.
template<typename HttpServer, typename Handler>
void setMissingHandlerOf(HttpServer &server, Handler handler)
{
#if QT_VERSION >= QT_VERSION_CHECK(6, 8, 0)
    server.setMissingHandler(&server, std::move(handler));
#else
    server.setMissingHandler(std::move(handler));
#endif
}

} // namespace r2cache
