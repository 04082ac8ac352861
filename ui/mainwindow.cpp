// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "ui/cacheactions.h"
#include "ui/droppedconfig.h"
#include "ui/helpdialogs.h"
#include "ui/icons.h"
#include "ui/pages/downloadspage.h"
#include "ui/pages/droppedurls.h"
#include "ui/pages/entriespage.h"
#include "ui/pages/healthpage.h"
#include "ui/pages/logpage.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/preparepage.h"
#include "ui/pages/renderspage.h"
#include "ui/pages/settingspage.h"
#include "ui/statusline.h"
#include "ui/theme.h"
#include "ui/topbar.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/navigation.h"
#include "ui/windowmenu.h"

#include <QBoxLayout>
#include <QCloseEvent>
#include <QDragEnterEvent>
#include <QMetaEnum>
#include <QMimeData>
#include <QSettings>
#include <QStackedWidget>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize designSize{1280, 800};
constexpr QSize smallestSize{900, 600};

/// The group of a page's own settings.
QString groupOf(const Page &page)
{
    return QString::fromLatin1(
        QMetaEnum::fromType<Page::Id>().valueToKey(static_cast<int>(page.id())));
}

QString noticeOf(const TakenPort &taken)
{
    const auto who = taken.holder.isEmpty()
        ? MainWindow::tr("Port %1 is taken.").arg(taken.usual)
        : MainWindow::tr("Port %1 is taken by %2.").arg(QString::number(taken.usual), taken.holder);
    const auto where = taken.isApi ? MainWindow::tr("The REST API listens on port %1 instead.")
                                   : MainWindow::tr("The video proxy listens on port %1 instead.");
    return who + u' ' + where.arg(taken.instead);
}

} // namespace

MainWindow::MainWindow(
    const WindowParts &parts, ServiceState &state, ThemeChoice &theme, QSettings &settings)
    : m_state(state)
    , m_theme(theme)
    , m_settings(settings)
    , m_version(parts.version)
    , m_actions(new CacheActions(state, this))
    , m_stack(new QStackedWidget)
    , m_banner(new Banner)
    , m_statusLine(new StatusLine(state))
{
    setAcceptDrops(true);
    for (const auto &taken : parts.takenPorts)
        m_notices.append(noticeOf(taken));
    setWindowTitle(u"R2 Video Cache"_s);
    setWindowIcon(programIcon());
    setMinimumSize(smallestSize);
    makePages(parts);

    auto *frame = new QWidget;
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    m_menu = new WindowMenu(m_pages, theme.kind(), this);
    m_topBar = new TopBar(*m_actions, m_menu);
    m_topBar->setServiceName(parts.serviceName);
    column->addWidget(m_topBar);
    column->addWidget(m_banner);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    m_navigation = new Navigation(m_pages);
    row->addWidget(m_navigation);
    row->addWidget(m_stack, 1);
    column->addLayout(row, 1);
    column->addWidget(m_statusLine);
    setCentralWidget(frame);

    connectMenu();
    connect(m_navigation, &Navigation::chosen, this, &MainWindow::showPageAt);
    connect(m_actions, &CacheActions::said, m_statusLine, &StatusLine::say);
    connect(&state, &ServiceState::connectionChanged, this, &MainWindow::showConnection);
    connect(&state, &ServiceState::healthChanged, this, &MainWindow::showHealth);
    connect(m_banner, &Banner::buttonClicked, &state, &ServiceState::retryNow);
    connect(m_banner, &Banner::closed, this, [this] {
        if (!m_notices.isEmpty())
            m_notices.removeFirst();
        showNotice();
    });
    applyStyle();
    restoreView();
    showConnection();
    showHealth();
    m_navigation->setFocus();
}

MainWindow::~MainWindow() = default;

void MainWindow::makePages(const WindowParts &parts)
{
    m_prepare = new PreparePage(m_state);
    m_settingsPage = new SettingsPage(m_state, parts, WindowPreferences(m_settings));
    m_pages = {new OverviewPage(m_state),  new EntriesPage(m_state),
               new DownloadsPage(m_state), m_prepare,
               new HealthPage(m_state),    new RendersPage(m_state),
               new LogPage(m_state),       m_settingsPage};
    for (auto *page : std::as_const(m_pages)) {
        m_stack->addWidget(page);
        connect(page, &Page::pageWanted, this, &MainWindow::showPage);
        connect(page, &Page::itemWanted, this, [this](Page::Id id, const QString &item) {
            showPage(id);
            currentPage()->reveal(item);
        });
        connect(page, &Page::preCacheWanted, m_actions, &CacheActions::askPreCache);
        connect(page, &Page::said, m_statusLine, &StatusLine::say);
    }
}

/// What a menu offers that is not at hand anyway.
void MainWindow::connectMenu()
{
    connect(m_menu, &WindowMenu::pageWanted, this, &MainWindow::showPageAt);
    connect(m_menu, &WindowMenu::themeWanted, this, [this](ThemeChoice::Kind kind) {
        m_theme.apply(kind);
        m_settings.setValue("theme", ThemeChoice::wordOf(kind));
    });
    connect(m_menu, &WindowMenu::searchWanted, this, [this] {
        if (currentPage()->focusSearch())
            return;
        showPage(Page::Id::Entries);
        currentPage()->focusSearch();
    });
    connect(m_menu, &WindowMenu::refreshWanted, this, [this] {
        if (m_state.isConnected())
            currentPage()->refresh();
        else
            m_state.retryNow();
    });
    connect(m_menu, &WindowMenu::shortcutsWanted, this, [this] { openShortcuts(this); });
    connect(
        m_menu, &WindowMenu::aboutWanted, this, [this] { openAbout(this, m_version, m_state); });
    connect(m_menu, &WindowMenu::closeWanted, this, &QWidget::close);
    connect(m_menu, &WindowMenu::quitWanted, this, &MainWindow::quitWanted);
    addActions(m_menu->withShortcuts()); // they work while the menu is closed
}

