// SPDX-License-Identifier: GPL-3.0-or-later
#include "ui/closing.h"

#include "ui/servicestate.h"

#include <QEvent>
#include <QGuiApplication>
#include <QMessageBox>
#include <QPushButton>

namespace r2cache {

Closing::Closing(QWidget &window, ServiceState &state, WindowPreferences preferences, Parts parts)
    : m_window(window)
    , m_state(state)
    , m_preferences(preferences)
    , m_parts(std::move(parts))
{
    window.installEventFilter(this);
}

bool Closing::wouldHurt() const
{
    return m_parts.ownsService && m_parts.ownsService() && !m_state.leases().isEmpty();
}

bool Closing::hasTray() const
{
    return m_parts.hasTray && m_parts.hasTray();
}

bool Closing::eventFilter(QObject *watched, QEvent *event)
{
    if (watched != &m_window || event->type() != QEvent::Close)
        return false;
    if (m_isDecided || qGuiApp->isSavingSession()) {
        // The window saves its view first.
        QMetaObject::invokeMethod(this, &Closing::ended, Qt::QueuedConnection);
        return false;
    }
    if (m_preferences.staysInTray() && hasTray()) {
        event->ignore();
        goOnOutOfSight();
        Q_EMIT wentToTray();
        return true;
    }
    if (wouldHurt()) {
        event->ignore();
        ask();
        return true;
    }
    m_isDecided = true;
    QMetaObject::invokeMethod(this, &Closing::ended, Qt::QueuedConnection);
    return false;
}

void Closing::quit()
{
    if (wouldHurt())
        ask();
    else
        quitNow();
}

void Closing::quitNow()
{
    m_isDecided = true;
    m_window.close();
    QMetaObject::invokeMethod(this, &Closing::ended, Qt::QueuedConnection); // it may be hidden
}

void Closing::goOnOutOfSight()
{
    if (hasTray())
        m_window.hide();
    else
        m_window.showMinimized();
}

void Closing::ask()
{
    if (m_question != nullptr) {
        m_question->raise();
        m_question->activateWindow();
        return;
    }
    if (!m_window.isVisible() || m_window.isMinimized())
        m_window.showNormal(); // chosen in the tray: the question needs its window
    const auto videos = tr("%n videos", nullptr, static_cast<int>(m_state.heldEntries()));
    m_question = new QMessageBox(
        QMessageBox::Warning, tr("Quit R2 Video Cache"),
        tr("%n renders hold %1 of this cache.", nullptr, static_cast<int>(m_state.leases().size()))
            .arg(videos),
        QMessageBox::NoButton, &m_window);
    m_question->setInformativeText(
        tr("If the cache ends now, what they still have to read fails. It can go on without its "
           "window until they are done."));
    m_question->setAttribute(Qt::WA_DeleteOnClose);
    auto *goOn = m_question->addButton(
        hasTray() ? tr("Go on in the tray") : tr("Minimize instead"), QMessageBox::AcceptRole);
    auto *quit = m_question->addButton(tr("Quit anyway"), QMessageBox::DestructiveRole);
    quit->setProperty("role", QStringLiteral("destructive"));
    m_question->setEscapeButton(m_question->addButton(QMessageBox::Cancel));
    m_question->setDefaultButton(goOn);
    connect(goOn, &QPushButton::clicked, this, &Closing::goOnOutOfSight, Qt::QueuedConnection);
    connect(quit, &QPushButton::clicked, this, &Closing::quitNow, Qt::QueuedConnection);
    connect(m_question, &QObject::destroyed, this, [this] { m_question = nullptr; });
    m_question->open();
}

} // namespace r2cache
