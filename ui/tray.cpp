// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/tray.h"

#include "ui/cacheactions.h"
#include "ui/format.h"
#include "ui/icons.h"
#include "ui/servicestate.h"
#include "ui/theme.h"

#include <QAction>
#include <QMenu>
#include <QPainter>

namespace r2cache {

using namespace Qt::StringLiterals;
using namespace std::chrono_literals;

namespace {

// A panel that starts with the session may come after us.
constexpr auto betweenAttempts = 3s;
constexpr int attempts = 20;

} // namespace

QIcon trayIcon(State state)
{
    const auto plain = programIcon();
    QIcon icon;
    for (const int size : {16, 22, 24, 32, 48, 64}) {
        QPixmap pixmap(size, size);
        pixmap.fill(Qt::transparent);
        QPainter painter(&pixmap);
        painter.setRenderHint(QPainter::Antialiasing);
        plain.paint(&painter, pixmap.rect());
        const double side = size * 0.44;
        const QRectF corner(size - side, size - side, side, side);
        painter.setCompositionMode(QPainter::CompositionMode_Clear); // a rim around the shape
        painter.drawEllipse(corner.adjusted(-size * 0.06, -size * 0.06, size * 0.06, size * 0.06));
        painter.setCompositionMode(QPainter::CompositionMode_SourceOver);
        paintState(painter, corner, state);
        painter.end();
        icon.addPixmap(pixmap);
    }
    return icon;
}

Tray::Tray(ServiceState &state, CacheActions &actions, QWidget &window)
    : m_state(state)
    , m_window(window)
    , m_menu(new QMenu(&window))
{
    makeMenu(actions);
    m_icon.setIcon(trayIcon(m_shownState));
    m_icon.setContextMenu(m_menu);
    connect(&m_icon, &QSystemTrayIcon::activated, this, [this](auto reason) {
        if (reason == QSystemTrayIcon::Trigger)
            toggleWindow();
    });
    connect(&m_icon, &QSystemTrayIcon::messageClicked, this, [this] {
        Q_EMIT noticeFollowed(m_noticePage);
    });
    connect(&state, &ServiceState::statusChanged, this, &Tray::refresh);
    connect(&state, &ServiceState::healthChanged, this, &Tray::refresh);
    connect(&state, &ServiceState::downloadsChanged, this, &Tray::refresh);
    connect(&state, &ServiceState::leasesChanged, this, &Tray::refresh);
    connect(&state, &ServiceState::connectionChanged, this, &Tray::refresh);
    m_appear.setInterval(betweenAttempts);
    connect(&m_appear, &QTimer::timeout, this, &Tray::appear);
    refresh();
    appear();
}

Tray::~Tray() = default;

void Tray::makeMenu(CacheActions &actions)
{
    m_show = m_menu->addAction(tr("Show the window"), this, &Tray::showWanted);
    m_menu->setDefaultAction(m_show);
    m_menu->addSeparator();
    m_menu->addAction(tr("Pre-cache…"), this, [this, &actions] {
        Q_EMIT showWanted(); // its dialog needs the window
        actions.preCache()->trigger();
    });
    m_pause = m_menu->addAction(tr("Pause downloads"), this, &Tray::pauseOrResume);
    auto *optimize = m_menu->addAction(tr("Optimize"), actions.optimize(), &QAction::trigger);
    const auto enable = [this, optimize, &actions] {
        m_menu->actions().at(2)->setEnabled(actions.preCache()->isEnabled());
        optimize->setEnabled(actions.optimize()->isEnabled());
    };
    connect(actions.optimize(), &QAction::changed, this, enable);
    connect(actions.preCache(), &QAction::changed, this, enable);
    enable();
    m_menu->addSeparator();
    m_menu->addAction(tr("Quit"), this, &Tray::quitWanted);
}

void Tray::appear()
{
    if (QSystemTrayIcon::isSystemTrayAvailable()) {
        m_appear.stop();
        m_icon.show();
    } else if (++m_attempts >= attempts) {
        m_appear.stop();
    } else if (!m_appear.isActive()) {
        m_appear.start();
    }
}

bool Tray::isThere() const
{
    return m_icon.isVisible() && QSystemTrayIcon::isSystemTrayAvailable();
}

void Tray::toggleWindow()
{
    if (m_window.isVisible() && m_window.isActiveWindow())
        m_window.hide();
    else
        Q_EMIT showWanted();
}

void Tray::refresh()
{
    const auto health = m_state.health();
    QStringList lines;
    State state = State::Unknown;
    if (m_state.isConnected()) {
        state = stateOfWord(health.status);
        lines.append(
            health.issues.isEmpty() ? tr("R2 Video Cache: all is well")
                                    : tr("R2 Video Cache: %1").arg(health.issues.constFirst()));
    } else if (m_state.connection() == ServiceState::Connection::Starting) {
        lines.append(tr("R2 Video Cache: starting"));
    } else {
        state = State::Bad;
        lines.append(tr("R2 Video Cache: the service cannot be reached"));
    }
    if (const auto &status = m_state.status(); status && m_state.isConnected()) {
        lines.append(
            tr("%1 of %2, %3")
                .arg(
                    bytesText(status->cache.currentSizeBytes),
                    bytesText(status->cache.maxSizeBytes),
                    tr("%Ln videos", nullptr, static_cast<int>(status->cache.entryCount))));
        if (const int running = m_state.runningDownloads(); running > 0) {
            lines.append(tr("%1, %2").arg(
                tr("%Ln downloads", nullptr, running), speedText(m_state.downloadSpeed())));
        }
        if (const auto leases = m_state.leases().size(); leases > 0) {
            lines.append(
                tr("%Ln renders hold %1", nullptr, static_cast<int>(leases))
                    .arg(tr("%Ln videos", nullptr, static_cast<int>(m_state.heldEntries()))));
        }
    }
    if (const auto text = lines.join(u'\n'); text != m_icon.toolTip())
        m_icon.setToolTip(text);
    if (std::exchange(m_shownState, state) != state)
        m_icon.setIcon(trayIcon(state));
    m_pause->setEnabled(m_state.isConnected() && !m_state.downloads().isEmpty());
    m_pause->setText(arePaused() ? tr("Resume downloads") : tr("Pause downloads"));
}

bool Tray::arePaused() const
{
    const auto &downloads = m_state.downloads();
    return !downloads.isEmpty() && std::ranges::all_of(downloads, [](const DownloadInfo &download) {
        return download.status == u"paused";
    });
}

void Tray::pauseOrResume()
{
    const auto action = arePaused() ? u"resume"_s : u"pause"_s;
    for (const auto &download : m_state.downloads()) {
        if ((download.status == u"paused") != (action == u"resume"))
            continue;
        onAnswer(
            this, m_state.client().actOnDownload(download.id, action),
            [this](const Result<QJsonObject> &done) {
                if (!done && done.error().code != ErrorCode::NotFound) // finished meanwhile
                    Q_EMIT said(done.error().message);
            });
    }
}

void Tray::show(const Notice &notice)
{
    m_noticePage = notice.page;
    m_icon.showMessage(
        notice.title, notice.text.isEmpty() ? QString(u' ') : notice.text,
        notice.isBad ? QSystemTrayIcon::Warning : QSystemTrayIcon::Information);
}

} // namespace r2cache
