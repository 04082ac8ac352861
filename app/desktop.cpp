// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop.h"

#include "app/portchoice.h"
#include "app/servicethread.h"
#include "app/windowlibrary.h"
#include "core/base/digest.h"
#include "core/base/signalsource.h"
#include "core/client/onanswer.h"
#include "core/client/privatefile.h"
#include "core/client/serviceaddress.h"

#include <QCoreApplication>
#include <QDir>
#include <QLoggingCategory>

#include <csignal>
#include <cstdio>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

Q_LOGGING_CATEGORY(lcDesktop, "cache.desktop", QtInfoMsg)

int complain(const Error &error)
{
    std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(error.message));
    return 1;
}

/// The service of this process, started by the window.
class OwnService
{
public:
    OwnService(DesktopStart start, const LogRing &logs)
        : m_start(std::move(start))
        , m_logs(logs)
    { }

    /// Other ports where the usual ones are taken. @return those, to be told of.
    Result<QList<TakenPort>> choosePorts()
    {
        auto choice = takeFreePorts(*m_start.settings, m_start.readAgain);
        if (!choice)
            return failure(choice.error());
        m_standIns = choice->standIns;
        return choice->taken;
    }

    QFuture<Result<>> start()
    {
        m_thread = std::make_unique<ServiceThread>(m_logs);
        return m_thread->start(std::move(m_start.settings));
    }
    QFuture<Result<>> stop() { return m_thread->stop(); }
    [[nodiscard]] bool isRunning() const { return m_thread && m_thread->isRunning(); }
    QFuture<Result<>> change(WindowParts::SettingChanges changes)
    {
        return m_thread->change(std::move(changes));
    }
    void release() { m_thread.reset(); }
    [[nodiscard]] const QString &connectTo() const { return m_start.connectTo; }

    void reload()
    {
        auto sources = read();
        if (!sources) {
            complain(sources.error());
            return;
        }
        if (!m_thread)
            return;
        onAnswer(qApp, m_thread->reload(std::move(*sources)), [](const Result<> &reloaded) {
            if (!reloaded)
                complain(reloaded.error());
        });
    }

private:
    Result<SettingSources> read()
    {
        auto sources = m_start.readAgain();
        if (sources)
            sources->standIns = m_standIns;
        return sources;
    }

    DesktopStart m_start;
    const LogRing &m_logs;
    QMap<Key, QString> m_standIns;
    std::unique_ptr<ServiceThread> m_thread;
};

QString windowSettingsFile()
{
    auto directory = qEnvironmentVariable("XDG_CONFIG_HOME");
    if (!directory.startsWith(u'/'))
        directory = QDir::homePath() + u"/.config"_s;
    return directory + u"/r2cache/window.ini"_s;
}

} // namespace

int runDesktop(int &argc, char **argv, DesktopStart start, const LogRing &logs)
{
    if (const auto display = checkDisplay(); !display)
        return complain(display.error());
    const auto window = loadWindowLibrary();
    if (!window)
        return complain(window.error());

    const Settings settings = start.settings->current();
    const auto cacheDirectory = settings.text(Key::Directory);
    const auto sockets = endpointDirectory(qEnvironmentVariable("XDG_RUNTIME_DIR"));
    if (const auto made = makePrivateDirectory(sockets); !made)
        return complain(made.error());
    const EndpointFile file(sockets, cacheDirectory);

    WindowParts parts;
    parts.version = QStringLiteral(R2CACHE_VERSION);
    parts.windowSettingsFile = windowSettingsFile();
    parts.theme = start.theme;
    const SignalSource signals;
    parts.signalDescriptor = signals.descriptor();
    OwnService own(std::move(start), logs);
    parts.takeSignal = [&signals, &own] {
        const int signal = signals.take();
        if (signal == SIGHUP)
            own.reload();
        return signal == SIGTERM || signal == SIGINT;
    };

    if (const auto &url = own.connectTo(); !url.isEmpty()) {
        const auto address = addressAt(url, settings.text(Key::ApiToken).toUtf8());
        if (!address)
            return complain(address.error());
        parts.findService = [address = *address]() -> Result<ServiceAddress> {
            return address;
        };
        parts.serviceName = address->apiUrl.toString();
        parts.instanceSocket = sockets + u'/'
            + QString::fromLatin1(sha256Hex(address->apiUrl.toEncoded()).first(32)) + u".window"_s;
        return (*window)(argc, argv, parts);
    }
    parts.findService = [file] {
        return addressOf(file);
    };
    parts.serviceName = cacheDirectory;
    parts.instanceSocket = file.path().chopped(5) + u".window"_s; // in place of ".json"
    if (file.read()) {
        qCInfo(lcDesktop).noquote() << "A service runs for" << cacheDirectory << "already";
        return (*window)(argc, argv, parts);
    }
    const auto taken = own.choosePorts();
    if (!taken)
        return complain(taken.error());
    parts.takenPorts = *taken;
    parts.startService = [&own] {
        return own.start();
    };
    parts.stopService = [&own] {
        return own.stop();
    };
    parts.ownsService = [&own] {
        return own.isRunning();
    };
    parts.changeSettings = [&own](WindowParts::SettingChanges changes) {
        return own.change(std::move(changes));
    };
    parts.releaseService = [&own] {
        own.release();
    };
    return (*window)(argc, argv, parts);
}

} // namespace r2cache
