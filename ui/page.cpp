// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/page.h"

#include "ui/widgets/emptystate.h"

#include <QScrollArea>
#include <QSettings>
#include <QStackedLayout>
#include <QVBoxLayout>

namespace r2cache {

namespace {

constexpr int margin = 16;
constexpr int spacing = 12;

} // namespace

Page::Page(Id id, const QString &title, const QString &icon, Body body, ServiceState &state)
    : m_state(state)
    , m_id(id)
    , m_title(title)
    , m_icon(icon)
    , m_stack(new QStackedLayout(this))
    , m_frame(new QWidget)
    , m_body(new QVBoxLayout(m_frame))
    , m_instead(new EmptyState)
{
    setProperty("role", QStringLiteral("page"));
    setAttribute(Qt::WA_StyledBackground);
    setAccessibleName(title);
    m_body->setContentsMargins(margin, margin, margin, margin);
    m_body->setSpacing(spacing);
    m_frame->setProperty("role", QStringLiteral("page"));
    if (body == Body::Scrolling) {
        auto *scroller = new QScrollArea;
        scroller->setWidgetResizable(true);
        scroller->setFrameShape(QFrame::NoFrame);
        scroller->setProperty("role", QStringLiteral("page"));
        scroller->setWidget(m_frame);
        m_stack->addWidget(scroller);
    } else {
        m_stack->addWidget(m_frame);
    }
    m_stack->addWidget(m_instead);
    m_stack->setCurrentIndex(1);

    connect(m_instead, &EmptyState::buttonClicked, this, [this] {
        if (m_shown == Shown::Empty)
            emptyClicked();
        else if (!m_state.isConnected())
            m_state.retryNow();
        else
            refreshSoon();
    });
    connect(&state, &ServiceState::connectionChanged, this, &Page::showConnection);
    connect(&state, &ServiceState::resynced, this, &Page::refreshSoon);
    showConnection();
}

void Page::activate()
{
    m_isActive = true;
    activated();
    if (m_isStale)
        refreshSoon();
}

void Page::deactivate()
{
    m_isActive = false;
    deactivated();
}

void Page::restoreView(QSettings &settings)
{
    Q_UNUSED(settings)
}

void Page::saveView(QSettings &settings) const
{
    Q_UNUSED(settings)
}

void Page::setCount(const QString &count)
{
    if (std::exchange(m_count, count) != count)
        Q_EMIT countChanged();
}

void Page::refreshSoon()
{
    m_isStale = !m_isActive || !m_state.isConnected();
    if (!m_isStale)
        refresh();
}

void Page::showContent()
{
    m_shown = Shown::Content;
    m_stack->setCurrentIndex(0);
}

void Page::showEmpty(const QString &text, const QString &hint, const QString &button)
{
    m_shown = Shown::Empty;
    m_instead->setContent(text, hint, button);
    m_stack->setCurrentIndex(1);
}

void Page::showError(const Error &error)
{
    if (error.code == ErrorCode::Cancelled)
        return; // the window is closing
    if (m_shown == Shown::Content) {
        Q_EMIT said(error.message);
        return;
    }
    m_isStale = true; // what brings the service back brings the content
    if (error.code == ErrorCode::ServiceUnreachable && !m_state.isConnected())
        return; // showConnection() says it
    m_shown = Shown::Error;
    m_instead->setContent(tr("This page could not be loaded"), error.message, tr("Try again"));
    m_stack->setCurrentIndex(1);
}

void Page::showConnection()
{
    using Connection = ServiceState::Connection;
    if (m_state.isConnected()) {
        if (m_shown == Shown::Nothing)
            m_instead->setContent(tr("Loading…"), {});
        if (m_isActive && m_isStale)
            refreshSoon();
        return;
    }
    if (m_shown == Shown::Content || m_shown == Shown::Empty)
        return; // stays readable; the window's banner says that it is old
    m_shown = Shown::Nothing;
    m_stack->setCurrentIndex(1);
    switch (m_state.connection()) {
    case Connection::Failed:
        m_instead->setContent(tr("The cache could not be started"), m_state.problem().message);
        break;
    case Connection::Refused:
        m_instead->setContent(
            tr("The service refuses the token"), m_state.problem().message, tr("Try again"));
        break;
    case Connection::Gone:
        m_instead->setContent(
            tr("The service cannot be reached"), m_state.problem().message, tr("Try again"));
        break;
    case Connection::Starting:
    case Connection::Connected:
        m_instead->setContent(tr("Starting…"), {});
        break;
    }
}

} // namespace r2cache
