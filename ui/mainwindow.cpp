// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/mainwindow.h"

#include "ui/cacheactions.h"
#include "ui/helpdialogs.h"
#include "ui/icons.h"
#include "ui/pages/downloadspage.h"
#include "ui/pages/entriespage.h"
#include "ui/pages/healthpage.h"
#include "ui/pages/logpage.h"
#include "ui/pages/overviewpage.h"
#include "ui/pages/preparepage.h"
#include "ui/pages/renderspage.h"
#include "ui/pages/settingspage.h"
#include "ui/statusline.h"
#include "ui/theme.h"
#include "ui/widgets/banner.h"
#include "ui/widgets/navigation.h"

#include <QActionGroup>
#include <QBoxLayout>
#include <QCloseEvent>
#include <QLabel>
#include <QMenu>
#include <QMetaEnum>
#include <QPushButton>
#include <QSettings>
#include <QStackedWidget>
#include <QToolButton>

namespace r2cache {

using namespace Qt::StringLiterals;

namespace {

constexpr QSize designSize{1280, 800};
constexpr QSize smallestSize{900, 600};
constexpr int topBarHeight = 44;

/// The group of a page's own settings.
QString groupOf(const Page &page)
{
    return QString::fromLatin1(QMetaEnum::fromType<Page::Id>().valueToKey(static_cast<int>(page.id())));
}

QPushButton *makeButton(QAction *action, const QString &role, QWidget *parent)
{
    auto *button = new QPushButton(action->text(), parent);
    button->setProperty("role", role);
    button->setToolTip(action->toolTip());
    button->setEnabled(action->isEnabled());
    QObject::connect(button, &QPushButton::clicked, action, &QAction::trigger);
    QObject::connect(action, &QAction::changed, button, [button, action] {
        button->setEnabled(action->isEnabled());
    });
    return button;
}

} // namespace

MainWindow::MainWindow(
    const WindowParts &parts, ServiceState &state, ThemeChoice &theme, QSettings &settings)
    : m_state(state)
    , m_theme(theme)
    , m_settings(settings)
    , m_serviceName(parts.serviceName)
    , m_version(parts.version)
    , m_notices(parts.notices)
    , m_actions(new CacheActions(state, this))
    , m_stack(new QStackedWidget)
    , m_banner(new Banner)
    , m_statusLine(new StatusLine(state))
{
    setWindowTitle(u"R2 Video Cache"_s);
    setWindowIcon(programIcon());
    setMinimumSize(smallestSize);
    makePages(parts);

    auto *frame = new QWidget;
    auto *column = new QVBoxLayout(frame);
    column->setContentsMargins(0, 0, 0, 0);
    column->setSpacing(0);
    column->addWidget(makeTopBar());
    column->addWidget(m_banner);
    auto *row = new QHBoxLayout;
    row->setSpacing(0);
    m_navigation = new Navigation(m_pages);
    row->addWidget(m_navigation);
    row->addWidget(m_stack, 1);
    column->addLayout(row, 1);
    column->addWidget(m_statusLine);
    setCentralWidget(frame);

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
}

MainWindow::~MainWindow() = default;

void MainWindow::makePages(const WindowParts &parts)
{
    m_pages
        = {new OverviewPage(m_state), new EntriesPage(m_state), new DownloadsPage(m_state),
           new PreparePage(m_state),  new HealthPage(m_state),  new RendersPage(m_state),
           new LogPage(m_state),      new SettingsPage(m_state, parts, WindowPreferences(m_settings))};
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

QWidget *MainWindow::makeTopBar()
{
    auto *bar = new QFrame;
    bar->setProperty("role", u"topbar"_s);
    bar->setMinimumHeight(topBarHeight);
    m_light = new StateLight(bar);
    auto *name = new QLabel(u"R2 Video Cache"_s, bar);
    QFont font = name->font();
    font.setBold(true);
    font.setPointSizeF(font.pointSizeF() * 1.08);
    name->setFont(font);
    name->setToolTip(m_serviceName);

    auto *menu = new QToolButton(bar);
    menu->setIcon(themedIcon(u"menu"_s));
    menu->setPopupMode(QToolButton::InstantPopup);
    menu->setMenu(makeMenu());
    menu->setToolTip(tr("Menu"));
    menu->setAccessibleName(tr("Menu"));

    auto *row = new QHBoxLayout(bar);
    row->setContentsMargins(12, 4, 12, 4);
    row->setSpacing(8);
    row->addWidget(m_light);
    row->addWidget(name);
    row->addStretch();
    row->addWidget(makeButton(m_actions->preCache(), u"primary"_s, bar));
    row->addWidget(makeButton(m_actions->optimize(), {}, bar));
    row->addWidget(makeButton(m_actions->clear(), {}, bar));
    row->addWidget(menu);
    return bar;
}

QMenu *MainWindow::makeMenu()
{
    auto *menu = new QMenu(this);
    auto *pages = menu->addMenu(tr("Go to"));
    for (int index = 0; index < m_pages.size(); ++index) {
        auto *action = pages->addAction(
            themedIcon(m_pages[index]->iconName()), m_pages[index]->title(), this,
            [this, index] { showPageAt(index); });
        action->setShortcut(Qt::CTRL | Qt::Key(Qt::Key_1 + index));
        addAction(action); // the shortcut works while the menu is closed
    }
    addThemesTo(menu->addMenu(tr("Theme")));
    menu->addSeparator();
    auto *search = menu->addAction(tr("Search"), this, [this] {
        if (currentPage()->focusSearch())
            return;
        showPage(Page::Id::Entries);
        currentPage()->focusSearch();
    });
    search->setShortcut(QKeySequence::Find);
    auto *refresh = menu->addAction(tr("Refresh"), this, [this] {
        if (m_state.isConnected())
            currentPage()->refresh();
        else
            m_state.retryNow();
    });
    refresh->setShortcut(QKeySequence::Refresh);
    menu->addSeparator();
    auto *shortcuts
        = menu->addAction(tr("Keyboard shortcuts"), this, [this] { openShortcuts(this); });
    shortcuts->setShortcut(QKeySequence::HelpContents);
    menu->addAction(
        tr("About R2 Video Cache"), this, [this] { openAbout(this, m_version, m_state); });
    menu->addSeparator();
    auto *close = menu->addAction(tr("Close the window"), this, &QWidget::close);
    close->setShortcut(Qt::CTRL | Qt::Key_W);
    auto *quit = menu->addAction(tr("Quit"), this, &MainWindow::quitWanted);
    quit->setShortcut(Qt::CTRL | Qt::Key_Q);
    addActions({search, refresh, shortcuts, close, quit});
    return menu;
}

void MainWindow::addThemesTo(QMenu *menu)
{
    using Kind = ThemeChoice::Kind;
    auto *group = new QActionGroup(menu);
    const std::pair<Kind, QString> kinds[]{
        {Kind::System, tr("As the desktop")}, {Kind::Light, tr("Light")}, {Kind::Dark, tr("Dark")}};
    for (const auto &[kind, text] : kinds) {
        auto *action = menu->addAction(text, this, [this, kind = kind] { chooseTheme(kind); });
        action->setCheckable(true);
        action->setChecked(m_theme.kind() == kind);
        group->addAction(action);
    }
}

void MainWindow::chooseTheme(ThemeChoice::Kind kind)
{
    m_theme.apply(kind);
    m_settings.setValue("theme", ThemeChoice::wordOf(kind));
}

Page *MainWindow::page(Page::Id id) const
{
    return m_pages[static_cast<int>(id)];
}

Page *MainWindow::currentPage() const
{
    return m_pages[m_stack->currentIndex()];
}

void MainWindow::showPage(Page::Id id)
{
    showPageAt(static_cast<int>(id));
}

void MainWindow::showPageAt(int index)
{
    if (currentPage()->isActive() && m_stack->currentIndex() == index)
        return;
    currentPage()->deactivate();
    m_stack->setCurrentIndex(index);
    m_navigation->setCurrent(index);
    currentPage()->activate();
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
            State::Warning, tr("The service is gone: %1 Reconnecting…").arg(why),
            tr("Try now"), false);
        break;
    case Connection::Refused:
        m_banner->say(
            State::Bad,
            tr("The service refuses the token: set CACHE_API_TOKEN to the one in its token file. %1")
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
    if (!m_state.isConnected())
        m_light->setState(
            m_state.connection() == ServiceState::Connection::Starting ? State::Unknown : State::Bad,
            m_state.connection() == ServiceState::Connection::Starting ? tr("Starting")
                                                                       : tr("Not reachable"),
            false);
    else if (health.issues.isEmpty())
        m_light->setState(stateOfWord(health.status), tr("All is well"), false);
    else
        m_light->setState(stateOfWord(health.status), health.issues.join(u'\n'), false);
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
