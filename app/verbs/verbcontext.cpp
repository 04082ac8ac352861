// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/verbs/verbcontext.h"

#include "app/verbs/serviceerrors.h"

#include <QTimer>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Result<ServiceAddress> findService(const Settings &settings, const QString &connectTo)
{
    if (!connectTo.isEmpty())
        return addressAt(connectTo, settings.text(Key::ApiToken).toUtf8());
    const auto directory = settings.text(Key::Directory);
    const EndpointFile file(endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR")), directory);
    auto address = addressOf(file);
    if (address || address.error().code != ErrorCode::NotFound)
        return address;
    return failure(
        ErrorCode::ServiceUnreachable,
        u"No r2cache runs for CACHE_DIRECTORY=%1: start it with r2cache --no-gui, or name one "
        "elsewhere with --connect URL."_s.arg(directory)
            + adviceOnDirectory(settings),
        address.error().message);
}

} // namespace

QString adviceOnDirectory(const Settings &settings)
{
    const auto &beside = settings.originOf(Key::Directory).beside;
    if (beside.isEmpty())
        return {};
    return u" That is the default directory beside %1, which is read here: where another one is "
           "meant, run this in another folder, or set CACHE_DIRECTORY."_s.arg(beside);
}

VerbContext::VerbContext(
    const VerbRow &row, VerbArguments arguments, VerbEnvironment environment, Console &console)
    : m_row(row)
    , m_arguments(std::move(arguments))
    , m_environment(std::move(environment))
    , m_console(console)
{
    m_console.setJson(m_arguments.has("json"));
    m_console.setQuiet(m_arguments.has("quiet"));
}

Result<> VerbContext::connect()
{
    if (m_isConnected)
        return {};
    const auto address = findService(settings(), m_arguments.value("connect"));
    m_isMisconnected = !address && m_arguments.has("connect");
    if (!address)
        return failure(address.error());
    m_client.setAddress(*address);
    m_isConnected = true;
    return {};
}

void VerbContext::spin(QEventLoop &loop)
{
    if (isInterrupted())
        return;
    m_loop = &loop;
    loop.exec();
    m_loop = nullptr;
}

void VerbContext::pause(std::chrono::milliseconds time)
{
    QEventLoop loop;
    QTimer::singleShot(time, &loop, &QEventLoop::quit);
    spin(loop);
}

void VerbContext::watchSignals()
{
    if (m_signals)
        return;
    m_signals = std::make_unique<SignalSource>();
    m_notifier = std::make_unique<QSocketNotifier>(m_signals->descriptor(), QSocketNotifier::Read);
    QObject::connect(m_notifier.get(), &QSocketNotifier::activated, m_notifier.get(), [this] {
        m_signal = m_signals->take();
        if (m_firstSignal == 0)
            m_firstSignal = m_signal;
        if (m_loop != nullptr && isInterrupted())
            m_loop->quit();
    });
}

void VerbContext::goOnAfterSignal()
{
    m_signal = 0;
}

int VerbContext::print(const QJsonObject &document, const QString &text, int exitCode)
{
    m_console.print(document, text);
    return ended(exitCode);
}

int VerbContext::fail(const Error &error)
{
    const auto told = inTermsOf(m_row, m_arguments, error);
    m_console.complain(QString::fromLatin1(m_row.name), told.message);
    if (m_console.isJson())
        m_console.print(errorDocument(told), {});
    if (m_isMisconnected || isOfField(error))
        return ended(exitUsage);
    const bool isUnreachable
        = error.code == ErrorCode::ServiceUnreachable || error.code == ErrorCode::Timeout;
    return ended(isUnreachable ? exitUnreachable : exitFailed);
}

int VerbContext::misuse(const QString &sentence)
{
    m_console.complain(QString::fromLatin1(m_row.name), sentence);
    if (m_console.isJson())
        m_console.print(errorDocument({ErrorCode::InvalidArgument, sentence, {}}), {});
    return ended(exitUsage);
}

int VerbContext::ended(int exitCode)
{
    m_console.showProgress({});
    if (m_firstSignal != 0)
        return 128 + m_firstSignal;
    if (const auto &written = m_console.outcome(); !written && exitCode == exitOk) {
        if (written.error().code != ErrorCode::Cancelled)
            m_console.complain(QString::fromLatin1(m_row.name), written.error().message);
        return exitFailed;
    }
    return exitCode;
}

QJsonObject errorDocument(const Error &error)
{
    return {
        {u"success"_s, false},
        {u"error"_s, error.message},
        {u"code"_s, QString(errorWord(error.code))},
        {u"message"_s, error.detail.isEmpty() ? error.message : error.detail}};
}

} // namespace r2cache
