// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/base/logring.h"

#include <algorithm>
#include <array>
#include <atomic>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

// Qt calls a plain function: what it needs has to be where such a one finds it.
std::atomic<LogRing *> tapped = nullptr;
std::atomic<QtMessageHandler> handlerBefore = nullptr;

void keepLine(QtMsgType level, const QMessageLogContext &context, const QString &message)
{
    if (const auto before = handlerBefore.load())
        before(level, context, message);
    if (auto *ring = tapped.load()) {
        ring->add(
            QDateTime::currentDateTimeUtc(), level, QString::fromUtf8(context.category), message);
    }
}

/// Qt's own order is that of history.
int severity(QtMsgType level)
{
    switch (level) {
    case QtDebugMsg:
        return 0;
    case QtInfoMsg:
        return 1;
    case QtWarningMsg:
        return 2;
    case QtCriticalMsg:
        return 3;
    case QtFatalMsg:
        break;
    }
    return 4;
}

} // namespace

QString levelWord(QtMsgType level)
{
    constexpr std::array words{"debug", "info", "warning", "error", "fatal"};
    return QString::fromLatin1(words.at(static_cast<size_t>(severity(level))));
}

void LogRing::add(const QDateTime &time, QtMsgType level, const QString &category, QString message)
{
    if (message.size() > maxMessage)
        message = message.left(maxMessage) + u'…';
    const std::scoped_lock lock(m_mutex);
    m_lines.push_back({++m_count, time, level, category, std::move(message)});
    if (m_lines.size() > maxLines)
        m_lines.pop_front();
}

QList<LogLine> LogRing::lines(int limit, QtMsgType level, std::optional<qint64> after) const
{
    const auto fits = [level](const LogLine &line) {
        return severity(line.level) >= severity(level);
    };
    QList<LogLine> found;
    const std::scoped_lock lock(m_mutex);
    if (after) {
        for (const auto &line : m_lines) {
            if (line.number > *after && fits(line) && found.size() < limit)
                found.append(line);
        }
        return found;
    }
    for (auto line = m_lines.rbegin(); line != m_lines.rend() && found.size() < limit; ++line) {
        if (fits(*line))
            found.append(*line);
    }
    std::reverse(found.begin(), found.end());
    return found;
}

LogTap::LogTap(LogRing &ring)
{
    tapped = &ring;
    handlerBefore = qInstallMessageHandler(keepLine);
}

LogTap::~LogTap()
{
    qInstallMessageHandler(handlerBefore);
    tapped = nullptr;
}

} // namespace r2cache
