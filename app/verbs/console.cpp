// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/console.h"

#include "app/verbs/humantext.h"

#include <QJsonDocument>

#include <cerrno>
#include <cstdio>
#include <cstring>
#include <sys/ioctl.h>
#include <unistd.h>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// Columns of the terminal at @p descriptor; 0: it is none.
int terminalWidth(int descriptor)
{
    winsize size{};
    return ::ioctl(descriptor, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

} // namespace

Console::Console()
    : m_showsProgress(::isatty(STDERR_FILENO) != 0 && qgetenv("TERM") != "dumb")
{ }

void Console::print(const QJsonObject &document, const QString &text)
{
    write(m_isJson ? QJsonDocument(document).toJson() : text.toUtf8());
}

void Console::write(const QByteArray &bytes)
{
    showProgress({});
    const auto size = static_cast<size_t>(bytes.size());
    if (std::fwrite(bytes.constData(), 1, size, stdout) == size && std::fflush(stdout) == 0)
        return;
    // Whoever read a pipe has had enough, as `head` does: that is no news to anybody.
    const auto code = errno == EPIPE ? ErrorCode::Cancelled : ErrorCode::Io;
    m_outcome = failure(
        code,
        u"Standard output takes no more: %1."_s.arg(QString::fromLocal8Bit(std::strerror(errno))));
}

void Console::say(const QString &sentence)
{
    if (!m_isQuiet)
        tell(sentence);
}

void Console::tell(const QString &sentence)
{
    toStandardError(harmless(sentence) + u'\n');
}

void Console::complain(const QString &verb, const QString &sentence)
{
    const QString who = verb.isEmpty() ? u"r2cache: "_s : u"r2cache %1: "_s.arg(verb);
    toStandardError(who + harmless(sentence) + u'\n');
}

void Console::showProgress(const QString &line)
{
    if (!showsProgress() || (line.isEmpty() && !m_progressIsShown))
        return;
    // To the line's beginning, the new text, and erase to the end (ECMA-48: EL)
    const auto text = QString(u'\r' + harmless(line.left(progressWidth())) + u"\x1b[K"_s).toUtf8();
    std::fwrite(text.constData(), 1, static_cast<size_t>(text.size()), stderr);
    std::fflush(stderr);
    m_progressIsShown = !line.isEmpty();
}

void Console::toStandardError(const QString &text)
{
    showProgress({});
    std::fputs(text.toUtf8().constData(), stderr);
    std::fflush(stderr);
}

int Console::width() const
{
    bool isNumber = false;
    const int columns = qEnvironmentVariableIntValue("COLUMNS", &isNumber);
    return isNumber && columns > 0 ? columns : terminalWidth(STDOUT_FILENO);
}

int Console::progressWidth() const
{
    const int columns = terminalWidth(STDERR_FILENO);
    return columns > 1 ? columns - 1 : 79; // the last column wraps on some terminals
}

bool Console::canAsk() const
{
    return ::isatty(STDIN_FILENO) != 0 && ::isatty(STDERR_FILENO) != 0;
}

bool Console::ask(const QString &question)
{
    toStandardError(question + u" [y/N] "_s);
    std::array<char, 64> line{};
    if (std::fgets(line.data(), static_cast<int>(line.size()), stdin) == nullptr)
        return false;
    const auto answer = QByteArray(line.data()).trimmed().toLower();
    return answer == "y" || answer == "yes";
}

} // namespace r2cache
