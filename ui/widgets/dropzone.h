// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFrame>

class QBoxLayout;
class QLabel;
class QPushButton;

namespace r2cache {

class StateLight;

/// The dashed frame that says where to drop something: large while there is nothing else, one line
/// afterwards. It does not take drops itself: its page does, anywhere.
class DropZone : public QFrame
{
    Q_OBJECT

public:
    explicit DropZone(QWidget *parent = nullptr);

    /// @param text  what to drop. @param another  the same in one line, before the button.
    /// @param hint  shown while it is large. @param button  opens one. @param now  before the name
    /// of what was dropped last.
    void setTexts(
        const QString &text, const QString &another, const QString &hint, const QString &button,
        const QString &now);
    void setLarge(bool isLarge);
    /// What was dropped last. @param waiting  what comes after it; empty: nothing.
    void setCurrent(const QString &name, const QString &waiting, bool mayGoOn);
    /// Something is held above it.
    void setActive(bool isActive);
    /// Empty: no problem.
    void setProblem(const QString &sentence);
    [[nodiscard]] QString problem() const;

Q_SIGNALS:
    void openClicked();
    void nextClicked();

private:
    QLabel *m_text;
    QLabel *m_hint;
    QPushButton *m_open;
    QLabel *m_now;
    QLabel *m_current;
    QPushButton *m_next;
    QWidget *m_problemLine;
    StateLight *m_problemLight;
    QLabel *m_problem;
    QBoxLayout *m_line;
    QString m_largeText;
    QString m_smallText;
    bool m_isLarge = false;
};

} // namespace r2cache