Page *MainWindow::page(Page::Id id) const
{
    return m_pages[static_cast<int>(id)];
}

Page *MainWindow::currentPage() const
{
    return m_pages[m_stack->currentIndex()];
}

int MainWindow::unsavedSettings() const
{
    return m_settingsPage->unsaved();
}

void MainWindow::showPage(Page::Id id)
{
    showPageAt(static_cast<int>(id));
}

void MainWindow::showPageAt(int index)
{
    if (currentPage()->isActive() && m_stack->currentIndex() == index)
        return;
    // The keyboard follows from table to table, but stays in the list of pages while it is there.
    const bool follows = currentPage()->isAncestorOf(focusWidget());
    currentPage()->deactivate();
    m_stack->setCurrentIndex(index);
    m_navigation->setCurrent(index);
    currentPage()->activate();
    if (auto *view = currentPage()->mainView(); follows && view != nullptr && view->isVisible())
        view->setFocus();
    else if (follows)
        m_navigation->setFocus();
}

void MainWindow::showConnection()
{
    using Connection = ServiceState::Connection;
    const auto &why = m_state.problem().message;
    switch (m_state.connection()) {
    case Connection::Starting:
        m_banner->hide();
        break;
    case Connection::Connected:
        showNotice();
        break;
    case Connection::Gone:
        m_banner->say(
            State::Warning, tr("The service is gone: %1 Reconnecting…").arg(why), tr("Try now"),
            false);
        break;
    case Connection::Refused:
        m_banner->say(
            State::Bad,
            tr("The service refuses the token: set CACHE_API_TOKEN to the one in its token file. "
               "%1")
                .arg(why),
            tr("Try now"), false);
        break;
    case Connection::Failed:
        m_banner->say(State::Bad, why, {}, false);
        break;
    }
    showHealth();
}

void MainWindow::showNotice()
{
    if (m_notices.isEmpty())
        m_banner->hide();
    else
        m_banner->say(State::Warning, m_notices.constFirst(), {}, true);
}

void MainWindow::showHealth()
{
    const auto health = m_state.health();
    const bool isStarting = m_state.connection() == ServiceState::Connection::Starting;
    if (!m_state.isConnected())
        m_topBar->setState(
            isStarting ? State::Unknown : State::Bad,
            isStarting ? tr("Starting") : tr("Not reachable"));
    else if (health.issues.isEmpty())
        m_topBar->setState(stateOfWord(health.status), tr("All is well"));
    else
        m_topBar->setState(stateOfWord(health.status), health.issues.join(u'\n'));
}

void MainWindow::raiseToUser()
{
    setWindowState(windowState() & ~Qt::WindowMinimized);
    show();
    raise();
    activateWindow();
}

void MainWindow::changeEvent(QEvent *event)
{
    QMainWindow::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::ApplicationPaletteChange)
        applyStyle();
}

/// Setting a style sheet changes palettes, too: only what is new is set.
void MainWindow::applyStyle()
{
    const auto text = r2cache::styleSheet(Theme::current());
    if (text != styleSheet())
        setStyleSheet(text);
}

/// Wherever it is dropped: a config is prepared, URLs are pre-cached. Pages that want it otherwise
/// take it before.
void MainWindow::dragEnterEvent(QDragEnterEvent *event)
{
    const auto &mime = *event->mimeData();
    const bool isFromHere = event->source() != nullptr;
    if (!isFromHere && m_state.isConnected()
        && (mayBeConfig(mime) || !droppedUrls(mime).isEmpty())) {
        event->setDropAction(Qt::CopyAction);
        event->accept();
    }
}

void MainWindow::dropEvent(QDropEvent *event)
{
    const auto &mime = *event->mimeData();
    event->setDropAction(Qt::CopyAction);
    event->accept();
    if (mayBeConfig(mime)) {
        showPage(Page::Id::Prepare);
        m_prepare->take(&mime);
    } else if (const auto urls = droppedUrls(mime); !urls.isEmpty()) {
        m_actions->askPreCache(urls);
    }
}

void MainWindow::closeEvent(QCloseEvent *event)
{
    saveView();
    QMainWindow::closeEvent(event);
}

void MainWindow::restoreView()
{
    if (!restoreGeometry(m_settings.value("geometry").toByteArray()))
        resize(designSize);
    for (auto *page : std::as_const(m_pages)) {
        m_settings.beginGroup(groupOf(*page));
        page->restoreView(m_settings);
        m_settings.endGroup();
    }
    const int last = m_settings.value("page", 0).toInt();
    showPageAt(last >= 0 && last < m_pages.size() ? last : 0);
}

void MainWindow::saveView()
{
    m_settings.setValue("geometry", saveGeometry());
    m_settings.setValue("page", m_stack->currentIndex());
    for (const auto *page : std::as_const(m_pages)) {
        m_settings.beginGroup(groupOf(*page));
        page->saveView(m_settings);
        m_settings.endGroup();
    }
    m_settings.sync();
}

} // namespace r2cache
