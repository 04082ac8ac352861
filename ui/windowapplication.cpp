// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/windowapplication.h"

#include "ui/cacheactions.h"
#include "ui/closing.h"
#include "ui/mainwindow.h"
#include "ui/notifier.h"
#include "ui/singlewindow.h"
#include "ui/translations.h"
#include "ui/tray.h"

#include <QApplication>
#include <QCoreApplication>
#include <QPointer>
#include <QSettings>
#include <QSocketNotifier>

#include <cstdio>
#include <memory>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

/// The window's life: start the service beside it, end both together.
class WindowApplication : public QObject
{
    Q_DECLARE_TR_FUNCTIONS(r2cache::WindowApplication)

public:
    explicit WindowApplication(const WindowParts &parts)
        : m_parts(parts)
        , m_settings(parts.windowSettingsFile, QSettings::IniFormat)
        , m_state(parts.findService, ServiceState::Options())
    {
        const auto word
            = parts.theme.isEmpty() ? m_settings.value("theme").toString() : parts.theme;
        m_theme.apply(ThemeChoice::ofWord(word));
        m_window = std::make_unique<MainWindow>(parts, m_state, m_theme, m_settings);
        QApplication::setQuitOnLastWindowClosed(false); // the service is drained first
        makeManners();
        if (parts.signalDescriptor >= 0) {
            m_signals
                = std::make_unique<QSocketNotifier>(parts.signalDescriptor, QSocketNotifier::Read);
            connect(m_signals.get(), &QSocketNotifier::activated, this, [this] {
                if (m_parts.takeSignal())
                    m_closing->quitNow();
            });
        }
    }

    ~WindowApplication() override
    {
        m_closing.reset();
        m_tray.reset();
        m_window.reset();
        if (m_parts.releaseService)
            m_parts.releaseService();
    }
    Q_DISABLE_COPY_MOVE(WindowApplication)

    void start()
    {
        m_window->show();
        m_state.start();
        if (!m_parts.startService)
            return;
        onAnswer(this, m_parts.startService(), [this](const Result<> &started) {
            if (started) {
                m_state.retryNow();
            } else if (started.error().code != ErrorCode::AlreadyRunning) {
                std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(started.error().message));
                m_exitCode = 1;
                m_state.fail(started.error());
            } // else another one has come first, and the window attaches to it
        });
    }

    void raise() { m_window->raiseToUser(); }

private:
    /// What a program of a desktop does besides its window: tray, notices, how it closes.
    void makeManners()
    {
        const WindowPreferences preferences(m_settings);
        auto *window = m_window.get();
        m_tray = std::make_unique<Tray>(m_state, window->cacheActions(), *window);
        m_closing = std::make_unique<Closing>(
            *window, m_state, preferences,
            Closing::Parts{
                m_parts.ownsService, [this] { return m_tray->isThere(); },
                [window] {
                    return window->unsavedSettings();
                }});
        m_notifier = std::make_unique<Notifier>(
            m_state, preferences, [] { return QApplication::activeWindow() != nullptr; },
            Notifier::Options());
        connect(m_closing.get(), &Closing::ended, this, &WindowApplication::end);
        connect(m_closing.get(), &Closing::wentToTray, this, &WindowApplication::sayWhereItIs);
        connect(m_closing.get(), &Closing::unsavedWanted, window, [window] {
            window->raiseToUser();
            window->showPage(Page::Id::Settings);
        });
        connect(window, &MainWindow::quitWanted, m_closing.get(), &Closing::quit);
        connect(m_tray.get(), &Tray::quitWanted, m_closing.get(), &Closing::quit);
        connect(m_tray.get(), &Tray::showWanted, window, &MainWindow::raiseToUser);
        connect(m_tray.get(), &Tray::said, &window->cacheActions(), &CacheActions::said);
        connect(m_tray.get(), &Tray::noticeFollowed, window, [window](Page::Id page) {
            window->raiseToUser();
            window->showPage(page);
        });
        connect(m_notifier.get(), &Notifier::notice, this, [this, window](const Notice &notice) {
            if (m_tray->isThere())
                m_tray->show(notice);
            else
                QApplication::alert(window); // what there is without a tray
        });
    }

    /// Once: who closes a window may not expect that the program goes on.
    void sayWhereItIs()
    {
        if (m_settings.value("saidWhereItIs", false).toBool())
            return;
        m_settings.setValue("saidWhereItIs", true);
        m_tray->show(
            {tr("R2 Video Cache goes on"),
             tr("Its window comes back with a click on this icon; Quit is in its menu."), false,
             Page::Id::Overview});
    }

    void end()
    {
        if (std::exchange(m_isEnding, true))
            return;
        m_state.stop();
        if (!m_parts.stopService) {
            QCoreApplication::exit(m_exitCode);
            return;
        }
        onAnswer(this, m_parts.stopService(), [this](const Result<> &stopped) {
            if (!stopped)
                std::fprintf(stderr, "r2cache: %s\n", qUtf8Printable(stopped.error().message));
            QCoreApplication::exit(stopped ? m_exitCode : 1);
        });
    }

    const WindowParts &m_parts;
    QSettings m_settings;
    ThemeChoice m_theme;
    ServiceState m_state;
    std::unique_ptr<MainWindow> m_window;
    std::unique_ptr<Tray> m_tray;
    std::unique_ptr<Closing> m_closing;
    std::unique_ptr<Notifier> m_notifier;
    std::unique_ptr<QSocketNotifier> m_signals;
    bool m_isEnding = false;
    int m_exitCode = 0;
};

} // namespace

int runWindow(int &argc, char **argv, const WindowParts &parts)
{
    QApplication application(argc, argv);
    QCoreApplication::setApplicationName(u"r2cache"_s);
    QCoreApplication::setApplicationVersion(parts.version);
    QGuiApplication::setApplicationDisplayName(u"R2 Video Cache"_s);
    QGuiApplication::setDesktopFileName(u"r2cache"_s);

    SingleWindow single(parts.instanceSocket);
    if (!parts.instanceSocket.isEmpty() && !single.claim())
        return 0;
    const Translations translations{QLocale()};
    WindowApplication window(parts);
    QObject::connect(&single, &SingleWindow::raised, &window, [&window] { window.raise(); });
    window.start();
    return QApplication::exec();
}

} // namespace r2cache
