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
    if (asks()) {
        event->ignore();
        return true;
    }
    m_isDecided = true;
    QMetaObject::invokeMethod(this, &Closing::ended, Qt::QueuedConnection);
    return false;
}

void Closing::quit()
{
    if (!asks())
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

bool Closing::asks()
{
    if (m_question != nullptr) {
        m_question->raise();
        m_question->activateWindow();
        return true;
    }
    if (m_parts.ownsService && m_parts.ownsService() && !m_state.leases().isEmpty()) {
        askForRenders();
        return true;
    }
    if (const int unsaved = m_parts.unsaved ? m_parts.unsaved() : 0; unsaved > 0) {
        askForSettings(unsaved);
        return true;
    }
    return false;
}

QMessageBox *Closing::newQuestion(const QString &text, const QString &more)
{
    if (!m_window.isVisible() || m_window.isMinimized())
        m_window.showNormal(); // chosen in the tray: the question needs its window
    auto *question = new QMessageBox(
        QMessageBox::Warning, tr("Quit R2 Video Cache"), text, QMessageBox::NoButton, &m_window);
    question->setInformativeText(more);
    question->setAttribute(Qt::WA_DeleteOnClose);
    connect(question, &QObject::destroyed, this, [this] { m_question = nullptr; });
    return question;
}

void Closing::askForRenders()
{
    const auto videos = tr("%Ln videos", nullptr, static_cast<int>(m_state.heldEntries()));
    m_question = newQuestion(
        tr("%Ln renders hold %1 of this cache.", nullptr, static_cast<int>(m_state.leases().size()))
            .arg(videos),
        tr("If the cache ends now, what they still have to read fails. It can go on without its "
           "window until they are done."));
    auto *goOn = m_question->addButton(
        hasTray() ? tr("Go on in the tray") : tr("Minimize instead"), QMessageBox::AcceptRole);
    auto *quit = m_question->addButton(tr("Quit anyway"), QMessageBox::DestructiveRole);
    quit->setProperty("role", QStringLiteral("destructive"));
    m_question->setEscapeButton(m_question->addButton(QMessageBox::Cancel));
    m_question->setDefaultButton(goOn);
    connect(goOn, &QPushButton::clicked, this, &Closing::goOnOutOfSight, Qt::QueuedConnection);
    connect(quit, &QPushButton::clicked, this, &Closing::quitNow, Qt::QueuedConnection);
    m_question->open();
}

void Closing::askForSettings(int unsaved)
{
    m_question = newQuestion(
        tr("%Ln settings are changed, but not applied.", nullptr, unsaved),
        tr("If the window closes now, they stay as they were."));
    auto *look = m_question->addButton(tr("Show them"), QMessageBox::AcceptRole);
    auto *quit = m_question->addButton(tr("Discard and quit"), QMessageBox::DestructiveRole);
    quit->setProperty("role", QStringLiteral("destructive"));
    m_question->setEscapeButton(m_question->addButton(QMessageBox::Cancel));
    m_question->setDefaultButton(look);
    connect(look, &QPushButton::clicked, this, &Closing::unsavedWanted, Qt::QueuedConnection);
    connect(quit, &QPushButton::clicked, this, &Closing::quitNow, Qt::QueuedConnection);
    m_question->open();
}

} // namespace r2cache
